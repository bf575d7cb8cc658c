"""Cells: the parts of a table's row, and of a line such as "Tenant: Maria Lopez", as a claim shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass

LABELLED = re.compile(r"(?P<label>[^\W_][^:：.!?\t]{0,40}?) ?[:：](?: +\S|(?<=：)\S)")
"""A label of a line with what it names; its words are counted apart."""
MOST_LABEL_WORDS = 5
_CELL = re.compile(r"(?P<label>[^:：\t]{1,80}?) ?[:：](?: +(?=\S)|(?<=：)(?=\S))")
_SHORT = 8
"""Words of a value at most where a line is taken for a label with its value: more are a sentence."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; offsets count code points of the claim's text, in which single spaces stand for tabs."""

    label: str
    """What its column is called; empty where the cell does not say it."""
    at: int
    """Where it starts, label and all."""
    start: int
    """Where its value starts."""
    end: int


def cells_of(quote: str) -> tuple[Cell, ...]:
    """The cells of a line as it stands in its document, where tabs part the cells of a row; none for a sentence.

    A line without a tab is one cell where it is a short label with a short value.
    """
    if "\t" not in quote.strip():
        return _single(" ".join(quote.split()))
    found: list[Cell] = []
    at = 0
    for part in quote.split("\t"):
        text = " ".join(part.split())
        if not text:
            continue
        match = _CELL.match(text)
        label, value = (match["label"], match.end()) if match else ("", 0)
        found.append(Cell(label, at, at + value, at + len(text)))
        at += len(text) + 1
    return tuple(found)


def _single(text: str) -> tuple[Cell, ...]:
    match = LABELLED.match(text)
    if match is None or len(match["label"].split()) > MOST_LABEL_WORDS:
        return ()
    value = match.end() - 1
    short = len(text[value:].split()) <= _SHORT
    return (Cell(match["label"], 0, value, len(text)),) if short else ()


def labelled(cells: tuple[Cell, ...]) -> bool:
    """Whether cells are those of a row that names its columns."""
    return len(cells) > 1 and any(cell.label for cell in cells)


def heads_of(quote: str, following: str) -> bool:
    """Whether a row only names the columns of the row that follows it."""
    names = {" ".join(part.split()).rstrip(" :：") for part in quote.split("\t")}
    below = [cell.label for cell in cells_of(following) if cell.label]
    return "\t" in quote.strip() and bool(below) and names.issuperset(below)
