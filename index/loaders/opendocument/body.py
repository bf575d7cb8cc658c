"""The text of an OpenDocument file: paragraphs, lists, tables, notes and what stands in frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.loaders.characters import names, one_line, read
from index.loaders.draft import Draft
from index.loaders.opendocument.numbering import Numbering, OpenList
from index.loaders.opendocument.package import OpenDocument
from index.loaders.opendocument.runs import Words, words
from index.loaders.opendocument.styles import Styles
from index.loaders.xmltree import Element, attribute, child, children, flat, integer, is_true, local
from index.text.layout import Kind

_SKIPPED = names(
    "tracked-changes table-of-content illustration-index table-index object-index alphabetical-index forms "
    "sequence-decls variable-decls user-field-decls dde-connection-decls annotation-end event-listeners title desc "
    "glue-point enhanced-geometry thumbnail plugin image"
)
_LONGEST_CELL = 1500
_REPEATED = 100
_WIDEST = 1024


class BodyWriter:
    """Walks elements in order and writes blocks. State: list counters, and the document's title if styled so."""

    def __init__(self, document: OpenDocument, styles: Styles, draft: Draft) -> None:
        self._document = document
        self._styles = styles
        self._draft = draft
        self._numbering = Numbering(styles)
        self.title: str | None = None

    def write(self, parent: Element, kind: Kind = Kind.PARAGRAPH) -> None:
        """Add what stands in an element; plain paragraphs become blocks of ``kind``."""
        for element in parent:
            self.block(element, kind)

    def block(self, element: Element, kind: Kind = Kind.PARAGRAPH) -> None:
        """Add one element."""
        name = local(element)
        if name == "p":
            self._paragraph(element, kind)
        elif name == "h":
            self._heading(element)
        elif name == "list":
            self._list(element, None, 1, kind)
        elif name == "table":
            self._table(element)
        elif name == "annotation":
            self._note(element)
        elif name == "object":
            self._object(element)
        elif name == "section" and (attribute(element, "display") or "true") != "true":
            return
        elif name and name not in _SKIPPED:
            self.write(element, kind)

    def _paragraph(self, element: Element, kind: Kind, marker: str = "", level: int = 0) -> None:
        found = words(element, self._styles)
        style = self._styles.of("paragraph", attribute(element, "style-name"))
        text = found.text.strip()
        if kind is Kind.PARAGRAPH and style.is_title:
            kind, level = Kind.HEADING, 1
            self.title = self.title or one_line(read(text)) or None
        elif kind is Kind.PARAGRAPH and style.outline is not None:
            kind, level = Kind.HEADING, min(6, style.outline)
        elif kind is Kind.PARAGRAPH and style.is_caption:
            kind = Kind.NOTE
        self._draft.add(kind, f"{marker} {text}" if marker and text else text, level)
        self._anchored(found)

    def _heading(self, element: Element, marker: str | None = None) -> None:
        found = words(element, self._styles)
        text = found.text.strip()
        level = max(1, integer(element, "outline-level", 1))
        numbered = (
            not is_true(element, "is-list-header") and self._styles.list_name(attribute(element, "style-name")) != ""
        )
        if text and marker is None and numbered:
            marker = self._numbering.heading(level, _start(element))
        mark = f"{marker} " if marker and marker != "-" else ""
        self._draft.add(Kind.HEADING, mark + text, min(6, level))
        if self.title is None and self._styles.of("paragraph", attribute(element, "style-name")).is_title:
            self.title = one_line(read(text)) or None
        self._anchored(found)

    def _list(self, element: Element, outer: OpenList | None, level: int, kind: Kind) -> None:
        style = attribute(element, "style-name") or (outer.style if outer else None)
        same = outer is not None and style == outer.style
        current = outer if same and outer is not None else self._numbering.open(element, style)
        for item in element:
            if local(item) not in ("list-item", "list-header"):
                continue
            inner = [part for part in item if local(part)]
            bare = bool(inner) and local(inner[0]) == "list"
            marker: str | None = ""
            if local(item) == "list-item" and not bare:
                marker = self._numbering.item(current, level, _start(item))
            for part in inner:
                name = local(part)
                if name == "list":
                    self._list(part, current, level + 1, kind)
                elif name == "h":
                    self._heading(part, marker or "")
                elif name == "p" and marker and kind is Kind.PARAGRAPH:
                    if words(part, self._styles).text.strip():
                        self._paragraph(part, Kind.ITEM, marker, level)
                        marker = ""
                    else:
                        self._paragraph(part, kind)
                else:
                    self.block(part, kind)

    def _anchored(self, found: Words) -> None:
        """Notes, comments and frames, after the paragraph that they are anchored in."""
        for note in found.notes:
            self._note(note)
        for shape in found.shapes:
            self.shape(shape)

    def _note(self, note: Element) -> None:
        mark = "Comment: "
        body: Element | None = note
        if local(note) == "note":
            citation, body = child(note, "note-citation"), child(note, "note-body")
            mark = f"[{flat(citation.text).strip()}] " if citation is not None else ""
        elif (author := one_line(read(flat("".join(c.text or "" for c in children(note, "creator")))))) != "":
            mark = f"Comment by {author}: "
        for part in _paragraphs(body):
            found = words(part, self._styles)
            if found.text.strip():
                self._draft.add(Kind.NOTE, mark + found.text.strip())
                mark = ""
            self._anchored(found)

    def shape(self, shape: Element) -> None:
        """A frame or drawing: what is written in it. Of several renderings of one thing the first is taken."""
        if local(shape) != "frame":
            self.write(shape)
            return
        for part in shape:
            if local(part) in ("text-box", "table", "object"):
                self.block(part)
                return

    def _object(self, element: Element) -> None:
        """A chart: its titles and the table that it draws; formulas and other objects are left out."""
        root = self._document.object(attribute(element, "href") or "")
        charts = (element if root is None else root).iter("{*}chart")
        chart = next((c for c in charts if attribute(c, "class") is not None), None)
        for part in chart.iter("{*}title", "{*}subtitle") if chart is not None else ():
            self._draft.add(Kind.NOTE, "\n".join(words(p, self._styles).text for p in children(part, "p")))
        for table in children(chart, "table"):
            self._table(table)

    def _table(self, table: Element) -> None:
        rows = [(row, [*cells_of(row)]) for row in rows_of(table)]
        if _is_layout([cells for _, cells in rows]):
            for _, cells in rows:
                for cell in cells:
                    self.write(cell)
            return
        pending: list[Words] = []
        for row, cells in rows:
            texts: list[str] = []
            for cell in cells:
                text = self._cell_text(cell, pending) if local(cell) == "table-cell" else ""
                times = max(1, integer(cell, "number-columns-repeated", 1))
                texts += [text] * min(times, _WIDEST - len(texts))
            for _ in range(min(_REPEATED, max(1, integer(row, "number-rows-repeated", 1)))):
                self._draft.add_row(texts)
        for found in pending:
            self._anchored(found)

    def _cell_text(self, cell: Element, pending: list[Words]) -> str:
        texts: list[str] = []
        for paragraph in _paragraphs(cell):
            found = words(paragraph, self._styles)
            if found.notes or found.shapes:
                pending.append(found)
            texts.append(found.text.strip())
        return " ".join(text for text in texts if text)


def rows_of(table: Element) -> Iterator[Element]:
    """A table's rows, whatever they are grouped in."""
    for element in table:
        name = local(element)
        if name == "table-row":
            yield element
        elif name in ("table-rows", "table-header-rows", "table-row-group"):
            yield from rows_of(element)


def cells_of(row: Element) -> Iterable[Element]:
    """A row's cells, those that another one covers among them."""
    return (cell for cell in row if local(cell) in ("table-cell", "covered-table-cell"))


def _is_layout(rows: list[list[Element]]) -> bool:
    """Whether a table only arranges text: tables or headings in it, long cells, or a single column."""
    if all(sum(integer(cell, "number-columns-repeated", 1) for cell in row) <= 1 for row in rows):
        return True
    for cell in (cell for row in rows for cell in row):
        if any(local(part) == "table" for part in cell):
            return True
        if sum(len(text) for text in cell.itertext()) > _LONGEST_CELL:
            return True
    return False


def _paragraphs(parent: Element | None) -> Iterator[Element]:
    """Paragraphs and headings of a cell or note, in lists too."""
    for element in parent if parent is not None else ():
        name = local(element)
        if name in ("p", "h"):
            yield element
        elif name in ("list", "list-item", "list-header", "section"):
            yield from _paragraphs(element)


def _start(element: Element) -> int | None:
    start = integer(element, "start-value", -1)
    if start < 0 and is_true(element, "restart-numbering"):
        return 1
    return start if start >= 0 else None
