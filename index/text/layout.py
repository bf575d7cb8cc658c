"""What ties offsets of a canonical text back to the original: headings, pages, blocks, places on a page."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.text.glyphs import Glyphs


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """An item of a list."""
    ROW = "row"
    """A row of a table, its cells separated by tabs."""
    CODE = "code"
    NOTE = "note"
    """A footnote, endnote or caption."""
    FURNITURE = "furniture"
    """A running header or footer or a page number: in the text, never in a chunk."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that belongs together, ``text[start:end]``; blocks are in order and do not overlap.

    Text between blocks is white space alone. ``level`` is 1 to 6 for a heading, the nesting depth from 1 for
    a list item, else 0.
    """

    start: int
    end: int
    kind: Kind
    level: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page, ``text[start:end]``: its size in points and its label as printed ("iv"), if known.

    Pages cover the text without gaps: each starts where the one before ends. A page without text is empty.
    """

    start: int
    end: int
    width: float = 0.0
    height: float = 0.0
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle on a page (from 1), in points from the page's top left corner as it is displayed."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Blocks, pages and glyph boxes of one text, all by offset. Raises ValueError where they contradict."""

    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    """Empty where the format has no pages."""
    glyphs: Glyphs | None = None
    """Where each character was drawn; None where the format has no fixed places."""
    _headings: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())
    _parents: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        _check_blocks(self.blocks)
        _check_pages(self.pages)
        headings = tuple(i for i, block in enumerate(self.blocks) if block.kind is Kind.HEADING)
        object.__setattr__(self, "_headings", headings)
        object.__setattr__(self, "_parents", _parents([self.blocks[i].level for i in headings]))

    def page_at(self, offset: int) -> int | None:
        """Page (from 1) that ``offset`` stands on, or None where the format has no pages."""
        if not self.pages:
            return None
        return max(1, bisect_right(self.pages, offset, key=lambda page: page.start))

    def block_at(self, offset: int) -> int | None:
        """Index of the block that holds ``offset``, or None between blocks."""
        index = bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        return index if index >= 0 and offset < self.blocks[index].end else None

    def headings_at(self, text: str, offset: int) -> tuple[str, ...]:
        """Titles of the sections that ``offset`` stands in, outermost first.

        A heading stands in the sections around its own, not in the one that it opens.
        """
        place = bisect_right(self._headings, offset, key=lambda i: self.blocks[i].end) - 1
        following = place + 1
        if following < len(self._headings) and self.blocks[self._headings[following]].start <= offset:
            place = self._parents[following]
        path: list[str] = []
        while place >= 0:
            block = self.blocks[self._headings[place]]
            path.append(_title(text[block.start : block.end]))
            place = self._parents[place]
        return tuple(reversed(path))

    def rectangles(self, start: int, end: int) -> tuple[Rectangle, ...]:
        """Where ``text[start:end]`` was drawn, one rectangle a line, in text order; empty where unknown."""
        if self.glyphs is None:
            return ()
        return tuple(Rectangle(*box) for box in self.glyphs.boxes(start, end))

    def to_bytes(self) -> bytes:
        """The layout as bytes, compressed, for `from_bytes`."""
        spans = np.array([(b.start, b.end) for b in self.blocks], np.int64).reshape(-1)
        header = {
            "kinds": [_KINDS.index(block.kind) for block in self.blocks],
            "levels": [block.level for block in self.blocks],
            "pages": [[page.start, page.end, page.width, page.height, page.label] for page in self.pages],
            "glyphs": self.glyphs is not None,
        }
        head = json.dumps(header, separators=(",", ":")).encode()
        pack = zlib.compressobj(6)
        parts = [_MAGIC, *(pack.compress(part) for part in (len(head).to_bytes(8, "little"), head, _packed(spans)))]
        if self.glyphs is not None:
            parts += map(pack.compress, self.glyphs.parts())
        return b"".join([*parts, pack.flush()])

    @classmethod
    def from_bytes(cls, data: bytes) -> Layout:
        """The layout that `to_bytes` wrote. Raises ValueError for anything else, damaged data too."""
        if not data.startswith(_MAGIC):
            raise ValueError("not a stored layout")
        try:
            return cls._parse(zlib.decompress(data[len(_MAGIC) :]))
        except (zlib.error, KeyError, IndexError, TypeError, OverflowError, RecursionError) as error:
            raise ValueError(f"damaged layout: {error}") from error

    @classmethod
    def _parse(cls, body: bytes) -> Layout:
        size = int.from_bytes(body[:8], "little")
        header = json.loads(body[8 : 8 + size])
        rest = body[8 + size :]
        kinds, levels = header["kinds"], header["levels"]
        length = len(kinds) * 16
        if len(levels) != len(kinds) or len(rest) < length:
            raise ValueError("damaged layout: blocks are cut off")
        spans = np.cumsum(np.frombuffer(rest[:length], "<i8")).reshape(-1, 2).tolist()
        blocks = tuple(
            Block(start, end, _KINDS[kind], int(level))
            for (start, end), kind, level in zip(spans, kinds, levels, strict=True)
        )
        pages = tuple(
            Page(int(start), int(end), float(width), float(height), None if label is None else str(label))
            for start, end, width, height, label in header["pages"]
        )
        glyphs = Glyphs.from_bytes(rest[length:]) if header["glyphs"] else None
        return cls(blocks, pages, glyphs)


_MAGIC = b"QLAY1"
_KINDS = tuple(Kind)


def _packed(offsets: npt.NDArray[np.int64]) -> bytes:
    """Offsets as differences, which compress well."""
    return np.diff(offsets, prepend=np.int64(0)).astype("<i8").tobytes()


def _title(heading: str) -> str:
    """A heading's words on one line, without a line drawn under it."""
    lines = [line.strip() for line in heading.split("\n")]
    return " ".join(line for line in lines if any(c.isalnum() for c in line)) or heading.strip()


def _parents(levels: Sequence[int]) -> tuple[int, ...]:
    """For each heading, the place of the heading whose section it stands in, or -1."""
    parents: list[int] = []
    open_: list[int] = []
    for place, level in enumerate(levels):
        while open_ and levels[open_[-1]] >= level:
            open_.pop()
        parents.append(open_[-1] if open_ else -1)
        open_.append(place)
    return tuple(parents)


def _check_blocks(blocks: Sequence[Block]) -> None:
    if any(block.start < 0 or block.start >= block.end for block in blocks):
        raise ValueError("a block is empty or stands before the text")
    if any(after.start < before.end for before, after in pairwise(blocks)):
        raise ValueError("blocks overlap or are out of order")


def _check_pages(pages: Sequence[Page]) -> None:
    if not pages:
        return
    if pages[0].start != 0 or any(page.end < page.start for page in pages):
        raise ValueError("pages do not start at 0 or end before they start")
    if any(after.start != before.end for before, after in pairwise(pages)):
        raise ValueError("pages leave a gap or overlap")
