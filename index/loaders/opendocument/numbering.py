"""The numbers of OpenDocument lists and headings, as they are displayed."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.loaders.html_blocks import numeral
from index.loaders.opendocument.styles import Styles
from index.loaders.xmltree import Element, attribute, integer, is_true, local

_LEVELS = 10


@dataclass(slots=True)
class OpenList:
    """A list that is being read: its style, and how far it has counted by level."""

    style: str | None
    counted: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts list items and headings in document order. State: the lists so far."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._last: dict[str | None, OpenList] = {}
        self._by_id: dict[str, OpenList] = {}
        self._headings: dict[int, int] = {}

    def open(self, element: Element, style: str | None) -> OpenList:
        """A list that starts, or one before that goes on in it."""
        goes_on = attribute(element, "continue-list")
        if goes_on in self._by_id:
            current = self._by_id[goes_on or ""]
        elif is_true(element, "continue-numbering") and style in self._last:
            current = self._last[style]
        else:
            current = OpenList(style)
        self._last[style] = current
        name = attribute(element, "id")
        if name:
            self._by_id[name] = current
        return current

    def item(self, current: OpenList, level: int, start: int | None) -> str | None:
        """The marker of the next item at a level (from 1): "2.1.", "-" for any bullet, or None."""
        root = self._styles.lists.get(current.style or "")
        return self._next(_levels(root), current.counted, level, start) if root is not None else "-"

    def heading(self, level: int, start: int | None) -> str | None:
        """The number that the next heading of a level is displayed with, or None."""
        return self._next(_levels(self._styles.outline), self._headings, level, start)

    def _next(self, levels: dict[int, Element], counted: dict[int, int], level: int, start: int | None) -> str | None:
        definition = levels.get(level)
        for deeper in [other for other in counted if other > level]:
            del counted[deeper]
        first = integer(definition, "start-value", 1)
        counted[level] = start if start is not None else counted.get(level, first - 1) + 1
        if definition is None:
            return None
        if local(definition) != "list-level-style-number" and local(definition) != "outline-level-style":
            return "-"
        shown = max(1, min(level, integer(definition, "display-levels", 1)))
        numbers = [
            _number(levels.get(at), counted.get(at, integer(levels.get(at), "start-value", 1)))
            for at in range(level - shown + 1, level + 1)
        ]
        if not _format(definition):
            return None
        joined = ".".join(number for number in numbers if number)
        return f"{attribute(definition, 'num-prefix') or ''}{joined}{attribute(definition, 'num-suffix') or ''}".strip()


def _levels(root: Element | None) -> dict[int, Element]:
    if root is None:
        return {}
    return {level: e for e in root if 1 <= (level := integer(e, "level", 0)) <= _LEVELS}


def _format(definition: Element | None) -> str:
    return (attribute(definition, "num-format") or "") if definition is not None else ""


def _number(definition: Element | None, number: int) -> str:
    style = _format(definition)
    return "" if not style else numeral(number, style if style in ("a", "A", "i", "I") else "1")
