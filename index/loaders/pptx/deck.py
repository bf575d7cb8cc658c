"""The order of a presentation: slides, what stands on them, their notes and comments."""

from __future__ import annotations

from collections.abc import Iterator

from index.loaders.characters import one_line, read
from index.loaders.charts import add_chart, text_of
from index.loaders.loaded import LoadError
from index.loaders.ooxml import Package, Relation, reference
from index.loaders.pptx.diagram import add_diagram
from index.loaders.pptx.frames import Placeholder, Sources, add_frame, placeholder
from index.loaders.slides import SlideDraft
from index.loaders.xmltree import Element, attribute, child, children, integer, local
from index.text.layout import Kind

_TITLES = ("title", "ctrTitle")
_FURNITURE = ("dt", "ftr", "sldNum", "hdr")


def write(package: Package, root: Element | None, draft: SlideDraft) -> None:
    """Add all slides to ``draft``. Raises LoadError where the presentation names none that is there."""
    relations = package.relations(package.main)
    ids = [reference(slide) for slide in children(child(root, "sldIdLst"), "sldId")]
    parts = [relations[id_].target for id_ in ids if id_ in relations]
    read_any = False
    authors = _authors(package, relations)
    for part in parts:
        draft.start_slide()
        slide = package.xml(part)
        if slide is not None:
            read_any = True
            _Slide(package, part, draft).write(slide, authors)
    if ids and not read_any:
        raise LoadError("is damaged: none of its slides is there")


class _Slide:
    """One slide while it is written. State: what it refers to, and its layout and master."""

    def __init__(self, package: Package, part: str, draft: SlideDraft) -> None:
        self._package = package
        self._draft = draft
        self._relations = package.relations(part)
        layout = _target(self._relations, "slideLayout")
        master = _target(package.relations(layout), "slideMaster") if layout else None
        self._sources = Sources(package.xml(layout) if layout else None, package.xml(master) if master else None)

    def write(self, slide: Element, authors: dict[str, str]) -> None:
        tree = child(child(slide, "cSld"), "spTree")
        shapes = [*_shapes(tree)] if tree is not None else []
        titles = [s for s in shapes if (found := placeholder(s)) and found.kind in _TITLES]
        for shape in titles:
            words = " ".join(text_of(shape).split("\n"))
            self._draft.add(Kind.HEADING, words, 1)
        for shape in shapes:
            if shape not in titles:
                self._shape(shape, placeholder(shape))
        for relation in self._relations.values():
            if relation.kind == "notesSlide":
                self._notes(self._package.xml(relation.target))
            elif relation.kind == "comments":
                self._comments(self._package.xml(relation.target), authors)

    def _shape(self, shape: Element, place: Placeholder | None) -> None:
        if local(shape) == "graphicFrame":
            self._graphic(shape)
            return
        body = child(shape, "txBody")
        if body is None:
            return
        if place and place.kind in _FURNITURE:
            self._draft.add(Kind.FURNITURE, text_of(body))
        else:
            add_frame(self._draft, body, place, self._sources)

    def _graphic(self, frame: Element) -> None:
        for element in frame.iter():
            name = local(element)
            if name == "tbl":
                self._table(element)
            elif name in ("chart", "relIds"):
                wanted = reference(element, "dm") or reference(element) or ""
                relation = self._relations.get(wanted)
                root = self._package.xml(relation.target) if relation else None
                if name == "chart":
                    add_chart(self._draft, root)
                else:
                    add_diagram(self._draft, root)

    def _table(self, table: Element) -> None:
        """A merged cell's text stands once, in its first column and row, as in the file."""
        rows = [[*children(row, "tc")] for row in children(table, "tr")]
        if all(len(row) <= 1 for row in rows):
            for cell in (cell for row in rows for cell in row):
                body = child(cell, "txBody")
                if body is not None:
                    add_frame(self._draft, body, None, self._sources)
            return
        for row in rows:
            covered = ("hMerge", "vMerge")
            self._draft.add_row(
                ["" if any(attribute(cell, m) in ("1", "true") for m in covered) else text_of(cell) for cell in row]
            )

    def _notes(self, root: Element | None) -> None:
        mark = "Notes: "
        for shape in _shapes(child(child(root, "cSld"), "spTree")):
            place = placeholder(shape)
            if place is None or place.kind != "body":
                continue
            for line in text_of(shape).split("\n"):
                if line.strip():
                    self._draft.add(Kind.NOTE, mark + line)
                    mark = ""

    def _comments(self, root: Element | None, authors: dict[str, str]) -> None:
        """Comments of older programs hold a text, those of newer ones paragraphs, answers among them."""
        for comment in root.iter("{*}cm", "{*}reply") if root is not None else ():
            author = authors.get(attribute(comment, "authorId") or "", "")
            texts = [t.text or "" for t in children(comment, "text")]
            texts += [text_of(body) for body in children(comment, "txBody")]
            text = "\n".join(texts)
            if text.strip():
                self._draft.add(Kind.NOTE, (f"Comment by {author}: " if author else "Comment: ") + text)


def _shapes(parent: Element | None) -> Iterator[Element]:
    """Shapes and graphics from the back to the front, which is the order that they are read aloud in."""
    for element in parent if parent is not None else ():
        name = local(element)
        if name in ("sp", "graphicFrame", "cxnSp"):
            yield element
        elif name == "grpSp":
            yield from _shapes(element)
        elif name == "AlternateContent":
            choice, fallback = child(element, "Choice"), child(element, "Fallback")
            yield from _shapes(choice if choice is not None and len(choice) else fallback)


def _authors(package: Package, relations: dict[str, Relation]) -> dict[str, str]:
    found: dict[str, str] = {}
    for relation in relations.values():
        if relation.kind in ("commentAuthors", "authors"):
            root = package.xml(relation.target)
            for author in root if root is not None else ():
                name = one_line(read(attribute(author, "name") or ""))
                found[attribute(author, "id") or str(integer(author, "id", 0))] = name
    return found


def _target(relations: dict[str, Relation], kind: str) -> str | None:
    return next((relation.target for relation in relations.values() if relation.kind == kind), None)
