"""From the blocks of all pages to one text, with the place of every character."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence

from index.loaders.pdf.glyphs import HYPHEN
from index.loaders.pdf.paragraphs import PdfBlock
from index.loaders.pdf.pieces import SLANTED, Edges, Line, PageText
from index.text.glyphs import GlyphLine, Glyphs
from index.text.layout import Block, Kind, Layout, Page

_CLOSE = {Kind.ROW, Kind.ITEM}
_ENDED = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")
_LAST_WORD = re.compile(r"([^\W\d_]+)[-‐\u00ad]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_WORD = re.compile(r"\S+")
_DASHES = ("-", "‐", HYPHEN)


def compose(pages: Sequence[PageText], blocks: Sequence[Sequence[PdfBlock]]) -> tuple[str, Layout]:
    """The text of all blocks in order, and its layout; a paragraph that a page break parts is one block."""
    writer = _Writer(pages, _words(blocks))
    starts: list[int] = []
    open_: PdfBlock | None = None
    for page in blocks:
        flow = list(page)
        at = next((i for i, b in enumerate(flow) if b.kind is not Kind.FURNITURE), None)
        continued = open_ is not None and at is not None and _continues(open_, flow[at])
        if open_ is not None:
            writer.block(open_, flow.pop(at) if continued and at is not None else None, starts)
        else:
            starts.append(writer.length)
        last = _last_in_flow(flow)
        open_ = flow.pop(last) if last is not None else None
        for block in flow:
            writer.block(block)
    if open_ is not None:
        writer.block(open_)
    return writer.finished(starts)


def _last_in_flow(page: Sequence[PdfBlock]) -> int | None:
    """The place of a page's last paragraph, if only furniture and notes follow and it may go on overleaf."""
    for at in range(len(page) - 1, -1, -1):
        if page[at].kind in (Kind.FURNITURE, Kind.NOTE):
            continue
        may = page[at].kind in (Kind.PARAGRAPH, Kind.ITEM) and not _ENDED.search(page[at].text)
        return at if may else None
    return None


def _continues(block: PdfBlock, after: PdfBlock) -> bool:
    """Whether a page's first block goes on with the last paragraph of the page before."""
    if after.kind is not Kind.PARAGRAPH or abs(block.size - after.size) > 0.1 * block.size:
        return False
    last, first = block.lines[-1], after.lines[0]
    if len(first.cells) > 1 or block.bold != after.bold:
        return False
    if first.text[0].islower() or last.text.endswith(_DASHES):
        return True
    return len(block.lines) > 1 and last.right > block.right - 3 * block.size


def _words(pages: Sequence[Sequence[PdfBlock]]) -> frozenset[str]:
    """Words of the text, hyphenated ones too, that no line's end has cut."""
    found: set[str] = set()
    for page in pages:
        for block in page:
            for line in block.lines:
                text = line.text.lower()
                words = _TOKEN.findall(text)
                found.update(words[:-1] if text.endswith(_DASHES) else words)
    return frozenset(found)


class _Writer:
    """Writes blocks. State: the text so far and where its parts were drawn."""

    def __init__(self, pages: Sequence[PageText], words: frozenset[str]) -> None:
        self._pages = pages
        self._words = words
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._glyphs: list[GlyphLine] = []
        self.length = 0

    def block(self, block: PdfBlock, more: PdfBlock | None = None, starts: list[int] | None = None) -> None:
        """Write a block, and what continues it on the next page, whose start is noted in ``starts``."""
        if self._blocks:
            close = block.kind in _CLOSE and self._blocks[-1].kind is block.kind
            self._put("\n" if close else "\n\n")
        start = self.length
        last: Line | None = None
        for part in (block, more):
            if part is None:
                continue
            for line in part.lines:
                if last is not None:
                    self._join(last, line)
                if part is more and line is part.lines[0] and starts is not None:
                    starts.append(self.length)
                self._line(line, part.page)
                last = line
        if more is None and starts is not None:
            starts.append(self.length)
        self._blocks.append(Block(start, self.length, block.kind, block.level))

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)

    def _line(self, line: Line, page: int) -> None:
        text = line.text.replace(HYPHEN, "-")
        edges = line.cells[0].edges
        for cell in line.cells[1:]:
            edges = edges + array("f", (edges[-1], edges[-1])) + cell.edges
        turn = line.cells[0].frame
        frame = self._pages[page - 1].frame(turn)
        if turn >= SLANTED:
            for at, (start, end) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
                left, top, right, bottom = frame.slanted_out((start, line.low, end, line.high))
                right = left if start == end else right
                self._glyphs.append(GlyphLine(self.length + at, page, top, bottom, (left, right)))
        else:
            skew = self._pages[page - 1].skew
            for start, part in _words_of(line.text, edges) if skew else ((0, edges),):
                sunk = skew * (part[0] + part[-1]) / 2
                low, high = frame.across_out(line.low + sunk, line.high + sunk)
                placed = frame.edges_out(part)
                self._glyphs.append(GlyphLine(self.length + start, page, low, high, placed, turn in (0, 2)))
        self._put(text)

    def _join(self, last: Line, line: Line) -> None:
        """What stands between two lines of a paragraph: a space, or nothing where a word goes on."""
        before, after = last.text, line.text
        if before.endswith(_DASHES) and len(before) > 1 and before[-2] not in " \t":
            if self._is_broken(before, after):
                self._drop_hyphen()
            elif unicodedata.combining(after[0]):
                self._put(" ")
        elif not (_is_ideograph(before[-1]) and _is_ideograph(after[0])) and before[-1] not in "—":
            self._put(" ")

    def _is_broken(self, before: str, after: str) -> bool:
        """Whether a hyphen at a line's end was put there to break a word."""
        head, tail = _LAST_WORD.search(before), _FIRST_WORD.match(after)
        if head is None or tail is None or not tail[0][0].islower():
            return False
        first, second = head[1].lower(), tail[0].lower()
        if f"{first}-{second}" in self._words:
            return False
        if first + second in self._words:
            return True
        return not (first in self._words and second in self._words and len(first) > 2)

    def _drop_hyphen(self) -> None:
        """Take the last character back; the letter before it takes over its place on the page."""
        self._parts[-1] = self._parts[-1][:-1]
        self.length -= 1
        line = self._glyphs.pop()
        if len(line.edges) < 4:
            return
        edges = array("f", line.edges[:-2])
        edges[-2:] = array("f", (min(edges[-2], line.edges[-2]), max(edges[-1], line.edges[-1])))
        self._glyphs.append(GlyphLine(line.start, line.page, line.low, line.high, edges, line.upright))

    def finished(self, starts: Sequence[int]) -> tuple[str, Layout]:
        """The text and layout; ``starts`` are the offsets at which pages begin."""
        text = "".join(self._parts)
        bounds = [0, *starts[1:], len(text)]
        pages = tuple(
            Page(start, max(start, end), page.width, page.height, page.label)
            for page, start, end in zip(self._pages, bounds[:-1], bounds[1:], strict=True)
        )
        return text, Layout(tuple(self._blocks), pages, Glyphs(self._glyphs))


def _words_of(text: str, edges: Edges) -> Iterator[tuple[int, Edges]]:
    """Each word's place in a line, and the bounds of its characters."""
    for word in _WORD.finditer(text):
        yield word.start(), edges[2 * word.start() : 2 * word.end()]


def _is_ideograph(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef"
