"""The pages of a PDF file, read with PDFium."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from time import process_time

import pypdfium2
import pypdfium2.raw as pdfium

from index.loaders import patience
from index.loaders.characters import one_line, read
from index.loaders.loaded import LoadError, Unsupported
from index.loaders.ocr import MOST_SECONDS, NEEDED, SECONDS_A_PAGE, is_installed
from index.loaders.pdf.glyphs import read_page
from index.loaders.pdf.pieces import PageText
from index.loaders.pdf.scanned import is_scan, read_scan, render

_LOCK = threading.Lock()
"""PDFium may be used by one thread at a time."""
_PASSWORD = "is protected by a password: save a copy without one"
_DAMAGED = "is damaged: it cannot be opened as PDF"
_NOTHING_READ = "holds no text that could be read in it"
_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|untitled|slide 1$|document ?\d*$|[\d\W]*$)|"
    r".*\.(?:docx?|pptx?|xlsx?|pdf|tex|indd|dvi|html?|txt|qxd|ps|fm)$",
    re.I,
)
_MOST_BOOKMARKS = 20_000
_USUAL_PAGES = 500
_SECONDS_A_PAGE = 0.05
"""For pages beyond the usual number: four times what a full page took on a busy machine."""


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
    scans: int
    """Pages that are pictures of text."""
    unread: int
    """Those of them that were not read by text recognition."""


def read_file(data: bytes) -> PdfText:
    """Read a file's pages. Raises LoadError where it cannot be opened or no page has text."""
    with _LOCK, closing(_open(data)) as document:
        count = len(document)
        if not count:
            raise Unsupported("has no pages")
        patience.ask(_SECONDS_A_PAGE * max(0, count - _USUAL_PAGES))
        pages: list[PageText] = []
        scans: list[int] = []
        broken = 0
        for number in range(1, count + 1):
            page, scan = _page(document, number)
            broken += page is None
            if scan:
                scans.append(number)
            pages.append(page or PageText(number, 0.0, 0.0, None, ()))
        read = _read_scans(document, pages, scans) if is_installed() else 0
        outline, title = tuple(_outline(document)), _title(document)
    if not any(page.pieces for page in pages):
        if broken == count:
            raise LoadError(_DAMAGED)
        if len(scans) > read:
            raise LoadError(NEEDED)
        raise Unsupported(_NOTHING_READ if scans else "holds no text")
    return PdfText(tuple(pages), outline, title, len(scans), len(scans) - read)


def _read_scans(document: pypdfium2.PdfDocument, pages: list[PageText], scans: list[int]) -> int:
    """Recognize the text of the pages with these numbers, as many as there is time for; returns how many."""
    started = process_time()
    for done, number in enumerate(scans):
        if process_time() - started > MOST_SECONDS:
            return done
        patience.ask(SECONDS_A_PAGE)
        with suppress(pypdfium2.PdfiumError):
            with closing(document[number - 1]) as page:
                picture = render(page)
            pages[number - 1] = read_scan(picture, pages[number - 1])
    return len(scans)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) or "password" in str(error).lower():
            raise LoadError(_PASSWORD) from error
        raise LoadError(_DAMAGED) from error


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[PageText | None, bool]:
    """A page's text, or None for a page that is damaged, and whether it is a picture of text."""
    try:
        with closing(document[number - 1]) as page, closing(page.get_textpage()) as text:
            label = None
            with suppress(pypdfium2.PdfiumError, ValueError):
                label = one_line(read(document.get_page_label(number - 1))) or None
            width, height = page.get_size()
            pieces = read_page(text.raw, page.get_bbox(), page.get_rotation(), (width, height))
            return PageText(number, width, height, label, tuple(pieces)), is_scan(page, pieces)
    except pypdfium2.PdfiumError:
        return None, False


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
