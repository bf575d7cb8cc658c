"""Bringing the index to what the folders hold: each document in one transaction, only what changed embedded."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index import chunking, files
from index.catalog import Catalog, FileFacts, NewVersion
from index.documents import State
from index.embedding import Embedder
from index.loaders import LoadError, Unsupported, format_of, load
from index.loaders.registry import HEAD
from index.plan import Move, Plan, Task, recipe
from index.report import Activity, Entry, Report, Watch
from index.vectors import Vectors

_WINDOW = 512
"""Chunks that are embedded together: enough that batches of equal length waste little, few enough that the first
documents of a long sync answer after seconds."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A document that was read and waits for the embeddings of its new chunks."""

    task: Task
    version: NewVersion
    facts: FileFacts


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
        self._read_documents: list[_Read] = []
        self._to_embed: dict[str, str] = {}  # texts by key
        self._total = 0

    def run(self, plans: Sequence[Plan]) -> Report:
        """Carry out the plans: removals and moves first, then what must be read.

        :raises EmbeddingError: the embedding model cannot be loaded; documents not finished stay queued.
        """
        began = time.monotonic()
        self._total = sum(len(plan.tasks) for plan in plans)
        for plan in plans:
            self._without_reading(plan)
        for task in (task for plan in plans for task in plan.tasks):
            if self._stop.is_set():
                break
            self._tell("indexing", task.found.path)
            self._read(task)
            if max(len(self._to_embed), len(self._read_documents)) >= _WINDOW:
                self._flush()
        self._flush()
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
        """Look at a file's bytes; what is new in them waits for :meth:`_flush`."""
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
        self._catalog.fail(task.seen.id, facts, state, reason)
        self._tally.without(state, task.found.path, str(task.folder.path), reason)
        self._tally.done += 1

    def _share(self, task: Task, format_: str, facts: FileFacts) -> bool:
        """Answer from a version that another document with the same bytes has already, if one has."""
        known = self._catalog.known_version(facts.sha256 or "", format_, facts.recipe or "")
        if known is None or not self._catalog.share(task.seen.id, known, facts):
            return False
        self._tally.live(task, len(self._catalog.chunks_of_document(task.seen.id)), 0)
        return True

    def _parse(self, task: Task, data: bytes, facts: FileFacts) -> None:
        loaded = load(data, task.found.path)
        limit, count = self._embedder.max_tokens, self._embedder.count
        chunks = chunking.chunks(loaded.text, loaded.layout, limit=limit, count=count)
        if not chunks:
            raise Unsupported("holds no text")
        texts = [chunking.embedded(chunk, loaded.title) for chunk in chunks]
        keys = vector_keys(self._embedder.identity, texts)
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
        self._read_documents.append(_Read(task, version, facts))
        by_key = dict(zip(keys, texts, strict=True))
        self._to_embed.update((key, by_key[key]) for key in self._catalog.missing(by_key))

    def _flush(self) -> None:
        """Embed what waits, then let the documents that were read answer, one transaction each."""
        if not self._read_documents:
            return
        keys = {key for read in self._read_documents for key in read.version.keys}
        fresh = set(self._to_embed)
        # Vectors whose last chunk went, or whose document was cut off before it was live, may not be in the store.
        dormant = keys - fresh
        dormant -= self._catalog.chunks_of_keys(dormant).keys()
        if dormant:
            self._vectors().add(*self._catalog.embeddings(sorted(dormant)))
        if not self._embed():
            return
        for read in self._read_documents:
            mine = fresh.intersection(read.version.keys)
            fresh -= mine  # a chunk that two documents share is embedded once
            if self._catalog.make_live(read.task.seen.id, read.version, read.facts):
                self._tally.live(read.task, len(read.version.chunks), len(mine))
            else:
                self._tally.done += 1  # removed meanwhile
        self._read_documents.clear()
        self._tell("indexing")

    def _embed(self) -> bool:
        """Embed and store what waits, a window at a time; False when asked to stop before its end."""
        waiting = list(self._to_embed.items())
        for start in range(0, len(waiting), _WINDOW):
            if self._stop.is_set():
                return False
            part = waiting[start : start + _WINDOW]
            self._tell("indexing" if self._embedder.loaded else "loading the model")
            began = time.monotonic()
            vectors = self._embedder.embed_documents([text for _, text in part])
            self._tally.embedding_seconds += time.monotonic() - began
            part_keys = [key for key, _ in part]
            # Stored first: should the process end here, nothing is embedded twice.
            self._catalog.store_embeddings(part_keys, vectors)
            self._vectors().add(*self._catalog.embeddings(part_keys))
            self._tally.embedded += len(part)
        self._to_embed.clear()
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
