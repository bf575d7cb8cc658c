"""The build of the next edition: texts divided anew, chunks embedded, and the switch once nothing is lacking."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from index.catalog import nextchunks
from index.catalog.catalog import Catalog
from index.catalog.database import CatalogError
from index.catalog.nextchunks import Undivided
from index.documents import Chunk
from index.edition import Edition, Editions
from index.embedding import memory
from index.embedding.embedding import Embedder, EmbeddingError, chunk_limit
from index.embedding.keys import vector_keys
from index.loaders import LoadError
from index.ownership import LibraryError
from index.parsing.parser import Parser, Stopped
from index.switching import takeover
from index.switching.pace import REST, Halted, Pace
from index.switching.store import NextStore
from index.switching.target import Target, remembered
from index.text import chunking
from index.vectors.vectors import VectorsDamaged

log = logging.getLogger(__name__)

BATCH = 256
"""Chunks that are embedded between two looks at what else is to be done, and that a kill may undo at most."""

RETRY = 30.0
"""Seconds after which a build goes on that the disk stopped."""


class Building:
    """Builds an edition, one at a time. State: how it goes, its model, and its vector store.

    :param syncing: held by a sync; an edition is replaced only between two syncs.
    :param busy: whether a sync is at work, for which the build steps aside.
    """

    def __init__(
        self,
        data: Path,
        catalog: Catalog,
        editions: Editions,
        *,
        syncing: threading.Lock,
        busy: Callable[[], bool],
    ) -> None:
        self._data = data
        self._catalog = catalog
        self._editions = editions
        self._syncing = syncing
        self.pace = Pace(busy)
        self.store = NextStore(data, catalog)
        self.embedder: Embedder | None = None
        """The model, once it is at hand."""

    def at_hand(self, model: Embedder, identity: str) -> Embedder:
        """The model, as the one that answers if it is the same: it need not be in memory twice."""
        live = self._editions.live.embedder
        same = live.loaded and live.name == model.name and identity == self._catalog.get("model")
        return live if same and live.identity == identity else model

    def let_go(self) -> None:
        """Keep neither the store open nor the model in memory."""
        self.store.close()
        self.embedder = None

    def run(self, target: Target) -> None:
        """Build until it answers, or is halted, or cannot be; one that the disk stops is tried again."""
        while self._tried(target):
            if self.pace.halt.wait(RETRY):
                break
            self.pace.waits(target)
        else:
            if self.pace.state is not None and self.pace.state.problem is not None:
                self.let_go()  # no model stays in memory for a build that does not go on

    def _tried(self, target: Target) -> bool:
        """Build; whether it is to be tried again later, since a disk that is full may have room then."""
        tell = self.pace.tell
        try:
            self._build(target)
        except Halted:
            tell(stage="waiting", rate=0.0, seconds_left=None)
        except (EmbeddingError, LibraryError) as error:
            tell(stage="stopped", problem=str(error))
        except (CatalogError, VectorsDamaged) as error:
            tell(stage="stopped", problem=str(error))
            return True
        except (sqlite3.Error, OSError) as error:
            if not self.pace.halt.is_set():
                log.exception("the next edition could not be built")
                tell(stage="stopped", problem=f"The data folder could not be read or written ({error}).")
                return True
        except Exception as error:
            log.exception("the next edition could not be built")
            tell(stage="stopped", problem=f"Something went wrong inside Quoth ({type(error).__name__}: {error}).")
        return False

    def _build(self, target: Target) -> None:
        if remembered(self._catalog) != target:  # it answers already
            return
        if self.embedder is None:
            self.embedder = self.at_hand(Embedder(target.model), target.identity)
        if self.embedder.identity != target.identity:
            raise LibraryError(
                f"The embedding model {target.model} has changed since its building began. "
                f"Begin again: quoth model cancel, then quoth model use {target.model}"
            )
        self.embedder.load()
        self.store.open(target.folder, self.embedder.dimension)
        while True:
            self._divide_versions(self.embedder, target)
            self.store.sweep()
            self._embed(self.embedder)
            if nextchunks.complete(self._catalog.connection) and self._take_over(self.embedder, target):
                return

    def _divide_versions(self, embedder: Embedder, target: Target) -> None:
        waiting = nextchunks.undivided(self._catalog)
        with closing(Parser(embedder)) as parser:
            for number, id_ in enumerate(waiting):
                self.pace.go_on()
                self.pace.tell(stage="dividing", done=number, total=len(waiting))
                version = nextchunks.read(self._catalog, id_)
                if version is None:
                    continue
                chunks = self._divide(parser, version, embedder, target) if version.text else []
                texts = [chunking.embedded(chunk, version.title) for chunk in chunks]
                nextchunks.keep(self._catalog, version, chunks, vector_keys(target.identity, texts))

    def _divide(self, parser: Parser, version: Undivided, embedder: Embedder, target: Target) -> list[Chunk]:
        limit = chunk_limit(embedder, target.chunk_tokens)
        try:
            return parser.divide(version.text, version.layout, limit, embedder.tokenizer_file, self.pace.halt.is_set)
        except Stopped:
            raise Halted from None
        except LoadError as error:  # one document must not keep all from being switched
            log.warning("a text keeps its chunks, since it %s", error)
            return nextchunks.live(self._catalog, version)

    def _embed(self, embedder: Embedder) -> None:
        done, total = nextchunks.counts(self._catalog)
        embedded, seconds, last = 0, 0.0, ""
        while waiting := nextchunks.unembedded(self._catalog, last, BATCH):
            self.pace.go_on()
            rate = embedded / seconds if seconds else 0.0
            left = (total - done) / rate if rate else None
            self.pace.tell(stage="embedding", done=done, total=max(done, total), rate=rate, seconds_left=left)
            began = time.monotonic()
            rows = embedder.embed_documents(
                [chunking.embedded(chunk, title) for _, chunk, title in waiting], progress=self.pace.look
            )
            seconds += time.monotonic() - began
            kept = self.store.keep([key for key, _, _ in waiting], rows)
            embedded += len(waiting)
            last = waiting[-1][0]
            done += len(kept)
            memory.release()

    def _take_over(self, embedder: Embedder, target: Target) -> bool:
        """Let the next edition answer; False if documents came meanwhile that it lacks."""
        self.pace.go_on()
        self.pace.tell(stage="switching", seconds_left=None)
        self.store.equalise()
        while not self._syncing.acquire(timeout=REST):
            self.pace.go_on()
        try:
            self.pace.go_on()
            old = self._editions.live
            edition = Edition(embedder, target.folder, target.chunk_tokens, self.store.vectors)
            with old.opening:  # it reads the catalog while its store is opened, or made anew
                lost = takeover.exchange(self._catalog, self._editions, edition, target)
                if lost is None:
                    return False
            self.store.vectors = self.embedder = None  # they are the edition's now
            takeover.tidy_up(self._data, self._catalog, edition, lost)
        finally:
            self._syncing.release()
        if self._editions.retire(old, self.pace.halt.is_set):  # else the next process deletes it
            shutil.rmtree(self._data / old.folder, ignore_errors=True)
        del old  # and its model
        memory.release()
        chunks = self._catalog.count_chunks()
        self.pace.tell(stage="done", done=chunks, total=chunks)
        return True
