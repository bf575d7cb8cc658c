"""The words of an OpenDocument paragraph, and what is anchored in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.loaders.characters import names
from index.loaders.html_blocks import LOWERED, RAISED, SHIFTED
from index.loaders.opendocument.styles import Styles
from index.loaders.xmltree import Element, attribute, child, flat, integer, local

_DROPPED = names(
    "tracked-changes change change-start change-end bookmark bookmark-start bookmark-end reference-mark-start "
    "reference-mark-end annotation-end script hidden-paragraph event-listeners forms number soft-page-break "
    "alphabetical-index-mark-start toc-mark-start user-index-mark-start desc title executable-field"
)
_SHAPES = names(
    "frame g custom-shape rect line connector polyline polygon path circle ellipse regular-polygon caption measure "
    "control page-thumbnail"
)


@dataclass(slots=True)
class Words:
    """What a paragraph holds: its text, the notes and comments in it, and the shapes anchored in it."""

    parts: list[str] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    shapes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as it reads."""
        return "".join(self.parts)


def words(paragraph: Element, styles: Styles) -> Words:
    """The words of a paragraph."""
    found = Words()
    hidden = styles.of("paragraph", attribute(paragraph, "style-name")).hidden
    _collect(paragraph, found, styles, hidden)
    return found


def _collect(element: Element, found: Words, styles: Styles, hidden: bool) -> None:
    if not hidden:
        found.parts.append(flat(element.text))
    for part in element:
        name = local(part)
        if name in _SHAPES:
            found.shapes.append(part)
        elif name == "annotation":
            found.notes.append(part)
        elif name == "note":
            found.notes.append(part)
            citation = child(part, "note-citation")
            if citation is not None and not hidden:
                found.parts.append(f"[{flat(citation.text).strip()}]")
        elif name == "ruby":
            _ruby(part, found, styles, hidden)
        elif name == "span":
            _span(part, found, styles, hidden)
        elif name == "hidden-text":
            pass
        elif name in ("s", "tab", "line-break"):
            shown = {"s": " " * min(100, max(1, integer(part, "c", 1))), "tab": " ", "line-break": "\n"}[name]
            found.parts.append("" if hidden else shown)
        elif name and name not in _DROPPED:
            _collect(part, found, styles, hidden)
        if not hidden:
            found.parts.append(flat(part.tail))


def _span(span: Element, found: Words, styles: Styles, hidden: bool) -> None:
    style = styles.of("text", attribute(span, "style-name"))
    before = len(found.parts)
    _collect(span, found, styles, hidden or style.hidden)
    if style.shift:
        text = "".join(found.parts[before:])
        if text and set(text) <= SHIFTED:
            found.parts[before:] = [text.translate(RAISED if style.shift > 0 else LOWERED)]


def _ruby(ruby: Element, found: Words, styles: Styles, hidden: bool) -> None:
    """Text with its reading in small print above it."""
    base, reading = child(ruby, "ruby-base"), child(ruby, "ruby-text")
    if base is not None:
        _collect(base, found, styles, hidden)
    if reading is not None and not hidden:
        found.parts.append("(")
        _collect(reading, found, styles, hidden)
        found.parts.append(")")
