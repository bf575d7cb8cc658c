"""Does the index equal the library? Compares folders, catalog, full-text index and vectors, and mends what differs."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.catalog import Catalog, Folder, Seen
from index.documents import State
from index.library import Library
from index.plan import entries_of
from index.recovery import sample
from index.vectors import VectorsDamaged
from index.walk import FolderMissing, Found, Unreadable


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: with what (``catalog``, ``text index``, ``vectors``, or a document's path), and how."""

    subject: str
    problem: str
    documents: tuple[int, ...] = ()
    """Documents whose files must be read again to mend it."""
    mendable: bool = True


def examine(library: Library) -> list[Finding]:
    """Everything that is wrong with a library, nothing if the index equals its folders. Changes nothing.

    Every file is read to compare its hash, and every chunk is compared with its text.
    """
    catalog = library.catalog
    return [
        *_structure(catalog),
        *(finding for folder in catalog.folders() for finding in _folder(library, folder)),
        *_chunks(catalog),
        *_embeddings(catalog),
        *_vectors(library),
    ]


def repair(library: Library) -> list[Finding]:
    """Mend what :func:`examine` finds, and return what is still wrong after it."""
    catalog = library.catalog
    findings = examine(library)
    if any(finding.subject == "text index" for finding in findings):
        with catalog.transaction() as sql:
            sql.execute("INSERT INTO chunks_fts (chunks_fts) VALUES ('rebuild')")
    again = {id_ for finding in findings for id_ in finding.documents}
    catalog.discard_versions(again)
    catalog.reread(again)
    if any(finding.subject == "vectors" for finding in findings):
        library.rebuild_vectors(force=True)
    with contextlib.suppress(FolderMissing):  # examine says so again
        library.sync(again=again)
    library.tidy()
    return examine(library)


def _structure(catalog: Catalog) -> Iterator[Finding]:
    """Damage that SQLite itself can see."""
    try:
        for (message,) in catalog.connection.execute("PRAGMA integrity_check(20)"):
            if message != "ok":
                yield Finding("catalog", f"The catalog's file is damaged: {message}.", mendable=False)
        for table, row, parent, _ in catalog.connection.execute("PRAGMA foreign_key_check"):
            yield Finding("catalog", f"Row {row} of {table} names a row of {parent} that is not there.", mendable=False)
    except sqlite3.DatabaseError as error:
        yield Finding("catalog", f"The catalog's file is damaged: {error}.", mendable=False)
        return
    try:
        with catalog.transaction() as sql:
            sql.execute("INSERT INTO chunks_fts (chunks_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        yield Finding("text index", f"The full-text index differs from the chunks: {error}.")


def _folder(library: Library, folder: Folder) -> Iterator[Finding]:
    """Files that the index lacks, holds in an old version, or holds although they are gone."""
    catalog = library.catalog
    exclude = library.outside(folder)
    try:
        entries = list(entries_of(folder, exclude))
    except FolderMissing as error:
        yield Finding(str(folder.path), str(error), mendable=False)
        return
    blind = [entry.path for entry in entries if isinstance(entry, Unreadable)]
    dismissed = catalog.dismissed(folder)
    files = {entry.path for entry in entries if isinstance(entry, Found) and entry.path not in dismissed}
    seen = catalog.seen(folder)
    for path in sorted(files - seen.keys()):
        yield Finding(path, "The file is not in the index.")
    for path in sorted(seen.keys() - files):
        if not any(part in ("", path) or path.startswith(part + "/") for part in blind):
            yield Finding(path, "The index holds it, but there is no such file.")
    for path in sorted(files & seen.keys()):
        yield from _file(folder, seen[path])


def _file(folder: Folder, seen: Seen) -> Iterator[Finding]:
    if seen.state is State.QUEUED:
        yield Finding(seen.path, "It has not been read yet.", (seen.id,))
    elif seen.state is State.READY:
        try:
            with Path(folder.path, seen.path).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return  # a document that cannot be read keeps its last good version
        if digest != seen.sha256:
            yield Finding(seen.path, "The index holds another version than the file.", (seen.id,))


def _chunks(catalog: Catalog) -> Iterator[Finding]:
    """Chunks that are not what their documents say."""
    for document in catalog.documents():
        if document.version is None:
            continue
        text = catalog.text(document.version, document.id)
        stored = catalog.chunks_of_document(document.id)
        wrong = sum(one.chunk.text != text[one.chunk.start : one.chunk.end] for one in stored)
        if not stored:
            yield Finding(document.path, "It has no chunks.", (document.id,))
        elif wrong or [one.ordinal for one in stored] != list(range(len(stored))):
            yield Finding(document.path, f"{wrong or 'Some'} of its chunks differ from its text.", (document.id,))
        try:
            catalog.layout(document.version, document.id)
        except ValueError as error:
            yield Finding(document.path, f"Its layout cannot be read: {error}.", (document.id,))


def _embeddings(catalog: Catalog) -> Iterator[Finding]:
    lacking = tuple(catalog.documents_without_embeddings())
    if lacking:
        yield Finding("embeddings", f"{len(lacking)} documents have chunks without an embedding.", lacking)
    unused = catalog.unused_embeddings()
    if unused:
        yield Finding("embeddings", f"{len(unused)} embeddings belong to no chunk.")


def _vectors(library: Library) -> Iterator[Finding]:
    """Vectors that are missing, left over, or not found by their own values. The store mends itself when opened."""
    wanted = set(library.catalog.keys())
    try:
        held = library.vectors.keys()
        if wanted - held:
            yield Finding("vectors", f"{len(wanted - held)} chunks have no vector.")
        if held - wanted:
            yield Finding("vectors", f"{len(held - wanted)} vectors belong to no chunk.")
        for problem in library.vectors.problems(sample(library.catalog, len(wanted))):
            yield Finding("vectors", problem)
    except VectorsDamaged as error:
        yield Finding("vectors", str(error))
