"""From the elements of a page to blocks of text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from index.loaders.characters import names
from index.loaders.draft import Draft
from index.loaders.grid import RowSpans
from index.text.layout import Kind

Attributes = Mapping[str, str | None]

_BLOCKS = names(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol optgroup p pre search section summary "
    "table caption tbody thead tfoot tr td th ul listing plaintext xmp"
)
_APART = names("button select input textarea img meter progress label marquee")
"""Inline, but boxes of their own: never part of a word."""
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_NOTES = frozenset(("caption", "figcaption"))
_PREFORMATTED = frozenset(("pre", "listing", "plaintext", "xmp", "textarea"))
_BUTTONS = frozenset(("submit", "button", "reset"))
_UNWRITTEN = frozenset(("checkbox", "radio", "file", "image", "color", "range", "password", "hidden"))
_NOT_DATA = "table, h1, h2, h3, h4, h5, h6, pre, form, article, section, main"
_LONGEST_CELL = 1500
RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
SHIFTED = frozenset("0123456789+-−=()n")


@dataclass(slots=True)
class _List:
    """An open list: how its items are marked."""

    style: str | None = None
    """None for bullets, else the ``type`` of an ordered list."""
    number: int = 1
    step: int = 1


@dataclass(slots=True)
class _Table:
    """An open table of data: its current row's cells and what spans into later rows."""

    spans: RowSpans = field(default_factory=RowSpans)
    row: list[tuple[str, int, int]] | None = None
    """Text, columns and rows of each cell so far."""


class BlockWriter:
    """Takes a page's elements in order and writes blocks.

    State: the words since the last block, what kind of block they will be, and the open lists and tables.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._words: list[str] = []
        self._kinds: list[tuple[str, Kind, int]] = []
        self._lists: list[_List] = []
        self._marker = ""
        self._tables: list[_Table | None] = []
        self._readings: list[str] = []
        self._shifts: list[int] = []
        """Where open raised or lowered words start."""
        self._cells = 0
        self._raw = 0

    def text(self, text: str) -> None:
        """Add words of the current block."""
        if not self._raw or self._cells:
            text = text.replace("\n", " ").replace("\r", " ")
        self._words.append(text)

    def open(self, node: LexborNode, tag: str, attributes: Attributes) -> None:
        """An element starts."""
        if tag in _BLOCKS or _is_block(attributes):
            self._boundary()
        if tag == "br":
            self._words.append(" " if self._cells else "\n")
        elif tag in _APART:
            self._words.append(f" {_shown(node, tag, attributes)} ")
        elif tag in ("ul", "ol", "menu", "dir"):
            self._lists.append(_list(node, tag, attributes))
        elif tag in ("li", "dd", "dt"):
            self._open_item(tag, attributes)
        elif tag == "table":
            self._tables.append(_Table() if not self._cells and _is_data(node) else None)
        elif self._tables and self._tables[-1] is not None:
            self._open_table_part(self._tables[-1], tag, attributes)
        elif tag == "option":
            self._words.append(" ")
        elif tag == "rt":
            opened = "".join(self._words[-3:]).rstrip().endswith("(")
            self._readings.append("" if opened else ")")
            self._words.append("" if opened else "(")
        if tag in ("sup", "sub"):
            self._shifts.append(len(self._words))
        if tag in _PREFORMATTED:
            self._raw += 1
        kind = _kind(tag, attributes)
        if kind is not None:
            self._kinds.append((tag, *kind))

    def close(self, node: LexborNode) -> None:
        """An element ends."""
        tag = node.tag or ""
        table = self._tables[-1] if self._tables else None
        if tag in ("td", "th") and table is not None and table.row is not None and self._cells:
            self._close_cell(table, node.attributes)
        elif tag in _BLOCKS or _is_block(node.attributes):
            self._boundary()
        if tag in ("sup", "sub"):
            self._shift(RAISED if tag == "sup" else LOWERED)
        elif tag in _APART:
            self._words.append(" ")
        elif tag == "rt" and self._readings:
            self._words.append(self._readings.pop())
        elif tag in ("ul", "ol", "menu", "dir") and self._lists:
            self._lists.pop()
        elif tag in ("li", "dd", "dt"):
            self._close_item()
        elif tag == "tr" and table is not None and table.row is not None:
            self._draft.add_row(table.spans.place(table.row))
            table.row = None
        elif tag == "table" and self._tables:
            self._tables.pop()
        if tag in _PREFORMATTED:
            self._raw -= 1
        if self._kinds and self._kinds[-1][0] == tag:
            self._kinds.pop()

    def flush(self) -> None:
        """Write the words so far as a block."""
        text = self._take()
        if not text.strip():
            return
        if self._marker:
            self._draft.add(Kind.ITEM, self._marker + text.strip(), max(1, len(self._lists)))
            self._marker = ""
            return
        _, kind, level = self._kinds[-1] if self._kinds else ("", Kind.PARAGRAPH, 0)
        self._draft.add(kind, text, level)

    def _take(self) -> str:
        """The words since the last block, which are then none."""
        text = "".join(self._words)
        self._words.clear()
        self._shifts = [0] * len(self._shifts)
        return text

    def _boundary(self) -> None:
        """A new line starts: a block outside a table, a space inside a cell."""
        if self._cells:
            self._words.append(" ")
        else:
            self.flush()

    def _open_item(self, tag: str, attributes: Attributes) -> None:
        if self._cells:
            return
        self._close_item()
        if tag != "li":
            self._kinds.append((tag, Kind.ITEM, 1 if tag == "dt" else 2))
            return
        current = self._lists[-1] if self._lists else _List()
        if current.style is None:
            self._marker = "- "
            return
        current.number = _integer(attributes.get("value"), current.number)
        self._marker = f"{numeral(current.number, current.style)}. "
        current.number += current.step

    def _close_item(self) -> None:
        """An item of an ordered list without words of its own still shows its number."""
        if self._marker.strip("- "):
            self._draft.add(Kind.ITEM, self._marker, max(1, len(self._lists)))
        self._marker = ""

    def _open_table_part(self, table: _Table, tag: str, attributes: Attributes) -> None:
        if tag == "tr":
            table.row = []
        elif tag in ("td", "th") and table.row is not None:
            self._take()
            self._cells += 1

    def _close_cell(self, table: _Table, attributes: Attributes) -> None:
        text = self._take()
        self._cells -= 1
        assert table.row is not None
        table.row.append((text, _span(attributes, "colspan"), _span(attributes, "rowspan")))

    def _shift(self, table: dict[int, int]) -> None:
        """Digits and signs set high or low become the characters for that: 10⁶, not 106."""
        if not self._shifts:
            return
        at = self._shifts.pop()
        text = "".join(self._words[at:])
        if text and set(text) <= SHIFTED:
            text = text.translate(table)
        self._words[at:] = [text]


def numeral(number: int, style: str) -> str:
    """A list number as it is displayed: ``style`` is "1", "a", "A", "i" or "I"."""
    if style in "aA" and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(97 + rest) + letters
        return letters.upper() if style == "A" else letters
    if style in "iI" and 0 < number < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman.upper() if style == "I" else roman
    return str(number)


_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def _kind(tag: str, attributes: Attributes) -> tuple[Kind, int] | None:
    if tag in _HEADINGS:
        return Kind.HEADING, _HEADINGS[tag]
    if tag in _NOTES:
        return Kind.NOTE, 0
    if tag in _PREFORMATTED and tag != "textarea":
        return Kind.CODE, 0
    if (attributes.get("role") or "").lower() == "heading":
        level = attributes.get("aria-level") or "2"
        return Kind.HEADING, min(6, max(1, int(level))) if level.isdecimal() and len(level) < 3 else 2
    return None


def _list(node: LexborNode, tag: str, attributes: Attributes) -> _List:
    if tag != "ol":
        return _List()
    style = attributes.get("type") or "1"
    start = attributes.get("start") or ""
    backwards = "reversed" in attributes
    number = len([1 for child in node.iter() if child.tag == "li"]) if backwards else 1
    number = _integer(start, number)
    return _List(style if style in ("1", "a", "A", "i", "I") else "1", number, -1 if backwards else 1)


def _shown(node: LexborNode, tag: str, attributes: Attributes) -> str:
    """What an element without words of its own shows."""
    if tag == "img":
        return attributes.get("alt") or ""
    if tag == "input":
        kind = (attributes.get("type") or "text").lower()
        if kind == "image":
            return attributes.get("alt") or ""
        value = attributes.get("value") or ""
        return "" if kind in _UNWRITTEN else value or ("" if kind in _BUTTONS else attributes.get("placeholder") or "")
    return ""


def _is_block(attributes: Attributes) -> bool:
    style = attributes.get("style") if attributes else None
    if not style:
        return False
    flat = style.lower().replace(" ", "")
    return any(f"display:{kind}" in flat for kind in ("block", "flex", "grid", "table", "list-item"))


def _is_data(table: LexborNode) -> bool:
    """Whether a table holds data, not the layout of a page: no sections in it, no long cells, some columns."""
    if len(table.css(_NOT_DATA)) > (1 if table.css_matches(_NOT_DATA) else 0):
        return False
    cells = table.css("td, th")
    if any(len(cell.text(deep=True) or "") > _LONGEST_CELL for cell in cells):
        return False
    return len(cells) > len(table.css("tr")) or bool(table.css_first("th, caption"))


def _integer(value: str | None, otherwise: int) -> int:
    """A whole number as attributes write it, or ``otherwise``."""
    found = re.fullmatch(r"\s*(-?[0-9]{1,9})\s*", value or "")
    return int(found[1]) if found else otherwise


def _span(attributes: Attributes, name: str) -> int:
    return min(100, max(1, _integer(attributes.get(name), 1)))
