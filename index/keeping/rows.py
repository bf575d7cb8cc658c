"""The rows of a damaged SQLite file that SQLite itself can still reach, past those that it cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_MOST_FAILURES = 2_000
"""Failed reads of one table, after which the rest of it counts as lost."""

_HIGHEST_ID = 2**40

_BOUNDS = [*(f"{n:03x}" for n in range(16**3)), "g"]
"""Bounds of ranges of the keys of embeddings: hashes in hex, and so spread evenly."""

Row = dict[str, Any]


class Reader:
    """A SQLite file opened for reading alone; whatever cannot be read is left out, and noted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.exists = path.is_file() and path.stat().st_size > 0
        self.problems: set[str] = set()
        """What SQLite said of what could not be read."""
        self._damaged: set[str] = set()
        self._connection: sqlite3.Connection | None = None
        if self.exists:
            try:
                uri = f"{path.absolute().as_uri()}?mode=ro"
                self._connection = sqlite3.connect(uri, uri=True, isolation_level=None)
                self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
                self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.Error as error:
                self.problems.add(str(error))
                self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def damaged(self, table: str) -> bool:
        """Whether a table that was asked for could not be read in full."""
        return table in self._damaged or self._connection is None

    def rows(self, table: str) -> list[Row]:
        """The rows of a table by column; one with row ids is read around the pages that cannot be read."""
        names = self._columns(table)
        if "id" not in names:
            return _by_column(names, self._read(table, f"SELECT * FROM {table}", [])[0] if names else [])
        return _by_column(names, self._between(table, names.index("id")))

    def matching(self, table: str, column: str, value: object) -> list[Row]:
        """The rows of a table that have a value in a column; none if one of them cannot be read."""
        names = self._columns(table)
        found, whole = self._read(table, f"SELECT * FROM {table} WHERE {column} = ?", [value]) if names else ([], False)
        return _by_column(names, found) if whole else []

    def embeddings(self) -> Iterator[tuple[str, bytes]]:
        """All embeddings that can be read, range by range, so that a bad page hides its own rows alone."""
        if not self._columns("embeddings"):
            return
        sql = "SELECT key, vector FROM embeddings WHERE key >= ? AND key < ? ORDER BY key"
        for bounds in pairwise(_BOUNDS):
            found, whole = self._read("embeddings", sql, bounds)
            if not whole:  # from the other side, up to the bad page
                found += self._read("embeddings", f"{sql} DESC", bounds)[0]
            yield from ((key, vector) for key, vector in found if isinstance(key, str) and isinstance(vector, bytes))

    def _columns(self, table: str) -> list[str]:
        names: list[str] = []
        if self._connection is not None:
            names = [str(row[1]) for row in self._read(table, f"PRAGMA table_info({table})", [])[0]]
        if not names:
            self._damaged.add(table)
        return names

    def _read(self, table: str, sql: str, values: Sequence[object]) -> tuple[list[tuple[Any, ...]], bool]:
        """The rows of a query up to the first that cannot be read, and whether that is all of them."""
        found: list[tuple[Any, ...]] = []
        assert self._connection is not None
        try:
            for row in self._connection.execute(sql, values):
                found.append(row)
        except sqlite3.Error as error:
            self.problems.add(f"{table}: {error}")
            self._damaged.add(table)
            return found, False
        return found, True

    def _between(self, table: str, at: int) -> list[tuple[Any, ...]]:
        """All rows that can be read; where one cannot be, the range of ids is halved around it.

        :param at: the place of the id among the columns.
        """
        sql = f"SELECT * FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id"
        failures, ranges, rows = 0, [(-_HIGHEST_ID, _HIGHEST_ID)], list[tuple[Any, ...]]()
        while ranges and failures < _MOST_FAILURES:
            low, high = ranges.pop()
            found, whole = self._read(table, sql, [low, high])
            rows += found
            if whole:
                continue
            failures += 1
            low = found[-1][at] + 1 if found else low
            found, _ = self._read(table, f"{sql} DESC", [low, high])
            rows += found
            high = found[-1][at] - 1 if found else high
            if low < high:
                middle = (low + high) // 2
                ranges += [(middle + 1, high), (low, middle)]
        return rows


def _by_column(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> list[Row]:
    return [dict(zip(names, row, strict=True)) for row in rows]
