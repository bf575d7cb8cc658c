"""From the lines of a page to its blocks: paragraphs, list items, rows of tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index.loaders.pdf.lines import lines_of, reading_order
from index.loaders.pdf.paragraphs import MARKER, SENTENCE_END, Column, PdfBlock, goes_on
from index.loaders.pdf.pieces import Line, PageText
from index.text.layout import Kind

_ALIGNED = 3.0


def blocks_of(page: PageText, furniture: frozenset[int]) -> list[PdfBlock]:
    """A page's blocks in reading order; ``furniture`` are places in ``page.pieces``."""
    top: list[PdfBlock] = []
    bottom: list[PdfBlock] = []
    fixed = [piece for at, piece in enumerate(page.pieces) if at in furniture]
    for line in lines_of(fixed):
        place = top if line.base < page.height / 2 else bottom
        place.append(PdfBlock(Kind.FURNITURE, [line], page.number))
    blocks: list[PdfBlock] = []
    for turn in sorted({piece.frame for piece in page.pieces}):
        pieces = [p for at, p in enumerate(page.pieces) if p.frame == turn and at not in furniture]
        for region in reading_order(pieces) if pieces else ():
            blocks += _region(region, page.number)
    return top + blocks + bottom


def _region(lines: Sequence[Line], page: int) -> list[PdfBlock]:
    """The blocks of a column."""
    lines = _justified([_with_marker(line) for line in lines])
    tabular = _tabular(lines)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    column = Column(left, right, _leading(lines))
    blocks: list[PdfBlock] = []
    for at, line in enumerate(lines):
        last = blocks[-1] if blocks else None
        if tabular[at]:
            if last is not None and _is_label_of(last, line):
                last.kind, last.level = Kind.ROW, 0
                last.lines.append(line)
            else:
                blocks.append(PdfBlock(Kind.ROW, [line], page, right=right))
            continue
        following = lines[at + 1] if at + 1 < len(lines) else None
        if last is not None and last.kind is not Kind.ROW and goes_on(last, line, following, column):
            last.lines.append(line)
            continue
        marked = bool(MARKER.match(line.text)) and len(line.text) > 2
        blocks.append(PdfBlock(Kind.ITEM if marked else Kind.PARAGRAPH, [line], page, int(marked), right))
    return blocks


def _justified(lines: Sequence[Line]) -> list[Line]:
    """Lines of justified text whose words stand far apart, as single cells: neighbours show that it is text."""
    found: list[Line] = []
    for at, line in enumerate(lines):
        near = [other for other in (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]) if len(other.cells) == 1]
        gaps = [b.left - a.right for a, b in pairwise(line.cells)]
        if (
            gaps
            and max(gaps) < min(6 * line.size, 2 * min(gaps))
            and all(c.text.count(" ") == 0 for c in line.cells)
            and any(abs(o.left - line.left) < 2 and abs(o.right - line.right) < 2 for o in near)
        ):
            cell = line.cells[0]
            for other in line.cells[1:]:
                cell = cell.join(other, space=True)
            found.append(Line([cell]))
        else:
            found.append(line)
    return found


def _is_label_of(block: PdfBlock, line: Line) -> bool:
    """Whether a single line before a row is the start of the row's label, which goes on in lower case."""
    last = block.lines[-1]
    return (
        len(block.lines) == 1
        and len(last.cells) == 1
        and len(line.cells) > 1
        and line.text[0].islower()
        and not SENTENCE_END.search(last.text)
        and -1 <= line.left - last.left < 3 * line.size
        and line.base - last.base < 2 * line.size
    )


def _with_marker(line: Line) -> Line:
    """A list item's marker and its text as one cell."""
    first = line.cells[0]
    if len(line.cells) < 2 or len(first.text) > 6 or not MARKER.fullmatch(first.text):
        return line
    return Line([first.join(line.cells[1], space=True), *line.cells[2:]])


def _tabular(lines: Sequence[Line]) -> list[bool]:
    """Which lines are rows of a table: cells in line with cells of a line near, or between such lines."""
    count = len(lines)
    found = [len(line.cells) > 2 for line in lines]
    for at, line in enumerate(lines):
        if len(line.cells) < 2:
            continue
        near = [lines[i] for i in range(max(0, at - 3), min(count, at + 4)) if i != at and len(lines[i].cells) > 1]
        found[at] = found[at] or any(_in_line(line, other) for other in near) or _is_apart(line)
    for at in range(1, count - 1):
        between = found[at - 1] and found[at + 1]
        if not found[at] and between and lines[at + 1].base - lines[at - 1].base < 4.5 * lines[at].size:
            found[at] = len(lines[at].text) < 60
    return found


def _in_line(line: Line, other: Line) -> bool:
    """Whether a cell after the first starts or ends where one of another line does."""
    return any(
        abs(a.left - b.left) < _ALIGNED or abs(a.right - b.right) < _ALIGNED
        for a in line.cells[1:]
        for b in other.cells[1:]
    )


def _is_apart(line: Line) -> bool:
    """Whether a line's cells stand so far apart that they are not one phrase."""
    return any(b.left - a.right > 3 * line.size for a, b in pairwise(line.cells))


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance of lines, as a multiple of the type's size."""
    steps = Counter(
        round((b.base - a.base) / max(a.size, b.size), 1)
        for a, b in pairwise(lines)
        if abs(a.size - b.size) < 0.6 and 0.8 * a.size < b.base - a.base < 2.6 * a.size
    )
    if not steps:
        return 1.25
    most = max(steps.values())
    return min(step for step, times in steps.items() if times >= 0.4 * most)
