"""The full-text index of Chinese and Japanese: pairs of characters of every chunk that has some, beside the usual one.

SQLite's own tokenizers take an unbroken row of such characters for one word, which no question says. ``pairs_fts``
holds what `text.languages.paired` makes of a chunk, under the chunk's number; most libraries have not one row in it. A
trigger takes rows away with their chunks. New rows are made in the transaction that makes the chunks; ``meta`` says up
to which chunk that was done, so that what another way of writing left out is made up when the catalog is opened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from index.text.languages import paired, unspaced

TABLE = "pairs_fts"
_MARK = "paired"


def keep_up(sql: sqlite3.Connection) -> None:
    """Index the chunks that came since the last time; inside a transaction."""
    last = _last(sql)
    newest = int(sql.execute("SELECT coalesce(max(id), 0) FROM chunks").fetchone()[0])
    if newest <= last:
        return
    sql.executemany(f"INSERT INTO {TABLE} (rowid, text, context) VALUES (?, ?, ?)", _rows(sql, last))
    sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_MARK, str(newest)])


def behind(sql: sqlite3.Connection) -> bool:
    """Whether chunks came that `keep_up` has not seen."""
    return bool(sql.execute("SELECT 1 FROM chunks WHERE id > ? LIMIT 1", [_last(sql)]).fetchone())


def rebuild(sql: sqlite3.Connection) -> None:
    """Make the index anew from the chunks; inside a transaction."""
    sql.execute(f"DELETE FROM {TABLE}")
    sql.execute("DELETE FROM meta WHERE key = ?", [_MARK])
    keep_up(sql)


def wrong(sql: sqlite3.Connection) -> str | None:
    """How the index differs from the chunks, or None."""
    if behind(sql):
        return "chunks of Chinese or Japanese are missing in it"
    held = {int(id_) for (id_,) in sql.execute(f"SELECT rowid FROM {TABLE}")}
    if held != {id_ for id_, _, _ in _rows(sql, 0)}:
        return "its chunks of Chinese or Japanese are others than those that are there"
    return None


def _last(sql: sqlite3.Connection) -> int:
    row = sql.execute("SELECT value FROM meta WHERE key = ?", [_MARK]).fetchone()
    return int(row[0]) if row else 0


def _rows(sql: sqlite3.Connection, last: int) -> Iterator[tuple[int, str, str]]:
    for id_, text, context in sql.execute("SELECT id, text, context FROM chunks WHERE id > ? ORDER BY id", [last]):
        if unspaced(text) or unspaced(context):
            yield int(id_), paired(text), paired(context)
