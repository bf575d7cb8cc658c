"""Pages that are pictures: told by what is drawn on them, and read by text recognition.

What is recognized becomes pieces of lines like those of a page with text, so that columns, paragraphs, tables and
headings are found in the same way, and quotes are shown in their places on the scan.
"""

from __future__ import annotations

import re
import statistics
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from index.loaders.ocr import LONGEST_SIDE, Picture, Recognized, recognize
from index.loaders.pdf.pieces import PageText, Piece

_DOTS = 150 / 72
"""Pixels a point: enough for type of 6 points, and a page of A4 stays below `LONGEST_SIDE`."""
_COVERED = 0.2
"""The part of a page without text that pictures cover, from which on it may be a scan."""
_COVERED_BESIDE_TEXT = 0.6
_STAMP = 60
"""Characters that a stamp on a scan may have: a page's number, a file's mark."""
_DRAWN = 100
"""Paths from which on they may be letters drawn as outlines."""
_SMALL_WORDS = re.compile(r"\S")
_TYPE = 0.75
"""A recognized line's box is larger than its type by this factor (measured on drawn text of known sizes)."""
_LEAST_SKEW = 0.002


def is_scan(page: pypdfium2.PdfPage, pieces: Sequence[Piece]) -> bool:
    """Whether a page shows text as a picture, its ``pieces`` of real text being none or a stamp's."""
    chars = sum(len(_SMALL_WORDS.findall(piece.text)) for piece in pieces)
    if chars > _STAMP:
        return False
    width, height = page.get_size()
    area = max(1.0, width * height)
    covered, paths = 0.0, 0
    for kind, part in _drawn(page):
        covered += part / area if kind == pdfium.FPDF_PAGEOBJ_IMAGE else 0.0
        paths += kind == pdfium.FPDF_PAGEOBJ_PATH
    if chars:
        return covered >= _COVERED_BESIDE_TEXT
    return covered >= _COVERED or paths >= _DRAWN


def _drawn(page: pypdfium2.PdfPage) -> Iterator[tuple[int, float]]:
    """The kind of each object of a page, and its area for pictures (square points)."""
    try:
        for object_ in page.get_objects(max_depth=4):
            area = 0.0
            if object_.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = object_.get_bounds()
                area = max(0.0, right - left) * max(0.0, top - bottom)
            yield object_.type, area
    except (pypdfium2.PdfiumError, ValueError):
        return


def render(page: pypdfium2.PdfPage) -> Picture:
    """A page as displayed, at most `LONGEST_SIDE` pixels long. Raises PdfiumError."""
    scale = min(_DOTS, LONGEST_SIDE / max(1.0, *page.get_size()))
    bitmap = page.render(scale=scale, may_draw_forms=False, prefer_bgrx=False)
    picture = np.array(bitmap.to_numpy(), np.uint8)
    bitmap.close()
    if picture.ndim == 2 or picture.shape[2] == 1:
        return np.repeat(picture.reshape(*picture.shape[:2], 1), 3, axis=2)
    return np.ascontiguousarray(picture[:, :, :3])


def read_scan(picture: Picture, page: PageText) -> PageText:
    """``page`` with what is recognized in its picture beside the pieces it has. Raises LoadError without the extra."""
    lines = recognize(picture)
    scale = page.width / picture.shape[1]
    skew = _skew(lines)
    sizes = _sizes(lines)
    pieces = [_piece(line, size, scale, skew) for line, size in zip(lines, sizes, strict=True)]
    shown = [visible for piece in pieces if (visible := page.frame(piece.frame).visible(piece)) is not None]
    fresh = [piece for piece in shown if not any(_same_place(piece, other) for other in page.pieces)]
    return replace(page, pieces=(*page.pieces, *fresh), skew=skew)


def _skew(lines: Sequence[Recognized]) -> float:
    """How far the lines of a scan sink along their length: its paper lay askew. 0 where they do not agree."""
    slopes = [line.slope for line in lines if line.edges[-1] - line.edges[0] > 8 * (line.high - line.low)]
    if len(slopes) < 3:
        return 0.0
    middle = statistics.median(slopes)
    agreed = sum(abs(slope - middle) < 0.01 for slope in slopes)
    return middle if abs(middle) > _LEAST_SKEW and agreed > 0.6 * len(slopes) else 0.0


def _sizes(lines: Sequence[Recognized]) -> list[float]:
    """Each line's size of type in pixels; sizes near the usual one are taken for it, for boxes are not exact."""
    heights = [line.high - line.low for line in lines]
    weighted = sorted((h, len(line.text)) for h, line in zip(heights, lines, strict=True))
    half, total, usual = sum(n for _, n in weighted) / 2, 0, 0.0
    for height, chars in weighted:
        total += chars
        if total >= half:
            usual = height
            break
    return [_TYPE * (usual if 0.75 * usual <= height <= 1.25 * usual else height) for height in heights]


def _piece(line: Recognized, size: float, scale: float, skew: float) -> Piece:
    edges = array("f", (edge * scale for edge in line.edges))
    sunk = skew * (edges[0] + edges[-1]) / 2
    low, high = line.low * scale - sunk, line.high * scale - sunk
    base = high - 0.22 * (high - low)
    return Piece(line.text, edges, low, high, base, size * scale, False, line.turn)


def _same_place(piece: Piece, other: Piece) -> bool:
    """Whether real text stands where a piece was recognized: it was recognized in that text."""
    across = min(piece.high, other.high) - max(piece.low, other.low)
    along = min(piece.right, other.right) - max(piece.left, other.left)
    return across > 0.3 * (other.high - other.low) and along > 0.5 * min(
        piece.right - piece.left, other.right - other.left
    )
