"""The chunks of the model or chunking that comes next, kept in the catalog beside those that answer."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.catalog import pairing
from index.catalog.catalog import Catalog
from index.documents import Chunk, Span, Vectors32

_COLUMNS = 'version_id, ordinal, start, "end", text, context, sentences, headings, page, key'
_CUT = 'version_id, ordinal, start, "end", context, sentences, page'
"""What makes a chunk besides the key of its vector: its text and headings follow from these."""


@dataclass(frozen=True, slots=True)
class Undivided:
    """A live version whose next chunks are not made yet."""

    id: int
    title: str | None
    text: str
    layout: bytes


def undivided(catalog: Catalog) -> list[int]:
    """Ids of the live versions without next chunks, newest first: they are what is asked about."""
    rows = catalog.connection.execute(
        "SELECT id FROM versions v WHERE NOT EXISTS (SELECT 1 FROM next_versions n WHERE n.version_id = v.id) "
        "ORDER BY id DESC"
    )
    return [int(id_) for (id_,) in rows]


def read(catalog: Catalog, version_id: int) -> Undivided | None:
    """A version to divide, or None where it went meanwhile."""
    row = catalog.connection.execute(
        "SELECT id, title, text, layout FROM versions WHERE id = ?", [version_id]
    ).fetchone()
    return None if row is None else Undivided(*row)


def keep(catalog: Catalog, version: Undivided, chunks: Sequence[Chunk], keys: Sequence[str]) -> None:
    """Keep a version's next chunks, with the keys that their vectors will have; nothing if the version went."""
    with catalog.transaction() as sql:
        # All that they are made of, since the number of a version that went may have been given to another.
        kept = sql.execute(
            "INSERT OR IGNORE INTO next_versions "
            "SELECT id FROM versions WHERE id = ? AND title IS ? AND text = ? AND layout = ?",
            [version.id, version.title, version.text, version.layout],
        )
        if kept.rowcount != 1:
            return
        sql.executemany(
            f"INSERT INTO next_chunks ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    version.id,
                    ordinal,
                    chunk.start,
                    chunk.end,
                    chunk.text,
                    "\n".join(filter(None, (version.title, *chunk.headings))),
                    json.dumps([n - chunk.start for span in chunk.sentences for n in (span.start, span.end)]),
                    json.dumps(chunk.headings, ensure_ascii=False),
                    chunk.page,
                    key,
                )
                for ordinal, (chunk, key) in enumerate(zip(chunks, keys, strict=True))
            ],
        )


def unembedded(catalog: Catalog, after: str, limit: int) -> list[tuple[str, Chunk, str | None]]:
    """Up to ``limit`` keys without a stored embedding that follow ``after``, in their order.

    Each comes with a chunk that has it and the title of its document.
    """
    rows = catalog.connection.execute(
        'SELECT n.key, n.start, n."end", n.text, n.sentences, n.headings, n.page, v.title '
        "FROM next_chunks n JOIN versions v ON v.id = n.version_id "
        "WHERE n.key > ? AND NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.key = n.key) "
        "GROUP BY n.key ORDER BY n.key LIMIT ?",
        [after, limit],
    )
    return [(str(key), _chunk(*facts), title) for key, *facts, title in rows]


def live(catalog: Catalog, version: Undivided) -> list[Chunk]:
    """The chunks that answer for a version now, in order."""
    rows = catalog.connection.execute(
        'SELECT start, "end", text, sentences, headings, page FROM chunks WHERE version_id = ? ORDER BY ordinal',
        [version.id],
    )
    return [_chunk(*row) for row in rows]


def _chunk(start: int, end: int, text: str, sentences: str, headings: str, page: int | None) -> Chunk:
    flat = json.loads(sentences)
    spans = tuple(Span(start + flat[i], start + flat[i + 1]) for i in range(0, len(flat), 2))
    return Chunk(start, end, text, spans, tuple(json.loads(headings)), page)


def store(catalog: Catalog, keys: Sequence[str], vectors: Vectors32) -> list[str]:
    """Keep embeddings, rounded to float16, of the keys that next chunks still have; gives those keys."""
    with catalog.transaction() as sql:
        rows = sql.execute(
            "SELECT DISTINCT key FROM next_chunks WHERE key IN (SELECT value FROM json_each(?))", [json.dumps(keys)]
        )
        wanted = {key for (key,) in rows}
        pairs = [(key, row) for key, row in zip(keys, vectors.astype(np.float16), strict=True) if key in wanted]
        sql.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?)", [(key, row.tobytes()) for key, row in pairs])
    return [key for key, _ in pairs]


def counts(catalog: Catalog) -> tuple[int, int]:
    """How many different next chunks are embedded, and how many there are."""
    row = catalog.connection.execute(
        "SELECT count(e.key), count(*) FROM (SELECT DISTINCT key FROM next_chunks) n "
        "LEFT JOIN embeddings e ON e.key = n.key"
    ).fetchone()
    return int(row[0]), int(row[1])


def keys(catalog: Catalog) -> set[str]:
    """The vector keys of all next chunks."""
    return {str(key) for (key,) in catalog.connection.execute("SELECT DISTINCT key FROM next_chunks")}


def complete(sql: sqlite3.Connection) -> bool:
    """Whether every live version has its next chunks, and each of these its embedding."""
    lacking = sql.execute(
        "SELECT EXISTS (SELECT 1 FROM versions v WHERE NOT EXISTS "
        "(SELECT 1 FROM next_versions n WHERE n.version_id = v.id)) "
        "OR EXISTS (SELECT 1 FROM next_chunks n WHERE NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.key = n.key))"
    ).fetchone()
    return not lacking[0]


def take_over(sql: sqlite3.Connection) -> None:
    """Let the next chunks be the live ones. Versions that are cut as before keep their chunks, with new keys."""
    sql.execute(
        "CREATE TEMP TABLE recut AS SELECT DISTINCT version_id FROM ("
        f"SELECT * FROM (SELECT {_CUT} FROM chunks EXCEPT SELECT {_CUT} FROM next_chunks) "
        f"UNION ALL SELECT * FROM (SELECT {_CUT} FROM next_chunks EXCEPT SELECT {_CUT} FROM chunks))"
    )
    sql.execute("DELETE FROM chunks WHERE version_id IN (SELECT version_id FROM temp.recut)")
    sql.execute(
        "UPDATE chunks SET key = (SELECT n.key FROM next_chunks n "
        "WHERE n.version_id = chunks.version_id AND n.ordinal = chunks.ordinal)"
    )
    sql.execute(
        f"INSERT INTO chunks ({_COLUMNS}) SELECT {_COLUMNS} FROM next_chunks "
        "WHERE version_id IN (SELECT version_id FROM temp.recut) ORDER BY id"
    )
    sql.execute("DROP TABLE temp.recut")
    pairing.keep_up(sql)
    forget(sql)


def forget(sql: sqlite3.Connection) -> None:
    """Drop all next chunks."""
    sql.execute("DELETE FROM next_chunks")
    sql.execute("DELETE FROM next_versions")
    sql.execute("DELETE FROM next_gone")


def gone(sql: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """Keys whose next chunk went: all of them, and those that no other next chunk has."""
    rows = sql.execute(
        "SELECT g.key, EXISTS (SELECT 1 FROM next_chunks n WHERE n.key = g.key) FROM next_gone g"
    ).fetchall()
    return [str(key) for key, _ in rows], [str(key) for key, still in rows if not still]


def let_go(catalog: Catalog, keys: Sequence[str]) -> None:
    """Delete the embeddings of keys whose next chunk went and that no chunk has any more."""
    with catalog.transaction() as sql:
        catalog.forget_embeddings(keys)
        sql.executemany("DELETE FROM next_gone WHERE key = ?", [(key,) for key in keys])
