"""The instant at which the next edition becomes the one that answers, and what is tidied up after it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path

from index.catalog import nextchunks, roster
from index.catalog.catalog import Catalog
from index.catalog.database import CatalogError
from index.edition import Edition, Editions, remember
from index.switching.target import Target, put
from index.vectors.vectors import VectorsDamaged

log = logging.getLogger(__name__)

UNTIDY = "untidy"
"""Set in the catalog where an edition went and embeddings that no chunk has may be left of it."""


def exchange(catalog: Catalog, editions: Editions, edition: Edition, target: Target) -> list[str] | None:
    """The switch itself: the catalog's transaction, and what is in memory, at one instant for every question.

    :returns: keys that the new store holds of documents that went meanwhile; None where it lacks documents.
    """
    with ExitStack() as questions:
        # No checkpoint in the commit, for which questions wait: a later one does it.
        catalog.connection.execute("PRAGMA wal_autocheckpoint = 0")
        questions.callback(catalog.connection.execute, "PRAGMA wal_autocheckpoint = 1000")
        with catalog.transaction() as sql:
            if not nextchunks.complete(sql):
                return None
            _, lost = nextchunks.gone(sql)  # with documents that were removed a moment ago
            nextchunks.take_over(sql)
            put(catalog, None)
            catalog.put("vectors", target.folder)
            catalog.put(UNTIDY, "1")
            remember(catalog, target.model, target.identity, target.chunk_tokens)
            questions.enter_context(editions.still())
        editions.replace(edition)
    return lost


def tidy_up(data: Path, catalog: Catalog, edition: Edition, lost: Collection[str]) -> None:
    """Tidy up after a switch, which holds whether that can be done or not: a later process does what is left.

    :param lost: keys of vectors that the edition holds of documents that went.
    """
    try:
        if edition.vectors is not None:
            edition.vectors.remove(sorted(lost))
        tidy(catalog)
    except (VectorsDamaged, CatalogError, sqlite3.Error) as error:
        log.warning("It could not be tidied up after the switch to %s yet: %s", edition.embedder.name, error)
    roster.keep(data, catalog)


def tidy(catalog: Catalog) -> None:
    """Forget embeddings that no chunk has; those of a sync that was cut off wait, and the next sync tidies up."""
    if catalog.get("writing") is None:
        catalog.forget_embeddings(catalog.unused_embeddings())
    catalog.put(UNTIDY, None)
