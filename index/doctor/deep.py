"""Is what the index holds of a document what reading and embedding its file gives now? A sample, in random order."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.doctor.finding import Finding
from index.documents import Chunk, StoredChunk
from index.embedding.embedding import EmbeddingError
from index.embedding.keys import vector_keys
from index.following.plan import recipe
from index.library import Library
from index.parsing.outcome import Outcome
from index.text import chunking
from index.text.layout import Layout

_ALIKE = 0.999
"""Cosine of two embeddings of one text, which rounding and the order of work change a little."""

_Problem = tuple[str, tuple[str, ...]]
"""What is wrong, and the keys of embeddings that must be computed again."""

_EMBEDDED = 32
"""Chunks of a document that are embedded again at most."""


def documents(library: Library, seconds: float) -> Iterator[Finding]:
    """Documents whose text, layout, chunks or vectors are other than their files give; as many as time allows."""
    until = time.monotonic() + seconds
    files = library.catalog.connection.execute(
        "SELECT f.path, d.id, d.path FROM documents d JOIN folders f ON f.id = d.folder_id "
        "WHERE d.state = 'ready' AND d.container_id IS NULL"
    ).fetchall()
    random.shuffle(files)
    for folder, id_, path in files:
        yield from _file(library, Path(folder), id_, path)
        if time.monotonic() > until:
            return


def _file(library: Library, folder: Path, id_: int, path: str) -> Iterator[Finding]:
    """Compare a file, and all that is inside it, with what reading it gives."""
    ids = {path: id_, **{one.path: one.id for one in library.catalog.members(id_)}}
    try:
        for outcome in library.parser.read(folder, path, lambda head: head.path in ids):
            one = ids.get(outcome.head.path)
            if one is None or outcome.known:
                continue
            for problem, keys in _problems(library, one, outcome):
                yield Finding(outcome.head.path, problem, (one,), keys)
    except OSError:
        return  # a document that cannot be read keeps its last good version


def _problems(library: Library, id_: int, outcome: Outcome) -> Iterator[_Problem]:
    catalog, parsed = library.catalog, outcome.parsed
    row = catalog.connection.execute(
        "SELECT v.sha256, v.recipe, v.title, v.text, v.layout FROM versions v "
        "JOIN documents d ON d.version_id = v.id WHERE d.id = ?",
        [id_],
    ).fetchone()
    if row is None or row[:2] != (outcome.head.sha256, recipe(outcome.head.format)):
        return  # another content than that of the file, or read another way than now: the next sync looks at it
    if parsed is None:
        reason = outcome.failure.reason if outcome.failure else ""
        yield f"It {reason}, where the index holds a text of it.", ()
        return
    if (parsed.title, parsed.text) != row[2:4]:
        yield "Its text is not what its file gives.", ()
        return
    if Layout.from_bytes(parsed.layout) != Layout.from_bytes(row[4]):
        yield "Its layout is not what its file gives.", ()
    stored = catalog.chunks_of_document(id_)
    if [_facts(chunk) for chunk in parsed.chunks] != [_facts(one.chunk) for one in stored]:
        yield "Its chunks are not what its text gives.", ()
    else:
        yield from _embedded(library, stored, parsed.title)


def _facts(chunk: Chunk) -> tuple[object, ...]:
    return chunk.start, chunk.end, chunk.text, chunk.sentences, chunk.headings, chunk.page


def _embedded(library: Library, stored: Sequence[StoredChunk], title: str | None) -> Iterator[_Problem]:
    chosen = random.sample(list(stored), min(_EMBEDDED, len(stored)))
    texts = [chunking.embedded(one.chunk, title) for one in chosen]
    keys = vector_keys(library.embedder.identity, texts)
    try:
        fresh = dict(zip(keys, library.embedder.embed_documents(texts), strict=True))
    except EmbeddingError as error:
        yield f"Its vectors cannot be compared: {error}", ()
        return
    found, rows = library.catalog.embeddings(fresh)
    if found and rows.shape[1] == library.embedder.dimension:
        wrong = tuple(key for key, row in zip(found, rows, strict=True) if not float(np.dot(fresh[key], row)) > _ALIKE)
        if wrong:
            yield f"{len(wrong)} of {len(found)} sampled vectors are not what its text gives.", wrong
