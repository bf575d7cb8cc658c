"""Pieces of text as they stand on a page, and lines of them."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass, field, replace
from typing import TypeAlias

Box = tuple[float, float, float, float]

Edges: TypeAlias = "array[float]"
"""Left and right bounds of characters, two numbers a character: kept small, since files have many pages."""

SLANTED = 4
"""The first frame of slanted text."""


@dataclass(slots=True)
class Piece:
    """Characters that follow each other closely on one line.

    ``edges[2 * i]`` and ``edges[2 * i + 1]`` bound ``text[i]`` along the line, ``low`` and ``high`` bound the
    piece across it, ``base`` is its base line, all in points in the frame of its direction of writing (see
    `Frame`), where lines run to the right and follow each other downwards. ``size`` is the type's size in points.
    """

    text: str
    edges: Edges
    low: float
    high: float
    base: float
    size: float
    bold: bool
    frame: int = 0

    @property
    def left(self) -> float:
        """Where it starts."""
        return self.edges[0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.edges[-1]

    def part(self, start: int, end: int) -> Piece:
        """The piece ``text[start:end]``."""
        return replace(self, text=self.text[start:end], edges=self.edges[2 * start : 2 * end])

    def join(self, other: Piece, space: bool) -> Piece:
        """This piece and one that follows on the same line, as one."""
        gap, edges = (" ", array("f", (self.right, self.right))) if space else ("", array("f"))
        larger = self if len(self.text) >= len(other.text) else other
        return Piece(
            self.text + gap + other.text,
            self.edges + edges + other.edges,
            min(self.low, other.low),
            max(self.high, other.high),
            larger.base,
            larger.size,
            self.bold and other.bold,
            self.frame,
        )


@dataclass(slots=True)
class Line:
    """A line: its cells from left to right, one unless wide gaps part them."""

    cells: list[Piece]
    low: float = field(init=False)
    high: float = field(init=False)
    base: float = field(init=False)
    size: float = field(init=False)
    bold: bool = field(init=False)

    def __post_init__(self) -> None:
        largest = max(self.cells, key=lambda cell: len(cell.text))
        self.low = min(cell.low for cell in self.cells)
        self.high = max(cell.high for cell in self.cells)
        self.base, self.size = largest.base, largest.size
        self.bold = all(cell.bold for cell in self.cells)

    @property
    def left(self) -> float:
        """Where it starts."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(cell.right for cell in self.cells)

    @property
    def text(self) -> str:
        """Its cells, separated by tabs."""
        return "\t".join(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Frame:
    """A direction of writing on a page as it is displayed, and the frame in which its lines run to the right.

    ``turn`` is 0 for upright text, 1 upwards, 2 upside down, 3 downwards; `SLANTED` and more for text turned
    clockwise by ``turn - SLANTED`` degrees. ``width`` and ``height`` are the displayed page's.
    """

    turn: int
    width: float
    height: float

    def into(self, box: Box, size: float) -> Box:
        """A character's box on the page (left, top, right, bottom) as (left, low, right, high) in the frame.

        ``size`` is its type's size, of use for slanted text alone.
        """
        left, top, right, bottom = box
        if self.turn == 0:
            return box
        if self.turn == 1:
            return self.height - bottom, left, self.height - top, right
        if self.turn == 2:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        if self.turn == 3:
            return top, self.width - right, bottom, self.width - left
        return self._into_slanted(box, size)

    def _into_slanted(self, box: Box, size: float) -> Box:
        """The same for slanted text, whose box on the page is larger than the character: an estimate."""
        left, top, right, bottom = box
        along, down = self._direction()
        wide, high = right - left, bottom - top
        x, y = (left + right) / 2, (top + bottom) / 2
        middle, level = x * along + y * down, y * along - x * down
        # A glyph of w by h, turned, fills a box of w|cos| + h|sin| by w|sin| + h|cos|; near 45 degrees the two say
        # the same, and its height is taken for the type's.
        spread = along * along - down * down
        if abs(spread) > 0.3:
            half = (wide * abs(along) - high * abs(down)) / spread / 2
        else:
            half = (wide - 0.6 * size * abs(down)) / abs(along) / 2
        half = min(max(half, 0.1 * size), 0.6 * size) if wide > 0 else 0.0
        return middle - half, level - 0.45 * size, middle + half, level + 0.45 * size

    def level_of(self, x: float, y: float) -> float:
        """How far down the frame a point of the page stands."""
        if self.turn >= SLANTED:
            along, down = self._direction()
            return y * along - x * down
        return self.into((x, y, x, y), 0.0)[1]

    def _direction(self) -> tuple[float, float]:
        angle = math.radians(self.turn - SLANTED)
        return math.cos(angle), math.sin(angle)

    def visible(self, piece: Piece) -> Piece | None:
        """The part of a piece that stands on the page, or None. Slanted pieces count as visible."""
        length, depth = (self.width, self.height) if self.turn in (0, 2) else (self.height, self.width)
        if self.turn >= SLANTED or (piece.left > -1 and piece.right < length + 1 and -1 < piece.high < depth):
            return piece
        if piece.high < -1 or piece.low > depth + 1:
            return None
        places = range(len(piece.text))
        shown = [at for at in places if piece.edges[2 * at + 1] > -1 and piece.edges[2 * at] < length + 1]
        if not shown:
            return None
        part = piece.part(shown[0], shown[-1] + 1)
        start = len(part.text) - len(part.text.lstrip(" "))
        end = len(part.text.rstrip(" "))
        return part.part(start, end) if start < end else None

    def edges_out(self, edges: Edges) -> Edges:
        """Bounds along the line in the frame, as bounds on the page (along x for 0 and 2, y for 1 and 3)."""
        if self.turn in (0, 3):
            return edges
        length = self.height if self.turn == 1 else self.width
        pairs = zip(edges[::2], edges[1::2], strict=True)
        return array("f", (length - edge for start, end in pairs for edge in (end, start)))

    def across_out(self, low: float, high: float) -> tuple[float, float]:
        """Bounds across the line in the frame, as bounds on the page."""
        if self.turn in (0, 1):
            return low, high
        length = self.height if self.turn == 2 else self.width
        return length - high, length - low

    def slanted_out(self, box: Box) -> Box:
        """A box in the frame of slanted text, as the box on the page that holds it."""
        along, down = self._direction()
        corners = [(u * along - v * down, u * down + v * along) for u in box[::2] for v in box[1::2]]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class PageText:
    """What stands on a page (from 1), as displayed: its size in points, its label, and its pieces."""

    number: int
    width: float
    height: float
    label: str | None
    pieces: tuple[Piece, ...]
    skew: float = 0.0
    """How far lines sink along their length, where the paper of a scan lay askew; pieces are placed as if it did not,
    each moved up by its middle's part of it."""

    def frame(self, turn: int) -> Frame:
        """The page's frame for a direction of writing."""
        return Frame(turn, self.width, self.height)
