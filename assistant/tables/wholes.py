"""Whole documents as passages: what is searched sentence by sentence where search may miss the words of a report."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from assistant.answers import Passage
from assistant.retrieval.retriever import Hit
from assistant.tables.aboutness import Identity
from assistant.text.pages import unit_of
from index.text.tabular import Row, Tables

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog


def passage_of(identity: Identity, tables: Tables, row: Row, score: float, catalog: Catalog) -> Passage:
    """The chunk that holds a row; the row itself where it was cut."""
    opening = identity.opening
    chunk = catalog.chunk_at(opening.document, row.start)
    start, end = row.start, row.end
    if chunk is not None and chunk.chunk.end >= end:
        start, end = chunk.chunk.start, chunk.chunk.end
    sources = chunk.sources if chunk is not None else ()
    own = next((source for source in sources if source.document == opening.document), None)
    return Passage(
        rank=1,
        document=opening.path,
        page=tables.layout.page_at(start),
        start=start,
        end=end,
        text=tables.text[start:end],
        score=score,
        scores={"figure": score},
        title=own.title if own is not None else opening.title or PurePath(opening.path).name,
        version=opening.version,
        document_id=opening.document,
        headings=tables.layout.headings_at(tables.text, row.start),
        unit=unit_of(own.format if own is not None else None),
    )


def hits_of(catalog: Catalog, identity: Identity) -> tuple[Hit, ...]:
    """All of a document, chunk by chunk; remembered until the catalog changes."""
    return _hits(catalog, catalog.revision(), identity.opening.document)


@lru_cache(maxsize=32)
def _hits(catalog: Catalog, revision: int, document: int) -> tuple[Hit, ...]:
    found: list[Hit] = []
    for stored in catalog.chunks_of_document(document):
        own = next((source for source in stored.sources if source.document == document), None)
        if own is None:
            continue
        chunk = stored.chunk
        passage = Passage(
            rank=1,
            document=own.path,
            page=chunk.page,
            start=chunk.start,
            end=chunk.end,
            text=chunk.text,
            score=0.0,
            scores={},
            title=own.title,
            version=own.version,
            document_id=document,
            headings=chunk.headings,
            unit=unit_of(own.format),
        )
        found.append(Hit(passage, (stored,), chunk.sentences))
    return tuple(found)
