"""The catalog's SQLite file: brought to the present schema, one connection a thread."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.catalog import pairing
from index.catalog.schema import MIGRATIONS, tables_of

_OUTSIDE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
"""Errors that come from the disk and not from what is asked."""


class _Connection(sqlite3.Connection):
    """A connection that can be held weakly, so that it goes with its thread."""


_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""Errors that come from what is in the file."""

_CUT_OFF = 522
"""SQLite's extended code for a file that ends before its last page (SQLITE_IOERR_SHORT_READ)."""

_FULL_TEXT = 267
"""And for a full-text index that differs from what it indexes, which is made anew in place (SQLITE_CORRUPT_VTAB)."""


class CatalogError(Exception):
    """The catalog cannot be used; the message says why and what to do."""


class CatalogDamaged(CatalogError):
    """The catalog's file is damaged; ``index.keeping.salvage`` builds it anew."""

    def __init__(self, path: Path, why: object) -> None:
        super().__init__(
            f"The catalog {path} cannot be read ({why}). To build it anew from your documents, which are not touched: "
            "quoth doctor --repair"
        )


def is_damage(error: BaseException) -> bool:
    """Whether an error of SQLite's says that its file is damaged."""
    code = getattr(error, "sqlite_errorcode", 0) if isinstance(error, sqlite3.DatabaseError) else 0
    return code == _CUT_OFF or (code & 0xFF in _DAMAGED and code != _FULL_TEXT)


def words(error: BaseException) -> str | None:
    """What an error of SQLite's means for the reader, if it comes from the disk or the file; None if it does not."""
    if not isinstance(error, sqlite3.DatabaseError):
        return None
    code = getattr(error, "sqlite_errorcode", 0)
    if is_damage(error) or code == _FULL_TEXT:
        return f"The index is damaged ({error}). To mend it: quoth doctor --repair"
    if code & 0xFF in _OUTSIDE:
        return (
            f"The index cannot be read or written ({error}). Check the disk: its room, and whether it may be written."
        )
    return None


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
        except sqlite3.DatabaseError as error:
            self.close()
            if isinstance(error, sqlite3.OperationalError) and not is_damage(error) and _is_outside(error):
                raise CatalogError(
                    f"The catalog {path} cannot be opened ({error}). Check that there is room on the disk and that you "
                    "may write to the folder."
                ) from error
            raise CatalogDamaged(path, error) from error

    def _migrate(self) -> None:
        connection = self.connection
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if version == len(MIGRATIONS) and not tables_of(MIGRATIONS) <= tables:
            raise CatalogDamaged(self.path, "it lacks tables: " + ", ".join(sorted(tables_of(MIGRATIONS) - tables)))
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
        if pairing.behind(connection):  # cannot be done in the language of a migration
            with self.transaction() as sql:
                pairing.keep_up(sql)

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
                "secure_delete = ON",  # what is deleted is zeroed; see also scrubbing
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
                if is_damage(error):
                    raise CatalogDamaged(self.path, error) from error
                if isinstance(error, sqlite3.OperationalError) and _is_outside(error) and not self.path.exists():
                    raise CatalogError(
                        f"The catalog {self.path} is gone: its folder was moved or deleted while it was open. Put it "
                        "back where it was, or start Quoth again; what was read before still answers until then."
                    ) from error
                if isinstance(error, sqlite3.OperationalError) and _is_outside(error):
                    raise CatalogError(
                        f"The catalog {self.path} cannot be written to ({error}). Make room on the disk or check its "
                        "permissions; what was done so far is kept, and the rest is done when you try again."
                    ) from error
                raise
            self._revision += 1

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._closed

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


def _is_outside(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF in _OUTSIDE
