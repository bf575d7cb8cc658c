"""Tables that stand beside each other on one sheet, with an empty column between them.

An empty column alone parts nothing: many tables have one for its looks, and a row that is torn apart says less. Two
tables are told by heads that come again, or by one that ends before the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.loaders.table_heads import heads_at

Rows = Sequence[Sequence[str]]


def columns_of(sample: Rows) -> list[tuple[int, int]]:
    """Columns, first and past the last, of what may be tables beside each other; none where there is but one.

    ``sample`` are the first rows of all, without empty ones.
    """
    width = max(map(len, sample), default=0)
    filled = [any(column < len(row) and row[column] for row in sample) for column in range(width)]
    spans: list[tuple[int, int]] = []
    for column, is_filled in enumerate(filled):
        if is_filled and spans and spans[-1][1] == column:
            spans[-1] = (spans[-1][0], column + 1)
        elif is_filled:
            spans.append((column, column + 1))
    if len(spans) < 2 or any(last - first < 2 for first, last in spans):
        return []
    return spans if all(heads_at(part(sample, span)) is not None for span in spans) else []


def are_apart(rows: Rows, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether all rows tell that these columns are tables of their own."""
    heads: list[set[str]] = []
    ends: list[int] = []
    for first, last in spans:
        there = [number for number, row in enumerate(rows) if any(row[first:last])]
        own = part(rows, (first, last))
        at = heads_at(own[:60]) or 0
        heads.append({cell.casefold() for cell in own[at] if cell})
        ends.append(there[-1])
        if there[-1] - there[at] != len(there) - 1 - at:
            return False  # it has gaps, and so it is a part of the other that is often empty
    again = all(2 * len(one & heads[0]) >= len(heads[0]) for one in heads[1:])
    return again or max(ends) - min(ends) >= 2


def part(rows: Rows, span: tuple[int, int]) -> list[Sequence[str]]:
    """The rows of one of the tables."""
    return [row[span[0] : span[1]] for row in rows if any(row[span[0] : span[1]])]
