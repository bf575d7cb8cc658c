"""Where the characters of a text were drawn on its pages, kept compactly: a line of glyphs at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class GlyphLine:
    """One line as it was drawn: ``text[start : start + len(edges) // 2]``, on ``page`` (from 1).

    ``low`` and ``high`` bound it across the direction of writing, ``edges`` bounds each character along it with
    two numbers, all in points from the page's top left corner as it is displayed. ``upright`` lines run along x, others
    along y. A character that draws nothing (a space) has two equal edges.
    """

    start: int
    page: int
    low: float
    high: float
    edges: Sequence[float]
    upright: bool = True


class Glyphs:
    """Glyph boxes of a text, by offset. Boxes are rounded outwards, by at most a twentieth of a point on
    pages up to 1,600 points wide or high.
    """

    __slots__ = ("_first", "_high", "_low", "_page", "_start", "_unit", "_upright", "_x0", "_x1")

    def __init__(self, lines: Sequence[GlyphLine]) -> None:
        """Keeps ``lines``, which are in text order and do not overlap. Raises ValueError otherwise."""
        lines = [line for line in lines if len(line.edges) > 1]
        counts = np.array([len(line.edges) // 2 for line in lines], np.int64)
        across = np.array([(line.low, line.high) for line in lines], np.float64).reshape(-1, 2)
        reach = max([1.0, _reach(across), *map(_reach, _by_block(lines))])
        unit = max(0.05, reach / 32000)
        x0, x1 = np.zeros(int(counts.sum()), np.int16), np.zeros(int(counts.sum()), np.int16)
        at = 0
        for block in _by_block(lines):
            x0[at : at + len(block)], x1[at : at + len(block)] = _rounded(block, unit)
            at += len(block)
        self._set(
            unit,
            np.array([line.start for line in lines], np.int64),
            np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]),
            np.array([line.page for line in lines], np.int64),
            np.array([line.upright for line in lines], np.int64),
            *_rounded(across, unit),
            x0,
            x1,
        )

    def _set(
        self,
        unit: float,
        start: Integers,
        first: Integers,
        page: Integers,
        upright: Integers,
        low: Integers,
        high: Integers,
        x0: Integers | npt.NDArray[np.int16],
        x1: Integers | npt.NDArray[np.int16],
    ) -> None:
        ends = start + np.diff(first)
        if (start[1:] < ends[:-1]).any() or (np.diff(first) <= 0).any() or (len(start) and start[0] < 0):
            raise ValueError("lines of glyphs overlap or are out of order")
        if not len(page) == len(upright) == len(low) == len(high) == len(start) or len(x0) != len(x1):
            raise ValueError("lines of glyphs do not fit together")
        if len(x0) != first[-1] or not 0 < unit < 1e6:
            raise ValueError("lines of glyphs are cut off")
        self._unit, self._start, self._first = unit, start, first
        self._page, self._upright = page, upright.astype(np.bool_)
        self._low, self._high, self._x0, self._x1 = (a.astype(np.int16, copy=False) for a in (low, high, x0, x1))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Glyphs) and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        return hash(self.to_bytes())

    def __len__(self) -> int:
        """Number of lines."""
        return len(self._start)

    def boxes(self, start: int, end: int) -> Iterator[tuple[int, float, float, float, float]]:
        """(page, left, top, right, bottom) of ``text[start:end]``, one box a line, in text order."""
        at = max(0, int(np.searchsorted(self._start, start, "right")) - 1)
        while at < len(self._start) and self._start[at] < end:
            begin, first = int(self._start[at]), int(self._first[at])
            count = int(self._first[at + 1]) - first
            a, b = max(0, start - begin), min(count, end - begin)
            left, right = self._x0[first + a : first + b], self._x1[first + a : first + b]
            drawn = right > left
            if a < b and drawn.any():
                x0, x1 = float(left[drawn].min()) * self._unit, float(right[drawn].max()) * self._unit
                y0, y1 = float(self._low[at]) * self._unit, float(self._high[at]) * self._unit
                page = int(self._page[at])
                yield (page, x0, y0, x1, y1) if self._upright[at] else (page, y0, x0, y1, x1)
            at += 1

    def to_bytes(self) -> bytes:
        """All of it as bytes, little-endian, ordered so that it compresses well."""
        return b"".join(self.parts())

    def parts(self) -> Iterator[bytes]:
        """What `to_bytes` gives, piece by piece: the whole takes much memory for a book."""
        yield np.array([len(self._start), len(self._x0)], "<i8").tobytes() + np.float64(self._unit).tobytes()
        yield _planes(np.diff(self._start, prepend=np.int64(0)).astype("<i4"))
        yield _planes(np.diff(self._first).astype("<i4"))
        yield _planes(np.diff(self._page, prepend=np.int64(0)).astype("<i4"))
        yield self._upright.tobytes()
        yield _planes(self._low.astype("<i2"))
        yield _planes(self._high.astype("<i2"))
        starts = self._x0.astype("<i4")
        yield _planes(np.diff(starts, prepend=np.int32(0)))
        yield _planes(self._x1.astype("<i4") - starts)

    @classmethod
    def from_bytes(cls, data: bytes) -> Glyphs:
        """What `to_bytes` wrote. Raises ValueError for damaged data."""
        if len(data) < 24:
            raise ValueError("glyphs are cut off")
        lines, chars = (int(n) for n in np.frombuffer(data[:16], "<i8"))
        unit = float(np.frombuffer(data[16:24], "<f8")[0])
        if lines < 0 or chars < 0 or len(data) != 24 + lines * (12 + 1 + 4) + chars * 8:
            raise ValueError("glyphs are cut off")
        sizes = [(lines, 4)] * 3 + [(lines, 1), (lines, 2), (lines, 2), (chars, 4), (chars, 4)]
        parts: list[Integers] = []
        at = 24
        for count, width in sizes:
            parts.append(_unplaned(data[at : at + count * width], count, width))
            at += count * width
        start, counts, page, upright, low, high, steps, widths = parts
        x0 = np.cumsum(steps)
        x1 = x0 + widths
        if chars and (np.abs(x0).max() > 32767 or np.abs(x1).max() > 32767):
            raise ValueError("glyphs are out of bounds")
        glyphs = cls.__new__(cls)
        first = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
        glyphs._set(unit, np.cumsum(start), first, np.cumsum(page), upright, low, high, x0, x1)
        return glyphs


_LINES_AT_ONCE = 4096


def _by_block(lines: Sequence[GlyphLine]) -> Iterator[npt.NDArray[np.float32]]:
    """The bounds of the lines' characters, two numbers a row, some lines at a time: a book has many millions."""
    for at in range(0, len(lines), _LINES_AT_ONCE):
        parts = [np.asarray(line.edges, np.float32) for line in lines[at : at + _LINES_AT_ONCE]]
        yield np.concatenate(parts).reshape(-1, 2)


def _reach(bounds: npt.NDArray[np.float32] | npt.NDArray[np.float64]) -> float:
    return float(np.abs(bounds).max()) if bounds.size else 0.0


def _rounded(pairs: npt.NDArray[np.float32 | np.float64], unit: float) -> tuple[Integers, Integers]:
    """Lower bounds rounded down and upper bounds up, in units; what draws nothing stays without width."""
    low = np.floor(pairs[:, 0].astype(np.float64) / unit + 1e-3).astype(np.int64)
    high = np.ceil(pairs[:, 1].astype(np.float64) / unit - 1e-3).astype(np.int64)
    return low, np.where(pairs[:, 1] > pairs[:, 0], np.maximum(high, low + 1), low)


def _planes(values: npt.NDArray[np.signedinteger[npt.NBitBase]]) -> bytes:
    """The values' first bytes, then their second bytes, and so on: like stands by like."""
    return values.view(np.uint8).reshape(-1, values.itemsize).T.tobytes()


def _unplaned(data: bytes, count: int, width: int) -> Integers:
    raw = np.frombuffer(data, np.uint8).reshape(width, count).T
    return np.ascontiguousarray(raw).reshape(-1).view(f"<i{width}").astype(np.int64)
