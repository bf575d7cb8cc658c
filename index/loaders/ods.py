"""OpenDocument spreadsheets (ODS, templates, and flat ones in a single XML file).

Kept, sheet by sheet: the sheet's name as a heading, its rows with the heads of their columns, values as the cells
show them, the words in shapes, comments with their cells. Rows that a filter hides and folded groups stay. Lost:
hidden sheets, rows and columns (a note says so), formulas, pictures, charts, printed headers and footers, colours;
a row that is repeated very often stands a hundred times.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.loaders.characters import one_line, read
from index.loaders.loaded import Loaded, LoadError
from index.loaders.opendocument.package import OpenDocument
from index.loaders.opendocument.runs import words
from index.loaders.opendocument.styles import Styles, is_shown_table
from index.loaders.sheets import Workbook, column_name
from index.loaders.xmltree import Element, attribute, children, flat, forget, integer, local, parse, stream

_REPEATED = 100
_WIDEST = 1024
_STARTS = frozenset(("table", "table-row-group"))
_ENDS = frozenset(
    ("automatic-styles", "styles", "table", "table-row", "table-row-group", "table-column", "shapes", "spreadsheet")
)


def load(data: bytes) -> Loaded:
    """Read a spreadsheet. Raises Unsupported where it holds no text, LoadError where it cannot be read."""
    document = OpenDocument.open(data, "OpenDocument spreadsheet")
    book = Workbook()
    reader = _Reader(document, book)
    reader.read()
    if not reader.complete and not reader.sheets:
        raise LoadError("is damaged: it is no complete OpenDocument spreadsheet")
    return book.loaded("ods", document.title())


class _Reader:
    """Goes through the content element by element. State: where it is, and what it left out."""

    def __init__(self, document: OpenDocument, book: Workbook) -> None:
        self._book = book
        common = parse(document.styles) if document.parts is not None and document.styles else None
        self._roots: list[Element | None] = [common]
        self._styles = Styles(self._roots)
        self._events = stream(document.content, _ENDS, _STARTS)
        self._remarks: list[str] = []
        self.sheets = 0
        self.complete = False

    def read(self) -> None:
        for event, element in self._events:
            name = local(element)
            if event == "end" and name in ("automatic-styles", "styles"):
                self._add_styles(element)
            elif event == "end" and name == "spreadsheet":
                self.complete = True
            elif event == "start" and name == "table":
                self._sheet(element)

    def _add_styles(self, holder: Element) -> None:
        parent = holder.getparent()
        if parent is not None:
            self._roots.append(parent)
            self._styles = Styles(self._roots)

    def _sheet(self, table: Element) -> None:
        self.sheets += 1
        self._remarks = []
        if not is_shown_table(self._styles, table):
            self._book.hidden_sheets += 1
            for _ in self._rows(table):
                pass
            return
        self._book.add_sheet(attribute(table, "name") or "", self._rows(table), _Later(self._remarks))

    def _rows(self, sheet: Element) -> Iterator[list[str]]:
        hidden: set[int] = set()
        columns = depth = row = 0
        for event, element in self._events:
            name = local(element)
            if name == "table-row-group":
                depth += 1 if event == "start" else -1
            elif event == "end" and element is sheet:
                forget(element)
                return
            elif event == "end" and name == "table-column":
                times = integer(element, "number-columns-repeated", 1)
                if attribute(element, "visibility") == "collapse" and not _is_grouped(element):
                    hidden.update(range(columns, min(columns + times, _WIDEST)))
                columns += times
            elif event == "end" and name == "shapes":
                self._remarks += _lines(element, self._styles)
            elif event == "end" and name == "table-row":
                times = max(1, integer(element, "number-rows-repeated", 1))
                texts = self._row(element, row, hidden)
                row += times
                is_hidden = attribute(element, "visibility") == "collapse" and depth == 0
                self._book.hidden_lines = self._book.hidden_lines or (is_hidden and any(texts))
                if not is_hidden:
                    self._book.cut = self._book.cut or (times > _REPEATED and any(texts))
                    yield from [texts] * min(times, _REPEATED if any(texts) else 1)
                forget(element)

    def _row(self, row: Element, number: int, hidden: set[int]) -> list[str]:
        texts: list[str] = []
        for cell in row:
            name = local(cell)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            text = self._cell(cell, f"{column_name(len(texts))}{number + 1}")
            times = max(1, integer(cell, "number-columns-repeated", 1))
            texts += [text] * max(0, min(times, _WIDEST - len(texts)))
        while texts and not texts[-1]:
            texts.pop()
        if hidden and any(text for n, text in enumerate(texts) if n in hidden):
            self._book.hidden_lines = True
        return [text for n, text in enumerate(texts) if n not in hidden]

    def _cell(self, cell: Element, place: str) -> str:
        parts: list[str] = []
        for part in cell:
            name = local(part)
            if name == "p":
                found = words(part, self._styles)
                parts.append(found.text.strip())
                for shape in found.shapes:
                    self._remarks += _lines(shape, self._styles)
            elif name == "annotation":
                self._comment(part, place)
            elif name in ("frame", "custom-shape", "rect", "ellipse", "g", "caption"):
                self._remarks += _lines(part, self._styles)
        return "\n".join(part for part in parts if part)

    def _comment(self, note: Element, place: str) -> None:
        author = one_line(read(flat("".join(c.text or "" for c in children(note, "creator")))))
        text = "\n".join(_lines(note, self._styles))
        if text.strip():
            self._remarks.append(f"Comment on {place}" + (f" by {author}" if author else "") + f": {text}")


class _Later:
    """Remarks that are still being collected while the rows before them are read."""

    def __init__(self, remarks: list[str]) -> None:
        self._remarks = remarks

    def __iter__(self) -> Iterator[str]:
        yield from self._remarks


def _lines(parent: Element, styles: Styles) -> list[str]:
    """The paragraphs that stand in shapes or comments."""
    return ["\n".join(words(p, styles).text.strip() for p in parent.iter("{*}p"))]


def _is_grouped(column: Element) -> bool:
    return any(local(above) == "table-column-group" for above in column.iterancestors())
