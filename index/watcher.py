"""Following the library's folders while a process lives: what changes in them is indexed by itself."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from index.embedding import EmbeddingError
from index.library import Library
from index.walk import FolderMissing

log = logging.getLogger(__name__)

_TICK_MS = 2_000
"""How often it is asked whether a look at all folders is due: network folders tell of no changes, and one may fall
between a look and the start of watching."""

_SHARE = 50
"""Such a look is taken when this many times its last duration has passed, so that it takes 2 % of the time at most."""

_LONGEST = 300.0
"""Seconds after which it is taken in any case."""

_SETTLE_MS = 400
"""Changes that come within this time of each other are taken together."""


class Watcher:
    """A thread that syncs a library at its start, whenever a file in its folders changes, and now and then.

    :param sync: does the sync and deals with what can go wrong in it; by default ``library.sync``, logging errors.
    """

    def __init__(self, library: Library, sync: Callable[[], object] | None = None) -> None:
        self._library = library
        self._sync_all = sync or self._sync_logged
        self._stop = threading.Event()
        self._due = 0.0
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Begin with a sync of everything."""
        self._thread.start()

    def stop(self) -> None:
        """End after the document at hand."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        from watchfiles import watch

        while not self._stop.is_set():
            self._sync()
            folders = self._folders()
            fresh = True
            try:
                for changes in watch(
                    *folders,
                    debounce=_SETTLE_MS,
                    rust_timeout=_TICK_MS,
                    yield_on_timeout=True,
                    stop_event=self._stop,
                    raise_interrupt=False,
                    watch_filter=self._is_document,
                    ignore_permission_denied=True,
                ):
                    # The first time, for what changed after the sync before and before watching began.
                    if fresh or changes or time.monotonic() >= self._due:
                        fresh = False
                        self._sync()
                    if self._folders() != folders:
                        break  # watch the folders that are followed now
            except (OSError, RuntimeError) as error:  # such as no more watches to be had from the system
                log.warning("Changes cannot be watched: %s. The folders are looked at now and then.", error)
                self._stop.wait(max(_TICK_MS / 1000, self._due - time.monotonic()))

    def _folders(self) -> list[Path]:
        """Folders to watch; files that are followed singly are looked at now and then, which costs little."""
        folders = self._library.catalog.folders()
        return [folder.path for folder in folders if folder.only is None and folder.path.is_dir()]

    def _is_document(self, _: object, path: str) -> bool:
        """Whether a change is not of the data folder itself, which a sync writes to."""
        data, uploads = self._library.data, self._library.uploads_path
        return Path(path).is_relative_to(uploads) or not Path(path).is_relative_to(data)

    def _sync(self) -> None:
        began = time.monotonic()
        self._sync_all()
        ended = time.monotonic()
        self._due = ended + min(_LONGEST, _SHARE * (ended - began))

    def _sync_logged(self) -> None:
        try:
            self._library.sync()
        except (FolderMissing, EmbeddingError) as error:
            log.warning("%s", error)
        except Exception:
            if not self._stop.is_set():
                log.exception("A sync failed.")
