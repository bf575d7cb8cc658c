"""Nested data (JSON, and what is like it) as a text that a person can read and quote.

A value stands on a line behind its key: ``version: 1.2``. A record whose values are all short is one row of such
cells, its inner keys joined: ``address city: Paris``; a list of short values is one line. What is larger is a
section under its key, within it first the plain values (those of a record of a list as one row), then the larger
ones, each in their order. Long lists of
numbers and encoded data are in the text, but not searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from index.loaders.draft import Draft
from index.loaders.json_reading import Members, Number, Value
from index.loaders.tables import add_records
from index.text.layout import Kind

_CELLS = 60
"""Values that a record written as one row may have."""
_CELL = 400
"""Characters of a value in a row."""
_INLINE = 12
"""Values of an inner object that is written in its outer one's lines."""
_NUMBERS = 48
"""Numbers in a list from which it is not searched."""
_ENCODED = re.compile(r"[A-Za-z0-9+/=_-]{400,}|data:[\w/+.-]+;base64,\S+")
_NAMING = ("title", "name", "label", "headline", "subject", "question", "id", "key")
_SAMPLE = 60
_DEPTH = 8
"""Levels that a record written as one row, or a list of numbers, may have."""
_PATH = 3
"""Keys of a path that a heading below the sixth level gives."""

Cell = tuple[str, str]


def add_values(draft: Draft, values: Iterable[Value]) -> str | None:
    """Add the values of a document; returns its title, where it is one object that names itself."""
    source = iter(values)
    first = list(islice(source, _SAMPLE))
    if len(first) == 1 and isinstance(first[0], Members):
        _write(draft, first[0], (), 0)
        return _name(first[0], ("title", "headline", "name"))
    for number, value in enumerate(chain(first, source), 1):
        _element(draft, value, (), 0, number)
    return None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A value that is to be written after others."""

    value: Value
    path: tuple[str, ...]
    level: int
    headed: bool
    """Whether it stands under a heading of its own."""
    record: bool = False
    """Whether it is one of a list, so that its short values are a row."""


def _write(draft: Draft, value: Value, path: tuple[str, ...], level: int, *, record: bool = False) -> None:
    """Write a value and all in it, without recursion: documents may be nested deeply."""
    waiting = [_Waiting(value, path, level, headed=False, record=record)]
    while waiting:
        one = waiting.pop()
        value, path, level = one.value, one.path, one.level
        while isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
            value = value[0]
        if one.headed:
            draft.add(Kind.HEADING, path[-1] if level <= 6 else " / ".join(path), min(level, 6))
        larger: list[_Waiting] = []
        if isinstance(value, Members):
            _members(draft, one, value, larger)
        elif isinstance(value, list):
            _elements(draft, value, path, level, larger)
        else:
            _line(draft, "", _text(value))
        waiting += reversed(larger)


def _members(draft: Draft, one: _Waiting, value: Members, larger: list[_Waiting]) -> None:
    short = [(key, inner, _cells(inner, key, _INLINE)) for key, inner in value]
    if one.record and (row := [cell for _, _, cells in short for cell in cells or ()]):
        add_records(draft, [row])
        short = [(key, inner, None) for key, inner, cells in short if cells is None]
    for key, inner, cells in short:
        if cells is not None:
            for name, text in cells:
                _line(draft, name, text)
        elif _is_unsearched(inner):
            draft.add(Kind.FURNITURE, f"{key}: {_joined(inner)}")
        elif not isinstance(inner, Members | list):
            _line(draft, key, _text(inner))
        elif one.record and not larger and (records := _few_records(inner, key)):
            add_records(draft, records)
        else:
            larger.append(_Waiting(inner, (*one.path, key)[-_PATH:], one.level + 1, headed=True))


def _few_records(value: Value, name: str) -> list[list[Cell]]:
    """The cells of a short list of small records, which needs no section of its own; else none."""
    if not isinstance(value, list) or len(value) > _INLINE:
        return []
    found = [_cells(inner, name, _INLINE) if isinstance(inner, Members) else None for inner in value]
    return [cells for cells in found if cells] if all(found) else []


def _elements(
    draft: Draft,
    value: list[Value],
    path: tuple[str, ...],
    level: int,
    larger: list[_Waiting],
) -> None:
    if _is_unsearched(value):
        draft.add(Kind.FURNITURE, _joined(value))
        return
    for number, inner in enumerate(value, 1):
        if _is_plain(draft, inner, larger):
            continue
        if isinstance(inner, Members):
            called = (*path, _called(inner, path, number))[-_PATH:]
            larger.append(_Waiting(inner, called, level + 1, headed=True, record=True))
        else:
            larger.append(_Waiting(inner, path, level, headed=False))


def _is_plain(draft: Draft, inner: Value, larger: Sequence[object]) -> bool:
    """Write an element at once where it is small, and nothing larger before it waits."""
    if larger:
        return False
    cells = _cells(inner, "", _CELLS)
    if cells is not None and isinstance(inner, Members):
        add_records(draft, [cells])
    elif cells is not None:
        for _, text in cells:
            _line(draft, "", text, listed=True)
    elif _is_unsearched(inner):
        draft.add(Kind.FURNITURE, _joined(inner))
    elif not isinstance(inner, Members | list):
        _line(draft, "", _text(inner), listed=True)
    else:
        return False
    return True


def _element(draft: Draft, value: Value, path: tuple[str, ...], level: int, number: int) -> None:
    """One of the values at the top, written as they come."""
    if _is_plain(draft, value, ()):
        return
    if isinstance(value, Members):
        draft.add(Kind.HEADING, _called(value, path, number), min(level + 1, 6))
    _write(draft, value, path, level + 1, record=True)


def _line(draft: Draft, name: str, text: str, *, listed: bool = False) -> None:
    text = text.strip()
    long = len(text) > _CELL or "\n" in text
    if _ENCODED.search(text) and len(_ENCODED.sub("", text)) < len(text) // 4:
        kind = Kind.FURNITURE
    elif long:
        kind = Kind.PARAGRAPH
    else:
        kind = Kind.ITEM
    marked = f"- {text}" if listed and kind is Kind.ITEM else text
    draft.add(kind, f"{name}: {text}" if name and text else f"{name}:" if name else marked, int(kind is Kind.ITEM))


def _cells(value: Value, name: str, most: int) -> list[Cell] | None:
    """The values in ``value`` with their keys, where they are few and short; None where they are not."""
    cells: list[Cell] = []
    waiting: list[tuple[str, Value, int]] = [(name, value, 0)]
    while waiting:
        name, value, depth = waiting.pop()
        if isinstance(value, Members):
            if len(value) > most or depth == _DEPTH:
                return None
            waiting += [(f"{name} {key}".strip(), inner, depth + 1) for key, inner in reversed(value)]
        elif isinstance(value, list):
            if any(isinstance(inner, Members | list) for inner in value) or len(value) > _NUMBERS:
                return None
            cells.append((name, ", ".join(_text(inner) for inner in value)))
        else:
            cells.append((name, _text(value)))
        if len(cells) + len(waiting) > most or (cells and (len(cells[-1][1]) > _CELL or len(name) > _CELL)):
            return None
        if cells and "\n" in cells[-1][1].strip():
            return None
    return cells


def _is_unsearched(value: Value) -> bool:
    """Whether a value is a long list of numbers, such as coordinates or vectors."""
    count = 0
    waiting = [(value, 0)]
    while waiting:
        inner, depth = waiting.pop()
        if isinstance(inner, list) and depth < _DEPTH:
            waiting += [(one, depth + 1) for one in inner]
        elif isinstance(inner, Number):
            count += 1
        else:
            return False
    return count >= _NUMBERS


def _joined(value: Value) -> str:
    numbers: list[str] = []
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, list):
            waiting += reversed(inner)
        else:
            numbers.append(_text(inner))
    return " ".join(numbers)


def _text(value: Value) -> str:
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _name(value: Members, keys: Sequence[str]) -> str | None:
    found = {key.lower(): inner for key, inner in reversed(value)}
    for key in keys:
        inner = found.get(key)
        if (
            isinstance(inner, str)
            and not isinstance(inner, Number)
            and 0 < len(inner.strip()) <= 120
            and "\n" not in inner.strip()
        ):
            return inner.strip()
    return None


def _called(value: Members, path: Sequence[str], number: int) -> str:
    named = _name(value, _NAMING)
    place = f"{path[-1]} {number}" if path else f"Record {number}"
    return f"{place}: {named}" if named else place
