"""Dense search: the live chunks whose embedding is nearest to a question's, also under a filter."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.documents import Filter, Vectors32

if TYPE_CHECKING:
    from index.library import Library

Vector32 = npt.NDArray[np.float32]

_OVERSAMPLE = (4, 20)
"""How many times the wanted number the vector store is asked for before everything is compared instead."""
_KEPT_ROWS = 20_000
"""Embeddings of filtered documents kept at hand, in all: 30 MB at 384 dimensions."""
_BLOCK = 10_000
"""Embeddings read from the catalog at a time, when all must be compared."""


class DenseSearch:
    """Nearest chunks of a library by cosine. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: OrderedDict[Filter, tuple[list[str], Vectors32]] = OrderedDict()
        self._revision = -1
        self._guard = threading.Lock()

    def nearest(self, vector: Vector32, limit: int, only: Filter | None = None) -> dict[str, tuple[int, ...]]:
        """Keys of the nearest live vectors, best first, each with the chunks that share it.

        The vector store knows nothing of documents, so under a filter it is asked for more and more; where too few
        of its answers pass, the filter is narrow, or the store behind the catalog, and what passes is compared
        exactly. A vector without a live chunk is never returned.
        """
        for times in (1, *_OVERSAMPLE) if not only else _OVERSAMPLE:
            found = self._library.vectors.search(vector, limit * times)
            keys = [key for key, _ in found]
            live = self._library.catalog.chunks_of_keys(keys, only)
            if len(live) >= limit or (not only and len(found) < limit * times):
                return _living(keys, live, limit)
        keys = self._exactly(vector, limit, only)
        return _living(keys, self._library.catalog.chunks_of_keys(keys, only), limit)

    def _exactly(self, vector: Vector32, limit: int, only: Filter | None) -> list[str]:
        """Keys of the nearest vectors that pass a filter, by comparing all of them, best first."""
        revision = self._library.catalog.revision()
        with self._guard:
            if revision != self._revision:
                self._kept.clear()
                self._revision = revision
            kept = self._kept.get(only) if only else None
        if kept is not None:
            return _best(*kept, vector, limit)
        keys = self._library.catalog.keys(only)
        if len(keys) > _KEPT_ROWS // 2:
            return self._in_blocks(keys, vector, limit)
        kept = self._library.catalog.embeddings(keys)
        if only:
            self._keep(only, kept, revision)
        return _best(*kept, vector, limit)

    def _in_blocks(self, keys: list[str], vector: Vector32, limit: int) -> list[str]:
        best: list[str] = []
        for start in range(0, len(keys), _BLOCK):
            found, rows = self._library.catalog.embeddings([*best, *keys[start : start + _BLOCK]])
            best = _best(found, rows, vector, limit)
        return best

    def _keep(self, only: Filter, rows: tuple[list[str], Vectors32], revision: int) -> None:
        with self._guard:
            if revision != self._revision:
                return
            self._kept[only] = rows
            while sum(len(keys) for keys, _ in self._kept.values()) > _KEPT_ROWS:
                self._kept.popitem(last=False)


def _living(keys: list[str], live: Mapping[str, Sequence[int]], limit: int) -> dict[str, tuple[int, ...]]:
    return {key: tuple(live[key]) for key in [key for key in keys if key in live][:limit]}


def _best(keys: list[str], rows: Vectors32, vector: Vector32, limit: int) -> list[str]:
    if not keys:
        return []
    order = np.argsort(-(rows @ vector), kind="stable")[:limit]
    return [keys[place] for place in order]
