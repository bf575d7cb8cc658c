"""Does the index equal the library? Compares folders, catalog, full-text index and vectors, and mends what differs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from index.doctor import deep as sampling
from index.doctor import files, structure, texts
from index.doctor import vectors as store
from index.doctor.finding import Finding, unusable
from index.doctor.mending import mend
from index.library import Library

__all__ = ["SECONDS", "Finding", "examine", "repair"]

SECONDS = 60.0
"""How long a deep examination reads and embeds documents again, usually."""

_ATTEMPTS = 2
"""Mending one thing may bring another to light."""


def examine(library: Library, *, deep: float | None = None) -> list[Finding]:
    """Everything that is wrong with a library, nothing if the index equals its folders. Changes nothing.

    Every file is read to compare its hash, every chunk is compared with its text, and every vector with the
    catalog's.

    :param deep: seconds for which documents, in random order, are also parsed and embedded again and compared; all
        of them if there is time.
    """
    damaged = list(structure.pages(library.catalog))
    if damaged:
        return damaged  # nothing that is read from it now is sure
    try:
        return list(_findings(library, deep))
    except sqlite3.DatabaseError as error:
        return [unusable(f"The catalog's file is damaged: {error}.")]


def _findings(library: Library, deep: float | None) -> Iterator[Finding]:
    catalog = library.catalog
    yield from structure.text_index(catalog)
    torn = list(structure.references(catalog))
    yield from torn
    if any("state" in finding.problem for finding in torn):
        return  # documents cannot be listed
    yield from files.folders(library)
    yield from texts.versions(catalog)
    yield from texts.embeddings(catalog, library.embedder.dimension)
    yield from store.vectors(library)
    if deep is not None:
        yield from sampling.documents(library, deep)


def repair(library: Library, *, deep: float | None = None) -> list[Finding]:
    """Mend what :func:`examine` finds, and return what is still wrong after it.

    A finding with ``rebuild`` stays: the catalog is built anew by ``index.keeping.salvage.rescue``, once it is closed.
    """
    findings = examine(library, deep=deep)
    for _ in range(_ATTEMPTS):
        if not any(finding.mendable and not finding.rebuild for finding in findings):
            break
        mend(library, findings)
        findings = examine(library)
    return findings
