"""What was removed, overwritten in the data folder's files: deleted is gone, and not only out of sight.

SQLite zeroes what is deleted from the catalog's tables (``secure_delete``, see ``database``), but three places keep it
longer: the full-text index, which only notes that words have gone until its segments are merged; the write-ahead log,
until it is folded into the file; and the vector store (see ``blanking``). A trigger notes in the catalog, in the
transaction that deletes, that there is something to do, so that a process that is killed leaves it to the next one.

What a person removes is overwritten at once, what went with a changed or deleted file when it has been quiet for a
while. With 100,000 chunks it takes two to three seconds, in which questions wait for at most one.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalog import pairing, roster
from index.catalog.database import Database
from index.vectors.vectors import Vectors, VectorsDamaged

if TYPE_CHECKING:
    from index.library import Library

log = logging.getLogger(__name__)

UNCLEAN = "unclean"
"""Set by triggers whenever something is deleted."""

WHOLE = "unclean whole"
"""Set where the file was written without ``secure_delete`` before: it has to be written anew."""

_UNDER_WAY = "2"
"""The value of UNCLEAN while it is worked on; a trigger sets it back to 1 if more is deleted meanwhile."""

_PAGES = 500
"""Pages of the full-text index merged in one transaction: about a tenth of a second, for which writers wait."""

_READERS_MS = 1_000
"""How long the write-ahead log is waited for, while questions that have begun read it."""

_PATIENCE = 10.0
"""Seconds to wait for what is short and must not run beside it, such as another scrubbing."""

_SHORTEST, _MANY = 4, 1_000
"""Characters of a name that is looked for in logs, and names that are looked for one by one."""

QUIET = 20.0
"""Seconds without a change after which what files left is overwritten."""

_LONGEST = 300.0
"""Seconds after which it is done although changes go on."""

_SHARE = 50
"""Unless a person asked for it, it is done again after this many times the last duration: 2 % of the time at most."""


def is_unclean(catalog: Database) -> bool:
    """Whether something was deleted whose bytes may still lie on the disk."""
    return catalog.connection.execute("SELECT 1 FROM meta WHERE key = ?", [UNCLEAN]).fetchone() is not None


def scrub(catalog: Database, vectors: Callable[[], Vectors]) -> bool:
    """Overwrite what was deleted from the catalog and the vector store; no sync may run meanwhile.

    :param vectors: gives the vector store, equal to the catalog.
    :returns: False if readers kept the write-ahead log from being emptied; the next call tries again.
    :raises VectorsDamaged: the vector store has to be made anew, and then this called again.
    """
    if not is_unclean(catalog):
        return True
    with catalog.transaction() as sql:
        sql.execute("UPDATE meta SET value = ? WHERE key = ?", [_UNDER_WAY, UNCLEAN])
    vectors().scrub()
    _merge(catalog)
    if catalog.connection.execute("SELECT 1 FROM meta WHERE key = ?", [WHOLE]).fetchone():
        rewrite(catalog)
        with catalog.transaction() as sql:
            sql.execute("DELETE FROM meta WHERE key = ?", [WHOLE])
    if not _fold(catalog):
        return False
    with catalog.transaction() as sql:
        sql.execute("DELETE FROM meta WHERE key = ? AND value = ?", [UNCLEAN, _UNDER_WAY])
    return True


def rewrite(catalog: Database) -> None:
    """Write the catalog's file anew, without its free pages; it takes as much room again meanwhile."""
    catalog.connection.execute("VACUUM")


def _merge(catalog: Database) -> None:
    """Merge each full-text index into one segment, in steps that others can write between.

    FTS5's own ``secure-delete`` (SQLite 3.42) would do without, but changes the format, so that an older SQLite could
    not read an index that a newer one wrote.
    """
    for table in ("chunks_fts", pairing.TABLE):
        pages = -_PAGES  # a negative number begins a merge of everything
        while True:
            with catalog.transaction() as sql:
                before = sql.total_changes
                sql.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", [pages])
                if sql.total_changes - before < 2:  # as FTS5's documentation tells the end
                    break
            pages = _PAGES


def _fold(catalog: Database) -> bool:
    """Fold the write-ahead log into the file and empty it; False if readers were in the way."""
    sql = catalog.connection
    (usual,) = sql.execute("PRAGMA busy_timeout").fetchone()
    sql.execute(f"PRAGMA busy_timeout = {_READERS_MS}")
    try:
        busy, _, _ = sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        sql.execute(f"PRAGMA busy_timeout = {usual}")
    return not busy


def black_out(logs: Iterable[Path], paths: Iterable[str]) -> None:
    """Overwrite paths and names of documents in log files, in place, so that whoever writes there is not disturbed.

    Where they are very many, the logs are emptied instead.
    """
    paths = set(paths)
    wanted = [name.encode() for name in paths | {Path(path).name for path in paths} if len(name) >= _SHORTEST]
    for file in logs:
        try:
            with file.open("r+b") as stream:
                if len(wanted) > _MANY:
                    stream.truncate(0)
                    continue
                data = stream.read()
                for name in wanted:
                    at = data.find(name)
                    while at >= 0:
                        stream.seek(at)
                        stream.write(b"-" * len(name))
                        at = data.find(name, at + len(name))
        except OSError as error:
            log.warning("A log cannot be changed: %s", error.strerror)


class Scrubbing:
    """Keeps an open library's data folder free of what was removed from it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._scrubber = Scrubber(self.scrub)

    def scrub(self) -> bool:
        """Do it now; False if a sync or a question was in the way: then it is to be done later."""
        library = self._library
        if not is_unclean(library.catalog):
            return True
        if library.runs.busy() or not library.runs.lock.acquire(timeout=_PATIENCE):
            return False
        try:
            roster.keep(library.data, library.catalog)
            if library.catalog.get("writing") is None:  # else some may be of documents that are not whole yet
                library.runs.tidy_all()
            try:
                return scrub(library.catalog, lambda: library.vectors)
            except VectorsDamaged as error:
                log.warning("%s They are made anew from the catalog.", error)
                library.rebuild_vectors(force=True)
                return scrub(library.catalog, lambda: library.vectors)
        finally:
            library.runs.lock.release()

    def removed(self, paths: Iterable[str]) -> None:
        """A person removed documents with these paths: have them overwritten at once."""
        self._black_out(paths)
        self._scrubber.soon()

    def synced(self, gone: Collection[str]) -> None:
        """A sync has ended; files with these paths were gone."""
        if gone:
            self._black_out(gone)
        if is_unclean(self._library.catalog):
            self._scrubber.later()

    def _black_out(self, paths: Iterable[str]) -> None:
        black_out(self._library.data.glob("quoth.log*"), paths)

    def now(self) -> bool:
        """Do it now, or, where it cannot be done, let it be done later; whether it was done."""
        try:
            return self.scrub()
        except Exception as error:  # what was removed is removed, and whatever is wrong is told by what needs it
            log.warning("What was removed could not be overwritten yet: %s", error)
            return False

    def close(self) -> None:
        """Leave nothing behind that this process removed; what cannot be done is left to the next."""
        self._scrubber.stop()
        self.now()


class Scrubber:
    """Has a library scrubbed by a thread: at once after a person removed something, else when it has been quiet.

    :param work: does it; returns False if it is to be tried again.
    """

    def __init__(self, work: Callable[[], bool]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._urgent = False
        self._closed = False
        self._since: float | None = None
        self._next = 0.0

    def soon(self) -> None:
        """Do it at once, beside what the caller does."""
        with self._lock:
            self._urgent = True
            self._set(0.0)

    def later(self) -> None:
        """Do it when this has not been called for a while, or has been called for long."""
        with self._lock:
            if self._urgent and self._timer is not None:
                return
            now = time.monotonic()
            self._since = self._since or now
            self._set(max(min(QUIET, self._since + _LONGEST - now), self._next - now, 0.0))

    def stop(self) -> None:
        """Do nothing any more; returns when nothing is under way."""
        with self._lock:
            self._closed = True
            timer = self._timer
            if timer is not None:
                timer.cancel()
        if timer is not None and timer is not threading.current_thread():
            timer.join()

    def _set(self, seconds: float) -> None:
        if self._closed:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(seconds, self._run)
        self._timer.name, self._timer.daemon = "scrubbing", True
        self._timer.start()

    def _run(self) -> None:
        began = time.monotonic()
        try:
            done = self._work()
        except Exception:
            done = False
            if not self._closed:
                log.exception("What was removed could not be overwritten; it is tried again.")
        ended = time.monotonic()
        with self._lock:
            self._next = ended + _SHARE * (ended - began)
            if self._timer is not threading.current_thread():
                return  # asked for again meanwhile
            self._since = None
            if done:
                self._timer, self._urgent = None, False
            else:
                self._set(QUIET)
