"""The order of an Excel workbook: its sheets, their rows, and what else stands on them."""

from __future__ import annotations

from collections.abc import Iterator

from index.loaders.characters import one_line, read
from index.loaders.charts import text_of
from index.loaders.loaded import LoadError
from index.loaders.ooxml import Package, Relation, reference
from index.loaders.sheets import Workbook
from index.loaders.xlsx.cells import Cells, shared_strings, string
from index.loaders.xlsx.rows import Rows
from index.loaders.xmltree import Element, attribute, child, children, is_true, local

_SHOWN_ANYWAY = "[Threaded comment]"
"""How the copy of a newer comment starts that is kept for older programs."""


def write(package: Package, book: Workbook) -> None:
    """Add all sheets to ``book``. Raises LoadError where the workbook names none that is there."""
    root = package.xml(package.main)
    relations = package.relations(package.main)
    strings = next((r.target for r in relations.values() if r.kind == "sharedStrings"), None)
    cells = Cells(
        package.related("styles"),
        shared_strings(package.bytes_of(strings) or b"") if strings else [],
        is_true(child(root, "workbookPr"), "date1904"),
    )
    people = _people(package, relations)
    sheets = [*children(child(root, "sheets"), "sheet")]
    found_any = False
    for sheet in sheets:
        relation = relations.get(reference(sheet) or "")
        if relation is None or relation.kind not in ("worksheet", "chartsheet"):
            continue
        if (attribute(sheet, "state") or "visible") != "visible":
            book.hidden_sheets += 1
            found_any = True
            continue
        data = package.bytes_of(relation.target)
        if data is None:
            continue
        found_any = True
        own = package.relations(relation.target)
        filtered = b"autoFilter" in data or any(r.kind == "table" for r in own.values())
        rows = Rows(data, cells, filtered)
        notes = _remarks(package, own, people)
        book.add_sheet(attribute(sheet, "name") or "", rows, notes)
        book.hidden_lines = book.hidden_lines or rows.left_out
    if sheets and not found_any:
        raise LoadError("is damaged: none of its sheets is there")


def _remarks(package: Package, relations: dict[str, Relation], people: dict[str, str]) -> Iterator[str]:
    """The words in a sheet's text boxes and charts, then its comments."""
    for relation in relations.values():
        if relation.kind == "drawing":
            yield from _drawing(package, relation.target)
    for relation in relations.values():
        if relation.kind == "comments":
            yield from _comments(package.xml(relation.target))
        elif relation.kind == "threadedComment":
            yield from _threads(package.xml(relation.target), people)


def _drawing(package: Package, part: str) -> Iterator[str]:
    root = package.xml(part)
    relations = package.relations(part)
    if root is None:
        return
    for element in _unrepeated(root):
        name = local(element)
        if name == "txBody":
            yield text_of(element)
        elif name in ("chart", "relIds"):
            relation = relations.get(reference(element, "dm") or reference(element) or "")
            inner = package.xml(relation.target) if relation else None
            if inner is None:
                continue
            sources = inner.iter("{*}title") if name == "chart" else [inner]
            words = dict.fromkeys(text for source in sources if (text := text_of(source)))
            yield "\n".join(words)


def _unrepeated(element: Element) -> Iterator[Element]:
    """Elements in order; of alternatives that show the same in newer and older programs the first."""
    for part in element:
        if local(part) == "AlternateContent":
            chosen = child(part, "Choice")
            chosen = child(part, "Fallback") if chosen is None or not len(chosen) else chosen
            if chosen is not None:
                yield from _unrepeated(chosen)
        else:
            yield part
            if local(part) != "txBody":
                yield from _unrepeated(part)


def _comments(root: Element | None) -> Iterator[str]:
    authors = [one_line(read(a.text or "")) for a in children(child(root, "authors"), "author")]
    for comment in children(child(root, "commentList"), "comment"):
        text = child(comment, "text")
        words = string(text).strip() if text is not None else ""
        at = attribute(comment, "authorId") or ""
        author = authors[int(at)] if at.isdecimal() and int(at) < len(authors) else ""
        if author and words.startswith(author + ":"):
            words = words[len(author) + 1 :].strip()
        if words and not words.startswith(_SHOWN_ANYWAY):
            yield _comment(attribute(comment, "ref"), author, words)


def _threads(root: Element | None, people: dict[str, str]) -> Iterator[str]:
    for comment in children(root, "threadedComment"):
        text = child(comment, "text")
        words = (text.text or "").strip() if text is not None else ""
        if words:
            author = people.get(attribute(comment, "personId") or "", "")
            yield _comment(attribute(comment, "ref"), author, words)


def _comment(cell: str | None, author: str, words: str) -> str:
    author = "" if author.startswith("tc={") else author
    return "Comment" + (f" on {cell}" if cell else "") + (f" by {author}" if author else "") + f": {words}"


def _people(package: Package, relations: dict[str, Relation]) -> dict[str, str]:
    found: dict[str, str] = {}
    for relation in relations.values():
        if relation.kind == "person":
            root = package.xml(relation.target)
            for person in children(root, "person"):
                found[attribute(person, "id") or ""] = one_line(read(attribute(person, "displayName") or ""))
    return found
