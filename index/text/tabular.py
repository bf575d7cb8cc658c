"""Tables in a text: which rows they have, what their columns are called, and in what unit their figures are.

A table's row says "Products 60,584 63,355" and no more: that the figures are net sales in millions of dollars for the
three months to two dates stands above it, often in several lines, and in its caption. Here that is put together again
from a document's blocks and, where the format has them, from where its cells were drawn: a head belongs to the columns
that it stands over. Nothing of the text changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.text.layout import Block, Kind, Layout

_VALUE = re.compile(
    r"[($€£¥+\-–−]*\s?(?:US\$|\$|€|£|¥)?\s?[(\-–−]?\s?(?:\d{1,3}(?:[,\s'’]\d{3})+|\d+)?(?:[.,]\d+)?\s?[)%]*\s?[)%]?(?:\s?(?:pts?|ppts?|bps|x))?"
    r"|[$€£¥]?\s?[—–-]\s?%?|N/?A|n/?m\*?|\*"
)
_NAMED = re.compile(r"(?P<head>[^\t]{1,120}?) ?[:：] +(?P<value>\S.*)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"[^\W\d_]{3,9}\.? \d{1,2}, (?:19|20)\d\d")
_DIGIT = re.compile(r"\d")
_PERIOD = re.compile(
    r"\b(?:months?|weeks?|quarters?|years?)\b.*\b(?:ended|ending)\b|\b(?:19|20)\d\d\b|^(?:as of|at)\b"
    r"|^(?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\b(?:months?|weeks?|quarters?|years?)\s+(?:ended|ending)\b[^.;:]{0,30}$", re.IGNORECASE)
UNIT = re.compile(
    r"\b(?:in|figures in|amounts in|\$|€|£)\s*(?P<scale>thousands?|millions?|billions?|000s?|mn|bn)\b[^().;]*", re.I
)
_NEAR = 3
"""Blocks before a table that may be its caption."""
_LONGEST = 600
"""Characters of a caption at most; its end is nearest to the table."""
_SHORT = 200
"""Characters of a block at most that is a caption without a colon at its end."""
_INSIDE = 90
"""Characters of a line at most that may stand between rows as a label over those that follow."""
_REACH = 45.0
"""Points that a head over several columns may stand beside the outermost of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with values: ``text[start:end]``, its cells' spans, what it is called, and the labels over it."""

    start: int
    end: int
    label: str
    above: tuple[str, ...]
    """Labels of rows without values that it stands under, outermost first."""
    cells: tuple[tuple[int, int], ...]
    """Spans of its cells after the label: values, and words where its table has columns of words too."""
    table: int
    """Index of its table."""
    named: tuple[str, ...] = ()
    """What each of its cells is called where they say it themselves, as "2023: 81,797"."""
    key: str = ""
    """What its label is called where it says that itself: "Term" of "Term: Autumn"."""


@dataclass(slots=True)
class Table:
    """A table: what stands over it, its lines of heads as spans of cells, and the unit that it states."""

    caption: str
    heads: list[list[tuple[int, int]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What its first column or a line between its rows says of all of it, as "(In millions)"."""
    rows: list[int] = field(default_factory=list)
    """Indexes of its rows."""
    columns: list[tuple[float, float]] = field(default_factory=list)
    """Where its columns of values stand, once that was looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The tables of one text; equal to itself alone, so that what is made of it can be remembered."""

    text: str
    layout: Layout
    tables: tuple[Table, ...]
    rows: tuple[Row, ...]

    def heads(self, row: Row) -> tuple[str, ...]:
        """What the column of each of a row's values is called; empty where nothing stands over it."""
        table = self.tables[row.table]
        if row.named:
            return row.named
        if not table.heads:
            return ("",) * len(row.cells)
        places = [self._place(span) for span in row.cells]
        stub = self._stub(table)
        if all(place is not None for place in places):
            columns = self._columns(table)
            named = [self._over(_widest(place, columns), columns, table) for place in places if place is not None]
        else:
            named = [self._counted(span, table) for span in row.cells]
        return tuple(" ".join(filter(None, (stub if _is_date(name) else "", name))).strip() or stub for name in named)

    def unit(self, row: Row) -> str:
        """What a row's table says of the unit of its figures, as it says it; empty where it says nothing."""
        table = self.tables[row.table]
        for said in (*reversed(table.notes), table.caption):
            found = list(UNIT.finditer(said))
            if found:
                return found[-1].group().strip()
        return ""

    def key(self, row: Row) -> str:
        """What the column of a table's labels is called: "Season" over 2020 and 2021; empty where nothing says it."""
        heads = self.tables[row.table].heads
        if row.key or row.named or not heads or len(heads[-1]) != len(row.cells) + 1:
            return row.key
        first = self.text[slice(*heads[-1][0])]
        return "" if _PERIOD.search(first) else first

    def money(self, row: Row, place: int = 0) -> str:
        """The sign of the currency of one of a row's values, where any value of its table in that place has one."""
        for other in self.tables[row.table].rows:
            for start, end in self.rows[other].cells[place : place + 1]:
                if sign := re.search(r"[$€£¥]", self.text[start:end]):
                    return sign.group()
        return ""

    def _columns(self, table: Table) -> list[tuple[float, float]]:
        """Where a table's columns of values stand, from left to right: values over each other are one column."""
        if not table.columns:
            spans = (span for row in table.rows for span in self.rows[row].cells if is_value(self.text[slice(*span)]))
            for left, right in sorted(place for span in spans if (place := self._place(span)) is not None):
                if table.columns and left < table.columns[-1][1]:
                    table.columns[-1] = (table.columns[-1][0], max(table.columns[-1][1], right))
                else:
                    table.columns.append((left, right))
        return table.columns

    def _place(self, span: tuple[int, int]) -> tuple[float, float] | None:
        """Where a cell was drawn, from left to right."""
        boxes = self.layout.rectangles(*span)
        return (boxes[0].left, boxes[0].right) if boxes else None

    def _stub(self, table: Table) -> str:
        """What stands over the labels and speaks of all columns: "Three Months Ended September 30,"."""
        said = (self.text[line[0][0] : line[0][1]] for line in table.heads)
        return next(
            (one for one in said if _PERIOD.search(one) and not _YEAR.fullmatch(one) and self._first(one, table)), ""
        )

    def _first(self, stub: str, table: Table) -> bool:
        """Whether a head stands over the labels, and not over a column."""
        row = self.rows[table.rows[0]]
        column, label = self._place(row.cells[0]), self._place((row.start, row.start + max(1, len(row.label))))
        for line in table.heads:
            if self.text[line[0][0] : line[0][1]] != stub:
                continue
            place = self._place(line[0])
            if place is None or column is None or label is None:
                return len(line) > len(row.cells)
            return place[0] < label[0] + 30 and place[1] < column[0]
        return False

    def _over(self, column: tuple[float, float], columns: Sequence[tuple[float, float]], table: Table) -> str:
        """The heads over a column, from above: each line's head that stands over it or, where it has fewer, nearest.

        A head over the next column alone may be set at the right of those that it is for; it is not where this column
        has a whole date of its own.
        """
        found: list[str] = []
        lent: list[str] = []
        first = min(left for left, _ in columns)
        for line in table.heads:
            placed = [(place, self.text[slice(*span)]) for span in line if (place := self._place(span)) is not None]
            near = [(_apart(place, column), place, said) for place, said in placed if place[1] > first - 2]
            if not near:
                continue
            distance, place, said = min(near, key=lambda one: one[0])
            if distance > 0 and (right := [one for one in near if one[1][0] >= column[1] and _PERIOD.search(one[2])]):
                found.append(right[0][2])
                lent += [right[0][2]] if _within(right[0][1], columns) else []
            elif distance <= (0.0 if _within(place, columns) else _REACH):
                found.append(said)
        own = [said for said in found if said not in lent]
        return " ".join(own if _DATE.search(" ".join(own)) else found)

    def _counted(self, span: tuple[int, int], table: Table) -> str:
        """The heads over a value where nothing but the order of cells is known: by the tabs before it."""
        found: list[str] = []
        own = self._tabs(span)
        for line in table.heads:
            placed = [(self._tabs(head), self.text[slice(*head)]) for head in line]
            over = [said for at, said in placed if at <= own]
            exact = [said for at, said in placed if at == own]
            if exact or (over and len(line) < len(self.rows[table.rows[0]].cells)):
                found.append((exact or over)[-1])
        return " ".join(found)

    def _tabs(self, span: tuple[int, int]) -> int:
        """In which cell of its line, from 0, a span stands."""
        return self.text.count("\t", self.text.rfind("\n", 0, span[0]) + 1, span[0])


def _within(place: tuple[float, float], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a head stands over one column alone."""
    return any(left - 6 <= place[0] and place[1] <= right + 6 for left, right in columns)


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two stretches lie apart; below 0 where one stands over the other."""
    return max(one[0] - other[1], other[0] - one[1])


def _widest(place: tuple[float, float], columns: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The column that a cell stands in."""
    return next((column for column in columns if column[0] <= place[0] and place[1] <= column[1]), place)


def _is_date(name: str) -> bool:
    return not name or _PERIOD.search(name) is not None


def is_value(cell: str) -> bool:
    """Whether a cell holds a figure, or the dash that stands for none."""
    return bool(cell) and _VALUE.fullmatch(cell) is not None


def cells(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The spans of the cells of a row that say something."""
    at = block.start
    for part in text[block.start : block.end].split("\t"):
        if part.strip():
            yield at + len(part) - len(part.lstrip()), at + len(part.rstrip())
        at += len(part) + 1


def tables_of(text: str, layout: Layout) -> Tables:
    """Find the tables of a text."""
    reader = _Reader(text)
    for block in layout.blocks:
        reader.add(block)
    return Tables(text, layout, tuple(reader.tables), tuple(reader.rows))


class _Reader:
    """Goes through the blocks of a text. State: the tables so far, and what stands over the next row."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.tables: list[Table] = []
        self.rows: list[Row] = []
        self._open: Table | None = None
        self._before: list[str] = []
        self._above: list[str] = []
        self._over: tuple[int, int] | None = None
        self._alone = ""  # what stands alone in a row right above the next one

    def add(self, block: Block) -> None:
        """Take the next block."""
        if block.kind is Kind.FURNITURE:
            return
        if block.kind is Kind.ROW:
            self._row(block)
        else:
            self._other(block)

    def _other(self, block: Block) -> None:
        said = " ".join(self._text[block.start : block.end].split())
        inside = self._open is not None and len(said) <= _INSIDE and said[-1:] not in ".;" and _says(said)
        if self._open is not None and inside and not (self._open.rows and UNIT.search(said)):
            if UNIT.search(said):
                self._open.notes.append(said)
            else:
                self._above = [said]
        elif _says(said):
            self._open = None
            self._above = []
        if _says(said):
            if len(said) <= _SHORT or said.endswith((":", "：")):
                self._before = [*self._before, said][-_NEAR:]
            self._over = (block.start, block.end) if len(said) <= _INSIDE and _ENDED.search(said) else None

    def _row(self, block: Block) -> None:
        spans = list(cells(self._text, block))
        said = [" ".join(self._text[slice(*span)].split()) for span in spans]
        if not any(map(_says, said)) or self._named(block, spans):
            return
        first = 0 if len(said) > 1 and not (is_value(said[0]) and not _YEAR.fullmatch(said[0])) else -1
        values = [n for n in range(first + 1, len(said)) if is_value(said[n])]
        plain = [n for n in values if not _YEAR.fullmatch(said[n])]
        label = said[0] if first == 0 else ""
        if plain and len(values) >= (len(said) - first) / 2:
            self._add(block, label, [spans[n] for n in values])
        elif plain and label and self._under_heads(spans):
            self._add(block, label, spans[1:])
        elif len(said) == 1 and not _PERIOD.search(said[0]) and not UNIT.search(said[0]):
            self._above = [said[0]]
            self._alone = said[0]
        elif len(said) > 1 or _PERIOD.search(said[0]) or UNIT.search(said[0]):
            self._head(spans, said)

    def _under_heads(self, spans: Sequence[tuple[int, int]]) -> bool:
        """Whether a line of words and figures has a cell for every head of the open table, so that it is its row."""
        heads = self._open.heads[-1] if self._open is not None and self._open.heads else []
        return len(heads) > 1 and len(spans) in (len(heads), len(heads) + 1)

    def _named(self, block: Block, spans: Sequence[tuple[int, int]]) -> bool:
        """Take a row whose cells say their columns ("Term: Autumn", "Pupils: 212"); False for any other.

        What it is called stands in its first cell, with or without the name of that column.
        """
        cells_ = [(_NAMED.fullmatch(self._text, *span), span) for span in spans]
        values = [(match["head"], (match.start("value"), span[1])) for match, span in cells_[1:] if match is not None]
        if not any(_DIGIT.search(self._text, *span) for _, span in values):
            return False
        first, span = cells_[0]
        start = first.start("value") if first is not None else span[0]
        label = " ".join(self._text[start : span[1]].split())
        key = first["head"] if first is not None else ""
        self._add(block, label, [span for _, span in values], tuple(head for head, _ in values), key)
        return True

    def _head(self, spans: list[tuple[int, int]], said: Sequence[str]) -> None:
        if self._open is None or self._open.rows:
            self._open = Table(" ".join([*self._before, self._alone]).strip()[-_LONGEST:])
            self.tables.append(self._open)
            self._above = []
            if self._over is not None:  # one head over all columns, which stands alone and so looks like no row
                self._open.heads.append([self._over])
        self._over = None
        self._alone = ""
        units = [n for n, one in enumerate(said) if UNIT.search(one) and (n == 0 or one[:1] in "($€£")]
        self._open.notes += [said[n] for n in units]
        spans = [span for n, span in enumerate(spans) if n not in units]
        if spans:
            self._open.heads.append(spans)

    def _add(
        self, block: Block, label: str, values: list[tuple[int, int]], named: tuple[str, ...] = (), key: str = ""
    ) -> None:
        if self._open is None:
            self._open = Table(" ".join(self._before)[-_LONGEST:])
            self.tables.append(self._open)
        self._open.rows.append(len(self.rows))
        row = Row(
            block.start,
            block.end,
            label,
            tuple(one.rstrip(" :") for one in self._above),
            tuple(values),
            len(self.tables) - 1,
            named,
            key,
        )
        self.rows.append(row)
        self._alone = ""
        self._before = []
        if label.lower().startswith("total"):
            self._above = []


def _says(text: str) -> bool:
    return any(character.isalnum() for character in text)
