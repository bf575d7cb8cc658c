"""Examples that the reader learns from: a question, a text, and which parts of the text answer it."""

from __future__ import annotations

from dataclasses import dataclass

REPORTED = ("Warsaw", "Scottish_Parliament", "Packet_switching", "Immune_system")
"""SQuAD articles that are only ever reported on."""
FITTING = ("Normans", "Harvard_University", "1973_oil_crisis")
"""SQuAD articles that the reader does not see, so that what weighs its scores can be fitted on them."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question with one text."""

    question: str
    text: str
    answers: tuple[tuple[int, int], ...]
    """Offsets in the text of the spans that are right; none where the text does not answer the question."""
    loose: bool = False
    """Whether an answer's offsets are those of a whole sentence, of which any part may be the span."""
    title: str = ""
    """What stands before the text; no answer lies in it."""
