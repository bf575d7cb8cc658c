"""What answers at this moment: an embedding model together with the vectors that it made.

The two change together and at one instant (``index.switching``). A question holds the edition that it began with,
and reads the catalog as it was at that instant, so that it never compares a vector of one model with one of another.

Which edition a data folder has, and which one is being built, stands in the catalog's table ``meta``:

=================  =====================================================================================================
``model``          identity of the model that embedded the live chunks; absent before the first document is read
``model name``     the name, or absolute folder, that this model is found by
``chunk tokens``   tokens of a live chunk at most, as chosen; absent for what is usual
``chunking``       ``chunking.VERSION`` that the live chunks were divided by; absent for 1
``vectors``        the folder of the live chunks' vectors; absent for ``vectors``
``switch``         what is being built (JSON: model, identity, chunk_tokens, folder); absent where nothing is. Its
                   chunks are in ``next_versions`` and ``next_chunks``, its embeddings among all others
``untidy``         set where an edition went and embeddings that no chunk has may be left of it
=================  =====================================================================================================

All of them change in the transaction that makes the next chunks the live ones, so that a process that is killed finds
either edition whole. A folder of vectors that neither ``vectors`` nor ``switch`` names is left over from such a kill.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalog.catalog import Catalog
from index.catalog.database import Database
from index.embedding.embedding import DEFAULT, Embedder, EmbeddingError
from index.ownership import LibraryError
from index.text import chunking
from index.vectors.vectors import Vectors

if TYPE_CHECKING:
    from index.parsing.parser import Parser

PATIENCE = 5.0
"""Seconds that questions have to be answered in when a library is closed."""

_LOOK = 0.5
"""Seconds between looks at whether waiting was given up."""


@dataclass(eq=False, slots=True)
class Edition:
    """An embedding model, the folder of its vectors (a name inside the data folder) and the size of its chunks."""

    embedder: Embedder
    folder: str
    chunk_tokens: int | None = None
    """Tokens of a chunk at most, as chosen; None for what is usual."""
    vectors: Vectors | None = None
    """The store, once it was opened."""
    parser: Parser | None = None
    """What divides new documents for it, once it was needed."""
    opening: threading.Lock = field(default_factory=threading.Lock)
    """Held while the store is opened or made anew, and while another edition takes this one's place."""
    closed: bool = False
    held: int = 0
    """Questions that are being answered from it."""

    def close(self) -> None:
        """Let go of its files and its processes, for good."""
        with self.opening:
            self.closed = True
            if self.parser is not None:
                self.parser.close()
                self.parser = None
            if self.vectors is not None:
                self.vectors.close()
                self.vectors = None


def made(catalog: Catalog, embedder: Embedder | None, chunk_tokens: int | None) -> Edition:
    """The edition that a catalog was made with; of one without documents yet that of ``embedder``, else the usual one.

    A model that is not what it was when the documents were indexed raises EmbeddingError when it is first used.
    """
    identity = catalog.get("model")
    if identity is None:
        return Edition(embedder or Embedder(DEFAULT), _folder(catalog), chunk_tokens or None)
    chosen = catalog.get("chunk tokens")
    size = None if chosen is None else int(chosen)
    name = catalog.get("model name") or DEFAULT
    if embedder is not None and (embedder.loaded or _gone(name)) and _is(embedder, identity):
        return Edition(embedder, _folder(catalog), size)
    return Edition(Embedder(name, identity=identity), _folder(catalog), size)


def divided_by(catalog: Catalog) -> int:
    """The chunking that the live chunks were made by (``chunking.VERSION`` as it was then)."""
    return int(catalog.get("chunking") or 1)


def remember(catalog: Catalog, model: str, identity: str, chunk_tokens: int | None) -> None:
    """Remember which edition the live chunks and their vectors belong to."""
    catalog.put("model name", model)
    catalog.put("model", identity)
    catalog.put("chunk tokens", None if chunk_tokens is None else str(chunk_tokens))
    catalog.put("chunking", str(chunking.VERSION))


def _gone(name: str) -> bool:
    """Whether a model was in a folder that is not there any more."""
    folder = Path(name).expanduser()
    return folder.is_absolute() and not folder.is_dir()


def _is(embedder: Embedder, identity: str) -> bool:
    try:
        return embedder.identity == identity
    except EmbeddingError:
        return False


def _folder(catalog: Catalog) -> str:
    return catalog.get("vectors") or "vectors"


class Editions:
    """The edition that answers, and those before it that questions still hold. Safe to share between threads."""

    def __init__(self, first: Edition) -> None:
        self._live = first
        self._changed = threading.Condition()
        self._own = threading.local()
        self._asked = 0
        self._closed = False

    @property
    def live(self) -> Edition:
        """The edition that answers new questions."""
        return self._live

    @property
    def current(self) -> Edition:
        """The edition that this thread's question holds, else the live one."""
        own: Edition | None = getattr(self._own, "edition", None)
        return self._live if own is None else own

    @contextmanager
    def question(self, catalog: Database) -> Iterator[Edition]:
        """Hold the live edition and have the catalog read as it is now, until the question is answered.

        Inside another question of the same thread it is that one's.

        :raises LibraryError: the library is being closed.
        """
        own: Edition | None = getattr(self._own, "edition", None)
        if own is not None:
            yield own
            return
        with ExitStack() as stack:
            with self._changed:
                if self._closed:
                    raise LibraryError("The library is closed.")
                edition = self._live
                edition.held += 1
                self._asked += 1
                stack.callback(self._let_go, edition)
                stack.enter_context(catalog.snapshot())
            self._own.edition = edition
            try:
                yield edition
            finally:
                self._own.edition = None

    def _let_go(self, edition: Edition) -> None:
        with self._changed:
            edition.held -= 1
            self._asked -= 1
            self._changed.notify_all()

    @contextmanager
    def still(self) -> Iterator[None]:
        """Let no question begin inside, so that catalog and edition change together."""
        with self._changed:
            yield

    def replace(self, edition: Edition) -> None:
        """Let another edition answer from now on; called inside :meth:`still`."""
        self._live = edition

    def retire(self, edition: Edition, given_up: Callable[[], bool] = lambda: False) -> bool:
        """Wait until no question holds an edition that was replaced, and close it; False if that was given up."""
        with self._changed:
            while edition.held and not given_up():
                self._changed.wait(_LOOK)
            if edition.held:
                return False
        edition.close()
        return True

    def end(self) -> None:
        """Let no question begin any more, and wait a while for those that are being answered."""
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: self._asked == 0, PATIENCE)
