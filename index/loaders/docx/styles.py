"""What a Word document's styles say about structure: heading levels, lists, hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.loaders.docx.package import Element, attribute, child, children, is_on, value

_HEADING = re.compile(r"heading\s*([1-9])$", re.I)


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits. ``outline`` is a heading's level from 1, or None."""

    name: str = ""
    outline: int | None = None
    list_id: str | None = None
    list_level: int = 0
    hidden: bool = False

    @property
    def is_title(self) -> bool:
        """Whether paragraphs of this style are the document's title."""
        return self.name.lower() == "title"


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Element | None) -> None:
        self._elements = {attribute(style, "styleId") or "": style for style in children(root, "style")}
        self._found: dict[str, Style] = {}
        default = (s for s, e in self._elements.items() if attribute(e, "default") in ("1", "true"))
        paragraph = (s for s in default if attribute(self._elements[s], "type") == "paragraph")
        self._default = next(paragraph, "")

    def of(self, style_id: str | None) -> Style:
        """The style with an id, the default one for None; an empty one where there is none."""
        style_id = self._default if style_id is None else style_id
        if style_id not in self._found:
            self._found[style_id] = self._resolve(style_id)
        return self._found[style_id]

    def _resolve(self, style_id: str) -> Style:
        style = Style()
        line: list[Element] = []
        seen: set[str] = set()
        current: str | None = style_id
        while current is not None and current in self._elements and current not in seen:
            seen.add(current)
            line.append(self._elements[current])
            current = value(self._elements[current], "basedOn")
        for element in reversed(line):
            style = _inherit(style, element)
        return style


def _inherit(base: Style, element: Element) -> Style:
    name = value(element, "name") or ""
    properties = child(element, "pPr")
    heading = _HEADING.match(name.strip())
    outline = int(heading[1]) if heading else outline_level(properties, base.outline)
    numbers = child(properties, "numPr")
    list_id = value(numbers, "numId") or base.list_id
    level = value(numbers, "ilvl")
    list_level = int(level) if level and level.isdecimal() else base.list_level
    run = child(element, "rPr")
    hidden = is_on(run, "vanish") if child(run, "vanish") is not None else base.hidden
    return Style(name, outline, list_id, list_level, hidden)


def outline_level(properties: Element | None, otherwise: int | None) -> int | None:
    """A paragraph's or style's own outline level from 1, None for body text, ``otherwise`` where unsaid."""
    said = value(properties, "outlineLvl")
    if said is None or not said.isdecimal():
        return otherwise
    return int(said) + 1 if int(said) < 9 else None
