"""Pictures, read by text recognition (the extra ``quoth[ocr]``): scans, photographs of paper, screenshots.

Kept: every line that is recognized, in reading order, columns one after the other, rows of tables as rows, larger
type as headings, and where each character stands; each picture of a TIFF file is a page. A camera's turning is
undone. Lost: handwriting that is not recognized, what is not text, all but the first picture of a moving one.

The size of a page in points is the picture's at its own density where that is plausible, else at 150 dots an inch.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from time import process_time

import numpy as np
from PIL import Image, ImageOps, ImageStat, UnidentifiedImageError

from index.loaders import patience
from index.loaders.loaded import Loaded, LoadError, Unsupported
from index.loaders.ocr import LONGEST_SIDE, MOST_SECONDS, NEEDED, SECONDS_A_PAGE, Picture, is_installed
from index.loaders.pdf import arranged
from index.loaders.pdf.pieces import PageText
from index.loaders.pdf.scanned import read_scan

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
_MOST_PIXELS = 80_000_000
"""Pixels of a picture that is decoded whole; some 240 MB while it is made smaller."""
_MOST_PIXELS_OF_JPEG = 175_000_000
"""JPEG is decoded at a smaller size at once."""
_DAMAGED = "is damaged: it cannot be opened as a picture"


def load(data: bytes) -> Loaded:
    """Read a picture's text.

    Raises LoadError where it is damaged, too large, or the extra is not there; Unsupported where it shows no text.
    """
    notes: list[str] = []
    pages: list[PageText] = []
    started = process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns about what is merely odd, and about sizes checked here
        for number, (picture, dots) in enumerate(_pictures(data), 1):
            if process_time() - started > MOST_SECONDS:
                notes.append(f"holds pictures beyond the first {number - 1} that were not read: there was no time")
                break
            if not is_installed():
                raise LoadError(NEEDED)
            patience.ask(SECONDS_A_PAGE)
            height, width = picture.shape[:2]
            blank = PageText(number, width * 72 / dots, height * 72 / dots, None, ())
            pages.append(read_scan(picture, blank))
    if not any(page.pieces for page in pages):
        raise Unsupported("holds no text that could be read in it")
    text, layout, title = arranged(pages)
    return Loaded(text, layout, "image", title, notes=tuple(notes))


def _pictures(data: bytes) -> Iterator[tuple[Picture, float]]:
    """Each picture of a file and its dots an inch. Raises LoadError."""
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            for at in range(frames):
                if at:
                    image.seek(at)
                _check_size(image)
                yield _decoded(image)
    except Image.DecompressionBombError as error:
        raise LoadError("is too large a picture to be read: save a smaller copy") from error
    except UnidentifiedImageError as error:
        raise LoadError(_DAMAGED) from error
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, IndexError, ArithmeticError) as error:
        raise LoadError(_DAMAGED) from error


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > (_MOST_PIXELS_OF_JPEG if image.format in ("JPEG", "MPO") else _MOST_PIXELS):
        raise LoadError(f"is too large a picture to be read ({width} x {height} pixels): save a smaller copy")


def _decoded(image: Image.Image) -> tuple[Picture, float]:
    """A picture as it is meant to be seen, no larger than is of use, and its dots an inch."""
    longest = max(image.size)
    dots = _density(image)
    if image.format == "JPEG" and not image.info.get("progressive"):
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    seen = _on_paper(ImageOps.exif_transpose(image))
    narrow = min(seen.size) < LONGEST_SIDE / 2  # a long strip, such as a screenshot of a whole page, keeps its width
    if max(seen.size) > LONGEST_SIDE and not narrow:
        seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    dots *= max(seen.size) / longest
    return np.ascontiguousarray(np.asarray(seen, np.uint8)[:, :, ::-1]), dots


def _density(image: Image.Image) -> float:
    """Dots an inch by the file's own word where it is that of a scan, else 150."""
    said = image.info.get("dpi")
    try:
        dots = float(said[0]) if said else 0.0
    except (TypeError, ValueError, IndexError, ArithmeticError):
        dots = 0.0
    return dots if 120 <= dots <= 1200 else 150.0


def _on_paper(image: Image.Image) -> Image.Image:
    """A picture in red, green and blue: its transparent parts white, or black behind light drawing."""
    if image.mode.startswith(("I", "F")):
        wide = np.asarray(image, np.float32)
        low, high = float(wide.min()), float(wide.max())
        image = Image.fromarray(((wide - low) * (255 / max(1.0, high - low))).astype(np.uint8))
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    mask = clear.getchannel("A")
    drawn = ImageStat.Stat(clear.convert("L"), mask).mean if mask.getextrema() != (0, 0) else [0.0]
    paper = Image.new("RGB", clear.size, "black" if drawn[0] > 170 and mask.getextrema()[0] == 0 else "white")
    paper.paste(clear, mask=mask)
    return paper
