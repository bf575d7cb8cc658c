"""Following the library's folders while a process lives: what changes in them is indexed by itself."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from index.catalog.database import CatalogError
from index.embedding.embedding import EmbeddingError
from index.following.patterns import IGNORE_FILE
from index.following.places import identity
from index.following.settling import Settling
from index.following.survey import Settled
from index.library import Library

log = logging.getLogger(__name__)

_TICK = 0.5
"""Seconds between looks at which folders are followed, and whether a look into all of them is due."""

_SOONEST = 2.0
_SHARE = 50
_LONGEST = 300.0
"""Network folders tell of no changes, so all folders are looked at now and then: when `_SHARE` times the last look's
duration has passed, so that it takes 2 % of the time at most, between `_SOONEST` and `_LONGEST` seconds."""

_DEBOUNCE_MS = 200
"""Changes that come within this time of each other are told of together."""

_MANY = 5_000
"""Changed paths above which a look at everything is quicker."""

Do = Callable[[list[Path] | None, Settled], object]
"""Syncs certain paths, or all where they are None."""


class Watcher:
    """A thread that syncs a library at its start, whenever a file in its folders changes, and now and then.

    :param sync: does the sync and deals with what can go wrong in it; by default ``library.sync``, logging errors.
    """

    def __init__(self, library: Library, sync: Do | None = None) -> None:
        self._library = library
        self._do = sync or self._sync_logged
        self._stop = threading.Event()
        self._wake = threading.Condition()
        self._changed: set[Path] = set()
        self._all = True
        self._settling = Settling()
        self._due = 0.0
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Begin with a sync of everything."""
        self._thread.start()

    def stop(self) -> None:
        """End after the document at hand."""
        self._stop.set()
        with self._wake:
            self._wake.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    # The thread that syncs

    def _run(self) -> None:
        followed: object = None
        events: _Events | None = None
        while not self._stop.is_set():
            try:
                now = self._followed()
                if now != followed:
                    if events is not None:
                        events.stop()
                    followed = now
                    events = _Events(self._folders(), self._saw, self._look_soon)
                    self._all = True
                self._turn()
            except Exception:  # whatever it is, such as a disk that fails for a moment: the folders are still followed
                if self._stop.is_set():
                    break
                log.exception("The folders could not be looked at; it is tried again.")
                self._all = True
                self._stop.wait(_SOONEST)
        if events is not None:
            events.stop()

    def _turn(self) -> None:
        """Do what is to be done now, or wait until something may be."""
        with self._wake:
            if not (self._all or self._changed):
                self._wake.wait(self._settling.pause() or min(_TICK, max(0.0, self._due - time.monotonic())))
            changed, self._changed = self._changed, set()
            everything = self._all or time.monotonic() >= self._due
            self._all = False
        self._settling.saw(changed)
        if self._stop.is_set():
            return
        ripe = self._settling.ripe()
        if everything or len(ripe) > _MANY or any(path.name == IGNORE_FILE for path in ripe):
            began = time.monotonic()
            self._do(None, self._settling.settled)
            ended = time.monotonic()
            self._due = ended + min(_LONGEST, max(_SOONEST, _SHARE * (ended - began)))
        elif ripe:
            self._do(ripe, self._settling.settled)

    def _sync_logged(self, paths: list[Path] | None, settled: Settled) -> None:
        try:
            self._library.sync(paths, settled=settled)
        except (CatalogError, EmbeddingError) as error:
            if not self._stop.is_set():
                log.warning("%s", error)
        except Exception:
            if not self._stop.is_set():
                log.exception("A sync failed.")

    # What others tell it

    def _saw(self, paths: Iterable[str]) -> None:
        changed = [Path(path) for path in paths if self._is_document(Path(path))]
        if changed:
            with self._wake:
                self._changed.update(changed)
                self._wake.notify_all()

    def _look_soon(self) -> None:
        """Have all folders looked at: for what changed between a look and the start of watching."""
        with self._wake:
            self._all = True
            self._wake.notify_all()

    # What is followed

    def _followed(self) -> object:
        """What decides which files are followed, to be compared: others take effect at once."""
        folders = self._library.catalog.folders()
        return [
            (folder.id, folder.path, folder.only, folder.include, folder.exclude, _which(folder.path))
            for folder in folders
        ]

    def _folders(self) -> list[Path]:
        """Folders to watch; files that are followed singly are looked at now and then, which costs little."""
        folders = self._library.catalog.folders()
        return [folder.path for folder in folders if folder.only is None and folder.path.is_dir()]

    def _is_document(self, path: Path) -> bool:
        """Whether a change may be of a document: not of the data folder itself, which a sync writes to, nor hidden."""
        data, uploads = self._library.data, self._library.uploads_path
        base = uploads if path.is_relative_to(uploads) else None
        if base is None and path.is_relative_to(data):
            return False
        base = base or next((folder for folder in self._folders_above(path)), path.parent)
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(base).parts)
        return not hidden or path.name == IGNORE_FILE

    def _folders_above(self, path: Path) -> list[Path]:
        return [folder.path for folder in self._library.catalog.folders() if path.is_relative_to(folder.path)]


class _Events:
    """A thread that tells of changes in folders.

    :param saw: called with the paths that changed.
    :param watching: called once it has begun.
    """

    def __init__(self, folders: list[Path], saw: Callable[[Iterable[str]], None], watching: Callable[[], None]) -> None:
        self._folders = folders
        self._saw = saw
        self._watching = watching
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Tell no more."""
        self._stop.set()

    def _run(self) -> None:
        from watchfiles import watch

        fresh = True
        try:
            for changes in watch(
                *self._folders,
                watch_filter=None,
                debounce=_DEBOUNCE_MS,
                rust_timeout=1_000,
                yield_on_timeout=True,
                stop_event=self._stop,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                if fresh:
                    fresh = False
                    self._watching()
                if self._stop.is_set():
                    return
                if changes:
                    self._saw(path for _, path in changes)
        except (OSError, RuntimeError) as error:  # such as no more watches to be had from the system
            log.warning("Changes cannot be watched: %s. The folders are looked at now and then.", error)


def _which(path: Path) -> int | None:
    """What tells a folder from another one that took its place, which is watched anew."""
    try:
        return identity(path.stat())
    except OSError:
        return None
