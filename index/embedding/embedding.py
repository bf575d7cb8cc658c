"""Texts to vectors, by a sentence-transformers model that is loaded when it is first needed.

Questions and documents share one model: documents are taken in short batches, and a question goes first.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.documents import Vectors32
from index.embedding import encoders
from index.embedding.courtesy import QUESTIONS
from index.embedding.models import DEFAULT, EmbeddingError, Model, find
from index.text import chunking

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from tokenizers import Tokenizer

__all__ = ["DEFAULT", "Embedder", "EmbeddingError", "Turnstile", "as_langchain", "batches", "chunk_limit"]

_COUNTED = 512
"""Texts whose tokens are held in memory at a time while they are counted."""

_NICE = 10
"""How much lower than the rest of the process, on Linux, the threads that embed documents are scheduled."""

_PARTS = 4
"""Parts that a batch of documents is computed in while questions are asked, so that each waits less for it."""

_REMEMBERED = 16
"""Questions whose vectors are remembered."""
_SENTENCES = 512
"""Sentences whose vectors are remembered, which are compared with one question after the other."""

Progress = Callable[[int, int], None]
"""Called with texts done and texts in all."""


class Turnstile:
    """Lets a few threads through at a time; whoever is urgent goes before all who are not."""

    def __init__(self, places: int = 1) -> None:
        self._changed = threading.Condition()
        self._places = places
        self._urgent = 0

    @contextmanager
    def turn(self, *, urgent: bool = False) -> Iterator[None]:
        """Wait for a place and hold it."""
        with self._changed:
            self._urgent += urgent
            self._changed.wait_for(lambda: self._places > 0 and (urgent or not self._urgent))
            self._urgent -= urgent
            self._places -= 1
        try:
            yield
        finally:
            with self._changed:
                self._places += 1
                self._changed.notify_all()


class Embedder:
    """An embedding model: cheap to make, loaded on first use, safe to share between threads.

    ``model`` is the name of the bundled model (the default), a local folder, or a model of the Hugging Face
    hub; ``device`` is torch's name of one, or None for the best that is there; ``identity`` is what the model's
    identity must be, where vectors are there already. Everything that fails because of the model raises
    EmbeddingError, the first time and ever after.
    """

    def __init__(self, model: str = DEFAULT, *, device: str | None = None, identity: str | None = None) -> None:
        self.name = model
        self._wanted = identity
        self._device = device
        self._files_lock = threading.Lock()
        self._files: Model | None = None
        self._tokenizer: Tokenizer | None = None
        self._encoder_lock = threading.Lock()
        self._encoder: encoders.Encoder | None = None
        self._turnstile = Turnstile()
        self._asked: OrderedDict[str, npt.NDArray[np.float32]] = OrderedDict()
        self._read: OrderedDict[str, npt.NDArray[np.float32]] = OrderedDict()
        self._asked_lock = threading.Lock()
        self._failure: str | None = None

    @property
    def identity(self) -> str:
        """The model's stable identity: name, SHA-256 of its weights, dimension, length and prompts."""
        return self._found().identity

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return self._found().dimension

    @property
    def max_tokens(self) -> int:
        """Tokens of a document's text that the model reads: special tokens and its prompt are taken off."""
        files = self._found()
        special = 2 if self._tokenizer is None else self._tokenizer.num_special_tokens_to_add(False)
        return max(1, files.max_length - special - self.count([files.prompts["document"]])[0])

    @property
    def tokenizer_file(self) -> Path | None:
        """The model's ``tokenizer.json``, or None for the rare model without one."""
        file = self._found().folder / "tokenizer.json"
        return file if file.is_file() else None

    @property
    def loaded(self) -> bool:
        """Whether the model is in memory, so that the next question need not wait for it."""
        return self._encoder is not None

    @property
    def failed(self) -> bool:
        """Whether it could not be found, read or used: a new Embedder may, once that is mended."""
        return self._failure is not None

    def load(self) -> None:
        """Read the model into memory, once; a failure is remembered and raised to every later caller."""
        self._loaded()

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens not counted; does not load the model.

        For the rare model without a ``tokenizer.json`` it is an upper bound: the text's bytes.
        """
        self._found()
        tokenizer = self._tokenizer
        if tokenizer is None:
            return [len(text.encode("utf-8", "replace")) for text in texts]
        lengths: list[int] = []
        for start in range(0, len(texts), _COUNTED):
            part = list(texts[start : start + _COUNTED])
            lengths += [len(e) for e in tokenizer.encode_batch_fast(part, add_special_tokens=False)]
        return lengths

    def embed_query(self, text: str) -> npt.NDArray[np.float32]:
        """The vector of a question, of length 1; it waits for no more than one batch of documents.

        The last few are remembered, since finding and reading both ask for the question's.
        """
        encoder = self._loaded()
        with self._asked_lock:
            known = self._asked.get(text)
        if known is not None:
            return known
        with self._turnstile.turn(urgent=True):
            rows = encoder.encode([text], "query")
        vector = np.asarray(_unit(rows)[0], dtype=np.float32)
        vector.flags.writeable = False
        self._remember(self._asked, {text: vector}, _REMEMBERED)
        return vector

    def embed_documents(
        self, texts: Sequence[str], *, progress: Progress | None = None, urgent: bool = False
    ) -> Vectors32:
        """The vectors of texts, in their order, one a row of length 1.

        Texts are batched by length, so pass many at once: little is then wasted on padding. ``progress`` is
        called in the calling thread; what it raises ends the work. ``urgent`` is for the few that somebody waits
        for: they go before all others, as a question does, and the last ones are remembered.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if not texts:
            return vectors
        encoder = self._loaded()
        if urgent:
            return self._embed_urgent(encoder, texts, vectors)
        lengths = np.minimum(self.count(texts), self._found().max_length)
        # A single short document is still shared out among the threads.
        budget = min(encoder.batch_tokens, int(lengths.sum()) // encoder.together + 1)
        pool = ThreadPoolExecutor(encoder.together, "embedding", initializer=_step_back)
        try:
            waiting = {
                pool.submit(self._embed, encoder, [texts[i] for i in batch]): batch
                for batch in batches(lengths.tolist(), budget)
            }
            self._gather(waiting, vectors, progress)
        finally:
            pool.shutdown(cancel_futures=True)
        return vectors

    def _embed_urgent(self, encoder: encoders.Encoder, texts: Sequence[str], vectors: Vectors32) -> Vectors32:
        with self._asked_lock:
            known = {text: self._read[text] for text in texts if text in self._read}
        new = list(dict.fromkeys(text for text in texts if text not in known))
        lengths = np.minimum(self.count(new), self._found().max_length) if new else np.zeros(0, dtype=np.int64)
        for batch in batches(lengths.tolist(), encoder.batch_tokens):
            with self._turnstile.turn(urgent=True):
                rows = _unit(encoder.encode([new[i] for i in batch], "document"))
            known |= {new[i]: row.copy() for i, row in zip(batch, rows, strict=True)}
        self._remember(self._read, known, _SENTENCES)
        for place, text in enumerate(texts):
            vectors[place] = known[text]
        return vectors

    def _remember(
        self,
        place: OrderedDict[str, npt.NDArray[np.float32]],
        vectors: Mapping[str, npt.NDArray[np.float32]],
        most: int,
    ) -> None:
        with self._asked_lock:
            for text, vector in vectors.items():
                place[text] = vector
                place.move_to_end(text)
            while len(place) > most:
                place.popitem(last=False)

    def _embed(self, encoder: encoders.Encoder, texts: list[str]) -> Vectors32:
        rows = []
        step = max(1, -(-len(texts) // _PARTS)) if QUESTIONS.wanted else len(texts)
        for start in range(0, len(texts), step):
            QUESTIONS.give_way()
            with self._turnstile.turn():
                rows.append(encoder.encode(texts[start : start + step], "document"))
        return np.concatenate(rows)

    def _gather(
        self, waiting: dict[Future[Vectors32], list[int]], vectors: Vectors32, progress: Progress | None
    ) -> None:
        done = 0
        for future in as_completed(waiting):
            batch = waiting[future]
            vectors[batch] = _unit(future.result())
            done += len(batch)
            if progress is not None:
                progress(done, len(vectors))

    def _found(self) -> Model:
        with self._files_lock:
            if self._failure is not None:
                raise EmbeddingError(self._failure)
            if self._files is None:
                with self._failure_kept():
                    files = self._find()
                    if self._wanted not in (None, files.identity):
                        raise EmbeddingError(
                            f"The embedding model {self.name} has changed since the documents were indexed with it, "
                            "and its vectors cannot be compared with those of before. Build the index for it as it "
                            f"is now: quoth model use '{self.name}'"
                        )
                    self._tokenizer = encoders.read_tokenizer(files)
                    self._files = files
            return self._files

    def _find(self) -> Model:
        try:
            return find(self.name)
        except EmbeddingError as error:
            if self._wanted is None:
                raise
            raise EmbeddingError(
                f"{error} The documents were indexed with it. If it is elsewhere now, or another one is to take its "
                "place: quoth model use MODEL"
            ) from error

    def _loaded(self) -> encoders.Encoder:
        if self._encoder is not None:
            return self._encoder
        files = self._found()
        with self._encoder_lock:
            if self._failure is not None:
                raise EmbeddingError(self._failure)
            if self._encoder is None:
                with self._failure_kept():
                    encoder = encoders.load(files, self._device)
                    width = encoder.encode([""], "query").shape[1]
                    if width != files.dimension:
                        raise EmbeddingError(
                            f"The embedding model {files.name} gives vectors of length {width}, "
                            f"where its files say {files.dimension}."
                        )
                    # One place more than documents take, where batches run side by side: questions never wait.
                    self._turnstile = Turnstile(encoder.together + (encoder.together > 1))
                    self._encoder = encoder
            return self._encoder

    @contextmanager
    def _failure_kept(self) -> Iterator[None]:
        try:
            yield
        except EmbeddingError as error:
            self._failure = str(error)
            raise


def batches(lengths: Sequence[int], tokens: int) -> list[list[int]]:
    """Indices of texts in batches of alike length, longest first, each of at most ``tokens`` with padding."""
    result: list[list[int]] = []
    width = 0
    for i in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if not result or (len(result[-1]) + 1) * width > tokens:
            result.append([])
            width = max(1, lengths[i])
        result[-1].append(i)
    return result


def chunk_limit(embedder: Embedder, chunk_tokens: int | None) -> int:
    """Tokens of the largest chunk: as chosen, else what is usual, and never more than the model reads."""
    return min(embedder.max_tokens, chunk_tokens or chunking.LARGEST)


def _step_back() -> None:
    """Let the rest of the process run before this thread, which embeds documents."""
    if sys.platform == "linux":  # elsewhere threads have no priority of their own, or none that Python sets
        with suppress(OSError):
            own = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), min(19, own + _NICE))


def _unit(rows: Vectors32) -> Vectors32:
    """Rows scaled to length 1; a row of zeros stays."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(norms, 1e-12), dtype=np.float32)


def as_langchain(embedder: Embedder) -> Embeddings:
    """The embedder as LangChain's ``Embeddings``."""
    from langchain_core.embeddings import Embeddings

    class QuothEmbeddings(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float(x) for x in row] for row in embedder.embed_documents(texts)]

        def embed_query(self, text: str) -> list[float]:
            return [float(x) for x in embedder.embed_query(text)]

    return QuothEmbeddings()
