"""A workbook's canonical text, sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from index.loaders.draft import Draft
from index.loaders.loaded import Loaded, Unsupported
from index.loaders.tables import add_table
from index.text.layout import Kind


@dataclass(slots=True)
class Workbook:
    """A workbook while it is read. State: what was left out of it."""

    draft: Draft = field(default_factory=Draft)
    hidden_sheets: int = 0
    hidden_lines: bool = False
    cut: bool = False

    def add_sheet(self, name: str, rows: Iterable[Sequence[str]], notes: Iterable[str] = ()) -> None:
        """Add a sheet: its name, its rows, then the texts that stand on it otherwise. Nothing where all are empty."""
        filled = _from_first(rows)
        first = next(filled, None)
        remarks = iter(notes)
        if first is not None:
            self.draft.add(Kind.HEADING, name, 1)
            add_table(self.draft, chain([first], filled))
        elif (remark := next((r for r in remarks if r.strip()), None)) is not None:
            self.draft.add(Kind.HEADING, name, 1)
            remarks = chain([remark], remarks)
        for remark in remarks:
            self.draft.add(Kind.NOTE, remark)

    def loaded(self, format_: str, title: str | None) -> Loaded:
        """The whole. Raises Unsupported where there is no text, or none that is shown."""
        notes = []
        if self.hidden_sheets:
            sheets = "a hidden sheet, which was" if self.hidden_sheets == 1 else "hidden sheets, which were"
            notes.append(f"has {sheets} left out")
        if self.hidden_lines:
            notes.append("has hidden rows or columns, which were left out")
        if self.cut:
            notes.append("repeats rows very often, which were cut off")
        try:
            loaded = self.draft.loaded(format_, title)
        except Unsupported:
            if self.hidden_sheets or self.hidden_lines:
                raise Unsupported("holds no text but in hidden sheets, rows or columns") from None
            raise
        # A sheet's name is a heading, but no title of the document.
        return replace(loaded, title=title, notes=tuple(notes))


def column_name(place: int) -> str:
    """A column's letters by its place from 0."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _from_first(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Rows from the first that holds something; of empty ones in between one stays."""
    gap = False
    started = False
    for row in rows:
        if any(cell.strip() for cell in row):
            if gap and started:
                yield []
            gap = False
            started = True
            yield row
        else:
            gap = True
