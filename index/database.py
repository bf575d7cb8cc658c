"""The catalog's SQLite file: its schema, its migrations, and one connection a thread."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FIRST = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE folders (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,          -- absolute
    uploads INTEGER NOT NULL DEFAULT 0, -- 1 for the folder that uploads go to
    only TEXT,                          -- JSON list of paths when single files are followed, else NULL
    added REAL NOT NULL
);

-- One content of a document. Documents with the same bytes share it.
CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    recipe TEXT NOT NULL,               -- which loader and chunking made it
    title TEXT,
    pages INTEGER,
    text TEXT NOT NULL,                 -- after all that lists of documents need: a long row is read up to a column
    layout BLOB NOT NULL,
    UNIQUE (sha256, format, recipe)
);

CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
    path TEXT NOT NULL,                 -- inside the folder, with forward slashes
    state TEXT NOT NULL,
    reason TEXT,
    version_id INTEGER REFERENCES versions (id),  -- what answers now; a failed document keeps its last good one
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    checked_ns INTEGER NOT NULL,        -- when the bytes were last read
    sha256 TEXT,                        -- of the bytes last read, whether or not they could be parsed
    recipe TEXT,                        -- with which they were read
    added REAL NOT NULL,
    indexed REAL,
    UNIQUE (folder_id, path)
);
CREATE INDEX documents_version ON documents (version_id);

-- Documents that their owner took out of a followed folder, while the file stays there.
CREATE TABLE dismissed (
    folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    PRIMARY KEY (folder_id, path)
) WITHOUT ROWID;

CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    context TEXT NOT NULL,              -- title and headings, searched beside the text
    sentences TEXT NOT NULL,            -- JSON: start, end, start, end, ... from the chunk's start
    headings TEXT NOT NULL,             -- JSON list
    page INTEGER,
    key TEXT NOT NULL,                  -- of its vector
    UNIQUE (version_id, ordinal)
);
CREATE INDEX chunks_key ON chunks (key);

-- Every vector, float16, by the hash of what was embedded. The vector store is derived from this table.
CREATE TABLE embeddings (
    key TEXT PRIMARY KEY,
    vector BLOB NOT NULL
) WITHOUT ROWID;

CREATE VIRTUAL TABLE chunks_fts USING fts5 (
    text, context, content = 'chunks', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE terms USING fts5vocab ('chunks_fts', 'row');

CREATE TRIGGER chunks_added AFTER INSERT ON chunks BEGIN
    INSERT INTO chunks_fts (rowid, text, context) VALUES (new.id, new.text, new.context);
END;
CREATE TRIGGER chunks_gone AFTER DELETE ON chunks BEGIN
    INSERT INTO chunks_fts (chunks_fts, rowid, text, context) VALUES ('delete', old.id, old.text, old.context);
END;
"""

_OUTSIDE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
"""Errors that come from the disk and not from what is asked."""

MIGRATIONS: tuple[str, ...] = (_FIRST,)
"""Scripts by schema number: ``MIGRATIONS[n]`` leads from ``PRAGMA user_version = n`` to ``n + 1``."""


class _Connection(sqlite3.Connection):
    """A connection that can be held weakly, so that it goes with its thread."""


class CatalogError(Exception):
    """The catalog cannot be used; the message says why and what to do."""


class Database:
    """A SQLite file in WAL mode, one connection a thread, writers one at a time.

    :raises CatalogError: the file is damaged, or was made by a newer Quoth.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connections: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._guard = threading.Lock()
        self._writing = threading.RLock()
        self._closed = False
        self._revision = 0
        try:
            self._migrate()
        except sqlite3.OperationalError as error:
            self.close()
            raise CatalogError(
                f"The catalog {path} cannot be opened ({error}). Check that there is room on the disk and that you may "
                "write to the folder."
            ) from error
        except sqlite3.DatabaseError as error:
            self.close()
            raise CatalogError(
                f"The catalog {path} cannot be read ({error}). It may be damaged: move the data folder away and "
                "index again; your documents themselves are not touched."
            ) from error

    def _migrate(self) -> None:
        connection = self.connection
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            self.close()
            raise CatalogError(
                f"The catalog {self.path} was made by a newer Quoth (schema {version}, this one knows "
                f"{len(MIGRATIONS)}). Upgrade Quoth, or choose another data folder with --data."
            )
        for number in range(version, len(MIGRATIONS)):
            # executescript commits what is open before it runs, so the transaction is part of the script.
            script = f"BEGIN IMMEDIATE;{MIGRATIONS[number]};PRAGMA user_version = {number + 1};COMMIT;"
            try:
                connection.executescript(script)
            except BaseException:
                if connection.in_transaction:
                    connection.rollback()
                raise

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, in autocommit mode."""
        connection: _Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            if self._closed:
                raise CatalogError("The catalog is closed.")
            connection = sqlite3.connect(
                self.path, isolation_level=None, timeout=30, check_same_thread=False, factory=_Connection
            )
            # WAL with NORMAL never loses consistency; a power cut may undo the last transactions, which the
            # next sync does again.
            for pragma in (
                "journal_mode = WAL",
                "synchronous = NORMAL",
                "foreign_keys = ON",
                "temp_store = MEMORY",
                "cache_size = -4000",
            ):
                connection.execute(f"PRAGMA {pragma}")
            self._local.connection = connection
            with self._guard:
                self._connections.add(connection)
        return connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Have all that this thread reads inside be of one instant, whatever others write meanwhile."""
        connection = self.connection
        if connection.in_transaction:
            yield
            return
        self._local.revision = self._revision
        connection.execute("BEGIN")
        try:
            connection.execute("SELECT 1 FROM meta LIMIT 1").fetchone()  # the instant is that of the first read
            yield
        finally:
            self._local.revision = None
            if _open(connection):
                connection.execute("COMMIT")

    def revision(self) -> int:
        """A number that grows whenever something was written; for caches in this process.

        Inside :meth:`snapshot` it is that of the snapshot's instant.
        """
        own: int | None = getattr(self._local, "revision", None)
        return self._revision if own is None else own

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write transaction: all of it is kept, or, on any error, none.

        :raises CatalogError: the disk is full or cannot be written to.
        """
        with self._writing:
            connection = self.connection
            if connection.in_transaction:
                yield connection
                return
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException as error:
                if _open(connection):  # some errors have SQLite roll back by itself
                    connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in _OUTSIDE:
                    raise CatalogError(
                        f"The catalog {self.path} cannot be written to ({error}). Make room on the disk or check its "
                        "permissions; what was done so far is kept, and the rest is done when you try again."
                    ) from error
                raise
            self._revision += 1

    def close(self) -> None:
        """Close every thread's connection; the last one folds the WAL into the file."""
        self._closed = True
        with self._guard:
            for connection in list(self._connections):
                connection.close()
            self._connections.clear()
        self._local = threading.local()


def _open(connection: sqlite3.Connection) -> bool:
    """Whether a transaction is open; asked anew each time, since other calls than this one change it."""
    return connection.in_transaction
