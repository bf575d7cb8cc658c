"""Bringing the index to what the folders hold: each document in one transaction, only what changed embedded."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from index import chunking, files, memory
from index.catalog import Catalog, FileFacts, NewVersion
from index.documents import State
from index.embedding import Embedder, EmbeddingError
from index.loaders import LoadError, Unsupported, format_of, load
from index.loaders.registry import HEAD
from index.plan import Move, Plan, Task, recipe
from index.report import Activity, Entry, Report, Watch
from index.vectors import Vectors
from index.window import Embedding, Part, ReadDocument, Window

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Tally:
    """The lists of a report in the making."""

    added: list[Entry] = field(default_factory=list)
    updated: list[Entry] = field(default_factory=list)
    moved: list[Entry] = field(default_factory=list)
    removed: list[Entry] = field(default_factory=list)
    failed: list[Entry] = field(default_factory=list)
    skipped: list[Entry] = field(default_factory=list)
    unchanged: int = 0
    done: int = 0
    embedded: int = 0
    reused: int = 0
    embedding_seconds: float = 0.0

    def without(self, state: State, path: str, folder: str, reason: str) -> None:
        """Count a document that has no text to answer from."""
        (self.skipped if state is State.SKIPPED else self.failed).append(Entry(path, folder, reason))

    def live(self, task: Task, chunks: int, embedded: int) -> None:
        """Count a document whose new version answers."""
        entry = Entry(task.found.path, str(task.folder.path), None, chunks, embedded)
        (self.added if task.new else self.updated).append(entry)
        self.reused += entry.reused
        self.done += 1


class Sync:
    """One run over the plans of some folders.

    :param vectors: gives the vector store, opened when it is first needed.
    :param stop: set by another thread to end the run after the document at hand.
    """

    def __init__(
        self,
        catalog: Catalog,
        embedder: Embedder,
        vectors: Callable[[], Vectors],
        *,
        watch: Watch,
        stop: threading.Event,
    ) -> None:
        self._catalog = catalog
        self._embedder = embedder
        self._vectors = vectors
        self._watch = watch
        self._stop = stop
        self._tally = _Tally()
        self._embedding = Embedding(embedder)
        self._window = Window()
        self._under_way: tuple[Window, Callable[[], Iterator[Part]]] | None = None
        self._total = 0
        self.dropped: set[str] = set()
        """Vector keys of versions that went: those that no chunk has any more can be deleted after the run."""

    def run(self, plans: Sequence[Plan]) -> Report:
        """Carry out the plans: removals and moves first, then what must be read.

        :raises EmbeddingError: the embedding model cannot be loaded; documents not finished stay queued.
        """
        began = time.monotonic()
        self._total = sum(len(plan.tasks) for plan in plans)
        for plan in plans:
            self._without_reading(plan)
        try:
            for task in (task for plan in plans for task in plan.tasks):
                if self._stop.is_set():
                    break
                self._tell("indexing", task.found.path)
                self._read(task)
                if self._window.full:
                    self._flush()
            self._flush()  # the last
            self._flush()  # and what is under way
        finally:
            self._embedding.end()
        tally = self._tally
        return Report(
            added=tuple(tally.added),
            updated=tuple(tally.updated),
            moved=tuple(tally.moved),
            removed=tuple(tally.removed),
            failed=tuple(tally.failed),
            skipped=tuple(tally.skipped),
            unchanged=tally.unchanged,
            embedded=tally.embedded,
            reused=tally.reused,
            seconds=time.monotonic() - began,
            stopped=self._stop.is_set(),
        )

    def _without_reading(self, plan: Plan) -> None:
        folder, tally = str(plan.folder.path), self._tally
        tally.unchanged += plan.unchanged
        if plan.gone:
            self.dropped |= self._catalog.keys_of(seen.id for seen in plan.gone)
            self._catalog.remove([seen.id for seen in plan.gone])
            tally.removed += [Entry(seen.path, folder) for seen in plan.gone]
        for move in plan.moves:
            self._move(folder, move)
        for seen in plan.unread:
            tally.without(seen.state, seen.path, folder, seen.reason or "")
        for unreadable in plan.unreadable:
            tally.failed.append(Entry(unreadable.path or ".", folder, unreadable.reason))

    def _move(self, folder: str, move: Move) -> None:
        seen, found = move.seen, move.found
        facts = FileFacts(found.size, found.mtime_ns, time.time_ns(), seen.sha256, seen.recipe)
        self._catalog.move(seen.id, found.path, facts)
        self._tally.moved.append(Entry(found.path, folder, f"was {seen.path}"))

    def _read(self, task: Task) -> None:
        """Look at a file's bytes; what is new in them waits for `_flush`."""
        unread = FileFacts(task.found.size, task.found.mtime_ns, 0, None, None)
        try:
            data, facts = files.read(task.folder.path / task.found.path)
        except FileNotFoundError:
            self._tally.done += 1  # gone since the folder was looked at; the next sync sees that
        except files.TooLarge as error:
            facts = dataclasses.replace(unread, checked_ns=time.time_ns(), recipe=recipe(None))
            self._give_up(task, facts, State.SKIPPED, str(error))
        except OSError as error:
            self._give_up(task, unread, State.FAILED, f"cannot be read: {error.strerror or error}")
        except MemoryError:
            self._give_up(task, unread, State.FAILED, "needs more memory than there is")
        else:
            self._consider(task, data, facts)

    def _consider(self, task: Task, data: bytes, facts: FileFacts) -> None:
        seen, format_ = task.seen, format_of(task.found.path, data[:HEAD])
        facts = dataclasses.replace(facts, recipe=recipe(format_))
        if seen.state is State.READY and (facts.sha256, facts.recipe) == (seen.sha256, seen.recipe):
            self._catalog.touch(seen.id, facts)
            self._tally.unchanged += 1
            self._tally.done += 1
            return
        if format_ is not None and self._share(task, format_, facts):
            return
        try:
            self._parse(task, data, facts)
        except Unsupported as error:
            self._give_up(task, facts, State.SKIPPED, str(error))
        except LoadError as error:
            self._give_up(task, facts, State.FAILED, str(error))
        except MemoryError:
            self._give_up(task, facts, State.FAILED, "needs more memory than there is")

    def _give_up(self, task: Task, facts: FileFacts, state: State, reason: str) -> None:
        seen = task.seen
        known = (seen.state, seen.reason, seen.size, seen.mtime_ns, seen.sha256, seen.recipe)
        if known != (state, reason, facts.size, facts.mtime_ns, facts.sha256, facts.recipe):
            self.dropped |= self._catalog.keys_of([seen.id])
            self._catalog.fail(seen.id, facts, state, reason)
        self._tally.without(state, task.found.path, str(task.folder.path), reason)
        self._tally.done += 1

    def _share(self, task: Task, format_: str, facts: FileFacts) -> bool:
        """Answer from a version that another document with the same bytes has already, if one has."""
        known = self._catalog.known_version(facts.sha256 or "", format_, facts.recipe or "")
        if known is None:
            return False
        old = self._catalog.keys_of([task.seen.id])
        if not self._catalog.share(task.seen.id, known, facts):
            return False
        self.dropped |= old
        self._tally.live(task, len(self._catalog.chunks_of_document(task.seen.id)), 0)
        return True

    def _parse(self, task: Task, data: bytes, facts: FileFacts) -> None:
        loaded = load(data, task.found.path)
        limit, count = self._embedder.max_tokens, self._embedder.count
        try:
            chunks = chunking.chunks(loaded.text, loaded.layout, limit=limit, count=count)
            texts = [chunking.embedded(chunk, loaded.title) for chunk in chunks]
            keys = vector_keys(self._embedder.identity, texts)
        except (MemoryError, EmbeddingError):
            raise
        except Exception as error:  # one document must not keep all after it from being read
            log.exception("%s could not be divided", task.found.path)
            raise LoadError(f"could not be divided into passages ({type(error).__name__})") from error
        if not chunks:
            raise Unsupported("holds no text")
        version = NewVersion(
            sha256=facts.sha256 or "",
            format=loaded.format,
            recipe=facts.recipe or "",
            title=loaded.title,
            text=loaded.text,
            layout=loaded.layout.to_bytes(),
            pages=len(loaded.layout.pages) or None,
            chunks=chunks,
            keys=keys,
        )
        by_key = dict(zip(keys, texts, strict=True))
        under_way = {} if self._under_way is None else self._under_way[0].texts
        missing = (key for key in self._catalog.missing(by_key) if key not in under_way)
        self._window.add(ReadDocument(task, version, facts), {key: by_key[key] for key in missing})

    def _flush(self) -> None:
        """Have what was read embedded, and let the window before it answer meanwhile."""
        window, self._window = self._window, Window()
        before, self._under_way = self._under_way, None
        if window.documents:
            self._under_way = (window, self._embedding.begin(window))
        if before is not None:
            self._finish(*before)

    def _finish(self, window: Window, parts: Callable[[], Iterator[Part]]) -> None:
        """Store a window's embeddings, then let its documents answer, one transaction each."""
        generation = self._vectors().generation
        keys, fresh = window.keys(), set(window.texts)
        # Vectors whose last chunk went, or whose document was cut off before it was live, may not be in the store.
        dormant = keys - fresh
        dormant -= self._catalog.chunks_of_keys(dormant).keys()
        if dormant:
            self._vectors().add(*self._catalog.embeddings(sorted(dormant)))
        if not self._stored(parts):
            return
        for read in window.documents:
            mine = fresh.intersection(read.version.keys)
            fresh -= mine  # a chunk that two documents share is embedded once
            self.dropped |= self._catalog.keys_of([read.task.seen.id])
            if self._catalog.make_live(read.task.seen.id, read.version, read.facts):
                self._tally.live(read.task, len(read.version.chunks), len(mine))
            else:
                self._tally.done += 1  # removed meanwhile
        if self._vectors().generation != generation:  # made anew meanwhile, of what was live then
            self._vectors().add(*self._catalog.embeddings(sorted(keys)))
        memory.release()
        self._tell("indexing")

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
            if self._stop.is_set():
                return False
        return True

    def _tell(self, stage: str, path: str = "") -> None:
        tally = self._tally
        rate = tally.embedded / tally.embedding_seconds if tally.embedding_seconds else 0.0
        left = None
        if tally.done and tally.embedding_seconds:
            left = (self._total - tally.done) * tally.embedding_seconds / tally.done
        self._watch(Activity(stage, tally.done, self._total, path, tally.embedded, rate, left))


def vector_keys(identity: str, texts: Sequence[str]) -> list[str]:
    """The key of each text's vector: 128 bits of the SHA-256 of the model's identity and the text, in hex."""
    model = hashlib.sha256(identity.encode() + b"\0")
    keys = []
    for text in texts:
        digest = model.copy()
        digest.update(text.encode())
        keys.append(digest.hexdigest()[:32])
    return keys
