"""JSON to plain Python values, however deep, damaged or large.

Valid JSON is read by the standard library, numbers as the strings that they are written as. What it refuses (more
nesting than the stack holds, comments, a missing end) is read by a tolerant reader without recursion, which takes
every string, number and word in order and skips what does not fit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Value = Any
"""A string, number (as written), ``None``, ``bool``, list of values, or `Members`."""


class Members(tuple[tuple[str, Value], ...]):
    """An object: its keys and values in order, a key that comes twice too."""

    __slots__ = ()


class Number(str):
    """A number as it is written."""

    __slots__ = ()


_DECODER = json.JSONDecoder(
    object_pairs_hook=Members, parse_float=Number, parse_int=Number, parse_constant=Number, strict=False
)
_SPACE = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(
    r"""[ \t\n\r,]*(?:(?P<mark>[\[\]{}:])|"(?P<string>[^"\\]*(?:\\.[^"\\]*)*)(?:"|\Z)"""
    r"""|'(?P<single>[^'\\\n]*(?:\\.[^'\\\n]*)*)'|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))|(?P<word>[^\s,:\[\]{}"]+)|(?P<odd>.))""",
    re.S,
)
_WORDS = {"null": None, "true": True, "false": False}
_NUMERIC = re.compile(r"[-+]?(?:\d|\.\d|NaN\b|Infinity\b)\S*")


@dataclass(slots=True)
class Fault:
    """Where a text stopped being JSON, if it did. State: set while values are read."""

    at: int | None = None


def values(text: str, fault: Fault) -> Iterator[Value]:
    """The values of a text one by one: the elements of its array, or its value, or several one after another.

    An array at the top is read element by element, so that a large one is never held whole.
    """
    at = _skip(text, 0)
    listed = text.startswith("[", at)
    at = _skip(text, at + 1) if listed else at
    while at < len(text):
        if listed and text[at] == "]":
            at = _skip(text, at + 1)
            listed = False
            continue
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            if not isinstance(error, RecursionError):
                fault.at = at
            yield from _tolerant(text, at)
            return
        yield value
        at = _skip(text, at)
        if listed and text.startswith(",", at):
            at = _skip(text, at + 1)
        elif listed and not text.startswith("]", at):
            fault.at = at
            yield from _tolerant(text, at)
            return
    if listed:
        fault.at = at


def value_of(line: str) -> Value:
    """One value. Raises ValueError where the text is not JSON."""
    try:
        return json.loads(
            line, object_pairs_hook=Members, parse_float=Number, parse_int=Number, parse_constant=Number, strict=False
        )
    except RecursionError:
        found = list(_tolerant(line, 0))
        return found[0] if len(found) == 1 else found


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


@dataclass(slots=True)
class _Open:
    """An object or array whose end has not come."""

    array: bool
    found: list[Any] = field(default_factory=list)
    key: str | None = None

    def take(self, value: Value) -> None:
        if self.array:
            self.found.append(value)
        elif self.key is None and isinstance(value, str):
            self.key = value
        else:
            self.found.append((self.key or "", value))
            self.key = None

    def whole(self) -> Value:
        if self.key is not None:
            self.found.append((self.key, ""))
        return self.found if self.array else Members(self.found)


def _tolerant(text: str, at: int) -> Iterator[Value]:
    """Values from ``at`` on, without recursion; what is left open ends at the end."""
    stack: list[_Open] = []
    end = len(text)
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            break
        at = found.end()
        kind, token = found.lastgroup, found[found.lastgroup or 0]
        if kind == "mark" and token in "[{":
            stack.append(_Open(token == "["))
            continue
        if kind == "mark" and token in "]}":
            value: Value = stack.pop().whole() if stack else None
        elif kind == "string" or kind == "single":
            value = _unescaped(token)
        elif kind == "word":
            value = _WORDS[token] if token in _WORDS else Number(token) if _NUMERIC.match(token) else token
        else:
            continue
        if stack:
            stack[-1].take(value)
        elif value is not None:
            yield value
    while stack:
        value = stack.pop().whole()
        if stack:
            stack[-1].take(value)
        else:
            yield value


def _unescaped(inside: str) -> str:
    if "\\" not in inside:
        return inside
    try:
        return str(json.loads(f'"{inside}"', strict=False))
    except ValueError:
        return inside
