"""Another embedding model, or another size of chunks: built beside what answers, then taken over at once.

The texts and layouts of all live versions are in the catalog, so that no file is read again. Each version is
divided anew (``catalog.nextchunks``), what is new in that is embedded, and the vectors go to a store of their own.
All that is done is kept: a build goes on after a restart where it stopped. Meanwhile documents that change are
indexed for the edition that answers, and the build takes them up after. When nothing is lacking, one transaction
makes the next chunks the live ones, and questions that begin after it see the new model, vectors and chunks alone.
"""

from __future__ import annotations

import json
import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Collection
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from index.catalog import nextchunks, roster
from index.catalog.catalog import Catalog
from index.catalog.database import CatalogError
from index.catalog.nextchunks import Undivided
from index.documents import Chunk
from index.edition import Edition, Editions
from index.embedding import memory
from index.embedding.embedding import Embedder, EmbeddingError, chunk_limit
from index.embedding.keys import vector_keys
from index.keeping.recovery import fill
from index.loaders import LoadError
from index.ownership import LibraryError
from index.parsing.parser import Parser, Stopped
from index.text import chunking
from index.vectors.vectors import Vectors, VectorsDamaged

log = logging.getLogger(__name__)

_BATCH = 256
"""Chunks that are embedded between two looks at what else is to be done, and that a kill may undo at most."""

_REST = 0.5
"""Seconds between looks at whether a sync, which goes before the build, is over."""

_RETRY = 30.0
"""Seconds after which a build goes on that the disk stopped."""

SMALLEST = 32
"""Tokens that the largest chunk has at least: shorter ones are found by a word or two."""

_FOLDERS = ("vectors", "vectors-2")
"""Folders of vector stores, by turns."""


@dataclass(frozen=True, slots=True)
class SwitchState:
    """How the building of another edition goes."""

    model: str
    chunk_tokens: int | None
    """Tokens of a chunk at most, as chosen; None for what is usual."""
    stage: str = "waiting"
    """``waiting`` (for a start, or a sync), ``dividing``, ``embedding``, ``switching``, ``done``, ``cancelled`` or
    ``stopped`` (see ``problem``)."""
    done: int = 0
    """Documents divided, or chunks embedded."""
    total: int = 0
    rate: float = 0.0
    """Chunks embedded a second."""
    seconds_left: float | None = None
    problem: str | None = None
    """Why it does not go on, in words."""

    @property
    def ended(self) -> bool:
        """Whether nothing more is to come of it: it answers, or was given up."""
        return self.stage in ("done", "cancelled")


@dataclass(frozen=True, slots=True)
class _Target:
    """What is built, as the catalog remembers it: the model by name and identity, and the size of chunks."""

    model: str
    identity: str
    chunk_tokens: int | None
    folder: str


class _Halted(Exception):
    """The build was asked to stop, by a cancel or at the end of the process."""


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
        self._busy = busy
        self._later = later
        self._asked = threading.Lock()  # begin, cancel and halt, one after the other
        self._keeping = threading.Lock()  # storing what is embedded, and forgetting what went
        self._halt = threading.Event()
        self._thread: threading.Thread | None = None
        self._embedder: Embedder | None = None
        self._vectors: Vectors | None = None
        self._state: SwitchState | None = None

    @property
    def state(self) -> SwitchState | None:
        """How the build goes, or how the last one of this process ended; None where none is under way."""
        state = self._state
        if (state is None or state.ended) and (target := self._target()) is not None:
            return SwitchState(target.model, target.chunk_tokens)
        return state

    def pending(self) -> bool:
        """Whether a build is under way, in this process or left by one that ended."""
        return self._target() is not None

    def outdated(self) -> bool:
        """Whether what answers was divided otherwise than texts are divided now."""
        return made_by(self._catalog) != chunking.VERSION

    def begin(self, model: Embedder, chunk_tokens: int | None, *, load: bool = True) -> bool:
        """Start building, or go on with a build of the same; one of anything else is given up for it.

        :param load: load the model before anything is changed, rather than when it is first needed.
        :returns: False if this is what answers already; a build of anything else is given up then.
        :raises EmbeddingError: the model cannot be found or loaded; nothing is changed.
        """
        with self._asked:
            identity = model.identity
            known = self._target()
            if known is not None and (known.identity, known.chunk_tokens) == (identity, chunk_tokens):
                self._start(known, model)
                return True
            model = self._at_hand(model, identity)
            if load and not (self._answers_already(identity, chunk_tokens) and self._at_its_place(model)):
                model.load()
            self._give_up()
            if self._answers_already(identity, chunk_tokens):
                if not self._at_its_place(model):
                    self._catalog.put("model name", model.name)
                    self._editions.live.embedder = model
                return False
            live = self._editions.live.folder
            target = _Target(model.name, identity, chunk_tokens, next(folder for folder in _FOLDERS if folder != live))
            shutil.rmtree(self._data / target.folder, ignore_errors=True)
            self._catalog.put("switch", json.dumps(asdict(target)))
            self._start(target, model)
            return True

    def resume(self) -> bool:
        """Go on with a build that an earlier process left, or that stopped; False where there is none."""
        with self._asked:
            target = self._target()
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
            self._let_go()

    def wait(self, watch: Callable[[SwitchState], None] | None = None, every: float = 0.2) -> SwitchState | None:
        """Wait for the build to end, or to stop with a problem, telling how it goes; its last state."""
        while (thread := self._thread) is not None and thread.is_alive():
            if self._state is not None and self._state.problem is not None:
                break
            if watch is not None and self._state is not None:
                watch(self._state)
            thread.join(every)
        return self._state

    def sweep(self) -> None:
        """Forget what was embedded for next chunks that went with their documents."""
        every, lost = nextchunks.gone(self._catalog.connection)
        if not every:
            return
        with self._keeping:
            target = self._target()
            if self._vectors is not None:
                try:
                    self._vectors.remove(lost)
                except VectorsDamaged:
                    self._vectors.reset()  # all are added again before it answers
            elif target is not None:  # not being built at this moment; derived data, made anew when it goes on
                shutil.rmtree(self._data / target.folder, ignore_errors=True)
            nextchunks.let_go(self._catalog, every)

    def clean(self) -> None:
        """Delete what a process that was killed left of an edition that neither answers nor is being built."""
        target = self._target()
        used = {self._editions.live.folder, target.folder if target else None}
        for folder in _FOLDERS:
            if folder not in used:
                shutil.rmtree(self._data / folder, ignore_errors=True)
        if self._catalog.get("untidy") is not None:
            self._tidy()

    def _tidy(self) -> None:
        """Forget embeddings that no chunk has; those of a sync that was cut off wait, and the next sync tidies up."""
        if self._catalog.get("writing") is None:
            self._catalog.forget_embeddings(self._catalog.unused_embeddings())
        self._catalog.put("untidy", None)

    # Inside

    def _target(self) -> _Target | None:
        saved = self._catalog.get("switch")
        return None if saved is None else _Target(**json.loads(saved))

    @property
    def running(self) -> bool:
        """Whether the building is at work in this process."""
        return self._thread is not None and self._thread.is_alive()

    def _answers_already(self, identity: str, chunk_tokens: int | None) -> bool:
        now = (self._catalog.get("model"), self._editions.live.chunk_tokens)
        return now == (identity, chunk_tokens) and not self.outdated()

    def _at_hand(self, model: Embedder, identity: str) -> Embedder:
        """The model, as the one that answers if it is the same: it need not be in memory twice."""
        live = self._editions.live.embedder
        same = live.loaded and live.name == model.name and identity == self._catalog.get("model")
        return live if same and live.identity == identity else model

    def _at_its_place(self, model: Embedder) -> bool:
        """Whether the model that answers is where this one is, and was found there."""
        return model.name == self._catalog.get("model name") and not self._editions.live.embedder.failed

    def _start(self, target: _Target, model: Embedder | None) -> None:
        if self.running:
            if self._state is None or self._state.problem is None:
                return
            self._stop()  # it waits to try again
        if model is not None:
            self._embedder = model
        self._halt.clear()
        self._state = SwitchState(target.model, target.chunk_tokens)
        self._thread = threading.Thread(target=self._run, args=(target,), name="switching", daemon=True)
        self._thread.start()

    def _stop(self) -> None:
        self._halt.set()
        if self._thread is not None:
            self._thread.join()

    def _let_go(self) -> None:
        with self._keeping:
            if self._vectors is not None:
                self._vectors.close()
            self._vectors = self._embedder = None

    def _give_up(self) -> bool:
        target = self._target()
        if target is None:
            if self._thread is not None:
                self._thread.join()  # it closes what it replaced, in whose folder another may be built
            return False
        self._stop()
        self._let_go()
        if self._target() is None:  # it was done just before
            return False
        with self._catalog.transaction() as sql:
            keys = nextchunks.keys(self._catalog).union(nextchunks.gone(sql)[0])
            nextchunks.forget(sql)
            self._catalog.put("switch", None)
            self._catalog.put("untidy", "1")
        shutil.rmtree(self._data / target.folder, ignore_errors=True)
        if self._syncing.acquire(blocking=False):
            try:
                self._catalog.forget_embeddings(keys)
                self._catalog.put("untidy", None)
            finally:
                self._syncing.release()
        else:  # the sync may be about to use some of them
            self._later(keys)
        self._state = SwitchState(target.model, target.chunk_tokens, "cancelled")
        return True

    # The build, in its own thread

    def _run(self, target: _Target) -> None:
        while self._tried(target):
            if self._halt.wait(_RETRY):
                break
            self._state = SwitchState(target.model, target.chunk_tokens)
        else:
            if self._state is not None and self._state.problem is not None:
                self._let_go()  # no model stays in memory for a build that does not go on

    def _tried(self, target: _Target) -> bool:
        """Build; whether it is to be tried again later, since a disk that is full may have room then."""
        try:
            self._build(target)
        except _Halted:
            self._tell(stage="waiting", rate=0.0, seconds_left=None)
        except (EmbeddingError, LibraryError) as error:
            self._tell(stage="stopped", problem=str(error))
        except (CatalogError, VectorsDamaged) as error:
            self._tell(stage="stopped", problem=str(error))
            return True
        except (sqlite3.Error, OSError) as error:
            if not self._halt.is_set():
                log.exception("the next edition could not be built")
                self._tell(stage="stopped", problem=f"The data folder could not be read or written ({error}).")
                return True
        except Exception as error:
            log.exception("the next edition could not be built")
            self._tell(stage="stopped", problem=f"Something went wrong inside Quoth ({type(error).__name__}: {error}).")
        return False

    def _build(self, target: _Target) -> None:
        if self._target() != target:  # it answers already
            return
        if self._embedder is None:
            self._embedder = self._at_hand(Embedder(target.model), target.identity)
        if self._embedder.identity != target.identity:
            raise LibraryError(
                f"The embedding model {target.model} has changed since its building began. "
                f"Begin again: quoth model cancel, then quoth model use {target.model}"
            )
        self._embedder.load()
        with self._keeping:
            if self._vectors is None:
                self._vectors = Vectors(self._data / target.folder, self._embedder.dimension)
        while True:
            self._divide_versions(self._embedder, target)
            self.sweep()
            self._embed(self._embedder)
            if nextchunks.complete(self._catalog.connection) and self._take_over(self._embedder, target):
                return

    def _divide_versions(self, embedder: Embedder, target: _Target) -> None:
        waiting = nextchunks.undivided(self._catalog)
        with closing(Parser(embedder)) as parser:
            for number, id_ in enumerate(waiting):
                self._go_on()
                self._tell(stage="dividing", done=number, total=len(waiting))
                version = nextchunks.read(self._catalog, id_)
                if version is None:
                    continue
                chunks = self._divide(parser, version, embedder, target) if version.text else []
                texts = [chunking.embedded(chunk, version.title) for chunk in chunks]
                nextchunks.keep(self._catalog, version, chunks, vector_keys(target.identity, texts))

    def _divide(self, parser: Parser, version: Undivided, embedder: Embedder, target: _Target) -> list[Chunk]:
        limit = chunk_limit(embedder, target.chunk_tokens)
        try:
            return parser.divide(version.text, version.layout, limit, embedder.tokenizer_file, self._halt.is_set)
        except Stopped:
            raise _Halted from None
        except LoadError as error:  # one document must not keep all from being switched
            log.warning("a text keeps its chunks, since it %s", error)
            return nextchunks.live(self._catalog, version)

    def _embed(self, embedder: Embedder) -> None:
        done, total = nextchunks.counts(self._catalog)
        embedded, seconds, last = 0, 0.0, ""
        while waiting := nextchunks.unembedded(self._catalog, last, _BATCH):
            self._go_on()
            rate = embedded / seconds if seconds else 0.0
            left = (total - done) / rate if rate else None
            self._tell(stage="embedding", done=done, total=max(done, total), rate=rate, seconds_left=left)
            began = time.monotonic()
            rows = embedder.embed_documents(
                [chunking.embedded(chunk, title) for _, chunk, title in waiting], progress=self._halted
            )
            seconds += time.monotonic() - began
            with self._keeping:
                kept = nextchunks.store(self._catalog, [key for key, _, _ in waiting], rows)
                self._add(kept)
            embedded += len(waiting)
            last = waiting[-1][0]
            done += len(kept)
            memory.release()

    def _add(self, keys: Collection[str]) -> None:
        assert self._vectors is not None
        try:
            self._vectors.add(*self._catalog.embeddings(keys))
        except VectorsDamaged as error:  # derived data: the catalog has all that are embedded
            log.warning("%s They are made anew from the catalog.", error)
            self._vectors.reset()

    def _equalise(self) -> None:
        """Have the next store hold the vectors of the next chunks, and no other."""
        assert self._vectors is not None
        for attempt in (1, 2):
            try:
                with self._keeping:
                    wanted, held = nextchunks.keys(self._catalog), self._vectors.keys()
                    self._vectors.remove(sorted(held - wanted))
                    fill(self._vectors, self._catalog, wanted - held)
                    some = sorted(wanted)[:: max(1, len(wanted) // 64)]
                    found = self._vectors.problems(dict(zip(*self._catalog.embeddings(some), strict=True)))
                if not found:
                    return
                raise VectorsDamaged("; ".join(found))
            except VectorsDamaged as error:
                if attempt == 2:
                    raise
                log.warning("%s They are made anew from the catalog.", error)
                self._vectors.reset()

    def _take_over(self, embedder: Embedder, target: _Target) -> bool:
        """Let the next edition answer; False if documents came meanwhile that it lacks."""
        self._go_on()
        self._tell(stage="switching", seconds_left=None)
        self._equalise()
        while not self._syncing.acquire(timeout=_REST):
            self._go_on()
        try:
            self._go_on()
            old = self._editions.live
            edition = Edition(embedder, target.folder, target.chunk_tokens, self._vectors)
            with old.opening:  # it reads the catalog while its store is opened, or made anew
                lost = self._exchange(edition, target)
                if lost is None:
                    return False
            self._vectors = self._embedder = None
            self._after(edition, lost)
        finally:
            self._syncing.release()
        if self._editions.retire(old, self._halt.is_set):  # else the next process deletes it
            shutil.rmtree(self._data / old.folder, ignore_errors=True)
        del old  # and its model
        memory.release()
        self._tell(stage="done", done=self._catalog.count_chunks(), total=self._catalog.count_chunks())
        return True

    def _exchange(self, edition: Edition, target: _Target) -> list[str] | None:
        """The switch itself: the catalog's transaction, and what is in memory, at one instant for every question.

        :returns: keys that the new store holds of documents that went meanwhile; None where it lacks documents.
        """
        with ExitStack() as questions:
            # No checkpoint in the commit, for which questions wait: a later one does it.
            self._catalog.connection.execute("PRAGMA wal_autocheckpoint = 0")
            questions.callback(self._catalog.connection.execute, "PRAGMA wal_autocheckpoint = 1000")
            with self._catalog.transaction() as sql:
                if not nextchunks.complete(sql):
                    return None
                _, lost = nextchunks.gone(sql)  # with documents that were removed a moment ago
                nextchunks.take_over(sql)
                self._catalog.put("switch", None)
                self._catalog.put("vectors", target.folder)
                self._catalog.put("untidy", "1")
                remember(self._catalog, target.model, target.identity, target.chunk_tokens)
                questions.enter_context(self._editions.still())
            self._editions.replace(edition)
        return lost

    def _after(self, edition: Edition, lost: Collection[str]) -> None:
        """Tidy up after a switch, which holds whether that can be done or not: a later process does what is left."""
        try:
            if edition.vectors is not None:
                edition.vectors.remove(sorted(lost))
            self._tidy()
        except (VectorsDamaged, CatalogError, sqlite3.Error) as error:
            log.warning("It could not be tidied up after the switch to %s yet: %s", edition.embedder.name, error)
        roster.keep(self._data, self._catalog)

    def _go_on(self) -> None:
        """Step aside while a sync is at work: what it takes in answers at once."""
        self._halted()
        if self._busy():
            self._tell(stage="waiting", rate=0.0, seconds_left=None)
            while self._busy():
                if self._halt.wait(_REST):
                    raise _Halted

    def _halted(self, *_: int) -> None:
        if self._halt.is_set():
            raise _Halted

    def _tell(self, **changed: object) -> None:
        if self._state is not None:
            self._state = replace(self._state, **changed)  # type: ignore[arg-type]


def made_by(catalog: Catalog) -> int:
    """The chunking that the live chunks were made by (``chunking.VERSION`` as it was then)."""
    return int(catalog.get("chunking") or 1)


def remember(catalog: Catalog, model: str, identity: str, chunk_tokens: int | None) -> None:
    """Remember which edition the live chunks and their vectors belong to."""
    catalog.put("model name", model)
    catalog.put("model", identity)
    catalog.put("chunk tokens", None if chunk_tokens is None else str(chunk_tokens))
    catalog.put("chunking", str(chunking.VERSION))


def lasting(model: str) -> str:
    """A model's name as it can be found again from anywhere: a local folder by its whole path."""
    folder = Path(model).expanduser()
    return str(folder.resolve()) if folder.is_dir() else model


def size_of(chunk_tokens: int | None, now: int | None) -> int | None:
    """The chosen size of chunks, None for the usual one, from what is asked for: 0 for that, None to keep ``now``.

    :raises LibraryError: chunks cannot have that size.
    """
    if chunk_tokens is None:
        return now
    if chunk_tokens and not SMALLEST <= chunk_tokens <= chunking.LARGEST:
        raise LibraryError(
            f"A chunk may have from {SMALLEST} to {chunking.LARGEST} tokens at most, or 0 for what is usual; "
            f"{chunk_tokens} is neither."
        )
    return chunk_tokens or None
