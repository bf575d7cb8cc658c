"""The syncs of an open library: one at a time, small ones let in between two files of a long one, and what they did."""

from __future__ import annotations

import logging
import tempfile
import threading
import time
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalog import reports, roster
from index.catalog.database import CatalogError
from index.following.plan import make_plans
from index.following.survey import Interrupted, Look, Settled
from index.keeping.scrubbing import is_unclean
from index.loaders import ocr
from index.syncing.report import Activity, Report, Watch
from index.vectors.vectors import VectorsDamaged

if TYPE_CHECKING:
    from index.library import Library
    from index.syncing.sync import Sync

log = logging.getLogger(__name__)

_KEPT = 100
"""Reports of syncs that changed something, kept for those that ask for news."""

_ATTENTION = 600.0
"""Seconds for which what was said in a conversation decides what is read first."""

_ROOM = 2**20
"""Bytes that must find room on the disk for it not to be called full."""


@dataclass(slots=True)
class _Request:
    """A sync that is asked for."""

    paths: list[Path] | None
    again: Collection[int]
    settled: Settled | None
    watch: Watch
    result: Future[Report] = field(default_factory=Future)


class Runs:
    """Runs the syncs of a library and remembers what they did."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.lock = threading.Lock()
        """Held by a sync, or by what must not run beside one."""
        self.stop = threading.Event()
        self.activity = Activity()
        self._waiting: deque[_Request] = deque()
        self._pictures_tried = False
        self._comparing = False
        self._left: set[str] = set()  # keys of removed documents that the next sync looks after
        self._running: list[Sync] = []
        self._attended: deque[tuple[float, str]] = deque(maxlen=8)
        self._news: deque[Report] = deque(maxlen=_KEPT)
        self._told = 0
        self._telling = threading.Lock()

    def busy(self) -> bool:
        """Whether a sync is at work."""
        return bool(self._running)

    # What happened

    def news(self, since: int) -> tuple[int, list[Report]]:
        """See `Library.news`."""
        with self._telling:
            new = max(0, min(self._told - since, len(self._news)))
            return self._told, list(self._news)[len(self._news) - new :]

    def attend(self, words: str) -> None:
        """See `Library.attend`."""
        self._attended.append((time.monotonic(), words))
        for run in list(self._running):
            run.attend(words)

    # Syncing

    def sync(
        self, paths: Iterable[Path] | None, again: Collection[int], settled: Settled | None, watch: Watch | None
    ) -> Report:
        """See `Library.sync`."""

        if self.stop.is_set():
            return Report(stopped=True)

        def told(activity: Activity) -> None:
            self.activity = activity
            if watch is not None:
                watch(activity)

        if watch is not None:  # not told to all: a look that finds nothing is no activity
            watch(Activity("looking"))
        request = _Request(None if paths is None else list(paths), again, settled, told)
        if request.paths is None:
            with self.lock:
                return self._carry_out(request)
        self._waiting.append(request)
        # A sync under way lets it in between two files; where none is, it is done here.
        while not request.result.done():
            if self.lock.acquire(timeout=0.05):
                try:
                    self._let_in()
                finally:
                    self.lock.release()
        return request.result.result()

    def _let_in(self) -> None:
        """Do the small syncs that wait; called with the lock held, also in the middle of a long sync."""
        while True:
            try:
                request = self._waiting.popleft()
            except IndexError:
                return
            before = self.activity
            try:
                request.result.set_result(self._carry_out(request))
            except BaseException as error:
                request.result.set_exception(error)
            self.activity = before

    def _carry_out(self, request: _Request) -> Report:
        if self.stop.is_set():
            return Report(stopped=True)
        try:
            try:
                return self._sync(request)
            except VectorsDamaged as error:  # derived data: the catalog has every embedding
                self._must_have_room()
                log.warning("%s They are made anew from the catalog.", error)
                self._library.rebuild_vectors()
                return self._sync(request)
        finally:
            request.watch(Activity())

    def _sync(self, request: _Request) -> Report:
        from index.syncing.sync import Sync

        library, catalog = self._library, self._library.catalog
        roster.keep(library.data, catalog)
        if request.paths is None:
            self._retry_pictures()
        looks = self._looks(request.paths)
        try:
            plans = make_plans(catalog, looks, again=request.again, settled=request.settled, stop=self.stop.is_set)
        except Interrupted:
            return Report(stopped=True)
        changes = any(plan.gone or plan.moves or plan.tasks for plan in plans)
        was_cut_off = catalog.get("writing") is not None and not self._running
        if any(plan.tasks for plan in plans):
            library.remember_model()
            catalog.put("writing", "1")
        run = Sync(
            catalog,
            library.embedder,
            lambda: library.vectors,
            lambda: library.parser,
            watch=request.watch,
            stop=self.stop,
            between=self._let_in,
        )
        self._running.append(run)
        try:
            report = run.run(plans, [words for at, words in self._attended if time.monotonic() - at < _ATTENTION])
        finally:
            self._running.remove(run)
        self._tell(report.news(run.noted))
        # What a run that was cut off had embedded waits for its documents, until all folders were gone through.
        complete = request.paths is None and not report.stopped
        if self._running:  # the sync that this one was let into tidies up
            self._left |= run.dropped
            return report
        if changes or self._left:
            request.watch(Activity("tidying up"))
            left, self._left = self._left, set()
            self._tidy(run.dropped | left)
        self._compare()
        if complete and (was_cut_off or is_unclean(catalog)):  # or cut off between removing and tidying up
            self._tidy()
        if (changes or was_cut_off) and (complete or not (was_cut_off or report.stopped)):
            catalog.put("writing", None)
        return report

    def _compare(self) -> None:
        """Find near-duplicates, letting in what waits between two documents."""
        if self._comparing:  # by the sync that this one was let into
            return
        self._comparing = True
        try:
            reports.compare(self._library.catalog, self._go_on)
        finally:
            self._comparing = False

    def _go_on(self) -> bool:
        self._let_in()
        return not self.stop.is_set()

    def _retry_pictures(self) -> None:
        """Have what waits for text recognition read again, once it is installed."""
        if self._pictures_tried or not ocr.is_installed():
            return
        self._pictures_tried = True
        waiting = reports.awaiting_ocr(self._library.catalog)
        with self._library.catalog.transaction():
            self._library.catalog.discard_versions(waiting)
            self._library.catalog.reread(waiting)

    def _looks(self, paths: Sequence[Path] | None) -> list[Look]:
        following, catalog = self._library.following, self._library.catalog
        looks = []
        for folder in catalog.folders():
            within = None if paths is None else following.within(folder, paths)
            if within is None or within:
                looks.append(Look(folder, following.outside(folder), within))
        return looks

    def _tell(self, news: Report | None) -> None:
        if news is not None:
            with self._telling:
                self._news.append(news)
                self._told += 1

    def _must_have_room(self) -> None:
        """Tell a disk that is full or read-only from damage: there, making vectors anew would fail too."""
        try:
            with tempfile.TemporaryFile(dir=self._library.data, prefix=".room-") as file:
                file.write(bytes(_ROOM))
        except OSError as error:
            raise CatalogError(
                f"The data folder {self._library.data} cannot be written to ({error.strerror or error}). Make room on "
                "the disk or check its permissions; what was done so far is kept, and the rest is done when you try "
                "again."
            ) from error

    # Tidying

    def tidy(self) -> None:
        """Delete embeddings and vectors that no chunk has."""
        with self.lock:
            self._tidy()

    def tidy_all(self) -> None:
        """The same for a caller that holds the lock."""
        self._tidy()

    def _tidy(self, among: Collection[str] | None = None) -> None:
        """Delete vectors (of these, if given) that no chunk has; called while no sync can be about to use them."""
        if among is not None and not among:
            return
        catalog = self._library.catalog
        unused = catalog.unused_embeddings(among)
        unseen = set(unused)
        if self._library.switching.pending():  # what is built may have the same embeddings, and keeps them
            held = self._library.vectors.keys() if among is None else set(among)
            unseen |= held - catalog.chunks_of_keys(held).keys()
        if unseen:
            self._library.vectors.remove(sorted(unseen))
            catalog.forget_embeddings(unused)
        if not self._library.switching.running:
            self._library.switching.sweep()

    def later(self, keys: Collection[str]) -> None:
        """Have the sync that is running, or the next one, tidy up after these keys."""
        self._left.update(keys)

    def tidy_soon(self, among: Collection[str]) -> None:
        """Delete vectors that went with a document, now or when the sync that is running ends.

        They are never seen meanwhile.
        """
        if not self._running and self.lock.acquire(blocking=False):
            try:
                self._tidy(among)
            finally:
                self.lock.release()
        else:
            self.later(among)
