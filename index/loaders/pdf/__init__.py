"""PDF files with a text layer.

Kept: every character that is drawn on a page, in reading order, columns one after the other; paragraphs as one
line, across pages too; rows of tables as rows, cells separated by tabs; headings by their size and weight and by
the file's outline; running headers, footers and page numbers, as furniture; where each character was drawn.
Lost: hyphens that only a line's end put into a word, what is drawn as a picture, text outside the visible page,
annotations and the contents of forms.
"""

from __future__ import annotations

from index.loaders.loaded import Loaded
from index.loaders.pdf.blocks import blocks_of
from index.loaders.pdf.compose import compose
from index.loaders.pdf.file import read_file
from index.loaders.pdf.furniture import find_furniture
from index.loaders.pdf.structure import find_headings, find_title


def load(data: bytes) -> Loaded:
    """Read a PDF file.

    Raises LoadError where it is damaged, protected by a password, or holds nothing but pictures.
    """
    file = read_file(data)
    furniture = find_furniture(file.pages)
    blocks = [blocks_of(page, furniture.get(page.number, frozenset())) for page in file.pages]
    find_headings(blocks, file.outline)
    title = find_title(file.title, blocks)
    text, layout = compose(file.pages, blocks)
    return Loaded(text, layout, "pdf", title)
