"""The paragraphs of a text frame, and which of them are items of a list."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.loaders.draft import Draft
from index.loaders.html_blocks import LOWERED, RAISED, SHIFTED, numeral
from index.loaders.xmltree import Element, attribute, child, children, integer, local
from index.text.layout import Kind

_BODIES = ("body", "obj", "subTitle")
_STYLES = {"alphaLc": "a", "alphaUc": "A", "romanLc": "i", "romanUc": "I"}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Which place of the layout a shape fills."""

    kind: str
    """``title``, ``body``, ``obj`` where unsaid."""
    index: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a shape's paragraphs inherit their looks from: the slide's layout and its master."""

    layout: Element | None
    master: Element | None

    def list_styles(self, place: Placeholder | None) -> list[Element]:
        """The list styles for a placeholder, nearest first."""
        if place is None or place.kind not in _BODIES:
            return []
        found: list[Element | None] = []
        for root in (self.layout, self.master):
            for shape in root.iter("{*}sp") if root is not None else ():
                other = placeholder(shape)
                same = other and (other.index == place.index if root is self.layout else other.kind == "body")
                if same:
                    found.append(child(child(shape, "txBody"), "lstStyle"))
                    break
        found.append(child(child(self.master, "txStyles"), "bodyStyle"))
        return [style for style in found if style is not None]


@dataclass(slots=True)
class _Numbers:
    """How far the numbered items of a frame have counted, by level."""

    counted: dict[int, int] = field(default_factory=dict)

    def next(self, level: int, mark: Element | None) -> str:
        for deeper in [other for other in self.counted if other > level]:
            del self.counted[deeper]
        if mark is None:
            self.counted.pop(level, None)
            return "- "
        self.counted[level] = self.counted.get(level, integer(mark, "startAt", 1) - 1) + 1
        kind = attribute(mark, "type") or "arabicPeriod"
        style = next((style for name, style in _STYLES.items() if kind.startswith(name)), "1")
        number = numeral(self.counted[level], style)
        return f"({number}) " if kind.endswith("ParenBoth") else f"{number}{')' if kind.endswith('ParenR') else '.'} "


def placeholder(shape: Element) -> Placeholder | None:
    """The place that a shape fills, or None where it is a free one."""
    for properties in shape:
        found = child(child(properties, "nvPr"), "ph")
        if found is not None:
            return Placeholder(attribute(found, "type") or "obj", attribute(found, "idx") or "0")
    return None


def add_frame(draft: Draft, body: Element, place: Placeholder | None, sources: Sources) -> None:
    """Add a text frame's paragraphs to ``draft``."""
    styles = [style for style in [child(body, "lstStyle")] if style is not None] + sources.list_styles(place)
    numbers = _Numbers()
    for paragraph in children(body, "p"):
        text = words(paragraph)
        if not text.strip():
            continue
        level = min(9, max(0, integer(child(paragraph, "pPr"), "lvl", 0)))
        mark = _mark(paragraph, level, styles)
        if mark is None or local(mark) == "buNone":
            numbers.counted.clear()
            draft.add(Kind.PARAGRAPH, text)
        else:
            marker = numbers.next(level, mark if local(mark) == "buAutoNum" else None)
            draft.add(Kind.ITEM, marker + text.strip(), level + 1)


def words(paragraph: Element) -> str:
    """A paragraph's text as it reads: runs, line breaks, fields, formulas' letters."""
    parts: list[str] = []
    for part in paragraph:
        name = local(part)
        if name in ("r", "fld"):
            text = "".join(t.text or "" for t in children(part, "t"))
            shift = integer(child(part, "rPr"), "baseline", 0)
            if shift and text and set(text) <= SHIFTED:
                text = text.translate(RAISED if shift > 0 else LOWERED)
            parts.append(text)
        elif name == "br":
            parts.append("\n")
        elif name in ("AlternateContent", "m"):
            formula = child(part, "Choice") if name == "AlternateContent" else part
            parts += [t.text or "" for t in formula.iter("{*}t")] if formula is not None else []
    return "".join(parts)


def _mark(paragraph: Element, level: int, styles: list[Element]) -> Element | None:
    """The nearest word on a paragraph's bullet: ``buNone``, ``buChar``, ``buAutoNum`` or ``buBlip``."""
    own = child(paragraph, "pPr")
    for properties in (own, *(child(style, f"lvl{level + 1}pPr") for style in styles)):
        for element in properties if properties is not None else ():
            if local(element) in ("buNone", "buChar", "buAutoNum", "buBlip"):
                return element
    return None
