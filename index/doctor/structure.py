"""Is the catalog's file whole: its pages, tables, references between rows, and the full-text index over its chunks?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache

from index.catalog import pairing
from index.catalog.catalog import Catalog
from index.catalog.schema import MIGRATIONS
from index.doctor.finding import Finding, unusable
from index.documents import State

_SHOWN = 20
_FULL_TEXT = "chunks_fts"
_PAIRS = pairing.TABLE


def pages(catalog: Catalog) -> Iterator[Finding]:
    """Damage that SQLite itself can see, and tables that are gone: the file has to be built anew."""
    try:
        for (message,) in catalog.connection.execute(f"PRAGMA integrity_check({_SHOWN})"):
            if message != "ok" and "fts5" not in str(message).lower():  # of that text_index speaks
                yield unusable(f"The catalog's file is damaged: {str(message).splitlines()[-1]}.")
        missing = sorted(name for name, (kind, _) in schema().items() if kind == "table" and name not in _held(catalog))
        if missing:
            yield unusable(f"The catalog lacks its table {', '.join(missing)}.")
    except sqlite3.DatabaseError as error:
        yield unusable(f"The catalog's file is damaged: {error}.")


def text_index(catalog: Catalog) -> Iterator[Finding]:
    """Whether the full-text index and what keeps it up to date are there and say what the chunks say."""
    missing = sorted(name for name, (kind, _) in schema().items() if kind != "table" and name not in _held(catalog))
    if missing:
        yield Finding("text index", f"What keeps the catalog quick and in step is missing: {', '.join(missing)}.")
    try:
        if _format(catalog) is None:
            yield Finding(
                "text index", "The full-text index does not say its own format, and differs from what it was."
            )
        with catalog.transaction() as sql:
            sql.execute(f"INSERT INTO {_FULL_TEXT} ({_FULL_TEXT}, rank) VALUES ('integrity-check', 1)")
            sql.execute(f"INSERT INTO {_PAIRS} ({_PAIRS}) VALUES ('integrity-check')")
            unlike = pairing.wrong(sql)
        if unlike is not None:
            yield Finding("text index", f"The full-text index differs from the chunks: {unlike}.")
    except sqlite3.DatabaseError as error:
        yield Finding("text index", f"The full-text index differs from the chunks: {error}.")


def references(catalog: Catalog) -> Iterator[Finding]:
    """Rows that name rows which are not there, versions that no document has, and states that are none."""
    sql = catalog.connection
    counts: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in sql.execute("PRAGMA foreign_key_check"):
        counts[table, parent] = counts.get((table, parent), 0) + 1
    for (table, parent), count in counts.items():
        yield Finding("catalog", f"{count} rows of its table {table} name a row of {parent} that is not there.")
    orphans = sql.execute(
        "SELECT count(*) FROM versions v WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.version_id = v.id)"
    ).fetchone()[0]
    if orphans:
        yield Finding("catalog", f"It holds {orphans} texts that belong to no document.")
    states = ", ".join(f"'{state}'" for state in State)
    for id_, path, state in sql.execute(f"SELECT id, path, state FROM documents WHERE state NOT IN ({states})"):
        yield Finding(str(path), f"Its state is {state!r}, which is none.", (id_,))
    for id_, path in sql.execute("SELECT id, path FROM documents WHERE state = ? AND version_id IS NULL", ["ready"]):
        yield Finding(str(path), "It counts as read, but no text of it is there.", (id_,))
    for id_, path in sql.execute("SELECT id, path FROM documents WHERE state = ? AND version_id > 0", ["skipped"]):
        yield Finding(str(path), "It counts as having no text, but an old text of it is still there.", (id_,))
    if catalog.get("model") is None and catalog.count_chunks():
        yield Finding("catalog", "It does not say which embedding model it was made with.")


def mend_text_index(catalog: Catalog) -> None:
    """Make indexes, triggers and the full-text index anew where they are missing or wrong."""
    try:
        if _format(catalog) is None:
            raise sqlite3.DatabaseError("no format")
        _build_text_index(catalog)
    except sqlite3.DatabaseError:  # too damaged to be built from within: from nothing
        with catalog.transaction() as sql:
            for table in (_FULL_TEXT, _PAIRS):
                sql.execute(f"DROP TABLE {table}")
                sql.execute(schema()[table][1])
        _build_text_index(catalog)


def _build_text_index(catalog: Catalog) -> None:
    with catalog.transaction() as sql:
        held = _held(catalog)
        for name, (kind, script) in schema().items():
            if kind != "table" and name not in held:
                sql.execute(script)
        sql.execute(f"INSERT INTO {_FULL_TEXT} ({_FULL_TEXT}) VALUES ('rebuild')")
        sql.execute(f"INSERT INTO {_PAIRS} ({_PAIRS}) VALUES ('rebuild')")
        pairing.rebuild(sql)


def _format(catalog: Catalog) -> int | None:
    row = catalog.connection.execute(f"SELECT v FROM {_FULL_TEXT}_config WHERE k = 'version'").fetchone()
    return None if row is None else int(row[0])


def mend_references(catalog: Catalog) -> None:
    """Drop rows that name what is not there, and have documents read again whose text or state is not."""
    again = "state = 'queued', reason = NULL, checked_ns = 0, sha256 = NULL"
    states = ", ".join(f"'{state}'" for state in State)
    with catalog.transaction() as sql:
        sql.execute(
            f"UPDATE documents SET version_id = NULL, {again} "
            "WHERE version_id IS NOT NULL AND version_id NOT IN (SELECT id FROM versions)"
        )
        tables = {str(row[0]) for row in sql.execute("PRAGMA foreign_key_check")}
        while tables:  # a row that goes may leave others without the one that they name
            for table in tables:
                for _, _, parent, own, theirs, *_ in sql.execute(f"PRAGMA foreign_key_list({table})").fetchall():
                    sql.execute(
                        f"DELETE FROM {table} WHERE {own} IS NOT NULL "
                        f"AND {own} NOT IN (SELECT {theirs or 'id'} FROM {parent})"
                    )
            tables = {str(row[0]) for row in sql.execute("PRAGMA foreign_key_check")}
        sql.execute(f"UPDATE documents SET {again} WHERE state NOT IN ({states})")
        sql.execute(f"UPDATE documents SET {again} WHERE state = 'ready' AND version_id IS NULL")
        sql.execute("UPDATE documents SET version_id = NULL WHERE state = 'skipped'")
        sql.execute(
            "DELETE FROM versions WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.version_id = versions.id)"
        )


@cache
def schema() -> dict[str, tuple[str, str]]:
    """The tables, indexes and triggers that a catalog has, by name: what each is, and the SQL that makes it."""
    connection = sqlite3.connect(":memory:")
    try:
        for script in MIGRATIONS:
            connection.executescript(script)
        rows = connection.execute("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    finally:
        connection.close()
    return {
        name: (kind, sql)
        for name, kind, sql in rows
        if not name.startswith(("sqlite_", f"{_FULL_TEXT}_", f"{_PAIRS}_"))  # made by SQLite with the others
    }


def _held(catalog: Catalog) -> set[str]:
    return {str(name) for (name,) in catalog.connection.execute("SELECT name FROM sqlite_master")}
