"""A stretch of a document's text as HTML, block by block, with the quoted part marked.

The elements hold every character of the stretch, white space between blocks included, so that what is marked has
exactly the quote as its text. Page numbers are drawn by the style sheet and are no part of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile

from index.documents import Span
from index.text.layout import Block, Kind, Layout
from ui.markup import Html, element, join
from ui.tables import Row, arranged

ABOVE = 5_000
"""Rows above the first one shown among which its table's heads are looked for."""

LONG = 60
"""Characters of a cell from which its column is made wide enough to be read."""

BEFORE = 12_000
AFTER = 20_000
MORE = 30_000
WHOLE = 80_000
"""Characters shown before and after a quote, added by "show more", and of a document that is shown whole."""


def window(layout: Layout, length: int, start: int, end: int) -> Span:
    """The stretch to show around ``start`` to ``end``: whole blocks, unless one is longer than the stretch."""
    if length <= WHOLE:
        return Span(0, length)
    return Span(_snap(layout, start - BEFORE, start, length), _snap(layout, end + AFTER, end, length))


def grown(layout: Layout, length: int, shown: Span, *, above: bool) -> Span:
    """The stretch with more of the text above or below it."""
    if above:
        return Span(_snap(layout, shown.start - MORE, shown.start, length), shown.end)
    return Span(shown.start, _snap(layout, shown.end + MORE, shown.end, length))


def _snap(layout: Layout, offset: int, near: int, length: int) -> int:
    """Move an offset to the edge of the block it stands in, away from ``near``; 0 and ``length`` are edges too."""
    offset = min(max(offset, 0), length)
    place = layout.block_at(offset)
    if place is None:
        return offset
    block = layout.blocks[place]
    edge = block.start if offset < near else block.end
    return edge if abs(edge - offset) <= MORE else offset


def reading_html(text: str, layout: Layout, shown: Span, marked: Span) -> Html:
    """``text[shown.start:shown.end]`` as HTML with ``text[marked.start:marked.end]`` in ``<mark>`` elements."""
    pieces = _Pieces(text, layout, marked)
    first = bisect_right(layout.blocks, shown.start, key=lambda block: block.end)
    last = bisect_left(layout.blocks, shown.end, key=lambda block: block.start)
    parts: list[Html] = []
    place = shown.start
    number = first
    for table, group in groupby(layout.blocks[first:last], key=lambda block: block.kind is Kind.ROW):
        run = list(group)
        looks = _looks(text, layout, number, run) if table else [None] * len(run)
        number += len(run)
        rows: list[Html] = []
        for block, look in zip(run, looks, strict=True):
            start, end = max(block.start, shown.start), min(block.end, shown.end)
            (parts if table and not rows else rows).append(pieces.gap(place, start))
            whole = (start, end) == (block.start, block.end)
            rows.append(_block(pieces, block, start, end) if look is None or not whole else _row(pieces, block, look))
            place = end
        parts.append(
            element("div", element("div", *rows, class_="table", role="table"), class_="wide") if table else join(rows)
        )
    parts.append(pieces.gap(place, shown.end))
    return join(parts)


def _block(pieces: _Pieces, block: Block, start: int, end: int) -> Html:
    match block.kind:
        case Kind.HEADING:
            level = min(max(block.level, 1) + 2, 6)
            return element(f"h{level}", *pieces.run(start, end), class_=f"level-{block.level}", data_at=start)
        case Kind.ROW:
            return element("div", *_cells(pieces, start, end), class_="row", role="row", data_at=start)
        case Kind.ITEM:
            depth = min(max(block.level, 1), 8)
            return element("div", *pieces.run(start, end), class_=f"item depth-{depth}", data_at=start)
        case _:
            return element("div", *pieces.run(start, end), class_=block.kind.value, data_at=start)


def _looks(text: str, layout: Layout, number: int, run: Sequence[Block]) -> list[Row]:
    """How the rows of a table are shown; ``number`` is that of the first among the layout's blocks."""
    above = takewhile(
        lambda block: block.kind is Kind.ROW, (layout.blocks[n] for n in range(number - 1, max(-1, number - ABOVE), -1))
    )
    cells = (text[block.start : block.end].split("\t") for block in above)
    return arranged([text[block.start : block.end].split("\t") for block in run], cells)


def _row(pieces: _Pieces, block: Block, look: Row) -> Html:
    if not look.columns:
        role = "columnheader" if look.heads else "cell"
        cells = list(_cells(pieces, block.start, block.end, role))
    else:
        cells = list(_under_heads(pieces, block, look))
    return element("div", *cells, class_="row heads" if look.heads else "row", role="row", data_at=block.start)


def _under_heads(pieces: _Pieces, block: Block, look: Row) -> Iterator[Html]:
    """The cells of a row, each in the column of its head, whose name stands small above the value."""
    place, column = block.start, 0
    for cell, (wanted, name) in zip(
        pieces.text[block.start : block.end].split("\t"), zip(look.columns, look.names, strict=True), strict=True
    ):
        yield from _empty(wanted - column)
        value, end = place + name, place + len(cell)
        yield element(
            "span",
            element("span", *pieces.run(place, value), class_="head"),
            *pieces.run(value, end),
            class_="cell long" if end - value > LONG else "cell",
            role="cell",
        )
        if end < block.end:
            yield pieces.gap(end, end + 1)
        place, column = end + 1, wanted + 1
    yield from _empty(look.of - column)


def _empty(count: int) -> Iterator[Html]:
    """Cells of columns that a row has nothing in."""
    return (element("span", class_="cell", role="cell") for _ in range(count))


def _cells(pieces: _Pieces, start: int, end: int, role: str = "cell") -> Iterator[Html]:
    place = start
    for tab in [i for i in range(start, end) if pieces.text[i] == "\t"]:
        yield element("span", *pieces.run(place, tab), class_="cell", role=role)
        yield pieces.gap(tab, tab + 1)
        place = tab + 1
    yield element("span", *pieces.run(place, end), class_="cell", role=role)


class _Pieces:
    """Cuts runs of a text at the edges of the marked part and where pages begin."""

    def __init__(self, text: str, layout: Layout, marked: Span) -> None:
        self.text = text
        self.layout = layout
        self.marked = marked
        self._page = 0
        """The last page whose number has been written."""

    def gap(self, start: int, end: int) -> Html:
        """White space between blocks or cells: there for its characters' sake, not shown."""
        return join(self._piece(a, b, "gap") for a, b in self._cut(start, end, ()))

    def run(self, start: int, end: int) -> Iterator[Html]:
        """A run of text, with a number in the margin where a page begins."""
        pages = self.layout.pages
        first = bisect_right(pages, start, key=lambda page: page.start)
        last = bisect_left(pages, end, key=lambda page: page.start)
        begins = {page.start: number for number, page in enumerate(pages[first:last], first + 1)}
        if pages and first > self._page:
            begins[start] = first
        for a, b in self._cut(start, end, tuple(begins)):
            if a in begins:
                self._page = begins[a]
                label = pages[self._page - 1].label or str(self._page)
                yield element("span", class_="page", data_page=self._page, data_label=label)
            yield self._piece(a, b, None)

    def _piece(self, start: int, end: int, class_: str | None) -> Html:
        words = self.text[start:end]
        if self.marked.start <= start and end <= self.marked.end:
            return element("mark", words, class_=class_)
        return element("span", words, class_=class_) if class_ else join([words])

    def _cut(self, start: int, end: int, at: tuple[int, ...]) -> Iterator[tuple[int, int]]:
        edges = {start, end, *at, self.marked.start, self.marked.end}
        return pairwise(sorted(edge for edge in edges if start <= edge <= end))
