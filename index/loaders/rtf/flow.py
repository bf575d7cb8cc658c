"""Paragraphs, tables and notes of a stretch of Rich Text, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from index.loaders.draft import Draft
from index.loaders.rtf.charsets import paired
from index.text.layout import Kind

_LONGEST_CELL = 1500


@dataclass(frozen=True, slots=True)
class Entry:
    """A block: a paragraph or, with ``cells``, a row of a table."""

    kind: Kind
    text: str = ""
    level: int = 0
    cells: tuple[str, ...] = ()

    def write(self, draft: Draft) -> None:
        """Add it to a draft."""
        if self.kind is Kind.ROW:
            draft.add_row(self.cells)
        else:
            draft.add(self.kind, self.text, self.level)


@dataclass(slots=True)
class Flow:
    """A body of text while it is read: the document, a footnote, a text box, a header.

    State: the paragraph, cell and table that are open, and the notes that wait for the end of the paragraph.
    """

    entries: list[Entry] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    marker: str = ""
    """The number or bullet of the paragraph that is open."""
    _waiting: list[Entry] = field(default_factory=list)
    _cell: list[Entry] = field(default_factory=list)
    _row: list[list[Entry]] = field(default_factory=list)
    _rows: list[list[list[Entry]]] = field(default_factory=list)

    def end_paragraph(self, kind: Kind, level: int, in_table: bool) -> None:
        """The open paragraph ends; it is of a kind, and in a table or not."""
        text = paired("".join(self.text)).strip()
        self.text.clear()
        marker, self.marker = self.marker, ""
        if marker and text:
            if kind is Kind.PARAGRAPH:
                kind, level = Kind.ITEM, level or 1
            text = text if kind is Kind.HEADING and marker == "-" else f"{marker} {text}"
        entry = Entry(kind, text, level if kind in (Kind.HEADING, Kind.ITEM) else 0)
        if in_table or self._row or self._cell:
            if text:
                self._cell.append(entry)
            return
        self._end_table()
        if text:
            self.entries.append(entry)
        self._release()

    def end_cell(self) -> None:
        """The open cell ends, its last paragraph was ended."""
        self._row.append(self._cell)
        self._cell = []

    def end_row(self) -> None:
        """The open row ends."""
        if self._cell:
            self.end_cell()
        if self._row:
            self._rows.append(self._row)
        self._row = []

    def attach(self, entries: Iterable[Entry]) -> None:
        """Notes or boxes that belong to the open paragraph, and are read after it or its table."""
        self._waiting += entries

    def finish(self) -> list[Entry]:
        """End what is open; returns all entries."""
        self.end_paragraph(Kind.PARAGRAPH, 0, False)
        self.end_row()
        self._end_table()
        self._release()
        return self.entries

    def _release(self) -> None:
        self.entries += self._waiting
        self._waiting = []

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        if not rows:
            return
        long = any(sum(len(entry.text) for entry in cell) > _LONGEST_CELL for row in rows for cell in row)
        if long or all(sum(map(bool, row)) <= 1 for row in rows):
            self.entries += [entry for row in rows for cell in row for entry in cell]
        else:
            for row in rows:
                cells = tuple(" ".join(entry.text for entry in cell) for cell in row)
                self.entries.append(Entry(Kind.ROW, cells=cells))
        self._release()


def as_notes(entries: Iterable[Entry], mark: str) -> list[Entry]:
    """The blocks of a footnote or comment, the first of them after its mark."""
    found: list[Entry] = []
    for entry in entries:
        if entry.kind is Kind.ROW:
            found.append(entry)
        else:
            found.append(Entry(Kind.NOTE, mark + entry.text))
            mark = ""
    return found
