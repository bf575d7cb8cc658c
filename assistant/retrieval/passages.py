"""Chunks as passages, where a document is gone through whole and nothing was searched."""

from __future__ import annotations

from assistant.answers import Passage
from assistant.text.pages import unit_of
from index.documents import Source, StoredChunk


def passage_of(stored: StoredChunk, source: Source, score: float = 1.0) -> Passage:
    """A chunk as a passage of one of the documents that have it, with rank 1."""
    chunk = stored.chunk
    return Passage(
        rank=1,
        document=source.path,
        page=chunk.page,
        start=chunk.start,
        end=chunk.end,
        text=chunk.text,
        score=score,
        scores={},
        title=source.title,
        version=source.version,
        document_id=source.document,
        headings=chunk.headings,
        unit=unit_of(source.format),
    )
