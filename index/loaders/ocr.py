"""Recognizing text in pictures, with the models that RapidOCR's package carries (PP-OCRv6 on onnxruntime).

Optional: without the extra ``quoth[ocr]`` every document that needs it says `NEEDED`. Nothing is ever downloaded:
the models are named by their files. One engine is kept for the process, loaded when first needed.

Measured on two cores: 2 to 6 seconds a full page, 0.8 GB at most while it runs, for pictures of `MOST_PIXELS`.
"""

from __future__ import annotations

import math
import re
import statistics
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.loaders import patience
from index.loaders.characters import one_line, read
from index.loaders.loaded import LoadError

if TYPE_CHECKING:
    from rapidocr import RapidOCR

Picture = npt.NDArray[np.uint8]
"""Height by width by three: blue, green, red."""
Quad = npt.NDArray[np.float64]
"""Four corners in pixels, x and y: from the start of the line's top, clockwise as the line is read."""

NEEDED = "needs OCR: install quoth[ocr]"
SECONDS_A_PAGE = 30.0
"""Time that a page may take on a slow or busy machine; asked for before each."""
MOST_SECONDS = 560.0
"""Processor time after which no further page of one document is begun: some 70 full pages."""
LONGEST_SIDE = 2000
"""Pixels of a picture's longer side that are worth having: type of 6 points on a page of A4 is still read."""
_SHORTEST_SIDE = 1000
"""Smaller pictures are enlarged to this, at most twice: the models know type of some 20 pixels best."""
_SECONDS_TO_LOAD = 30.0
_LEAST_SURE = 0.6
"""Lines that the model is less sure of are mostly patterns taken for letters."""
_LEAST_SURE_OF_FEW = 0.85
"""The same for one or two characters, which patterns look like more often."""
_TALL = 1.5
"""A box this many times higher than wide holds a line that runs down, as the engine sees it too."""
_SIGNS = frozenset("$€£¥%()—–-•")
"""Signs that stand alone in tables and lists; others alone are specks."""
_MISSING_SPACE = re.compile(r"(?<=[a-z]{2}[.!?,;])(?=[A-Z][a-z])|(?<=[a-z]{2}[,;])(?=[a-z]{2})")
"""Where the models see no space after a sign, for it is narrow."""
_MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}


@dataclass(frozen=True, slots=True)
class Recognized:
    """A line of text in a picture: where its characters are, in pixels, and how sure the model is (0 to 1).

    ``edges`` bounds each character along the line with two numbers, ``low`` and ``high`` bound the line across, at
    the middle of its length; ``slope`` is how far it sinks along its length. In the picture turned by ``turn``
    quarters clockwise so that the line runs to the right: see `index.loaders.pdf.pieces.Frame`.
    """

    text: str
    edges: array[float]
    low: float
    high: float
    slope: float
    sure: float
    turn: int


def is_installed() -> bool:
    """Whether the extra is there."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def recognize(picture: Picture) -> list[Recognized]:
    """The lines of text in a picture, in no order. Raises LoadError without the extra.

    A picture that lies on its side or stands on its head is turned until it reads best.
    """
    if not is_installed():
        raise LoadError(NEEDED)
    lines = _turned(picture, 0)
    chars = sum(len(line.text) for line in lines)
    if sum(len(line.text) for line in lines if line.turn) > 0.5 * chars:
        lines = max((_turned(picture, turn) for turn in (1, 3)), key=_worth)
    elif chars and _mean_sure(lines) < 0.75:
        lines = max((lines, _turned(picture, 2)), key=_worth)
    return [line for line in lines if line.sure >= (_LEAST_SURE_OF_FEW if len(line.text) < 3 else _LEAST_SURE)]


def _worth(lines: Sequence[Recognized]) -> float:
    return math.fsum(len(line.text) * math.pow(line.sure, 4) for line in lines)


def _mean_sure(lines: Sequence[Recognized]) -> float:
    return sum(len(line.text) * line.sure for line in lines) / sum(len(line.text) for line in lines)


def _turned(picture: Picture, turn: int) -> list[Recognized]:
    """The lines of a picture whose lines run right (0), up (1), left (2) or down (3)."""
    turned = np.ascontiguousarray(np.rot90(picture, (0, -1, 2, 1)[turn]))
    found: list[Recognized] = []
    for top, band in _bands(turned):
        scale = _scale(band)
        for line in _lines(_resized(band, scale)):
            recognized = _recognized(line, 1 / scale, top, turn, turned.shape[1])
            if recognized is not None:
                found.append(recognized)
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    """What the engine says of a line: its corners, and a corner box for each character that is not a space."""

    text: str
    sure: float
    quad: Quad
    chars: Sequence[tuple[str, Quad]]


def _lines(picture: Picture) -> list[_Line]:
    output: Any = _engine()(picture)
    if output.boxes is None or output.txts is None:
        return []
    lines: list[_Line] = []
    for quad, text, sure, chars in zip(output.boxes, output.txts, output.scores, output.word_results, strict=False):
        boxes = [(str(char), np.asarray(box, np.float64)) for char, _, box in chars]
        lines.append(_Line(str(text), float(sure), np.asarray(quad, np.float64), boxes))
    return lines


@cache
def _engine() -> RapidOCR:
    """The engine, with little memory and no network: its models are given by their paths."""
    patience.ask(_SECONDS_TO_LOAD)
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    if not all((models / name).is_file() for name in _MODELS.values()):
        raise LoadError("needs OCR, but the models are missing: install quoth[ocr] again")
    threads = {f"EngineConfig.onnxruntime.{which}_op_num_threads": n for which, n in (("intra", 2), ("inter", 1))}
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.3,
            "Global.max_side_len": 2 * LONGEST_SIDE,
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            "Det.limit_type": "max",
            "Det.limit_side_len": 1600,
            "Rec.rec_batch_num": 2,
            **{f"{step}.model_path": str(models / name) for step, name in _MODELS.items()},
            **threads,
        }
    )


def _scale(picture: Picture) -> float:
    longest = int(max(picture.shape[:2]))
    if longest > LONGEST_SIDE:
        return LONGEST_SIDE / longest
    return min(2.0, max(1.0, _SHORTEST_SIDE / longest))


def _resized(picture: Picture, scale: float) -> Picture:
    if scale == 1:
        return picture
    import cv2

    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=how), np.uint8)


def _bands(picture: Picture) -> Iterator[tuple[int, Picture]]:
    """A picture that is much higher than wide in pieces, cut where nothing is drawn; each with where it starts."""
    height, width = picture.shape[:2]
    most = max(LONGEST_SIDE, int(1.5 * width))
    top = 0
    while height - top > 1.3 * most:
        first = top + int(0.7 * most)
        rows = picture[first : top + most].astype(np.int16)
        busy = np.abs(np.diff(rows, axis=1)).sum(axis=(1, 2))
        cut = first + int(np.argmin(busy))
        yield top, picture[top:cut]
        top = cut
    yield top, picture[top:]


def _recognized(line: _Line, scale: float, top: int, turn: int, width: int) -> Recognized | None:
    text = _MISSING_SPACE.sub(" ", one_line(read(line.text)))
    if not any(c.isalnum() or c in _SIGNS for c in text):
        return None
    corners = line.quad * scale + (0, top)
    wide = math.dist(corners[0], corners[1]), math.dist(corners[2], corners[3])
    high = math.dist(corners[0], corners[3]), math.dist(corners[1], corners[2])
    if max(high) > _TALL * max(wide) and len(text) > 1:
        return None if turn else _running_down(text, line.sure, corners, width)
    edges = _edges(text, line, scale)
    middle = float(corners[:, 1].mean())
    slope = float((corners[1, 1] - corners[0, 1] + corners[2, 1] - corners[3, 1]) / max(1.0, sum(wide)))
    half = statistics.fmean(high) / 2
    return Recognized(text, edges, middle - half, middle + half, slope, line.sure, turn)


def _running_down(text: str, sure: float, corners: Quad, width: int) -> Recognized:
    """A line that runs down a picture of this width, its characters evenly spread."""
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    step = float(bottom - top) / len(text)
    edges = array("f", (float(top) + step * (at + end) for at in range(len(text)) for end in (0, 1)))
    return Recognized(text, edges, width - float(right), width - float(left), 0.0, sure, 3)


def _edges(text: str, line: _Line, scale: float) -> array[float]:
    """Bounds of each character along the line: the engine's where they fit the text, else evenly spread."""
    left, right = float(line.quad[:, 0].min()), float(line.quad[:, 0].max())
    drawn = [char for char in text if char != " "]
    boxes = [box for char, box in line.chars if char.strip()]
    edges: array[float] = array("f")
    if len(boxes) != len(drawn):
        step = (right - left) / len(text)
        bounds = ((left + at * step, left + (at + (char != " ")) * step) for at, char in enumerate(text))
    else:
        spans = iter(sorted((float(box[:, 0].min()), float(box[:, 0].max())) for box in boxes))
        bounds = (next(spans) if char != " " else (math.nan, math.nan) for char in text)
    last = left
    for begin, stop in bounds:
        start = last if math.isnan(begin) else max(begin, last)
        last = start if math.isnan(stop) else max(start, stop)
        edges.extend((start * scale, last * scale))
    if edges:
        edges[0] = left * scale
        edges[-1] = max(edges[-2], right * scale)
    return edges
