"""Meaning: how far a claim means what quotes say, by the embedding, or by a cross-encoder of the user's choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from index.embedding.embedding import Embedder

_MIDDLE, _STEEP = 0.3, 12.0
"""The cosine at which a claim is as likely another as the same, and how fast that changes."""


class ByEmbedding:
    """Compares the vectors of claims and quotes; quick, and blind to what one word changes."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """See `Meaning`; all texts go through the model at once."""
        texts = list(dict.fromkeys(text for pair in pairs for text in pair))
        rows = dict(zip(texts, self._embedder.embed_documents(texts, urgent=True), strict=True))
        near = np.array([float(rows[claim] @ rows[quote]) for claim, quote in pairs])
        return [float(one) for one in 1.0 / (1.0 + np.exp(-_STEEP * (near - _MIDDLE)))]
