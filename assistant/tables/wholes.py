"""Whole documents as passages: what is searched sentence by sentence where search may miss the words of a report."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from assistant.answers import Passage
from assistant.retrieval.lately import remembered
from assistant.retrieval.passages import passage_of as chunk_passage
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


@remembered(32)
def _hits(catalog: Catalog, document: int) -> tuple[Hit, ...]:
    found: list[Hit] = []
    for stored in catalog.chunks_of_document(document):
        own = next((source for source in stored.sources if source.document == document), None)
        if own is None:
            continue
        found.append(Hit(chunk_passage(stored, own, 0.0), (stored,), stored.chunk.sentences))
    return tuple(found)


def hits_of(catalog: Catalog, identity: Identity) -> tuple[Hit, ...]:
    """All of a document, chunk by chunk; remembered until the catalog changes."""
    return _hits(catalog, identity.opening.document)
