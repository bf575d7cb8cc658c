"""Are the versions what they should be: chunks what the text says, layouts readable, embeddings there and sound?

Versions are read one by one and embeddings in parts, so that memory does not grow with the library.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from index.catalog.catalog import Catalog
from index.doctor.finding import Finding
from index.documents import Chunk
from index.embedding.keys import vector_keys
from index.text import chunking
from index.text.layout import Layout

_PART = 4096

_CHUNKS = (
    'SELECT ordinal, start, "end", text, context, sentences, headings, page, key FROM chunks '
    "WHERE version_id = ? ORDER BY ordinal"
)


def versions(catalog: Catalog) -> Iterator[Finding]:
    """Texts, layouts and chunks that do not fit each other, by document."""
    sql, model = catalog.connection, catalog.get("model")
    documents: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for id_, path, version in sql.execute("SELECT id, path, version_id FROM documents WHERE version_id IS NOT NULL"):
        documents[version].append((id_, str(path)))
    for version in sorted(documents):
        row = sql.execute("SELECT title, text, layout, pages FROM versions WHERE id = ?", [version]).fetchone()
        if row is None:
            continue  # of that `references` speaks
        title, text, layout, pages = row
        chunks = sql.execute(_CHUNKS, [version]).fetchall()
        for problem in _problems(title, text, layout, pages, chunks, model):
            for id_, path in documents[version]:
                yield Finding(path, problem, (id_,))


def _problems(
    title: Any, text: Any, layout: Any, pages: Any, chunks: Sequence[tuple[Any, ...]], model: str | None
) -> Iterator[str]:
    if not isinstance(text, str):
        yield "Its text is not readable."
        return
    try:
        read = Layout.from_bytes(layout)
    except (ValueError, TypeError, AttributeError) as error:
        yield f"Its layout cannot be read: {error}."
    else:
        if read.blocks and read.blocks[-1].end > len(text):
            yield "Its layout does not fit its text."
        elif (len(read.pages) or None) != pages:
            yield f"It is said to have {pages} pages, where its layout has {len(read.pages)}."
    if not chunks:
        if text.strip():
            yield "It has no chunks."
        return
    wrong = sum(not _fits(row, title, text, model) for row in chunks)
    if wrong or [row[0] for row in chunks] != list(range(len(chunks))):
        yield f"{wrong or 'Some'} of its {len(chunks)} chunks differ from its text."


def _fits(row: tuple[Any, ...], title: str | None, text: str, model: str | None) -> bool:
    """Whether a chunk is what its text, its headings and its key say that it is."""
    _, start, end, said, context, sentences, headings, _, key = row
    try:
        marks, names = json.loads(sentences), json.loads(headings)
        chunk = Chunk(start, end, said, (), tuple(names))
        return (
            0 <= start < end <= len(text)
            and said == text[start:end]
            and marks == sorted(marks)
            and len(marks) % 2 == 0
            and all(0 <= mark <= end - start for mark in marks)
            and context == "\n".join(filter(None, (title, *names)))
            and (model is None or key == vector_keys(model, [chunking.embedded(chunk, title)])[0])
        )
    except (ValueError, TypeError):
        return False


def embeddings(catalog: Catalog, dimension: int) -> Iterator[Finding]:
    """Embeddings that are missing, left over, or none."""
    lacking = tuple(catalog.documents_without_embeddings())
    if lacking:
        yield Finding("embeddings", f"{len(lacking)} documents have chunks without an embedding.", lacking)
    if unused := catalog.unused_embeddings():
        yield Finding("embeddings", f"{len(unused)} embeddings belong to no chunk.")
    if keys := _spoiled(catalog, dimension):
        yield Finding("embeddings", f"{len(keys)} embeddings are damaged.", _with_keys(catalog, keys), tuple(keys))


def _spoiled(catalog: Catalog, dimension: int) -> list[str]:
    """Keys of embeddings of live chunks that are not unit vectors of the model's dimension."""
    found: list[str] = []
    rows = catalog.connection.execute("SELECT key, vector FROM embeddings e WHERE key IN (SELECT key FROM chunks)")
    while part := rows.fetchmany(_PART):
        right = [(key, vector) for key, vector in part if isinstance(vector, bytes) and len(vector) == 2 * dimension]
        found += sorted({key for key, _ in part} - {key for key, _ in right})
        if right:
            table = np.frombuffer(b"".join(vector for _, vector in right), dtype=np.float16).reshape(-1, dimension)
            norms = np.linalg.norm(table.astype(np.float32), axis=1)
            found += [right[i][0] for i in np.flatnonzero(~(np.abs(norms - 1.0) < 0.02))]
    return found


def _with_keys(catalog: Catalog, keys: Sequence[str]) -> tuple[int, ...]:
    rows = catalog.connection.execute(
        "SELECT DISTINCT d.id FROM documents d JOIN chunks c ON c.version_id = d.version_id "
        "WHERE c.key IN (SELECT value FROM json_each(?)) ORDER BY d.id",
        [json.dumps(keys)],
    )
    return tuple(int(id_) for (id_,) in rows)
