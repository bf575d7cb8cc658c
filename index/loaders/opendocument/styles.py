"""What an OpenDocument file's styles say: headings, hidden text, raised words, hidden rows and sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.loaders.xmltree import Element, attribute, child, children, is_true, local

_HEADING = re.compile(r"(?:Heading|Überschrift|Titre)(?:_20_|\s)([1-9])$")


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits."""

    names: tuple[str, ...] = ()
    """Its own name and those of the styles it is based on, as the program shows them."""
    hidden: bool = False
    shift: int = 0
    """1 for raised, -1 for lowered words."""
    master: str | None = None
    """The page style that starts with a paragraph of this style."""

    @property
    def is_title(self) -> bool:
        """Whether paragraphs of this style are the document's title."""
        return "Title" in self.names

    @property
    def is_caption(self) -> bool:
        """Whether paragraphs of this style tell what a picture or table shows."""
        return "Caption" in self.names

    @property
    def outline(self) -> int | None:
        """The heading's level that the style's name says, or None."""
        return next((int(m[1]) for name in self.names if (m := _HEADING.match(name))), None)


class Styles:
    """The styles of a file, by family and name."""

    def __init__(self, roots: Iterable[Element | None]) -> None:
        self.lists: dict[str, Element] = {}
        self.outline: Element | None = None
        self.masters: dict[str, Element] = {}
        self._elements: dict[tuple[str, str], Element] = {}
        self._found: dict[tuple[str, str], Style] = {}
        for root in roots:
            for holder in root if root is not None else ():
                if local(holder) in ("automatic-styles", "styles", "master-styles"):
                    self._read(holder)

    def _read(self, holder: Element) -> None:
        for element in holder:
            name = attribute(element, "name") or ""
            kind = local(element)
            if kind == "style":
                self._elements[(attribute(element, "family") or "", name)] = element
            elif kind == "list-style":
                self.lists[name] = element
            elif kind == "outline-style":
                self.outline = element
            elif kind == "master-page":
                self.masters[name] = element

    def of(self, family: str, name: str | None) -> Style:
        """The style of a family ("paragraph", "text"); an empty one where there is none."""
        key = (family, name or "")
        if key not in self._found:
            self._found[key] = self._resolve(*key)
        return self._found[key]

    def properties(self, family: str, name: str | None) -> Iterable[Element]:
        """The property elements of a style itself, without what it inherits."""
        return (e for e in self._elements.get((family, name or ""), ()) if local(e).endswith("-properties"))

    def list_name(self, name: str | None) -> str | None:
        """The list style that a paragraph style brings with it."""
        for element in self._line("paragraph", name or ""):
            found = attribute(element, "list-style-name")
            if found is not None:
                return found or None
        return None

    def _line(self, family: str, name: str) -> list[Element]:
        line: list[Element] = []
        while (element := self._elements.get((family, name))) is not None and element not in line:
            line.append(element)
            name = attribute(element, "parent-style-name") or ""
        return line

    def _resolve(self, family: str, name: str) -> Style:
        line = self._line(family, name)
        names = [n for e in line for n in (attribute(e, "name"), attribute(e, "display-name")) if n]
        names += [attribute(line[-1], "parent-style-name") or ""] if line else [name]
        hidden, shift = None, None
        for element in line:
            text = child(element, "text-properties")
            if text is None:
                continue
            display, position = attribute(text, "display"), attribute(text, "text-position")
            hidden = (display == "none") if hidden is None and display else hidden
            shift = _shift(position) if shift is None and position else shift
        master = attribute(line[0], "master-page-name") if line else None
        return Style(tuple(names), bool(hidden), shift or 0, master or None)


def is_shown_table(styles: Styles, table: Element) -> bool:
    """Whether a sheet is one that the program shows."""
    for properties in styles.properties("table", attribute(table, "style-name")):
        if attribute(properties, "display") is not None:
            return is_true(properties, "display")
    return True


def _shift(position: str) -> int:
    where = position.split()[0] if position.split() else ""
    if where == "super":
        return 1
    if where == "sub":
        return -1
    number = re.match(r"(-?\d+)%", where)
    return 0 if number is None else (int(number[1]) > 0) - (int(number[1]) < 0)


def masters_margins(master: Element, name: str) -> Iterable[Element]:
    """A page style's headers or footers: the usual one, that of left pages, that of the first page."""
    for kind in (f"{name}-first", name, f"{name}-left"):
        yield from (m for m in children(master, kind) if (attribute(m, "display") or "true") == "true")
