"""Which lines make a paragraph."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass

from index.loaders.pdf.pieces import Line
from index.text.layout import Kind

BULLETS = "•▪◦‣●○■□➢✓❖"
MARKER = re.compile(rf"(?:[{BULLETS}–—*-]|\(?\d{{1,2}}[.)]|\((?:[a-zA-Z]|[ivxlc]{{2,5}})\)|[a-zA-Z][.)])(?=\s|$)")
_SECTION = re.compile(r"\d+(?:\.\d+)+\.?\s+[A-Z]")
SENTENCE_END = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")


@dataclass(slots=True)
class PdfBlock:
    """A block of one page: its lines, and what is known of it."""

    kind: Kind
    lines: list[Line]
    page: int
    level: int = 0
    right: float = 0.0
    """Where the lines around it end: its column's right edge."""

    @property
    def text(self) -> str:
        """Its lines, one after the other."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """Its type's size."""
        return max(self.lines, key=lambda line: len(line.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of text: its edges, and the usual distance of its lines as a multiple of the type's size."""

    left: float
    right: float
    leading: float


def goes_on(block: PdfBlock, line: Line, following: Line | None, column: Column) -> bool:
    """Whether ``line`` continues the paragraph ``block``; ``following`` is the line after it."""
    last = block.lines[-1]
    size = max(last.size, line.size)
    if abs(last.size - line.size) > 0.12 * size or not _is_close(block, line, following, column):
        return False
    word = _first_word_width(line)
    fits = last.right + word + 0.3 * size < column.right - 0.5 * size
    ended = bool(SENTENCE_END.search(last.text))
    if len(line.cells) > 1 or _opens_item(block, line, ended=ended, fits=fits):
        return False
    if block.bold and not line.bold and len(block.lines) < 3:
        return False  # a bold line of its own above a paragraph
    if line.bold and not last.bold and not block.bold:
        return _is_mid_sentence(last, line) and not fits
    indent = line.left - statistics.median(part.left for part in block.lines[-3:])
    centred = _is_centred(last, line)
    if len(block.lines) == 1:
        if block.kind is Kind.ITEM or -4 * size < indent < 0.8 * size:
            return not (fits and (ended or (line.text[0].isupper() and not centred)))
        return (indent >= 0.8 * size and not fits and not ended) or (centred and not ended)
    if indent > 0.8 * size and block.kind is not Kind.ITEM:
        return centred and not ended
    return not (fits and ended) or _is_mid_sentence(last, line)


def _is_close(block: PdfBlock, line: Line, following: Line | None, column: Column) -> bool:
    """Whether a line stands as near to the last one as lines of a paragraph do."""
    last = block.lines[-1]
    size = max(last.size, line.size)
    step = line.base - last.base
    if not 0.3 * size <= step <= 2.6 * size:
        return False
    if len(block.lines) > 1:
        usual = last.base - block.lines[-2].base
        return step <= 1.2 * usual
    if step <= (column.leading + 0.3) * size:
        return True
    # Set wider than most of the column: then the next line shows whether that is this paragraph's leading.
    after = following.base - line.base if following is not None else 0.0
    return abs(after - step) < 0.12 * step and following is not None and abs(following.left - line.left) < size


def _opens_item(block: PdfBlock, line: Line, *, ended: bool, fits: bool) -> bool:
    """Whether a line starts a list item or a numbered section of its own."""
    if _SECTION.match(line.text):
        return ended or fits or bool(_SECTION.match(block.lines[0].text))
    if not MARKER.match(line.text):
        return False
    if line.text[0] in BULLETS or ended or fits:
        return True
    return block.kind is Kind.ITEM and abs(line.left - block.lines[0].left) < 2


def _is_mid_sentence(last: Line, line: Line) -> bool:
    return line.text[0].islower() and not SENTENCE_END.search(last.text)


def _is_centred(last: Line, line: Line) -> bool:
    """Whether two lines have the same middle but not the same start."""
    middles = abs((last.left + last.right) - (line.left + line.right)) / 2
    return middles < 2 and abs(last.left - line.left) > 2


def _first_word_width(line: Line) -> float:
    cell = line.cells[0]
    end = cell.text.find(" ")
    return (cell.edges[2 * end - 1] if end > 0 else cell.right) - cell.left
