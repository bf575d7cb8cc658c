"""The order of a Word document: sections, paragraphs, tables, notes, boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index.loaders.characters import one_line, read
from index.loaders.docx.numbering import Numbering
from index.loaders.docx.package import Element, Package, attribute, child, children, is_on, local, value
from index.loaders.docx.runs import Runs, Words, choice
from index.loaders.docx.styles import Style, Styles, outline_level
from index.loaders.draft import Draft
from index.loaders.encoding import decode
from index.loaders.grid import RowSpans
from index.loaders.html import walk
from index.loaders.loaded import LoadError
from index.text.layout import Kind

_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_PAGE_NUMBER = re.compile(r"[\W\d_]*(?:page|seite|página|pagina)?[\W\d_]*(?:of|von|de|di|sur)?[\W\d_]*\Z", re.I)
_LONGEST_CELL = 1500


def write(package: Package, draft: Draft) -> str | None:
    """Add a document's text to ``draft``; returns its title where a paragraph is styled as one."""
    root = package.xml(package.main)
    body = child(root, "body")
    if body is None:
        raise LoadError("is damaged: it is no complete Word document")
    writer = _Writer(package, draft)
    writer.write_body(body)
    return writer.title


class _Writer:
    """Walks a document. State: list counters, open fields, and which headers were written."""

    def __init__(self, package: Package, draft: Draft) -> None:
        self._package = package
        self._draft = draft
        self._styles = Styles(package.related("styles"))
        self._numbering = Numbering(package.related("numbering"))
        self._runs = Runs(self._styles)
        self._relations = package.relations(package.main)
        self._notes = {
            "footnote": _by_id(package.related("footnotes")),
            "endnote": _by_id(package.related("endnotes")),
            "comment": _by_id(package.related("comments")),
        }
        self._written: set[str] = set()
        self._pending: list[tuple[str, str]] = []
        self.title: str | None = None

    def write_body(self, body: Element) -> None:
        sections = [s for s in body.iter("{*}sectPr") if local(s.getparent()) != "sectPrChange"]  # type: ignore[arg-type]
        at = 0
        if sections:
            self._margin(sections[0], "headerReference")
        for element in flow(body):
            self._block(element)
            ends = child(child(element, "pPr"), "sectPr") if local(element) == "p" else None
            if ends is not None:
                self._margin(ends, "footerReference")
                at += 1
                if at < len(sections):
                    self._margin(sections[at], "headerReference")
        if sections:
            self._margin(sections[-1], "footerReference")

    def _block(self, element: Element) -> None:
        name = local(element)
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._table(element)
        elif name == "altChunk":
            self._chunk(element)

    def _paragraph(self, element: Element, kind: Kind = Kind.PARAGRAPH, mark: str = "") -> None:
        words = self._runs.of(element)
        text = words.text
        level = 0
        if kind is Kind.PARAGRAPH and text.strip():
            kind, level, marker = self._structure(element)
            mark = f"{marker} " if marker else ""
        elif not text.strip():
            mark = ""
        self._draft.add(kind, mark + text.strip(), level)
        if kind is Kind.HEADING and self.title is None and self._style(element).is_title:
            self.title = one_line(read(text))
        self._pending += words.notes
        self._drawings(words)
        self._write_notes()

    def _structure(self, element: Element) -> tuple[Kind, int, str | None]:
        """A paragraph's kind, level, and displayed number."""
        properties = child(element, "pPr")
        style = self._style(element)
        outline = outline_level(properties, style.outline)
        numbers = child(properties, "numPr")
        list_id = value(numbers, "numId") or style.list_id
        said = value(numbers, "ilvl") or ""
        level = int(said) if said.isdecimal() else style.list_level
        if list_id == style.list_id and numbers is None and outline is not None and style.list_level == 0:
            level = min(8, max(0, outline - 1)) if self._is_outline_list(style.name) else level
        marker = self._numbering.marker(list_id, level) if list_id else None
        if style.is_title:
            return Kind.HEADING, 1, marker
        if outline is not None:
            return Kind.HEADING, min(6, outline), None if marker == "-" else marker
        if style.name.lower() == "caption":
            return Kind.NOTE, 0, marker
        return (Kind.ITEM, level + 1, marker) if marker else (Kind.PARAGRAPH, 0, None)

    @staticmethod
    def _is_outline_list(name: str) -> bool:
        return bool(re.match(r"heading\s*[2-9]", name, re.I))

    def _style(self, element: Element) -> Style:
        return self._styles.of(value(child(element, "pPr"), "pStyle"))

    def _drawings(self, words: Words) -> None:
        """Text boxes, charts and diagrams, after the paragraph that they are anchored in."""
        for drawing in words.drawings:
            for box in _boxes(drawing):
                for element in flow(box):
                    self._block(element)
            for reference in drawing.iter("{*}chart", "{*}relIds"):
                wanted = attribute(reference, "dm") or attribute(reference, "id") or ""
                relation = self._relations.get(wanted)
                root = self._package.xml(relation.target) if relation else None
                self._draft.add(Kind.NOTE, "\n".join(_labels(root)))

    def _write_notes(self) -> None:
        pending, self._pending = self._pending, []
        for kind, note in pending:
            element = self._notes[kind].pop(note, None)
            if element is None:
                continue
            mark = f"[{self._runs.note_number(kind, note)}] "
            if kind == "comment":
                author = one_line(read(attribute(element, "author") or ""))
                mark = f"Comment by {author}: " if author else "Comment: "
            for part in flow(element):
                if local(part) == "p":
                    self._paragraph(part, Kind.NOTE, mark)
                    mark = ""
                else:
                    self._block(part)

    def _margin(self, section: Element, name: str) -> None:
        """A section's headers or footers that were not written yet; a bare page number is furniture."""
        references = list(children(section, name))
        first = [r for r in references if attribute(r, "type") == "first" and is_on(section, "titlePg")]
        for reference in first + [r for r in references if attribute(r, "type") != "first"]:
            relation = self._relations.get(attribute(reference, "id") or "")
            root = self._package.xml(relation.target) if relation else None
            if root is None:
                continue
            text = one_line(" ".join(t.text or "" for t in root.iter("{*}t")))
            if text in self._written:
                continue
            self._written.add(text)
            kind = Kind.FURNITURE if len(text) < 100 and _PAGE_NUMBER.match(text) else Kind.PARAGRAPH
            main, self._relations = self._relations, self._package.relations(relation.target if relation else "")
            for element in flow(root):
                if local(element) == "p" and kind is Kind.FURNITURE:
                    self._paragraph(element, kind)
                else:
                    self._block(element)
            self._relations = main

    def _chunk(self, element: Element) -> None:
        """A document in HTML or plain text that Word shows as part of this one."""
        relation = self._relations.get(attribute(element, "id") or "")
        data = self._package.bytes_of(relation.target) if relation else None
        if data is None or relation is None:
            return
        if re.search(r"\.x?html?$", relation.target, re.I) or b"<html" in data[:1024].lower():
            walk(decode(data), self._draft)
        elif relation.target.lower().endswith(".txt"):
            for part in re.split(r"\n\s*\n", decode(data).replace("\r\n", "\n")):
                self._draft.add(Kind.PARAGRAPH, part)

    def _table(self, table: Element) -> None:
        rows = [[*_cells(row)] for row in _rows(table)]
        cells = [cell for row in rows for cell in row]
        if self._is_layout(cells, rows):
            for cell in cells:
                for element in flow(cell):
                    self._block(element)
            return
        spans = RowSpans()
        notes: list[tuple[str, str]] = []
        boxes: list[Words] = []
        for row in rows:
            placed: list[tuple[str, int, int]] = []
            for cell in row:
                properties = child(cell, "tcPr")
                merged = child(properties, "vMerge")
                goes_on = merged is not None and (attribute(merged, "val") or "continue") == "continue"
                across = value(properties, "gridSpan") or "1"
                text = "" if goes_on else self._cell_text(cell, notes, boxes)
                placed.append((text, min(100, int(across)) if across.isdecimal() and int(across) else 1, 1))
            self._draft.add_row(spans.place(placed))
        for words in boxes:
            self._drawings(words)
        self._pending += notes
        self._write_notes()

    def _is_layout(self, cells: list[Element], rows: list[list[Element]]) -> bool:
        """Whether a table only arranges text: tables or headings in it, long cells, or a single column."""
        if all(len(row) <= 1 for row in rows):
            return True
        for cell in cells:
            if next(cell.iter("{*}tbl"), None) is not None:
                return True
            if sum(len(t.text or "") for t in cell.iter("{*}t")) > _LONGEST_CELL:
                return True
        return False

    def _cell_text(self, cell: Element, notes: list[tuple[str, str]], boxes: list[Words]) -> str:
        texts: list[str] = []
        for element in flow(cell):
            if local(element) != "p":
                continue
            words = self._runs.of(element)
            notes += words.notes
            if words.drawings:
                boxes.append(Words(drawings=words.drawings))
            if words.text.strip():
                marker = self._structure(element)[2]
                texts.append(f"{marker} {words.text.strip()}" if marker else words.text)
        return " ".join(texts)


def flow(parent: Element) -> Iterator[Element]:
    """Paragraphs, tables and chunks of a body, cell, note or box in order, whatever they are wrapped in."""
    for element in parent:
        name = local(element)
        if name in ("p", "tbl", "altChunk"):
            yield element
        elif name in _WRAPPERS:
            yield from flow(element)
        elif name == "AlternateContent":
            chosen = choice(element)
            if chosen is not None:
                yield from flow(chosen)


def _wrapped(parent: Element, name: str) -> Iterator[Element]:
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in _WRAPPERS:
            yield from _wrapped(element, name)


def _rows(table: Element) -> Iterable[Element]:
    return (row for row in _wrapped(table, "tr") if child(child(row, "trPr"), "del") is None)


def _cells(row: Element) -> Iterable[Element]:
    return _wrapped(row, "tc")


def _boxes(drawing: Element) -> Iterator[Element]:
    """The text boxes of a drawing, not those inside its text boxes and not both alternatives."""
    for element in drawing:
        name = local(element)
        if name == "txbxContent":
            yield element
        elif name == "AlternateContent":
            chosen = choice(element)
            if chosen is not None:
                yield from _boxes(chosen)
        else:
            yield from _boxes(element)


def _labels(root: Element | None) -> Iterator[str]:
    """The words in a chart or diagram, each label once."""
    seen: set[str] = set()
    for paragraph in root.iter("{*}p", "{*}strCache") if root is not None else ():
        if local(paragraph) == "p":
            labels = ["".join(t.text or "" for t in paragraph.iter("{*}t"))]
        else:
            labels = [v.text or "" for v in paragraph.iter("{*}v")]
        for label in labels:
            tidy = one_line(read(label))
            if tidy and tidy not in seen:
                seen.add(tidy)
                yield tidy


def _by_id(root: Element | None) -> dict[str, Element]:
    """Notes or comments by id, without the lines that part them from the text."""
    if root is None:
        return {}
    return {attribute(note, "id") or "": note for note in root if attribute(note, "type") in (None, "normal")}
