"""Which blocks of a PDF file are headings, and what its title is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from index.loaders.characters import one_line
from index.loaders.pdf.file import Bookmark
from index.loaders.pdf.paragraphs import PdfBlock
from index.text.layout import Kind

_LONGEST = 200
_LONGEST_BOLD = 120
_MOST_SIZES = 4
_NOT_ENDING = re.compile(r"[.,;:]$")
_NOTE_MARK = re.compile(r"(?:\[?\d{1,3}[\]).]?|[*†‡§]+|[a-z][).])\s*[\w\"“(]")
_WORDS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"^(?:chapter |section |part )?[\divxlc]+(?:\.\d+)*[.):]?\s+", re.I)


def find_headings(pages: Sequence[Sequence[PdfBlock]], outline: Sequence[Bookmark]) -> None:
    """Mark the blocks that are headings and set their levels.

    The file's outline knows best; other headings are told by type that is larger than the text's, or bold lines
    of their own before text.
    """
    blocks = [block for page in pages for block in page if block.kind in (Kind.PARAGRAPH, Kind.ITEM)]
    if not blocks:
        return
    deepest = _from_outline(pages, outline)
    sizes: Counter[float] = Counter()
    for page in pages:
        for block in page:
            if block.kind is not Kind.FURNITURE:
                sizes[round(block.size * 2) / 2] += len(block.text)
    body = max(sizes, key=lambda size: sizes[size])
    following = _following(pages)
    large = [b for b in blocks if b.kind is not Kind.HEADING and _is_large(b, body)]
    ranks = sorted({round(b.size * 2) / 2 for b in large}, reverse=True)
    for block in large:
        rank = min(ranks.index(round(block.size * 2) / 2), _MOST_SIZES - 1)
        block.kind, block.level = Kind.HEADING, min(6, deepest + 1 + rank)
    _mark_notes(pages, body)
    base = min(5, deepest + min(len(ranks), _MOST_SIZES))
    for block in blocks:
        if block.kind is not Kind.HEADING and _is_bold_heading(block, body, following.get(id(block))):
            block.kind, block.level = Kind.HEADING, min(6, base + (1 if block.text.isupper() else 2))


def _mark_notes(pages: Sequence[Sequence[PdfBlock]], body: float) -> None:
    """Footnotes: small print that starts with a mark, at the end of a page."""
    for page in pages:
        for block in reversed(page):
            if block.kind is Kind.FURNITURE:
                continue
            if block.kind is Kind.ROW or block.size > 0.93 * body or not _NOTE_MARK.match(block.text):
                break
            block.kind, block.level = Kind.NOTE, 0


def _following(pages: Sequence[Sequence[PdfBlock]]) -> dict[int, PdfBlock]:
    flow = [block for page in pages for block in page if block.kind is not Kind.FURNITURE]
    return {id(block): after for block, after in pairwise(flow)}


def _is_large(block: PdfBlock, body: float) -> bool:
    text = block.text
    return (
        block.size > 1.15 * body
        and len(block.lines) <= 4
        and len(text) <= _LONGEST
        and sum(c.isalpha() for c in text) >= 2
        and not (len(text) > 80 and _NOT_ENDING.search(text))
    )


def _is_bold_heading(block: PdfBlock, body: float, after: PdfBlock | None) -> bool:
    text = block.text
    if block.kind is Kind.NOTE or block.size < 0.9 * body or len(block.lines) > 2 or len(text) > _LONGEST_BOLD:
        return False
    if not block.bold and not (text.isupper() and len(text) <= 80 and len(block.lines) == 1):
        return False
    if sum(c.isalpha() for c in text) < 3 or text[0] == "(" or _NOT_ENDING.search(text.removesuffix(":")):
        return False
    return after is not None and after.kind is not Kind.ROW


def _from_outline(pages: Sequence[Sequence[PdfBlock]], outline: Sequence[Bookmark]) -> int:
    """Headings that the outline names; returns the deepest level that was found."""
    by_page: dict[int, list[Bookmark]] = defaultdict(list)
    for bookmark in outline:
        by_page[bookmark.page].append(bookmark)
    deepest = 0
    for page in pages:
        for block in page:
            if block.kind not in (Kind.PARAGRAPH, Kind.ITEM) or len(block.text) > _LONGEST:
                continue
            level = next((b.level for b in by_page[block.page] if _same(b.title, block.text)), None)
            if level is not None:
                block.kind, block.level = Kind.HEADING, min(6, level)
                deepest = max(deepest, block.level)
    return deepest


def _same(title: str, text: str) -> bool:
    """Whether an outline's title is a heading's words, a number before either aside."""
    a, b = (_WORDS.sub("", _NUMBER.sub("", words)).lower() for words in (title, text))
    return bool(a) and a == b


def find_title(said: str | None, pages: Sequence[Sequence[PdfBlock]]) -> str | None:
    """The title in the file's properties, else the largest heading of its first page."""
    if said:
        return said
    first = next((page for page in pages if page), [])
    headings = [block for block in first if block.kind is Kind.HEADING]
    if not headings:
        return None
    largest = max(block.size for block in headings)
    return one_line(next(block.text for block in headings if block.size >= largest - 0.1)).replace("\u00ad", "-")
