"""XML documents of prose: DocBook, TEI, JATS, DITA, FictionBook and others that name their parts alike."""

from __future__ import annotations

from lxml import etree

from index.loaders.characters import names
from index.loaders.draft import Draft
from index.loaders.grid import RowSpans
from index.loaders.xml_reading import name_of
from index.text.layout import Kind

PARAGRAPHS = names("p para simpara formalpara ab l lg v verse line paragraph subtitle")
"""Elements whose text is a paragraph."""
_SECTIONS = names(
    "section sect1 sect2 sect3 sect4 sect5 chapter part appendix preface sec div div1 div2 div3 div4 div5 subsection "
    "topic refsect1 refsect2 refsect3 refsection glossary bibliography simplesect sub-section annex"
)
_TITLES = names("title head heading article-title titleabbrev")
_ITEMS = names("listitem item li list-item varlistentry glossentry def-item dlentry")
_ROWS = names("row tr sthead strow")
_CELLS = names("entry td th cell stentry entrytbl")
_CODE = names("programlisting screen literallayout codeblock pre eg code-block listing synopsis")
_NOTES = names("caption figDesc")
_FOOTNOTES = names("footnote fn endnote")
_BREAKS = names("br lb sbr linebreak")
_BLOCKS = (
    PARAGRAPHS
    | _SECTIONS
    | _TITLES
    | _ITEMS
    | _ROWS
    | _CODE
    | _NOTES
    | _FOOTNOTES
    | names(
        "abstract body text front back article book informaltable table tgroup thead tbody itemizedlist orderedlist "
        "list ul ol dl figure blockquote quote-block note warning tip caution important sidebar bookinfo articleinfo "
        "info teiHeader fileDesc titleStmt publicationStmt sourceDesc author date group term def ref bibl biblioentry "
        "shortdesc stanza epigraph cite poem annotation"
    )
)
_WORDED = ("alt", "label", "n-label")


def add_prose(root: etree._Element, draft: Draft) -> str | None:
    """Add a document of prose; returns its title."""
    writer = _Writer(draft)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            writer.open(element)
        else:
            writer.close(element, last=element is root)
    writer.flush()
    return writer.title


class _Writer:
    """Collects text and writes a block wherever one begins or ends. State: the open blocks and the row."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._parts: list[str] = []
        self._kinds: list[tuple[Kind, int]] = [(Kind.PARAGRAPH, 0)]
        self._depth = 0
        self._lists = 0
        self._row: list[tuple[str, int, int]] | None = None
        self._nested = 0  # rows open within a cell
        self._spans = RowSpans()
        self._around: list[list[str]] = []  # what stands before the footnotes that are open
        self._footnotes: list[str] = []
        self.title: str | None = None

    def open(self, element: etree._Element) -> None:
        name = name_of(element)
        if name in _FOOTNOTES:
            self._around.append(self._parts)
            self._parts = []
        elif self._around:
            self._parts.append(" " if name in _BLOCKS else "")
        elif self._row is not None and (name in _ROWS or self._nested):
            self._nested += name in _ROWS  # a table in a cell is text of that cell
            self._parts.append(" " if name in _BLOCKS or name in _CELLS else "")
        elif name in _CELLS and self._row is not None:
            self._between(self._row)
        elif name in _BLOCKS and self._row is None:
            self.flush()
            self._begin(name)
        elif name in _BLOCKS or name in _BREAKS:
            self._parts.append("\n")
        if name in ("table", "informaltable", "tgroup"):
            self._spans = RowSpans()
        self._parts.append(element.text or "")
        for key in _WORDED:
            self._parts.append(element.get(key) or "")

    def _begin(self, name: str) -> None:
        self._depth += name in _SECTIONS
        self._lists += name in _ITEMS
        kind, level = self._kinds[-1]
        if name in _TITLES:
            kind, level = Kind.HEADING, min(6, self._depth + 1)
        elif name in _ITEMS:
            kind, level = Kind.ITEM, self._lists
        elif name in _CODE:
            kind, level = Kind.CODE, 0
        elif name in _NOTES:
            kind, level = Kind.NOTE, 0
        elif name in _ROWS:
            self._row = []
        self._kinds.append((kind, level))

    def close(self, element: etree._Element, *, last: bool) -> None:
        name = name_of(element)
        if name in _FOOTNOTES:
            self._footnotes.append("".join(self._parts))
            self._parts = self._around.pop()
        elif self._around:
            self._parts.append(" " if name in _BLOCKS else "")
        elif self._nested:
            self._nested -= name in _ROWS
            self._parts.append(" " if name in _BLOCKS or name in _CELLS else "")
        elif name in _CELLS and self._row is not None:
            columns = _number(element.get("cols") or element.get("colspan"))
            down = _number(element.get("morerows"), 0) + _number(element.get("rows") or element.get("rowspan"))
            self._row.append(("".join(self._parts), columns, down))
            self._parts.clear()
        elif name in _ROWS and self._row is not None:
            self._between(self._row)
            self._draft.add_row(self._spans.place(self._row))
            self._row = None
            self._end(name)
        elif name in _BLOCKS and self._row is None:
            self.flush()
            self._end(name)
        elif name in _BLOCKS:
            self._parts.append("\n")
        if not last:
            self._parts.append(element.tail or "")

    def _between(self, row: list[tuple[str, int, int]]) -> None:
        """Take text of a row that stands in no cell as a cell."""
        text = "".join(self._parts)
        self._parts.clear()
        if text.strip():
            row.append((text, 1, 1))

    def _end(self, name: str) -> None:
        self._kinds.pop()
        self._depth -= name in _SECTIONS
        self._lists -= name in _ITEMS

    def flush(self) -> None:
        """Write what was collected as a block of the innermost open kind."""
        text = "".join(self._parts)
        self._parts.clear()
        footnotes, self._footnotes = self._footnotes, []
        if text.strip():
            self._block(text)
        for footnote in footnotes:
            self._draft.add(Kind.NOTE, " ".join(footnote.split()))

    def _block(self, text: str) -> None:
        kind, level = self._kinds[-1]
        if kind is Kind.ITEM:
            text = f"- {' '.join(text.split())}"
        elif kind is not Kind.CODE:
            text = " ".join(text.split())
        if kind is Kind.HEADING and self.title is None:
            self.title = text
        self._draft.add(kind, text, level)


def _number(text: str | None, default: int = 1) -> int:
    return min(100, int(text)) if text and text.isdigit() and len(text) < 5 else default
