"""Documents whose new chunks are embedded together, in a thread of its own while the next ones are read."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Self

from index.catalog.catalog import FileFacts, NewVersion
from index.documents import Vectors32
from index.embedding.embedding import Embedder

SIZE = 512
"""Chunks that are embedded together: enough that batches of equal length waste little, few enough that the first
documents of a long sync answer after seconds."""

_HELD = 4
"""Times `SIZE`: chunks, new or known, that the documents of a window hold at most, for the sake of memory."""


@dataclass(frozen=True, slots=True)
class Target:
    """A document that a version is read for, by its id, its path inside its folder, and the folder."""

    id: int
    path: str
    folder: str
    new: bool
    """Whether it came in this sync."""
    file: bool
    """Whether it is a file, and no document inside one."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was read and waits for the embeddings of its new chunks."""

    target: Target
    version: NewVersion
    facts: FileFacts
    read_ns: int
    """When it had been read."""


@dataclass(slots=True)
class Window:
    """Documents that were read, and the texts to embed for them by the keys of their vectors."""

    documents: list[ReadDocument] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    held: int = 0
    size: int = 0
    """Chunks that it is full with; `SIZE` if not given."""

    def __post_init__(self) -> None:
        self.size = self.size or SIZE

    @classmethod
    def first(cls) -> Self:
        """A small one, for the beginning: embedding waits for it."""
        return cls(size=max(1, SIZE // 4))

    def add(self, document: ReadDocument, texts: dict[str, str]) -> None:
        """Take in a document with those of its chunks that are not embedded yet."""
        self.documents.append(document)
        self.texts.update(texts)
        self.held += len(document.version.chunks)

    @property
    def full(self) -> bool:
        """Whether it is time to embed."""
        return max(len(self.texts), len(self.documents), self.held // _HELD) >= self.size

    def keys(self) -> set[str]:
        """The vector keys of all its documents' chunks."""
        return {key for document in self.documents for key in document.version.keys}


Part = tuple[list[str], Vectors32, float]
"""Keys, their vectors, and the seconds that embedding them took."""


def _results(parts: deque[Future[Part]]) -> Iterator[Part]:
    """Each part's result, which is let go of with it: those of a large document together are 100 MB and more."""
    while parts:
        yield parts.popleft().result()


class Abandoned(Exception):
    """The sync ended before its embeddings were needed."""


class Embedding:
    """A thread that embeds windows, one after the other, in even parts of about `SIZE` chunks."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._pool = ThreadPoolExecutor(1, "embedding-windows")
        self._abandoned = threading.Event()

    def warm_up(self) -> None:
        """Load the model beside what is done first; what fails then fails again when it is needed."""
        self._pool.submit(self._embedder.load)

    def begin(self, window: Window) -> Callable[[], Iterator[Part]]:
        """Have a window embedded; what is returned gives its parts as they are done, waiting for each."""
        waiting = list(window.texts.items())
        size = -(-len(waiting) // max(1, round(len(waiting) / SIZE))) or 1  # no part of the few that are left over
        parts: deque[Future[Part]] = deque(
            self._pool.submit(self._embed, waiting[start : start + size]) for start in range(0, len(waiting), size)
        )
        window.texts = dict.fromkeys(window.texts, "")  # each part has its own, and lets them go
        return lambda: _results(parts)

    def _embed(self, part: list[tuple[str, str]]) -> Part:
        began = time.monotonic()
        vectors = self._embedder.embed_documents([text for _, text in part], progress=self._go_on)
        return [key for key, _ in part], vectors, time.monotonic() - began

    def _go_on(self, *_: int) -> None:
        if self._abandoned.is_set():
            raise Abandoned

    def end(self) -> None:
        """Leave what is not done, within one batch."""
        self._abandoned.set()
        self._pool.shutdown(cancel_futures=True)
