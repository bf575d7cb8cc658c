"""Passages that retrieval would confuse: those of the same article that are nearest to a question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from assistant.text.words import words


class Nearest:
    """BM25 over a handful of texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = [Counter(word.stem for word in words(text) if not word.stop) for text in texts]
        self._lengths = [sum(count.values()) for count in self._counts]
        self._mean = sum(self._lengths) / max(1, len(texts))
        self._having = Counter(stem for count in self._counts for stem in count)

    def order(self, question: str) -> list[int]:
        """Indices of the texts, nearest to the question first."""
        asked = {word.stem for word in words(question) if not word.stop}
        weights = {stem: math.log(1 + (len(self._counts) + 0.5) / (self._having[stem] + 0.5)) for stem in asked}
        scores = [
            sum(
                w * count[s] * 2.2 / (count[s] + 1.2 * (0.25 + 0.75 * length / self._mean))
                for s, w in weights.items()
                if s in count
            )
            for count, length in zip(self._counts, self._lengths, strict=True)
        ]
        return sorted(range(len(scores)), key=lambda index: -scores[index])
