"""Pages: what they are called, and the one that a sentence stands on, which may come after its chunk's first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from index.documents import Span, StoredChunk

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog


def unit_of(format_: str | None) -> str:
    """What the pages of documents of a format are called: ``page``, ``slide``."""
    from index.loaders import FORMATS

    known = FORMATS.get(format_ or "")
    return known.unit if known else "page"


def unit_named(path: str) -> str:
    """The same by a document's name, for those that know no more of it."""
    from index.loaders import format_of

    return unit_of(format_of(path, b""))


def page_of(catalog: Catalog, chunks: Sequence[StoredChunk], span: Span) -> int | None:
    """Give the page (from 1) that a sentence of these chunks begins on; None where the format has no pages.

    The layout, which is slow to read for a long document, is asked only where the chunk may go over a page's end.
    """
    holding = next((c for c in chunks if c.chunk.start <= span.start < c.chunk.end), chunks[0])
    page = holding.chunk.page
    if page is None or span.start == holding.chunk.start:
        return page
    following = next(iter(catalog.neighbours(holding, 0, 1)), None)
    if following is not None and following.chunk.page == page:
        return page
    source = holding.sources[0]
    try:
        starts = _starts(catalog, source.version, source.document)
    except KeyError:  # the version has just been replaced
        return page
    return max(1, bisect_right(starts, span.start)) if starts else page


@lru_cache(maxsize=32)
def _starts(catalog: Catalog, version: str, document: int) -> tuple[int, ...]:
    """Where each page begins in a version's text."""
    return tuple(page.start for page in catalog.layout(version, document).pages)
