"""Does the vector store hold the vector of every live chunk, and no other?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from index.doctor.finding import Finding
from index.documents import Vectors32
from index.keeping.recovery import sample
from index.library import Library
from index.vectors.vectors import VectorsDamaged

_PART = 4096
_ALIKE = 0.999
"""Cosine of a vector in the store and in the catalog, where float16 rounds it."""


def vectors(library: Library) -> Iterator[Finding]:
    """Vectors that are missing, left over, other than the catalog's, or not found by their own values."""
    wanted = set(library.catalog.keys())
    try:
        held = library.vectors.keys()
        if wanted - held:
            yield Finding("vectors", f"{len(wanted - held)} chunks have no vector.")
        if held - wanted:
            yield Finding("vectors", f"{len(held - wanted)} vectors belong to no chunk.")
        if other := _others(library, sorted(wanted & held)):
            yield Finding("vectors", f"{other} vectors are not those that were computed.")
        for problem in library.vectors.problems(sample(library.catalog)):
            yield Finding("vectors", problem)
    except VectorsDamaged as error:
        yield Finding("vectors", str(error))


def _others(library: Library, keys: list[str]) -> int:
    """How many vectors in the store differ from the catalog's."""
    other = 0
    for start in range(0, len(keys), _PART):
        part = keys[start : start + _PART]
        stored = dict(zip(*library.vectors.rows(part), strict=True))
        found, rows = library.catalog.embeddings(part)
        good = [(i, key) for i, key in enumerate(found) if key in stored]
        if not good or rows.shape[1] != library.embedder.dimension:
            continue  # of embeddings that are none another check speaks
        mine, theirs = rows[[i for i, _ in good]], np.stack([stored[key] for _, key in good])
        cosines = np.einsum("ij,ij->i", _unit(mine), _unit(theirs))
        other += int((~(cosines > _ALIKE)).sum())
    return other


def _unit(rows: Vectors32) -> Vectors32:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))
