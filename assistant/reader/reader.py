"""Reading passages for a question: the likeliest span of every sentence, against that nothing answers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.reader.windows import Window, cut
from index.embedding.models import DEFAULT_WEIGHTS, EmbeddingError, Model, find

if TYPE_CHECKING:
    from assistant.reader.network import Logits, Network
    from index.embedding.embedding import Embedder

log = logging.getLogger(__name__)

ADAPTER = Path(__file__).parent / "adapter.safetensors"
"""What `training/reader.py` made for the bundled embedding model."""

BUDGET = {True: 640, False: 320}
"""Tokens that are read for a question, by whether the processor computes in bfloat16: about three passages.

The best sentence holds the answer as often as with twice as many, which take twice the time.
"""
_QUESTION = 64
"""Tokens of a question that are read."""
_HEAD = 24
"""Tokens of a title that are read."""
_LONGEST = 30
"""Tokens of a span at most."""


@dataclass(frozen=True, slots=True)
class Context:
    """A passage to read."""

    text: str
    sentences: tuple[tuple[int, int], ...]
    """Start and end of each sentence in the text, in order."""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """The likeliest span of one sentence."""

    start: int
    end: int
    """Characters of the passage."""
    score: float
    """Logit of its start and of its end, together."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the reader makes of one passage."""

    spots: dict[int, Spot]
    """By index of the sentence; a sentence that was not read has none."""
    null: float
    """The score that nothing in the passage answers, to be compared with the spots'."""
    answered: float
    """Logit that the passage answers."""


class Reader:
    """Reads passages for questions; loaded when it is first needed, safe to share between threads."""

    def __init__(self, model: Model, adapter: Path = ADAPTER) -> None:
        self._model, self._adapter = model, adapter
        self._lock = threading.Lock()

    def load(self) -> None:
        """Read it into memory, once."""
        with self._lock:
            _ = self._loaded

    @cached_property
    def _loaded(self) -> tuple[Network, int]:
        """The network, and the tokens that it reads for a question."""
        import torch

        from assistant.reader.network import Network
        from index.embedding.encoders import has_bfloat16

        half = has_bfloat16("cpu")
        dtype = torch.bfloat16 if half else torch.float32
        return Network(self._model, self._adapter, "cpu", dtype), BUDGET[half]

    @cached_property
    def _tokenizer(self):  # type: ignore[no-untyped-def]
        from index.embedding.encoders import read_tokenizer

        tokenizer = read_tokenizer(self._model)
        assert tokenizer is not None, "the bundled model has one"
        return tokenizer

    def read(self, question: str, contexts: Sequence[Context]) -> list[Look | None]:
        """Read passages, the likeliest first, as far as the time for one question goes.

        :returns: one for each passage; None for one that was not read.
        """
        self.load()
        network, budget = self._loaded
        windows, asked, heads = self._windows(question, contexts, network.longest, budget)
        if not windows:
            return [None] * len(contexts)
        cls, sep = (self._tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))
        rows = [((cls, *asked, sep, *heads[one.context], *one.ids, sep), len(asked) + 2) for one in windows]
        logits, answered = network.run(rows)
        found: list[Look | None] = [None] * len(contexts)
        for window, row, sure in zip(windows, logits, answered, strict=True):
            begin = len(asked) + 2 + len(heads[window.context])
            look = _look(window, row, row[begin:], float(sure))
            found[window.context] = _joined(found[window.context], look)
        return found

    def _windows(
        self, question: str, contexts: Sequence[Context], longest: int, budget: int
    ) -> tuple[list[Window], list[int], list[list[int]]]:
        texts = [question, *(one.text for one in contexts), *(one.title and f"{one.title}. " for one in contexts)]
        encodings = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        asked = encodings[0].ids[:_QUESTION]
        heads = [encoding.ids[:_HEAD] for encoding in encodings[1 + len(contexts) :]]
        windows: list[Window] = []
        for place, context in enumerate(contexts):
            room = longest - len(asked) - len(heads[place]) - 3
            for window in cut(place, encodings[1 + place], context.sentences, room):
                budget -= len(window.ids) + len(asked) + len(heads[place]) + 3
                if budget < 0 and windows:
                    return windows, asked, heads
                windows.append(window)
        return windows, asked, heads


def _look(window: Window, row: Logits, own: Logits, answered: float) -> Look:
    """What is in one window: ``row`` are all its tokens' logits, ``own`` those from its first token on."""
    spots = {}
    for index, first, last in window.sentences:
        start, end, score = _best(own[first:last])
        spots[index] = Spot(window.offsets[first + start][0], window.offsets[first + end][1], score)
    return Look(spots, float(row[0].sum()), answered)


def _best(logits: Logits) -> tuple[int, int, float]:
    """First and last token of the span with the highest score, and the score."""
    starts, ends = logits[:, 0], logits[:, 1]
    scores = starts[:, np.newaxis] + ends[np.newaxis, :]
    scores = np.where(
        np.triu(np.ones(scores.shape, dtype=bool)) & ~np.triu(np.ones(scores.shape, dtype=bool), _LONGEST),
        scores,
        -np.inf,
    )
    start, end = np.unravel_index(int(scores.argmax()), scores.shape)
    return int(start), int(end), float(scores[start, end])


def _joined(one: Look | None, other: Look) -> Look:
    """Two windows of a passage as one: the spans of each against its own "nothing here"."""
    if one is None:
        return other
    shift = one.null - other.null
    moved = {index: Spot(spot.start, spot.end, spot.score + shift) for index, spot in other.spots.items()}
    return Look({**one.spots, **moved}, one.null, max(one.answered, other.answered))


_readers: dict[str, Reader] = {}
_readers_lock = threading.Lock()


def reader_for(embedder: Embedder) -> Reader | None:
    """The reader that goes with an embedding model, or None where there is none: it was trained for the bundled one."""
    if not ADAPTER.is_file() or f"sha256:{DEFAULT_WEIGHTS}" not in embedder.identity:
        return None
    with _readers_lock:
        if embedder.name not in _readers:
            try:
                _readers[embedder.name] = Reader(find(embedder.name))
            except EmbeddingError as error:
                log.warning("Answers are read without the learned reader: %s", error)
                return None
        return _readers[embedder.name]
