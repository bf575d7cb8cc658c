"""From a page's characters, as PDFium gives them, to pieces of lines.

A piece ends where the next character does not follow closely on the same line. PDFium's own spaces between words
are kept; its line breaks are not needed, since geometry tells more.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from array import array
from collections.abc import Iterator

import numpy as np
import pypdfium2.raw as pdfium

from index.loaders.characters import read
from index.loaders.pdf.pieces import SLANTED, Box, Edges, Frame, Piece

_BOLD = re.compile(r"bold|black|heavy|demi(?!-?light)|semibd|-bd\b", re.I)
_FORCE_BOLD = 1 << 18
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0A8: "☐", 0xF0FE: "☑", 0xF0E0: "→", 0xF06E: "■"}
HYPHEN = "\u00ad"
"""Stands for a hyphen that PDFium took for one put in at a line's end; never in a finished text."""
_HYPHENS = {0x02: HYPHEN, 0xFFFE: HYPHEN, 0x00AD: HYPHEN}
_SPACES = frozenset((9, 32, 160))
_BREAKS = frozenset((10, 13))
_BLANKS = _SPACES | _BREAKS | {0}
_WIDE_GAP = 1.1
"""A gap of more than this times the type's size starts a new piece."""
_CHAR_BOX = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)(
    ctypes.cast(pdfium.FPDFText_GetCharBox, ctypes.c_void_p).value or 0
)
"""The same function of PDFium, called with bare addresses: it is called for every character of every page."""
_SLANT = 1
"""Text that is turned by more degrees than this from the nearest edge of the page is slanted."""


def read_page(handle: object, bounds: Box, rotation: int, size: tuple[float, float]) -> list[Piece]:
    """The pieces of a page in the order in which they were drawn.

    ``bounds`` is the visible page in PDF coordinates, ``rotation`` how far it is turned clockwise for display,
    in degrees, ``size`` its width and height as displayed, in points.
    """
    return list(_Reader(handle, bounds, rotation, size).pieces())


class _Reader:
    """Reads one page. State: PDFium's handle and the places that it writes its answers to."""

    def __init__(self, handle: object, bounds: Box, rotation: int, size: tuple[float, float]) -> None:
        self._handle = handle
        self._bounds = bounds
        self._rotation = rotation // 90 % 4
        self._size = size
        self._sides = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = pdfium.FS_MATRIX()
        self._flags = ctypes.c_int()
        self._name = ctypes.create_string_buffer(256)

    def pieces(self) -> Iterator[Piece]:
        codes = self._codes()
        boxes = self._boxes(codes)
        place, count = 0, len(codes)
        while place < count:
            if codes[place] in _BLANKS:
                place += 1
                continue
            angle = pdfium.FPDFText_GetCharAngle(self._handle, place)
            place, piece = self._piece(codes, boxes, place, angle)
            if piece is not None:
                yield piece

    def _codes(self) -> list[int]:
        """Each character's code point, in bulk where the text has one code unit a character."""
        handle = self._handle
        count = max(0, pdfium.FPDFText_CountChars(handle))
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(handle, 0, count, buffer)
        codes = list(buffer)[:count]
        if written != count + 1 or 0 in codes or (codes and any(0xD800 <= code < 0xE000 for code in codes)):
            get = pdfium.FPDFText_GetUnicode
            codes = [get(handle, place) for place in range(count)]
            for place in range(count - 1):
                high, low = codes[place : place + 2]
                if 0xD800 <= high < 0xDC00 <= low < 0xE000:  # two code units of one character
                    codes[place : place + 2] = 0x10000 + ((high - 0xD800) << 10) + low - 0xDC00, 0
        return codes

    def _piece(self, codes: list[int], boxes: list[Box], start: int, angle: float) -> tuple[int, Piece | None]:
        """The piece that starts at ``start``, and where the next one may start."""
        frame = self._frame(angle)
        size, bold = self._type(start)
        widest, farthest, slack = _WIDE_GAP * size, -0.6 * size, 0.1 * size
        chars: list[str] = []
        edges: Edges = array("f")
        low, high, right = math.inf, -math.inf, -math.inf
        place = start
        for place in range(start, len(codes)):
            code = codes[place]
            if code in _BLANKS:
                if code in _BREAKS and chars and frame.turn < SLANTED:
                    break  # inside slanted lines, PDFium breaks between letters
                if code in _SPACES and chars and chars[-1] != " ":
                    chars.append(" ")
                    edges.extend((right, right))
                continue
            left_, low_, right_, high_ = boxes[place]
            if frame.turn:
                left_, low_, right_, high_ = frame.into((left_, low_, right_, high_), size)
            if chars:
                if not farthest <= left_ - right <= widest:
                    break
                if not low - slack <= (low_ + high_) / 2 <= high + slack and (
                    min(high, high_) - max(low, low_) <= 0.3 * (high_ - low_)
                ):
                    break  # neither on the line nor raised or lowered beside it
            char = _CHARS[code]
            if char:
                chars.append(char)
                edges.extend((left_, right_))
                if right_ > right:
                    right = right_
                if low_ < low:
                    low = low_
                if high_ > high:
                    high = high_
        else:
            place = len(codes)
        bold = bold and (place - start < 3 or self._type(max(start, place - 2))[1])
        piece = _finished(chars, edges)
        if piece is not None:
            piece.low, piece.high, piece.base = low, high, self._base(start, frame)
            piece.size, piece.bold, piece.frame = size, bold, frame.turn
            piece = frame.visible(piece)
        return place, piece

    def _frame(self, angle: float) -> Frame:
        """The frame of text that is turned clockwise by ``angle`` (radians) on the page before it is displayed."""
        degrees = round(math.degrees(angle) + 90 * self._rotation) % 360
        turn = (360 - degrees + 45) // 90 % 4
        if abs((degrees + 45) % 90 - 45) > _SLANT:
            turn = SLANTED + degrees
        return Frame(turn, *self._size)

    def _boxes(self, codes: list[int]) -> list[Box]:
        """Each character's box from the top left corner of the page as displayed: left, top, right, bottom."""
        count = len(codes)
        sides = (ctypes.c_double * (4 * count))()
        handle, place = ctypes.cast(self._handle, ctypes.c_void_p).value, ctypes.addressof(sides)  # type: ignore[arg-type]
        for at, code in enumerate(codes):
            if code not in _BLANKS:
                _CHAR_BOX(handle, at, place, place + 8, place + 16, place + 24)
            place += 32
        left, right, bottom, top = np.ctypeslib.as_array(sides).reshape(-1, 4).T
        x0, y0, x1, y1 = self._bounds
        if self._rotation == 0:
            shown = left - x0, y1 - top, right - x0, y1 - bottom
        elif self._rotation == 1:
            shown = bottom - y0, left - x0, top - y0, right - x0
        elif self._rotation == 2:
            shown = x1 - right, bottom - y0, x1 - left, top - y0
        else:
            shown = y1 - top, x1 - right, y1 - bottom, x1 - left
        return list(zip(*(side.tolist() for side in shown), strict=True))

    def _base(self, place: int, frame: Frame) -> float:
        """Where the base line of a character stands across its line."""
        x, y = self._sides[:2]
        pdfium.FPDFText_GetCharOrigin(self._handle, place, x, y)
        x0, y0, x1, y1 = self._bounds
        x_, y_ = x.value - x0, y1 - y.value
        if self._rotation == 1:
            x_, y_ = y.value - y0, x.value - x0
        elif self._rotation == 2:
            x_, y_ = x1 - x.value, y.value - y0
        elif self._rotation == 3:
            x_, y_ = y1 - y.value, x1 - x.value
        return frame.level_of(x_, y_)

    def _type(self, place: int) -> tuple[float, bool]:
        """A character's size in points as drawn, and whether it is bold."""
        handle = self._handle
        size = float(pdfium.FPDFText_GetFontSize(handle, place)) or 1.0
        if pdfium.FPDFText_GetMatrix(handle, place, self._matrix):
            size *= math.hypot(self._matrix.c, self._matrix.d) or 1.0
        written = pdfium.FPDFText_GetFontInfo(handle, place, self._name, 256, self._flags)
        name = self._name.value.decode("latin-1") if 0 < written <= 256 else ""
        weight = pdfium.FPDFText_GetFontWeight(handle, place)
        bold = bool(_BOLD.search(name)) or bool(self._flags.value & _FORCE_BOLD) or 600 <= weight < 1000
        return min(abs(size), 1000.0) or 1.0, bold


def _char(code: int) -> str:
    """A code point as text; empty where it draws nothing that can be read."""
    if 32 < code < 127:
        return chr(code)
    if code in _HYPHENS:
        return HYPHEN
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    if code >= 0x110000 or 0xD800 <= code < 0xE000:
        return ""
    return read(chr(code)).replace("\n", "")


class _Chars(dict[int, str]):
    """Code points as text, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = char = _char(code)
        return char


_CHARS = _Chars()


def _finished(chars: list[str], edges: Edges) -> Piece | None:
    """Characters as a piece that stands nowhere yet; None where there are none."""
    while chars and chars[-1] == " ":
        chars.pop()
        del edges[-2:]
    if not chars:
        return None
    if max(map(len, chars)) > 1:
        repeated = (edge for at, char in enumerate(chars) for _ in char for edge in edges[2 * at : 2 * at + 2])
        edges = array("f", repeated)
    text = "".join(chars)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text, edges = _composed(text, edges)
    return Piece(text, edges, 0.0, 0.0, 0.0, 0.0, False)


def _composed(text: str, edges: Edges) -> tuple[str, Edges]:
    """The text in NFC: a letter and its marks become one character in the box of both."""
    parts: list[str] = []
    boxes: Edges = array("f")
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        cluster = unicodedata.normalize("NFC", text[start:end])
        parts.append(cluster)
        boxes.extend(_bounds(edges[2 * start : 2 * end]) * len(cluster))
        start = end
    joined = "".join(parts)
    whole = unicodedata.normalize("NFC", joined)
    if len(whole) != len(joined):  # jamo and the like compose across clusters: one box for all is still right
        boxes = array("f", _bounds(boxes) * len(whole))
    return whole, boxes


def _bounds(edges: Edges) -> tuple[float, float]:
    """The bounds of all characters that draw something."""
    pairs = [pair for pair in zip(edges[::2], edges[1::2], strict=True) if pair[1] > pair[0]]
    pairs = pairs or [(edges[0], edges[1])]
    return min(left for left, _ in pairs), max(right for _, right in pairs)
