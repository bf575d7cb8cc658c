"""The numbers of a Word document's lists, as they are displayed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.loaders.docx.package import Element, attribute, child, children, value
from index.loaders.html_blocks import numeral

_PLACE = re.compile(r"%([1-9])")
_STYLES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    style: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class _Counter:
    """How far the lists of one definition have counted, by level."""

    numbers: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts list items in document order. State: the counters, and which overrides were used."""

    def __init__(self, root: Element | None) -> None:
        self._abstract = {attribute(e, "abstractNumId") or "": e for e in children(root, "abstractNum")}
        self._lists = {attribute(e, "numId") or "": e for e in children(root, "num")}
        self._levels: dict[str, list[_Level]] = {}
        self._counters: dict[str, _Counter] = {}
        self._started: set[tuple[str, int]] = set()

    def marker(self, list_id: str, level: int) -> str | None:
        """The next item's marker ("2.1.", or "-" for any bullet), or None where the list has none."""
        if list_id == "0" or list_id not in self._lists or not 0 <= level < _LEVELS:
            return None
        element = self._lists[list_id]
        abstract = value(element, "abstractNumId") or ""
        if list_id not in self._levels:
            self._levels[list_id] = self._read_levels(element, abstract)
        levels = self._levels[list_id]
        counter = self._counters.setdefault(abstract, _Counter())
        self._count(counter, element, list_id, level, levels)
        definition = levels[level]
        if definition.style == "bullet":
            return "-"
        if definition.style == "none":
            return None

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            style = "decimal" if definition.legal else levels[at].style
            return _number(counter.numbers.get(at, levels[at].start), style)

        return _PLACE.sub(number, definition.text) or None

    def _count(self, counter: _Counter, element: Element, list_id: str, level: int, levels: list[_Level]) -> None:
        numbers = counter.numbers
        override = _override(element, level)
        start = value(override, "startOverride")
        if start and start.isdecimal() and (list_id, level) not in self._started:
            numbers[level] = int(start)
        else:
            numbers[level] = numbers[level] + 1 if level in numbers else levels[level].start
        self._started.add((list_id, level))
        for above in range(level):
            numbers.setdefault(above, levels[above].start)
        for deeper in range(level + 1, _LEVELS):
            restart = levels[deeper].restart
            if restart != 0 and (restart is None or level < restart):
                numbers.pop(deeper, None)

    def _read_levels(self, element: Element, abstract: str) -> list[_Level]:
        root = self._abstract.get(abstract)
        levels = [_Level()] * _LEVELS
        linked = value(root, "numStyleLink")
        if linked:
            for other in self._abstract.values():
                if value(other, "styleLink") == linked:
                    root = other
        sources = [*children(root, "lvl")]
        sources += [lvl for over in children(element, "lvlOverride") for lvl in children(over, "lvl")]
        for source in sources:
            at = attribute(source, "ilvl") or ""
            if at.isdecimal() and int(at) < _LEVELS:
                levels[int(at)] = _level(source)
        return levels


def _override(element: Element, level: int) -> Element | None:
    return next((o for o in children(element, "lvlOverride") if attribute(o, "ilvl") == str(level)), None)


def _level(element: Element) -> _Level:
    style = child(element, "numFmt")
    start, restart = value(element, "start") or "1", value(element, "lvlRestart") or ""
    return _Level(
        (attribute(style, "val") or "decimal") if style is not None else "decimal",
        value(element, "lvlText") or "",
        int(start) if start.isdecimal() else 1,
        child(element, "isLgl") is not None,
        int(restart) if restart.isdecimal() else None,
    )


def _number(number: int, style: str) -> str:
    if style in _STYLES:
        return numeral(number, _STYLES[style])
    if style == "decimalZero":
        return f"{number:02d}"
    if style == "ordinal":
        ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    return "" if style == "none" else str(number)
