"""The rows of an Excel sheet, read one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.loaders.xlsx.cells import Cells
from index.loaders.xmltree import Element, attribute, children, forget, integer, is_true, local, stream

_PLACE = re.compile(r"([A-Z]{1,3})[0-9]*$")
_COLUMNS = 16384
_ENDS = frozenset(("row", "cols"))


class Rows:
    """A sheet's rows as texts by column, to be gone through once. State: whether hidden ones were left out."""

    def __init__(self, data: bytes, cells: Cells, filtered: bool) -> None:
        """``filtered`` where the sheet has a filter: then rows are hidden by it, and stay."""
        self._data = data
        self._cells = cells
        self._filtered = filtered
        self._hidden: set[int] = set()
        self.left_out = False

    def __iter__(self) -> Iterator[list[str]]:
        last = 0
        for _, element in stream(self._data, _ENDS):
            if local(element) == "cols":
                self._read_columns(element)
                continue
            number = integer(element, "r", last + 1)
            if number > last + 1:
                yield []
            last = number
            folded = integer(element, "outlineLevel", 0) > 0
            if is_true(element, "hidden") and not folded and not self._filtered:
                self.left_out = self.left_out or len(element) > 0
            else:
                yield self._row(element)
            forget(element)

    def _read_columns(self, columns: Element) -> None:
        for column in children(columns, "col"):
            if is_true(column, "hidden") and not integer(column, "outlineLevel", 0):
                first, last = integer(column, "min", 1), integer(column, "max", 0)
                self._hidden.update(range(first - 1, min(last, _COLUMNS)))

    def _row(self, row: Element) -> list[str]:
        texts: list[str] = []
        at = 0
        for cell in row:
            if local(cell) != "c":
                continue
            place = _PLACE.match(cell.get("r") or attribute(cell, "r") or "")
            at = min(_column(place[1]) if place else at, _COLUMNS - 1)
            text = self._cells.text(cell)
            if text and at in self._hidden:
                self.left_out = True
            elif text:
                texts += [""] * (at + 1 - len(texts))
                texts[at] = text
            at += 1
        if self._hidden:
            return [text for n, text in enumerate(texts) if n not in self._hidden]
        return texts


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
