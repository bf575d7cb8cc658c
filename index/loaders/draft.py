"""A canonical text while it is written, block by block."""

from __future__ import annotations

from collections.abc import Sequence

from index.loaders.characters import one_line, read, tidy_lines, trimmed_lines
from index.loaders.loaded import Encoding, Loaded, Unsupported
from index.text.layout import Block, Kind, Layout

_CLOSE = {Kind.ROW, Kind.ITEM}
"""Blocks of these kinds follow each other without a blank line."""


class Draft:
    """Blocks are added in reading order; `loaded` gives the text and its layout."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []

    def add(self, kind: Kind, text: str, level: int = 0) -> None:
        """Add a block. White space at its ends goes; an empty one is left out.

        ``\\n`` inside it is a line of its own, other runs of white space become one space. Code keeps its blanks.
        """
        text = read(text)
        text = trimmed_lines(text) if kind is Kind.CODE else tidy_lines(text)
        if kind is Kind.HEADING:
            text = one_line(text)
        self._append(kind, text, level)

    def add_row(self, cells: Sequence[str]) -> None:
        """Add a row of a table. Empty cells at its end go; a cell's lines are joined by spaces."""
        tidy = [" ".join(cell.split()) for cell in cells]
        if not all(cell.isascii() and cell.isprintable() for cell in tidy):
            tidy = [one_line(read(cell)) for cell in cells]
        while tidy and not tidy[-1]:
            tidy.pop()
        if any(tidy):
            self._append(Kind.ROW, "\t".join(tidy), 0)

    def _append(self, kind: Kind, text: str, level: int) -> None:
        if not text.strip():
            return
        if self._blocks:
            close = kind in _CLOSE and self._blocks[-1].kind is kind
            gap = "\n" if close else "\n\n"
            self._parts.append(gap)
            self._length += len(gap)
        lead = len(text) - len(text.lstrip())
        self._blocks.append(Block(self._length + lead, self._length + len(text.rstrip()), kind, level))
        self._parts.append(text)
        self._length += len(text)

    def first_heading(self) -> str | None:
        """The first heading of level 1, or None."""
        for block in self._blocks:
            if block.kind is Kind.HEADING and block.level == 1:
                return "".join(self._parts)[block.start : block.end]
        return None

    def loaded(self, format_: str, title: str | None, encoding: Encoding | None = None) -> Loaded:
        """The whole. Raises Unsupported where there is no text."""
        if not self._blocks:
            raise Unsupported("holds no text")
        named = one_line(read(title or "")) or self.first_heading()
        return Loaded("".join(self._parts), Layout(tuple(self._blocks)), format_, named or None, encoding=encoding)
