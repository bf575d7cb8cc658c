"""Lines that are no whole sentences: headings, labels with their values, rows of a table, and what opens a list."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.grounding import quote_of
from assistant.text.cells import LABELLED, MOST_LABEL_WORDS, cells_of, labelled
from index.documents import Span
from index.text.tabular import is_value

if TYPE_CHECKING:
    from assistant.answers import Passage

ENDS = ".!?…。！？｡।॥؟۔»›\"”’')]」』）"
"""What a whole sentence ends with, in many scripts."""
MOST_ITEMS = 8
"""Items of a list that are given with the line that opens it."""

_BULLET = re.compile(r"[-*+–—•▪‣◦●■]\s+(?=\S)")
_NUMBERED = re.compile(
    r"(?:chapter|section|part|appendix|annex|article|figure|table|step|unit|lesson|module|volume|book|act|scene)\b",
    re.IGNORECASE,
)


def answers(quote: str, titles: Collection[str]) -> bool:
    """Whether a line answers though it is no sentence: a label with its value, or a row of a table.

    :param quote: the line as it stands in its document, where tabs part the cells of a row.
    :param titles: its document's title and headings, which may look like labels.
    """
    if quote in titles:
        return False
    if of_row(quote):
        plain = any(character.isdigit() for character in quote) or quote.count("\t") == 1
        return plain or labelled(cells_of(quote))
    label = LABELLED.match(quote)
    return label is not None and not _NUMBERED.match(quote) and len(label["label"].split()) <= MOST_LABEL_WORDS


def of_row(quote: str) -> bool:
    """Whether a line is a row of a table: tabs part its cells."""
    return "\t" in quote.strip()


def heading(text: str, words: int) -> bool:
    """Whether a line of so many words reads like a heading: short, and without a mark at its end."""
    return words <= 12 and text[-1:] not in ENDS and text[-1:] not in ":;：；"


def opens_list(text: str) -> bool:
    """Whether a sentence ends with a colon, so that what it says follows it."""
    return text.rstrip(" *_").endswith((":", "："))


def items(passage: Passage, sentences: Sequence[Span], opener: Span) -> list[Span]:
    """The lines below a sentence that opens a list, up to the next blank line, at most `MOST_ITEMS`.

    :param sentences: spans of the passage's sentences, in order; ``opener`` is one of them.
    """
    found: list[Span] = []
    for before, span in pairwise(sentences[sentences.index(opener) :]):
        gap = passage.text[before.end - passage.start : span.start - passage.start]
        if (found and gap.count("\n") > 1) or len(found) == MOST_ITEMS:
            break
        if "\n" in gap:
            bullet = _BULLET.match(quote_of(passage, span))
            found.append(Span(span.start + bullet.end(), span.end) if bullet else span)
    rows = [span for span in found if of_row(quote_of(passage, span))]  # of a table its rows, and not its heads
    return [span for span in rows if _of_values(quote_of(passage, span))] if rows else found


def _of_values(quote: str) -> bool:
    """Whether a row has a value, so that it is none of heads."""
    return any(map(is_value, map(str.strip, quote.split("\t")))) or any(cell.label for cell in cells_of(quote))
