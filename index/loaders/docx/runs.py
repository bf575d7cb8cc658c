"""The words of a paragraph: runs, links, fields, tracked changes, notes that it refers to."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.loaders.characters import names
from index.loaders.docx.package import Element, attribute, child, is_on, local, value
from index.loaders.docx.styles import Styles
from index.loaders.html_blocks import LOWERED, RAISED, SHIFTED

_DROPPED = names(
    "del moveFrom rPr pPr instrText delText delInstrText proofErr bookmarkStart bookmarkEnd sdtPr sdtEndPr "
    "lastRenderedPageBreak annotationRef footnoteRef endnoteRef separator continuationSeparator object ctrlPr"
)
_BREAKS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_DRAWINGS = frozenset(("drawing", "pict"))
_SYMBOLS = {
    0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x6E: "■",
    0xE0: "→", 0xDF: "←", 0xF0: "⇨", 0x4A: "☺", 0x76: "❖",
}  # fmt: skip
"""Signs of the Wingdings and Symbol fonts that documents use, by code."""


@dataclass(slots=True)
class Fields:
    """Open fields, innermost last: True while inside the instruction, whose text is not displayed."""

    open: list[bool] = field(default_factory=list)

    @property
    def in_instruction(self) -> bool:
        """Whether what comes now is a field's instruction."""
        return any(self.open)


@dataclass(slots=True)
class Words:
    """What a paragraph holds: its text, the notes it refers to (kind, id), and the drawings in it."""

    parts: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    drawings: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as it reads."""
        return "".join(self.parts)


class Runs:
    """Reads the words of paragraphs in order. State: open fields, which may reach over paragraphs."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields = Fields()
        self._numbers: dict[tuple[str, str], int] = {}

    def of(self, paragraph: Element) -> Words:
        """The words of a paragraph."""
        words = Words()
        properties = child(paragraph, "pPr")
        hidden = self._styles.of(value(properties, "pStyle")).hidden
        self._collect(paragraph, words, hidden)
        return words

    def note_number(self, kind: str, note: str) -> int:
        """The number that a footnote or endnote is displayed with."""
        return self._numbers.setdefault((kind, note), 1 + sum(key[0] == kind for key in self._numbers))

    def _collect(self, element: Element, words: Words, hidden: bool) -> None:
        for part in element:
            name = local(part)
            if name == "r":
                self._run(part, words, hidden)
            elif name == "AlternateContent":
                self._collect_choice(part, words, hidden)
            elif name == "fldChar":
                self._field(part)
            elif name == "t" and not hidden and not self._fields.in_instruction:
                words.parts.append("".join([part.text or "", *(inner.tail or "" for inner in part)]))
            elif name in ("commentReference",):
                words.notes.append(("comment", attribute(part, "id") or ""))
            elif name in _DRAWINGS:
                words.drawings.append(part)
            elif name == "ruby":
                self._ruby(part, words, hidden)
            elif name not in _DROPPED and name:
                self._collect(part, words, hidden)

    def _run(self, run: Element, words: Words, hidden: bool) -> None:
        properties = child(run, "rPr")
        if child(properties, "vanish") is not None:
            hidden = is_on(properties, "vanish")
        elif (style := value(properties, "rStyle")) is not None:
            hidden = hidden or self._styles.of(style).hidden
        before = len(words.parts)
        for part in run:
            name = local(part)
            if name in _NOTES:
                note = attribute(part, "id") or ""
                words.notes.append((_NOTES[name], note))
                words.parts.append(f"[{self.note_number(_NOTES[name], note)}]")
            elif name in _BREAKS and not self._fields.in_instruction:
                words.parts.append("" if hidden else _BREAKS[name])
            elif name == "sym" and not hidden:
                words.parts.append(_symbol(part))
            else:
                self._collect([part], words, hidden)  # type: ignore[arg-type]
        shift = value(properties, "vertAlign")
        if shift in ("superscript", "subscript"):
            text = "".join(words.parts[before:])
            if text and set(text) <= SHIFTED:
                words.parts[before:] = [text.translate(RAISED if shift == "superscript" else LOWERED)]

    def _field(self, mark: Element) -> None:
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            self._fields.open.append(True)
        elif kind == "separate" and self._fields.open:
            self._fields.open[-1] = False
        elif kind == "end" and self._fields.open:
            self._fields.open.pop()

    def _collect_choice(self, element: Element, words: Words, hidden: bool) -> None:
        """One of the alternatives: they show the same in newer and in older programs."""
        chosen = choice(element)
        if chosen is not None:
            self._collect(chosen, words, hidden)

    def _ruby(self, ruby: Element, words: Words, hidden: bool) -> None:
        """Text with its reading in small print above it."""
        base, reading = child(ruby, "rubyBase"), child(ruby, "rt")
        if base is not None:
            self._collect(base, words, hidden)
        if reading is not None and not hidden:
            words.parts.append("(")
            self._collect(reading, words, hidden)
            words.parts.append(")")


def choice(element: Element) -> Element | None:
    """The alternative to read: the first that holds anything, the newest first."""
    found = child(element, "Choice")
    return found if found is not None and len(found) else child(element, "Fallback")


def _symbol(element: Element) -> str:
    code = attribute(element, "char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    low = number - 0xF000 if number >= 0xF000 else number
    if low in _SYMBOLS:
        return _SYMBOLS[low]
    return chr(number) if 32 <= number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
