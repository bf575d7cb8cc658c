"""What an answer is: claims that stand on citations, or an honest "the documents do not say"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Stage = Literal["wait", "condense", "retrieve", "answer"]
Outcome = Literal["answered", "perhaps", "not said", "plain"]
"""What became of a question: answered; answered with a doubt that is shown; not said by the documents; or met with a
plain reply that cites none of them, as a greeting is."""
Support = Literal["supported", "weak", "unsupported"]
"""How well what a claim cites bears it out: wholly, with something missing or doubtful, or not."""

NOT_SAID = "The documents do not say."
"""What every refusal begins with."""
NO_DOCUMENT = "There is no document to answer from yet."
"""The refusal of an empty library."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document, ``quote == text[start:end]`` of that version; numbered by first use, from 1."""

    number: int
    document: str
    """Path inside the library folder."""
    version: str
    """SHA-256 of the document's bytes."""
    title: str
    page: int | None
    start: int
    end: int
    quote: str
    score: float
    """How well the quote answers the question, 0 to 1."""
    headings: tuple[str, ...] = ()
    document_id: int = 0
    also_in: tuple[str, ...] = ()
    """Other documents that say the same, by path."""
    unit: str = "page"
    """What the document's pages are called: ``page``, ``slide``."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, with the numbers of the citations it stands on.

    ``start`` and ``end`` are its place in the answer's text, its own markers left out:
    ``answer.text[start:end] == text``. ``bold`` is the part of ``text`` that answers directly (offsets in
    ``text``), if one does.
    """

    text: str
    citations: tuple[int, ...]
    start: int
    end: int
    bold: tuple[int, int] | None = None
    support: Support | None = None
    """How well the citations bear it out; None where it was not checked, as the documents' own words are not."""
    why: str = ""
    """Why it is weak or unsupported, in a short phrase for people; empty for any other."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk (or neighbouring chunks merged) that retrieval returned, with its scores."""

    rank: int
    document: str
    page: int | None
    start: int
    end: int
    text: str
    score: float
    scores: Mapping[str, float]
    title: str = ""
    version: str = ""
    document_id: int = 0
    headings: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()
    unit: str = "page"


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent."""

    condense: float = 0.0
    retrieve: float = 0.0
    answer: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """What asking a chat model took."""

    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0
    """Requests that were made of the model."""
    cost: float | None = None
    """US dollars, or None where the price is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one question.

    ``text`` is the prose with markers ``[1]`` after each claim; with ``answered`` False it is an honest refusal
    and ``passages`` hold the nearest passages, or a plain reply.
    """

    question: str
    standalone_question: str
    answered: bool
    text: str
    claims: tuple[Claim, ...]
    short_answer: str | None
    confidence: float
    """Probability that the documents answer the question, 0 to 1."""
    answerer: str
    """``extractive`` or ``generative``."""
    model: str | None
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    timings: Timings = field(default_factory=Timings)
    outcome: Outcome = "not said"
    parts: tuple[str, ...] = ()
    """The questions that a question of several parts was split into, in order; none for any other."""
    fallback: str = ""
    """Why the documents' own words stand where a chat model was to write, in words for people; empty if they do not."""
    usage: Usage | None = None
    """What the chat model took; None where none was asked."""
    dropped: int = 0
    """Pointers of the chat model that named no sentence it was given."""

    def __post_init__(self) -> None:
        if self.answered and self.outcome == "not said":
            object.__setattr__(self, "outcome", "answered")


@dataclass(frozen=True, slots=True)
class Step:
    """Something the assistant is about to do, to show while it works."""

    stage: Stage
    detail: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A further part of the answer's text, in order; ``citations`` are those its markers newly name."""

    text: str
    citations: tuple[Citation, ...] = ()


Event = Step | Piece | Answer
"""What streaming yields: steps, then pieces, then the whole answer last."""
