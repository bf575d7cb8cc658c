"""The blocks that a LaTeX document is written as, and what is open while it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from index.loaders.draft import Draft
from index.loaders.latex.arguments import bare
from index.loaders.latex.words import LEVELS, SHOWN
from index.loaders.tables import add_table
from index.text.layout import Kind

_DEEPEST = 200
_LINE_BREAK = "\x03"
"""Stands for a break that the document asks for; no text holds it, nor the marks of what is held."""


class Blocks:
    """Writes blocks. State: what is open, and the text of the block at hand."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.title: str | None = None
        self._parts: list[str] = []
        self._groups: list[tuple[str, list[str]]] = []  # what each open brace is for, and what stood before it
        self._notes: list[str] = []
        self._lists: list[tuple[str, Iterator[int]]] = []
        self._rows: list[list[str]] | None = None
        self._marker = ""

    @property
    def open(self) -> bool:
        """Whether a brace or a table is open, so that no block can begin."""
        return bool(self._groups) or self._rows is not None

    def say(self, text: str) -> None:
        """Add to the text of the block at hand."""
        self._parts.append(text)

    def flush(self) -> None:
        """Write the block at hand, then the footnotes and captions met in it; nothing while something is open."""
        if self.open:
            return
        text = "\n".join(" ".join(line.split()) for line in "".join(self._parts).split(_LINE_BREAK))
        self._parts.clear()
        notes, self._notes = self._notes, []
        if text.strip():
            kind = Kind.ITEM if self._marker else Kind.PARAGRAPH
            self.draft.add(kind, self._marker + text, len(self._lists) or 1 if self._marker else 0)
            self._marker = ""
        for note in notes:
            self.draft.add(Kind.NOTE, note)

    def paragraph(self) -> None:
        """An empty line: the next block begins, or inside something open there is a space."""
        if self.open:
            self.say(" ")
        else:
            self.flush()

    def display(self, source: str) -> None:
        """A formula on lines of its own."""
        if self.open:
            self.say(f" ${source}$ ")
            return
        self.flush()
        self.draft.add(Kind.CODE, re.sub(r"\\label\s*\{[^{}]*\}", "", source))

    def code(self, source: str, *, block: bool) -> None:
        """Code in a line, or as a block of its own where that can be."""
        if not block or self.open:
            self.say(" ".join(source.split()) if block else source)
            return
        self.flush()
        self.draft.add(Kind.CODE, source)

    # Braces

    def begin(self, purpose: str) -> None:
        """A brace opens.

        :param purpose: the command whose argument it is, where that matters.
        """
        if len(self._groups) < _DEEPEST:
            if purpose in LEVELS and not self.open:
                self.flush()
            self._groups.append((purpose, self._parts))
            self._parts = []

    def end(self) -> None:
        """A brace closes; one too many is passed over."""
        if not self._groups:
            return
        purpose, before = self._groups.pop()
        inside, self._parts = "".join(self._parts), before
        said = " ".join(inside.split())
        if purpose in SHOWN:
            self._notes.append(said)
        elif purpose in LEVELS and not self.open:
            self._head(purpose, said)
        else:
            self.say(inside)

    def end_all(self) -> None:
        """The text has ended, whatever is still open."""
        while self._groups:
            self.end()
        self.flush()

    def _head(self, purpose: str, said: str) -> None:
        level = LEVELS[purpose]
        if purpose == "title":
            self.title = said
        self.draft.add(Kind.HEADING if level else Kind.PARAGRAPH, said, level)
        self.flush()

    # Lists

    def begin_list(self, name: str) -> None:
        """A list's environment begins."""
        self._lists.append((name, count(1)))

    def end_list(self) -> None:
        """It ends."""
        if self._lists:
            self._lists.pop()

    def item(self, label: str | None) -> None:
        """An item of the innermost list begins."""
        if self._groups:
            self.say(" ")
            return
        self.flush()
        kind, numbers = self._lists[-1] if self._lists else ("itemize", count(1))
        number = next(numbers)
        if label is not None and kind != "itemize":
            self._marker = f"{bare(label)}: "
        else:
            self._marker = f"{number}. " if "enum" in kind else "- "

    # Tables

    @property
    def in_cell(self) -> bool:
        """Whether a table is open, and no brace in it."""
        return self._rows is not None and not self._groups

    def begin_table(self) -> None:
        """A table begins; one inside something open is part of that."""
        if not self.open:
            self.flush()
            self._rows = [[]]

    def end_table(self) -> None:
        """The table ends, and is written."""
        if self._rows is not None and not self._groups:
            self.cell()
            rows, self._rows = self._rows, None
            add_table(self.draft, [row for row in rows if any(row)])
            self.flush()

    def cell(self) -> None:
        """A cell ends."""
        if self._rows is not None:
            self._rows[-1].append(" ".join("".join(self._parts).split()))
            self._parts.clear()

    def line_break(self) -> None:
        """A row of a table ends, or a line of a block."""
        if self._rows is not None and not self._groups:
            self.cell()
            self._rows.append([])
        else:
            self.say(" " if self._groups else _LINE_BREAK)
