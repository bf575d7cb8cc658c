"""Bringing the index to what the folders hold: each document in one transaction, only what changed embedded."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from index.catalog.catalog import Catalog, FileFacts
from index.documents import State
from index.embedding import memory
from index.embedding.embedding import Embedder
from index.embedding.keys import vector_keys
from index.following.agenda import Agenda
from index.following.moves import Move
from index.following.plan import Plan, Task
from index.parsing.outcome import Parsed
from index.parsing.parser import Parser, Stopped
from index.syncing.intake import Intake
from index.syncing.report import Activity, Report, Tally, Watch
from index.syncing.window import Embedding, Part, ReadDocument, Window
from index.text import chunking
from index.vectors.vectors import Vectors

log = logging.getLogger(__name__)

_MANY = 8
"""With more files than this to read, some will be embedded: the model is loaded beside the reading."""
_TOGETHER = 32
"""Documents that come to answer in one transaction: few enough that another writer hardly waits."""


class Sync:
    """One run over the plans of some folders.

    :param vectors: gives the vector store, opened when it is first needed.
    :param parser: reads files, in a process of its own.
    :param stop: set by another thread to end the run after the document at hand.
    :param between: called between two files, while nothing of a document is under way but its embedding.
    """

    def __init__(
        self,
        catalog: Catalog,
        embedder: Embedder,
        vectors: Callable[[], Vectors],
        parser: Callable[[], Parser],
        *,
        watch: Watch,
        stop: threading.Event,
        between: Callable[[], None] = lambda: None,
    ) -> None:
        self._catalog = catalog
        self._embedder = embedder
        self._vectors = vectors
        self._parser = parser
        self._watch = watch
        self._stop = stop
        self._between = between
        self._tally = Tally()
        self._embedding = Embedding(embedder)
        self._window = Window.first()
        self._under_way: tuple[Window, Callable[[], Iterator[Part]]] | None = None
        self._total = 0
        self._agenda = Agenda(())
        self.dropped: set[str] = set()
        """Vector keys of versions that went: those that no chunk has any more can be deleted after the run."""

    def run(self, plans: Sequence[Plan], attended: Sequence[str] = ()) -> Report:
        """Carry out the plans: removals and moves first, then what must be read.

        :param attended: what was said in open conversations: files that are named there are read first.
        :raises EmbeddingError: the embedding model cannot be loaded; documents not finished stay queued.
        :raises CatalogError: the disk is full or cannot be written to; likewise.
        """
        began = time.monotonic()
        for plan in plans:
            self._without_reading(plan)
        self._move([move for plan in plans for move in plan.moves])
        tasks = [task for plan in plans for task in (*plan.tasks, *self._unblocked(plan))]
        self._total = len(tasks)
        self._agenda = Agenda(tasks, attended)
        if len(tasks) > _MANY:
            self._embedding.warm_up()
        try:
            while not self._stop.is_set() and (following := self._agenda.next()) is not None:
                task, named = following
                self._tell("indexing", task.found.path)
                self._read(task)
                if named or self._window.full:
                    self._flush()
                self._between()
            self._flush()  # the last
            self._flush()  # and what is under way
        finally:
            self._embedding.end()
        return self._tally.report(time.monotonic() - began, stopped=self._stop.is_set())

    @property
    def noted(self) -> set[tuple[str, str]]:
        """Folder and path of documents that failed or were skipped in this run and not before."""
        return self._tally.noted

    def attend(self, words: str) -> None:
        """Read the files whose names occur in these words next; may be called by another thread."""
        self._agenda.attend(words)

    def _without_reading(self, plan: Plan) -> None:
        folder, tally = str(plan.folder.path), self._tally
        tally.unchanged += plan.unchanged
        if plan.gone:
            ids = [seen.id for seen in plan.gone]
            self.dropped |= self._catalog.keys_of(ids)
            self._catalog.remove(ids)
            tally.removed((seen.path for seen in plan.gone), folder)
        for seen in plan.unread:
            tally.without(seen.state, seen.path, folder, seen.reason or "")
        for unreadable in plan.unreadable:
            tally.without(State.FAILED, unreadable.path or ".", folder, unreadable.reason)

    def _move(self, moves: Sequence[Move]) -> None:
        self._catalog.move(
            (
                move.seen.id,
                move.folder,
                move.found.path,
                FileFacts(move.found.size, move.found.mtime_ns, move.checked_ns, move.seen.sha256, move.seen.recipe),
            )
            for move in moves
        )
        for move in moves:
            for one in (move.seen, *move.members):
                path = move.found.path + one.path[len(move.seen.path) :]
                before = one.path if move.source.id == move.folder.id else str(move.source.path / one.path)
                self._tally.moved(path, str(move.folder.path), before, self._catalog.chunks_held(one.id))

    def _unblocked(self, plan: Plan) -> list[Task]:
        """The tasks for new files whose places are free now that what was there is gone."""
        if not plan.blocked:
            return []
        self._catalog.enqueue(plan.folder, [(one.path, one.size, one.mtime_ns) for one in plan.blocked])
        seen = self._catalog.seen(plan.folder, [one.path for one in plan.blocked])
        return [Task(plan.folder, seen[one.path], one, new=True) for one in plan.blocked if one.path in seen]

    def _read(self, task: Task) -> None:
        """Take in a file and what is inside it; what is new in them waits for `_flush`."""
        seen = self._catalog.seen_one(task.seen.id)  # as it is by now
        if seen is None:
            self._tally.done += 1  # removed meanwhile
            return
        intake = Intake(self._catalog, replace(task, seen=seen), self._tally, self._take, self.dropped)
        reading = self._parser().read(task.folder.path, task.found.path, intake.want, self._stop.is_set)
        try:
            with closing(reading) as outcomes:  # type: ignore[type-var]
                for outcome in outcomes:
                    intake.take(outcome)
                    if self._window.full:
                        self._flush()
        except FileNotFoundError:
            self._tally.done += 1  # gone since the folder was looked at; the next sync sees that
        except Stopped:
            self._tally.done += 1  # the next sync goes on
        except OSError as error:
            self._unreadable(task, f"cannot be read: {error.strerror or error}")
        else:
            intake.end()

    def _unreadable(self, task: Task, reason: str) -> None:
        facts = FileFacts(task.found.size, task.found.mtime_ns, 0, None, None)
        seen, folder = task.seen, str(task.folder.path)
        if (seen.state, seen.reason) != (State.FAILED, reason):
            self._tally.noted.add((folder, seen.path))
        self._catalog.fail(seen.id, facts, State.FAILED, reason)
        self._tally.without(State.FAILED, seen.path, folder, reason)
        self._tally.done += 1

    def _take(self, read: ReadDocument, parsed: Parsed) -> None:
        """Put a document that was read among those that wait for embedding."""
        texts = [chunking.embedded(chunk, parsed.title) for chunk in parsed.chunks]
        keys = vector_keys(self._embedder.identity, texts)
        by_key = dict(zip(keys, texts, strict=True))
        under_way = {} if self._under_way is None else self._under_way[0].texts
        missing = (key for key in self._catalog.missing(by_key) if key not in under_way)
        version = replace(read.version, keys=keys)
        self._window.add(replace(read, version=version), {key: by_key[key] for key in missing})

    def _flush(self) -> None:
        """Have what was read embedded, and let the window before it answer meanwhile."""
        window, self._window = self._window, Window()
        before, self._under_way = self._under_way, None
        if window.documents:
            self._under_way = (window, self._embedding.begin(window))
        if before is not None:
            self._finish(*before)

    def _finish(self, window: Window, parts: Callable[[], Iterator[Part]]) -> None:
        """Store a window's embeddings, then let its documents answer, each whole, some of them in one transaction."""
        generation = self._vectors().generation
        keys, fresh = window.keys(), set(window.texts)
        # Vectors whose last chunk went, or whose document was cut off before it was live, may not be in the store.
        dormant = keys - fresh
        dormant -= self._catalog.chunks_of_keys(dormant).keys()
        if dormant:
            self._vectors().add(*self._catalog.embeddings(sorted(dormant)))
        if not self._stored(parts):
            return
        for start in range(0, len(window.documents), _TOGETHER):
            with self._catalog.transaction():  # what is written to disk for each is little, for each transaction much
                for read in window.documents[start : start + _TOGETHER]:
                    mine = fresh.intersection(read.version.keys)
                    fresh -= mine  # a chunk that two documents share is embedded once
                    self._make_live(read, len(mine))
        if self._vectors().generation != generation:  # made anew meanwhile, of what was live then
            self._vectors().add(*self._catalog.embeddings(sorted(keys)))
        memory.release()
        self._tell("indexing")

    def _make_live(self, read: ReadDocument, embedded: int) -> None:
        target, before = read.target, self._catalog.version_id(read.target.id)
        self.dropped |= self._catalog.keys_of([target.id])
        if not self._catalog.make_live(target.id, read.version, read.facts, read.read_ns):
            self._tally.done += target.file  # removed, or read anew, meanwhile
        elif before is not None and before == self._catalog.version_id(target.id):  # read for what is inside it
            self._tally.unchanged += 1
            self._tally.done += target.file
        else:
            self._tally.live(target, len(read.version.chunks), embedded)

    def _stored(self, parts: Callable[[], Iterator[Part]]) -> bool:
        """Store a window's embeddings as they come; False when asked to stop before the last."""
        self._tell("indexing" if self._embedder.loaded else "loading the model")
        for keys, vectors, seconds in parts():
            # In the catalog first: should the process end here, nothing is embedded twice.
            self._catalog.store_embeddings(keys, vectors)
            self._vectors().add(*self._catalog.embeddings(keys))
            self._tally.embedded += len(keys)
            self._tally.embedding_seconds += seconds
            self._tell("indexing")
            memory.release()  # or a large document's parts leave more and more behind
            if self._stop.is_set():
                break
        # Once one window is left, so are all behind it: a file does not answer before what is inside it.
        return not self._stop.is_set()

    def _tell(self, stage: str, path: str = "") -> None:
        tally = self._tally
        rate = tally.embedded / tally.embedding_seconds if tally.embedding_seconds else 0.0
        left = None
        if tally.done and tally.embedding_seconds:
            left = (self._total - tally.done) * tally.embedding_seconds / tally.done
        self._watch(Activity(stage, tally.done, self._total, path, tally.embedded, rate, left))
