"""The vector store made equal to the catalog: checked when it is opened, mended or built anew where it differs."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.catalog.catalog import Catalog
from index.vectors.vectors import Vectors, VectorsDamaged

log = logging.getLogger(__name__)

_SAMPLE = 256
"""Vectors that must find themselves for a store to be trusted."""

_BATCH = 4096


def open_vectors(path: Path, catalog: Catalog, dimension: int, *, thorough: bool) -> Vectors:
    """Open the vector store and make it hold the vector of every live chunk, and no other.

    The catalog keeps every embedding, so that a store that is damaged, missing or behind is filled from there,
    without embedding again.

    :param thorough: compare all keys, not only their number: after a process was cut off while it wrote.
    """
    vectors = Vectors(path, dimension)
    try:
        vectors.open()
        equalise(vectors, catalog, thorough=thorough)
        problems = vectors.problems(sample(catalog))
    except VectorsDamaged as error:
        problems = [str(error)]
    if problems:
        log.warning("The vector store is damaged and is built anew from the catalog: %s", "; ".join(problems))
        vectors.reset()
        equalise(vectors, catalog, thorough=True)
    return vectors


def equalise(vectors: Vectors, catalog: Catalog, *, thorough: bool) -> None:
    """Add the vectors that live chunks lack and remove those that no chunk has.

    A chunk whose embedding is not in the catalog either has its documents read again by the next sync.
    """
    wanted = set(catalog.keys())
    if not thorough and vectors.count() == len(wanted):
        return
    held = vectors.keys()
    vectors.remove(sorted(held - wanted))
    fill(vectors, catalog, wanted - held)
    lacking = catalog.documents_without_embeddings()
    if lacking:
        catalog.discard_versions(lacking)
        catalog.reread(lacking)


def fill(vectors: Vectors, catalog: Catalog, keys: Iterable[str]) -> None:
    """Copy embeddings from the catalog into the store."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), _BATCH):
        found, rows = catalog.embeddings(ordered[start : start + _BATCH])
        if found:
            vectors.add(found, rows)


def sample(catalog: Catalog, size: int = _SAMPLE) -> dict[str, npt.NDArray[np.float32]]:
    """Some keys of live chunks, taken at random, with their vectors."""
    keys = catalog.keys()
    chosen = random.sample(keys, min(size, len(keys)))
    return dict(zip(*catalog.embeddings(chosen), strict=True))
