"""Tables whose cells say their heads, ``Head: value``: the column of each cell where empty ones are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """How a row of a table is shown."""

    columns: tuple[int, ...] = ()
    """The column of each of its cells; empty where they stand one after the other."""
    names: tuple[int, ...] = ()
    """How many characters of each of its cells are the head's name, with what follows it."""
    of: int = 0
    """How many columns its table has."""
    heads: bool = False
    """Whether its cells are the heads of the rows below."""


def arranged(rows: Sequence[Sequence[str]], above: Iterable[Sequence[str]] = ()) -> list[Row]:
    """Tell of each row of a table, given by its cells, how it is shown.

    :param above: the rows above the first one, the nearest first, as far as is worth looking for its heads.
    """
    heads: tuple[str, ...] = ()
    if rows:
        heads = next((found for cells in above if _fits(rows[0], found := _named(cells))), ())
    shown: list[Row] = []
    named_at: int | None = None
    for place, cells in enumerate(rows):
        columns = _fits(cells, heads)
        if columns is None:
            shown.append(Row())
            heads, named_at = _named(cells), place
            continue
        if named_at is not None:
            shown[named_at] = Row(heads=True)
            named_at = None
        shown.append(Row(columns, tuple(len(heads[column]) + len(": ") for column in columns), len(heads)))
    return shown


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """The heads that a row's cells would be, as they are written before the values."""
    return tuple(cell.rstrip(" :：") for cell in cells)


def _fits(cells: Sequence[str], heads: Sequence[str]) -> tuple[int, ...] | None:
    """The column of each cell by the head that it begins with; None unless all begin with one, in their order."""
    columns = tuple(_columns(cells, heads))
    return columns if cells and len(columns) == len(cells) else None


def _columns(cells: Sequence[str], heads: Sequence[str]) -> Iterator[int]:
    start = 0
    for cell in cells:
        column = next((n for n in range(start, len(heads)) if heads[n] and cell.startswith(f"{heads[n]}: ")), None)
        if column is None:
            return
        yield column
        start = column + 1
