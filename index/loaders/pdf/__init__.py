"""PDF files: their text, and with the extra ``quoth[ocr]`` the text of scanned pages.

Kept: every character that is drawn on a page, in reading order, columns one after the other; paragraphs as one
line, across pages too; rows of tables as rows, cells separated by tabs; headings by their size and weight and by
the file's outline; running headers, footers and page numbers, as furniture; where each character was drawn. Pages
that are pictures are read by text recognition, as well as it can.
Lost: hyphens that only a line's end put into a word, pictures on pages with text, text outside the visible page,
annotations, the contents of forms, attached files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.loaders.loaded import Loaded
from index.loaders.pdf.blocks import blocks_of
from index.loaders.pdf.compose import compose
from index.loaders.pdf.file import Bookmark, PdfText, read_file
from index.loaders.pdf.furniture import find_furniture
from index.loaders.pdf.pieces import PageText
from index.loaders.pdf.structure import find_headings, find_title
from index.text.layout import Layout

_UNNAMED = re.compile("[\ue000-\uf8ff\ufffd]")


def load(data: bytes) -> Loaded:
    """Read a PDF file.

    Raises LoadError where it is damaged, protected by a password, or holds nothing but pictures and cannot be read
    without the extra.
    """
    file = read_file(data)
    text, layout, title = arranged(file.pages, file.outline, file.title)
    return Loaded(text, layout, "pdf", title, notes=tuple(_notes(file, text)))


def arranged(
    pages: Sequence[PageText], outline: Sequence[Bookmark] = (), title: str | None = None
) -> tuple[str, Layout, str | None]:
    """Pages of pieces as a text with its layout, and its title: the one given, else its largest first heading."""
    furniture = find_furniture(pages)
    blocks = [blocks_of(page, furniture.get(page.number, frozenset())) for page in pages]
    find_headings(blocks, outline)
    title = find_title(title, blocks)
    return *compose(pages, blocks), title


def _notes(file: PdfText, text: str) -> Iterator[str]:
    unread, read = file.unread, file.scans - file.unread
    if unread and read:
        yield f"holds {unread} scanned {_pages(unread)} beyond the first {read} that were not read: there was no time"
    elif unread:
        what = "page that is a picture" if unread == 1 else "pages that are pictures"
        them = "it" if unread == 1 else "them"
        yield f"holds {unread} {what} without text: to read {them} install quoth[ocr]"
    elif read:
        yield f"holds {read} scanned {_pages(read)}, read by text recognition: their words may have errors"
    unnamed = len(_UNNAMED.findall(text))
    if unnamed > max(5, len(text) // 500):
        yield f"holds {unnamed} characters that cannot be read: its fonts do not say what they are"


def _pages(count: int) -> str:
    return "page" if count == 1 else "pages"
