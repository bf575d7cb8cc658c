"""What holds inside a group of a Rich Text file, and what its paragraphs are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from index.loaders.rtf.flow import Flow
from index.text.layout import Kind

_HEADING = re.compile(r"(?:heading|überschrift|titre)\s*([1-9])\b", re.I)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is said of the paragraphs to come."""

    style: int | None = None
    outline: int | None = None
    in_table: bool = False
    list_level: int = 0


@dataclass(slots=True)
class Style:
    """A paragraph style of the document; ``outline`` from 0."""

    name: list[str] = field(default_factory=list)
    outline: int | None = None

    @property
    def is_title(self) -> bool:
        """Whether paragraphs of this style are the document's title."""
        return "".join(self.name).strip(" ;").lower() == "title"

    def kind(self) -> tuple[Kind, int]:
        """What paragraphs of this style are, and their level."""
        name = "".join(self.name).strip(" ;").lower()
        heading = _HEADING.match(name)
        if self.is_title:
            return Kind.HEADING, 1
        if heading:
            return Kind.HEADING, min(6, int(heading[1]))
        if self.outline is not None and self.outline < 9:
            return Kind.HEADING, min(6, self.outline + 1)
        return (Kind.NOTE, 0) if name == "caption" else (Kind.PARAGRAPH, 0)


@dataclass(slots=True)
class State:
    """What holds in a group; an inner group starts with a copy of it."""

    flow: Flow
    """Where paragraphs go."""
    sink: list[str] | None
    """Where text goes: the flow's open paragraph, a table of fonts or styles, or nowhere."""
    dead: bool = False
    """Whether nothing in the group counts."""
    table: str = ""
    """Which table of the document is being read: ``fonttbl``, ``stylesheet``, ``info``."""
    font: int | None = None
    shift: int = 0
    hidden: bool = False
    deleted: bool = False
    tiny: bool = False
    """Whether text is set so small that nobody sees it."""
    skip: int = 1
    """Characters after a Unicode one that stand there for older programs."""
    in_note: bool = False
    paragraph: Paragraph = Paragraph()
    on_close: Callable[[], None] | None = None
    """What to do at the group's own end."""

    @property
    def unread(self) -> bool:
        """Whether text that comes now is not shown."""
        return self.dead or self.sink is None or self.hidden or self.deleted or self.tiny
