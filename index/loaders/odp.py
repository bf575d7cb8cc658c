"""OpenDocument presentations (ODP, templates, and flat ones in a single XML file).

Kept, slide by slide: the title as a heading, text frames in the order of the file, outlines with their levels and
markers, tables, grouped shapes, charts' titles and values, speaker's notes and comments after their slide; hidden
slides too, since whoever opens the file sees them. Footers, dates and slide numbers are furniture. Lost: pictures
and media, formulas, what stands on the master slides, animations, character formatting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.loaders.loaded import Loaded, LoadError
from index.loaders.opendocument.body import BodyWriter
from index.loaders.opendocument.package import OpenDocument
from index.loaders.opendocument.runs import words
from index.loaders.opendocument.styles import Styles
from index.loaders.slides import SlideDraft
from index.loaders.xmltree import Element, attribute, child, children, is_true, local, parse
from index.text.layout import Kind

_FURNITURE = ("footer", "header", "date-time", "page-number")
_UNITS = {"cm": 28.3465, "mm": 2.83465, "in": 72.0, "pt": 1.0, "pc": 12.0}
_LENGTH = re.compile(r"([0-9.]+)(cm|mm|in|pt|pc)$")


def load(data: bytes) -> Loaded:
    """Read a presentation. Raises Unsupported where it holds no text, LoadError where it cannot be read."""
    document = OpenDocument.open(data, "OpenDocument presentation")
    root = parse(document.content)
    body = child(child(root, "body"), "presentation")
    if root is None or body is None:
        raise LoadError("is damaged: it is no complete OpenDocument presentation")
    common = parse(document.styles) if document.parts and document.styles else root
    styles = Styles([common if common is not root else None, root])
    draft = SlideDraft(*_size(common, styles, body))
    writer = BodyWriter(document, styles, draft)
    for page in children(body, "page"):
        draft.start_slide()
        _write_slide(page, writer, styles, draft)
    return draft.loaded("odp", document.title())


def _write_slide(page: Element, writer: BodyWriter, styles: Styles, draft: SlideDraft) -> None:
    shapes = [shape for shape in _shapes(page) if not is_true(shape, "placeholder")]
    titles = [shape for shape in shapes if attribute(shape, "class") == "title"]
    for shape in titles:
        lines = [words(part, styles).text for part in shape.iter("{*}p", "{*}h")]
        draft.add(Kind.HEADING, " ".join(lines), 1)
    for shape in shapes:
        if shape in titles:
            continue
        if attribute(shape, "class") in _FURNITURE:
            for box in shape:
                writer.write(box, Kind.FURNITURE)
        else:
            writer.shape(shape)
    for note in children(page, "annotation"):
        writer.block(note)
    mark = "Notes: "
    for frame in _shapes(child(page, "notes")):
        if attribute(frame, "class") != "notes" or is_true(frame, "placeholder"):
            continue
        for part in frame.iter("{*}p", "{*}h"):
            text = words(part, styles).text.strip()
            if text:
                draft.add(Kind.NOTE, mark + text)
                mark = ""


def _shapes(parent: Element | None) -> Iterator[Element]:
    for element in parent if parent is not None else ():
        name = local(element)
        if name in ("g", "a"):
            yield from _shapes(element)
        elif name not in ("notes", "annotation", "forms", "animations", "par", "event-listeners", ""):
            yield element


def _size(common: Element | None, styles: Styles, body: Element) -> tuple[float, float]:
    """A slide's width and height in points, 0 where unknown."""
    page = child(body, "page")
    master = styles.masters.get((attribute(page, "master-page-name") or "") if page is not None else "")
    wanted = attribute(master, "page-layout-name") if master is not None else None
    for layout in common.iter("{*}page-layout") if common is not None and wanted else ():
        if attribute(layout, "name") == wanted:
            properties = child(layout, "page-layout-properties")
            if properties is not None:
                return _points(attribute(properties, "page-width")), _points(attribute(properties, "page-height"))
    return 0.0, 0.0


def _points(length: str | None) -> float:
    found = _LENGTH.match(length or "")
    return float(found[1]) * _UNITS[found[2]] if found and found[1].count(".") < 2 else 0.0
