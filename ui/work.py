"""Indexing in the background: one run at a time; requests that come meanwhile are taken together."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.service import explanation

if TYPE_CHECKING:
    from index.following.survey import Settled
    from index.library import Library

log = logging.getLogger(__name__)


class Indexing:
    """Syncs the library when asked to, in a thread of its own that lives as long as the server.

    :param load: loads what a question needs, once.
    """

    def __init__(self, library: Library, load: Callable[[], None]) -> None:
        self._library = library
        self._load = load
        self._wake = threading.Condition()
        self._paths: set[Path] = set()
        self._everything = False
        self._again: set[int] = set()
        self._running: frozenset[int] = frozenset()
        self._busy = False
        self._stopped = False
        self._thread: threading.Thread | None = None
        self.looked = False
        """Whether all folders have been looked at since the start."""
        self._failed: str | None = None
        self._vanished: str | None = None

    @property
    def problem(self) -> str | None:
        """Why the last run failed as a whole, or which folders vanished, in words; None if neither."""
        return self._failed or self._vanished

    @property
    def failure(self) -> str | None:
        """Why the last run failed as a whole, in words; None if it did not."""
        return self._failed

    def start(self) -> None:
        """Begin to take requests; those made before are waiting."""
        self._thread = threading.Thread(target=self._run, name="indexing", daemon=True)
        self._thread.start()

    def request(self, paths: Iterable[Path] | None = None, again: Iterable[int] = ()) -> None:
        """Ask for a sync.

        :param paths: the files to look at; by default all of the library.
        :param again: ids of documents to read anew even if their files did not change.
        """
        with self._wake:
            if paths is None:
                self._everything = True
            else:
                self._paths.update(paths)
            self._again.update(again)
            self._wake.notify_all()

    def rereading(self) -> frozenset[int]:
        """Ids of the documents that are to be read anew and are not yet."""
        return self._running | frozenset(self._again)

    def idle(self) -> bool:
        """Whether nothing is asked for and nothing that was asked for is under way."""
        with self._wake:
            return not (self._busy or self._everything or self._paths)

    def stop(self) -> None:
        """Take no more requests. A run under way ends when the library is closed."""
        with self._wake:
            self._stopped = True
            self._wake.notify_all()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._everything or self._paths or self._stopped)
                if self._stopped:
                    return
                paths = None if self._everything else sorted(self._paths)
                again = self._running = frozenset(self._again)
                self._everything, self._paths, self._again = False, set(), set()
                self._busy = True
            self._sync(paths, again)
            self._running, self._busy = frozenset(), False

    def look(self, paths: list[Path] | None = None, settled: Settled | None = None) -> None:
        """Sync everything now, or certain paths, in the caller's thread; parameters as of ``Library.sync``."""
        self._sync(paths, frozenset(), settled)

    def _sync(self, paths: list[Path] | None, again: frozenset[int], settled: Settled | None = None) -> None:
        try:
            report = self._library.sync(paths, again=again, settled=settled)
            self._failed = None
            if paths is None:
                self._vanished = " ".join(f"The folder {one.path} {one.reason}" for one in report.vanished) or None
        except Exception as error:
            if not self._stopped:
                self._failed = _words(error)
        finally:
            self.looked = self.looked or paths is None

    def warm(self) -> None:
        """Load the model and open the vectors, in a thread of its own."""
        threading.Thread(target=self._warm, name="warming", daemon=True).start()

    def _warm(self) -> None:
        try:
            self._load()
        except Exception as error:
            if not self._stopped:
                self._failed = _words(error)


def _words(error: Exception) -> str:
    """What went wrong, for the reader; what was not foreseen goes to the log in full."""
    if (said := explanation(error)) is not None:
        return said
    log.error("indexing failed", exc_info=error)
    return (
        f"Indexing stopped: something went wrong inside Quoth ({type(error).__name__}: {error}). "
        "What was read before still answers. Choose “Look for changes” to try again."
    )
