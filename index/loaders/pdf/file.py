"""The pages of a PDF file, read with PDFium."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from index.loaders.characters import one_line, read
from index.loaders.loaded import LoadError, Unsupported
from index.loaders.pdf.glyphs import read_page
from index.loaders.pdf.pieces import PageText

_LOCK = threading.Lock()
"""PDFium may be used by one thread at a time."""
_PASSWORD = "is protected by a password: save a copy without one"
_DAMAGED = "is damaged: it cannot be opened as PDF"
_IMAGES = (
    "has only pictures of text, such as scanned pages: it needs text recognition (OCR), which this version does not do"
)
_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|untitled|slide 1$|document ?\d*$|[\d\W]*$)|"
    r".*\.(?:docx?|pptx?|xlsx?|pdf|tex|indd|dvi|html?|txt|qxd|ps|fm)$",
    re.I,
)
_MOST_BOOKMARKS = 20_000


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of a file's outline: its title, its level from 1, and the page (from 1) that it leads to."""

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a file holds: its pages in order, its outline, and the title in its properties."""

    pages: tuple[PageText, ...]
    outline: tuple[Bookmark, ...]
    title: str | None


def read_file(data: bytes) -> PdfText:
    """Read a file's pages. Raises LoadError where it cannot be opened or no page has text."""
    with _LOCK, closing(_open(data)) as document:
        count = len(document)
        if not count:
            raise Unsupported("has no pages")
        pages: list[PageText] = []
        broken = 0
        for number in range(1, count + 1):
            page = _page(document, number)
            broken += page is None
            pages.append(page or PageText(number, 0.0, 0.0, None, ()))
        outline, title = tuple(_outline(document)), _title(document)
    if not any(page.pieces for page in pages):
        raise LoadError(_DAMAGED if broken == count else _IMAGES)
    return PdfText(tuple(pages), outline, title)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) or "password" in str(error).lower():
            raise LoadError(_PASSWORD) from error
        raise LoadError(_DAMAGED) from error


def _page(document: pypdfium2.PdfDocument, number: int) -> PageText | None:
    """A page's text, or None for a page that is damaged."""
    try:
        with closing(document[number - 1]) as page, closing(page.get_textpage()) as text:
            label = None
            with suppress(pypdfium2.PdfiumError, ValueError):
                label = one_line(read(document.get_page_label(number - 1))) or None
            width, height = page.get_size()
            pieces = read_page(text.raw, page.get_bbox(), page.get_rotation(), (width, height))
            return PageText(number, width, height, label, tuple(pieces))
    except pypdfium2.PdfiumError:
        return None


def _outline(document: pypdfium2.PdfDocument) -> Iterator[Bookmark]:
    try:
        for place, entry in enumerate(document.get_toc(max_depth=6)):
            if place >= _MOST_BOOKMARKS:
                return
            target = entry.get_dest()
            page = target.get_index() if target else None
            title = one_line(read(entry.get_title() or ""))
            if page is not None and title:
                yield Bookmark(title, entry.level + 1, page + 1)
    except (pypdfium2.PdfiumError, ValueError):
        return


def _title(document: pypdfium2.PdfDocument) -> str | None:
    with suppress(pypdfium2.PdfiumError, ValueError):
        title = one_line(read(document.get_metadata_value("Title")))
        return title if title and not _JUNK_TITLE.match(title) else None
    return None
