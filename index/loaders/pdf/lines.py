"""From pieces to lines: what stands beside each other, and in which order lines are read."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from itertools import groupby

from index.loaders.pdf.pieces import Line, Piece

_CELL_GAP = 1.3
"""A gap of more than this times the type's size parts cells."""
_SIGN_GAP = 0.35
"""The same before a currency's sign, which opens a cell."""
_SIGNS = frozenset(("$", "€", "£", "¥", "(", "$(", "US$"))
_LEADERS = re.compile(r"[.\s]{4,}")
_FEWEST_LINES = 3
_FEWEST_CHARS = 20


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """Pieces of one frame as lines, from top to bottom."""
    rows: list[list[Piece]] = []
    bounds: list[tuple[float, float, float]] = []
    for piece in sorted(pieces, key=lambda p: (p.base, p.left)):
        found = _row_for(piece, bounds)
        if found is None:
            rows.append([piece])
            bounds.append((piece.low, piece.high, piece.base))
        else:
            rows[found].append(piece)
            low, high, base = bounds[found]
            if piece.high - piece.low > 0.5 * (high - low):
                bounds[found] = (min(low, piece.low), max(high, piece.high), base)
    lines = [Line(_cells(_signs_apart(row))) for row in rows]
    return sorted(lines, key=lambda line: line.base)


def _row_for(piece: Piece, bounds: Sequence[tuple[float, float, float]]) -> int | None:
    """The row among the last few that a piece stands in."""
    for at in range(len(bounds) - 1, max(-1, len(bounds) - 4), -1):
        low, high, base = bounds[at]
        if abs(piece.base - base) <= 0.15 * piece.size:
            return at
        overlap = min(high, piece.high) - max(low, piece.low)
        if overlap > 0.6 * max(0.1, min(high - low, piece.high - piece.low)):
            return at
    return None


def _signs_apart(row: Sequence[Piece]) -> list[Piece]:
    """A row's pieces, a currency's sign at a piece's end as a piece of its own: it opens the next cell."""
    pieces: list[Piece] = []
    for piece in row:
        head, space, sign = piece.text.rpartition(" ")
        if space and sign in _SIGNS and head[-1:] not in ("", " "):
            pieces += [piece.part(0, len(head)), piece.part(len(head) + 1, len(piece.text))]
        else:
            pieces.append(piece)
    return pieces


def _cells(row: Sequence[Piece]) -> list[Piece]:
    """A row's pieces from left to right, those that stand close to each other as one."""
    cells: list[Piece] = []
    for piece in sorted(row, key=lambda p: (p.left, p.right)):
        last = cells[-1] if cells else None
        gap = piece.left - last.right if last is not None else 0.0
        size = max(piece.size, last.size) if last is not None else 0.0
        apart = gap > (_SIGN_GAP if piece.text in _SIGNS else _CELL_GAP) * size
        if last is None or (apart and not _belongs(last, piece)):
            cells.append(piece)
        else:
            cells[-1] = last.join(piece, space=gap > 0.12 * size and last.text[-1] != " ")
    return cells


def _belongs(last: Piece, piece: Piece) -> bool:
    """Whether a sign set apart belongs to the number beside it, as in "$ 1,250" and "12 %"."""
    gap = piece.left - last.right
    if gap > 20 * piece.size:
        return False
    return last.text in _SIGNS or piece.text.strip() in ("%", ")", ")%", "%)", "pts")


def reading_order(pieces: Sequence[Piece]) -> list[list[Line]]:
    """Pieces of one frame as regions of lines: columns of running text one after the other."""
    return _split(lines_of(pieces), depth=0)


def _split(lines: list[Line], depth: int) -> list[list[Line]]:
    """Lines as regions; cells of one line may go to different regions."""
    cells = [cell for line in lines for cell in line.cells]
    if len(cells) < 2 * _FEWEST_LINES or depth > 3:
        return [lines] if lines else []
    for gutter in _gutters(cells):
        regions = _columns(lines, gutter, depth)
        if regions is not None:
            return regions
    return [lines]


def _gutters(cells: Sequence[Piece]) -> list[float]:
    """Places that few lines cross, with lines on both sides, the least crossed first."""
    left, right = min(c.left for c in cells), max(c.right for c in cells)
    if right - left < 100:
        return []
    width = 2.0
    crossed = [0] * (int((right - left) / width) + 2)
    for cell in cells:
        first, last = int((cell.left - left) / width), int((cell.right - left) / width)
        for at in range(first, last + 1):
            crossed[at] += 1
    most = max(crossed)
    found: list[tuple[int, int, float]] = []
    at = 0
    for low, run in groupby(crossed, key=lambda n: n <= 0.6 * most):
        length = len(list(run))
        centre = (at + length / 2) * width
        if low and 0.12 * (right - left) < centre < 0.88 * (right - left):
            part = crossed[at : at + length]
            least = min(part)
            inner = [i for i, n in enumerate(part) if n == least]
            middle = (at + (inner[0] + inner[-1] + 1) / 2) * width
            if part[int((middle - at * width) / width)] == least:
                found.append((least, -len(inner), left + middle))
        at += length
    return [place for _, _, place in sorted(found)[:4]]


def _columns(lines: list[Line], gutter: float, depth: int) -> list[list[Line]] | None:
    """Regions parted at ``gutter``, or None where no two columns of text stand beside each other there."""
    regions: list[list[Line]] = []
    band: list[Line] = []
    parted = False
    for line in [*lines, None]:
        if line is not None and not any(c.left < gutter - 1 and c.right > gutter + 1 for c in line.cells):
            band.append(line)
            continue
        columns = _beside(band, gutter)
        if columns is None:
            regions = _append(regions, band)
        else:
            parted = True
            for column in columns:
                regions += _split(column, depth + 1)
            regions.append([])
        band = []
        if line is not None:
            regions = _append(regions, [line])
    return [region for region in regions if region] if parted else None


def _append(regions: list[list[Line]], lines: list[Line]) -> list[list[Line]]:
    if regions:
        regions[-1].extend(lines)
    else:
        regions.append(list(lines))
    return regions


def _beside(band: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]] | None:
    """A band's lines left and right of the gutter, or None where they are not two columns of text."""
    left = [cell for line in band for cell in line.cells if cell.right <= gutter + 1]
    right = [cell for line in band for cell in line.cells if cell.right > gutter + 1]
    if not _is_prose(left) or not _is_prose(right):
        return None
    return lines_of(left), lines_of(right)


def _is_prose(cells: Sequence[Piece]) -> bool:
    """Whether cells read like a column of running text rather than of a table."""
    if len(cells) < _FEWEST_LINES:
        return False
    text = _LEADERS.sub("", "".join(cell.text for cell in cells))
    if len(text) < _FEWEST_CHARS * len(cells) or sum(c.isalpha() for c in text) < 0.55 * len(text):
        return False
    width = max(c.right for c in cells) - min(c.left for c in cells)
    return statistics.median(c.right - c.left for c in cells) > 0.5 * width
