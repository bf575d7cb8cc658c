"""The building of another edition in a thread of its own: begun, gone on with, given up, waited for."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Collection
from pathlib import Path

from index.catalog import nextchunks
from index.catalog.catalog import Catalog
from index.edition import Editions, divided_by
from index.embedding.embedding import Embedder
from index.switching import takeover
from index.switching.building import Building
from index.switching.state import SwitchState
from index.switching.target import FOLDERS, Target, put, remembered
from index.text import chunking


class Switching:
    """The building of another edition in a thread of its own, one at a time.

    :param syncing: held by a sync; an edition is replaced only between two syncs.
    :param busy: whether a sync is at work, for which the build steps aside.
    :param later: has a sync that is running tidy up after these keys when it is over.
    """

    def __init__(
        self,
        data: Path,
        catalog: Catalog,
        editions: Editions,
        *,
        syncing: threading.Lock,
        busy: Callable[[], bool],
        later: Callable[[Collection[str]], None],
    ) -> None:
        self._data = data
        self._catalog = catalog
        self._editions = editions
        self._syncing = syncing
        self._later = later
        self._asked = threading.Lock()  # begin, cancel and halt, one after the other
        self._building = Building(data, catalog, editions, syncing=syncing, busy=busy)
        self._pace = self._building.pace
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> SwitchState | None:
        """How the build goes, or how the last one of this process ended; None where none is under way."""
        state = self._pace.state
        if (state is None or state.ended) and (target := remembered(self._catalog)) is not None:
            return SwitchState(target.model, target.chunk_tokens)
        return state

    @property
    def running(self) -> bool:
        """Whether the building is at work in this process."""
        return self._thread is not None and self._thread.is_alive()

    def pending(self) -> bool:
        """Whether a build is under way, in this process or left by one that ended."""
        return remembered(self._catalog) is not None

    def outdated(self) -> bool:
        """Whether what answers was divided otherwise than texts are divided now."""
        return divided_by(self._catalog) != chunking.VERSION

    def begin(self, model: Embedder, chunk_tokens: int | None, *, load: bool = True) -> bool:
        """Start building, or go on with a build of the same; one of anything else is given up for it.

        :param load: load the model before anything is changed, rather than when it is first needed.
        :returns: False if this is what answers already; a build of anything else is given up then.
        :raises EmbeddingError: the model cannot be found or loaded; nothing is changed.
        """
        with self._asked:
            identity = model.identity
            known = remembered(self._catalog)
            if known is not None and (known.identity, known.chunk_tokens) == (identity, chunk_tokens):
                self._start(known, model)
                return True
            model = self._building.at_hand(model, identity)
            if load and not (self._answers_already(identity, chunk_tokens) and self._at_its_place(model)):
                model.load()
            self._give_up()
            if self._answers_already(identity, chunk_tokens):
                if not self._at_its_place(model):
                    self._catalog.put("model name", model.name)
                    self._editions.live.embedder = model
                return False
            live = self._editions.live.folder
            target = Target(model.name, identity, chunk_tokens, next(folder for folder in FOLDERS if folder != live))
            shutil.rmtree(self._data / target.folder, ignore_errors=True)
            put(self._catalog, target)
            self._start(target, model)
            return True

    def resume(self) -> bool:
        """Go on with a build that an earlier process left, or that stopped; False where there is none."""
        with self._asked:
            target = remembered(self._catalog)
            if target is not None:
                self._start(target, None)
            return target is not None

    def cancel(self) -> bool:
        """Give up the build and delete what was made for it; False where there is none."""
        with self._asked:
            return self._give_up()

    def halt(self) -> None:
        """Stop within a batch and keep what is done; a later ``resume`` goes on from there."""
        with self._asked:
            self._stop()
            self._building.let_go()

    def wait(self, watch: Callable[[SwitchState], None] | None = None, every: float = 0.2) -> SwitchState | None:
        """Wait for the build to end, or to stop with a problem, telling how it goes; its last state."""
        while (thread := self._thread) is not None and thread.is_alive():
            state = self._pace.state
            if state is not None and state.problem is not None:
                break
            if watch is not None and state is not None:
                watch(state)
            thread.join(every)
        return self._pace.state

    def sweep(self) -> None:
        """Forget what was embedded for next chunks that went with their documents."""
        self._building.store.sweep()

    def clean(self) -> None:
        """Delete what a process that was killed left of an edition that neither answers nor is being built."""
        target = remembered(self._catalog)
        used = {self._editions.live.folder, target.folder if target else None}
        for folder in FOLDERS:
            if folder not in used:
                shutil.rmtree(self._data / folder, ignore_errors=True)
        if self._catalog.get(takeover.UNTIDY) is not None:
            takeover.tidy(self._catalog)

    def _answers_already(self, identity: str, chunk_tokens: int | None) -> bool:
        now = (self._catalog.get("model"), self._editions.live.chunk_tokens)
        return now == (identity, chunk_tokens) and not self.outdated()

    def _at_its_place(self, model: Embedder) -> bool:
        """Whether the model that answers is where this one is, and was found there."""
        return model.name == self._catalog.get("model name") and not self._editions.live.embedder.failed

    def _start(self, target: Target, model: Embedder | None) -> None:
        if self.running:
            state = self._pace.state
            if state is None or state.problem is None:
                return
            self._stop()  # it waits to try again
        if model is not None:
            self._building.embedder = model
        self._pace.halt.clear()
        self._pace.waits(target)
        self._thread = threading.Thread(target=self._building.run, args=(target,), name="switching", daemon=True)
        self._thread.start()

    def _stop(self) -> None:
        self._pace.halt.set()
        if self._thread is not None:
            self._thread.join()

    def _give_up(self) -> bool:
        target = remembered(self._catalog)
        if target is None:
            if self._thread is not None:
                self._thread.join()  # it closes what it replaced, in whose folder another may be built
            return False
        self._stop()
        self._building.let_go()
        if remembered(self._catalog) is None:  # it was done just before
            return False
        with self._catalog.transaction() as sql:
            keys = nextchunks.keys(self._catalog).union(nextchunks.gone(sql)[0])
            nextchunks.forget(sql)
            put(self._catalog, None)
            self._catalog.put(takeover.UNTIDY, "1")
        shutil.rmtree(self._data / target.folder, ignore_errors=True)
        if self._syncing.acquire(blocking=False):
            try:
                self._catalog.forget_embeddings(keys)
                self._catalog.put(takeover.UNTIDY, None)
            finally:
                self._syncing.release()
        else:  # the sync may be about to use some of them
            self._later(keys)
        self._pace.waits(target, "cancelled")
        return True
