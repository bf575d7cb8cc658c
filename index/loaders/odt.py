"""OpenDocument texts (ODT, templates, and flat ones in a single XML file).

Kept, in reading order: headings with their levels and numbers, paragraphs, lists with their numbers as displayed,
tables (a row a block, a merged cell's text once), the words in frames, charts' titles and values, headers at the
start and footers at the end, each once; footnotes, endnotes and comments right after the paragraph that refers to
them. Lost: pictures, formulas, deleted and hidden text, tables of contents and indexes, character formatting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.loaders.characters import one_line
from index.loaders.draft import Draft
from index.loaders.loaded import Loaded, LoadError
from index.loaders.opendocument.body import BodyWriter
from index.loaders.opendocument.package import OpenDocument
from index.loaders.opendocument.styles import Styles, masters_margins
from index.loaders.xmltree import Element, attribute, child, parse
from index.text.layout import Kind

_PAGE_NUMBER = re.compile(r"[\W\d_]*(?:page|seite|página|pagina)?[\W\d_]*(?:of|von|de|di|sur)?[\W\d_]*\Z", re.I)


def load(data: bytes) -> Loaded:
    """Read a text. Raises Unsupported where it holds none, LoadError where it cannot be read."""
    document = OpenDocument.open(data, "OpenDocument text")
    root = parse(document.content)
    body = child(child(root, "body"), "text")
    if root is None or body is None:
        raise LoadError("is damaged: it is no complete OpenDocument text")
    styles = Styles([parse(document.styles) if document.parts and document.styles else None, root])
    draft = Draft()
    writer = BodyWriter(document, styles, draft)
    used = [*_masters(body, styles)]
    margins = _Margins(writer)
    for master in used:
        margins.write(masters_margins(master, "header"))
    writer.write(body)
    for master in used:
        margins.write(masters_margins(master, "footer"))
    return draft.loaded("odt", document.title() or writer.title)


class _Margins:
    """Headers and footers. State: which were written already."""

    def __init__(self, writer: BodyWriter) -> None:
        self._writer = writer
        self._written = {""}

    def write(self, margins: Iterable[Element]) -> None:
        for margin in margins:
            text = one_line("".join(str(part) for part in margin.itertext()))
            if text in self._written:
                continue
            self._written.add(text)
            furniture = len(text) < 100 and _PAGE_NUMBER.match(text)
            self._writer.write(margin, Kind.FURNITURE if furniture else Kind.PARAGRAPH)


def _masters(body: Element, styles: Styles) -> Iterable[Element]:
    """The page styles that the text uses: the standard one, and those that its paragraphs start."""
    names = dict.fromkeys(
        styles.of("paragraph", attribute(element, "style-name")).master or "Standard"
        for element in body.iter("{*}p", "{*}h")
    )
    return (styles.masters[name] for name in names if name in styles.masters)
