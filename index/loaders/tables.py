"""Tables whose rows can be understood, found and quoted one by one.

Where the first row names the columns, every other row is written as ``Head: value`` cells, so that a row says by
itself what its values are. Numbers stay as they are written; empty cells are left out; lines of a cell are joined.
Tables that stand beside each other are written one after the other. A row of many columns goes on in further rows,
each of which starts with the row's first cell again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from index.loaders import side_by_side
from index.loaders.draft import Draft
from index.loaders.table_heads import heads_at

_SAMPLE = 60
"""Rows that are looked at to tell what the first ones are."""
_WIDE = 360
"""Characters of a row from which it goes on in another: longer rows are not quoted whole."""
_KEY = 80
"""Characters of a row's first cell up to which it is said again where the row goes on."""


def add_table(draft: Draft, rows: Iterable[Sequence[str]], *, headed: bool | None = None) -> None:
    """Add a table, read row by row.

    Rows may be of different lengths. An empty row ends a part of the table; the part below it has heads of its own,
    or a row that stands alone over it, or those above where it fits under them. ``headed`` tells whether the first
    row names the columns, where its format knows; None looks for it.
    """
    heads: list[str] = []
    alone: list[str] = []
    lines = ([" ".join(cell.split()) for cell in row] for row in rows)
    for part in _parts(lines):
        sample = list(islice(part, _SAMPLE))
        if headed is None and (spans := side_by_side.columns_of(sample)):
            sample += part
            if side_by_side.are_apart(sample, spans):
                for span in spans:
                    add_table(draft, side_by_side.part(sample, span))
                heads, alone = [], []
                continue
        at = heads_at(sample) if headed is None else 0 if headed and len(sample) > 1 else None
        headed = None if headed else headed
        if at is not None:
            for row in sample[: at + 1]:
                draft.add_row(row)
            heads = _named(sample[at])
            sample = sample[at + 1 :]
        elif alone and heads_at([alone, *sample]) == 0:
            heads = _named(alone)
        elif heads and not _fits(sample, heads):
            heads = []
        alone = sample[0] if at is None and len(sample) == 1 else []
        for row in sample:
            _add(draft, row, heads)
        for row in part:
            _add(draft, row, heads)


def _named(row: Sequence[str]) -> list[str]:
    return [cell.rstrip(" :：") for cell in row]


def add_records(draft: Draft, records: Iterable[Sequence[tuple[str, str]]]) -> None:
    """Add rows whose cells come with their names, as ``name: value``; the names may differ from row to row."""
    for record in records:
        cells = [(" ".join(name.split()).rstrip(" :："), " ".join(value.split())) for name, value in record]
        _add_cells(draft, [(name, value) for name, value in cells if value])


def _parts(rows: Iterable[list[str]]) -> Iterator[Iterator[list[str]]]:
    """Runs of rows between empty ones, each to be gone through before the next is asked for."""
    source = iter(rows)

    def run(first: list[str]) -> Iterator[list[str]]:
        yield first
        for row in source:
            if not any(row):
                return
            yield row

    for row in source:
        if any(row):
            part = run(row)
            yield part
            for _ in part:
                pass  # what was not gone through


def _fits(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> bool:
    """Whether rows below an empty one may stand under the heads above it."""
    named = sum(1 for head in heads if head)
    within = all(not any(row[len(heads) :]) for row in rows)
    filled = sum(sum(1 for cell in row if cell) for row in rows)
    return within and filled >= 0.75 * named * len(rows) and (filled > len(rows) or named == 1)


def _add(draft: Draft, row: Sequence[str], heads: Sequence[str]) -> None:
    if not heads:
        draft.add_row(row)
        return
    count = len(heads)
    _add_cells(draft, [(heads[n] if n < count else "", cell) for n, cell in enumerate(row) if cell])


def _add_cells(draft: Draft, cells: Sequence[tuple[str, str]]) -> None:
    """A row of named cells, in as many lines as it needs."""
    texts = [f"{name}: {value}" if name else value for name, value in cells]
    if sum(map(len, texts)) + len(texts) <= _WIDE:
        draft.add_row(texts)
        return
    key = texts[0] if texts and len(texts[0]) <= _KEY else None
    line: list[str] = []
    length = 0
    for text in texts:
        if length + len(text) > _WIDE and len(line) > (key is not None):
            draft.add_row(line)
            line = [key] if key is not None else []
            length = len(key or "")
        line.append(text)
        length += len(text) + 1
    draft.add_row(line)
