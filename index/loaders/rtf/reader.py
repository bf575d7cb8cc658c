"""Goes through the tokens of a Rich Text file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.loaders.characters import names, one_line, read
from index.loaders.draft import Draft
from index.loaders.html_blocks import LOWERED, RAISED, SHIFTED
from index.loaders.rtf.charsets import SYMBOL, Font, decode, paired
from index.loaders.rtf.controls import CONTROLS
from index.loaders.rtf.destinations import Destinations
from index.loaders.rtf.flow import Entry, Flow
from index.loaders.rtf.state import State, Style
from index.loaders.rtf.tokens import Mark
from index.loaders.symbols import sign, symbol_font
from index.text.layout import Kind

_CHARACTERS = {
    "tab": " ", "line": "\n", "lbr": "\n", "softline": "\n", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
    "qmspace": " ", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_SIGNS = {b"~": "\u00a0", b"_": "-", b"\t": " "}
_ENDS = names("par sect page column")
_DEEPEST = 10_000
_TINY = 2


@dataclass(frozen=True, slots=True)
class _Context:
    """Where bytes go, and how they are read."""

    sink: list[str]
    codec: str
    is_symbol: bool
    shift: int

    def goes_on(self, other: _Context) -> bool:
        """Whether bytes of both are one text."""
        alike = (self.codec, self.is_symbol, self.shift) == (other.codec, other.is_symbol, other.shift)
        return self.sink is other.sink and alike


class Reader:
    """Takes tokens and collects paragraphs. State: the groups that are open, and the document's fonts and styles."""

    def __init__(self) -> None:
        self.fonts: dict[int, Font] = {}
        self.styles: dict[int, Style] = {}
        self.title_parts: list[str] = []
        self.footers: list[Entry] = []
        self.main = Flow()
        self.state = State(self.main, self.main.text)
        self._stack: list[State] = []
        self.codec = "cp1252"
        self.default_font: int | None = None
        self._destinations = Destinations(self)
        self._bytes = bytearray()
        self._context: _Context | None = None
        self._skip = 0
        self._starred = False
        self._fresh = False
        self._ended = False
        self.current_font = 0
        self.current_style = 0
        self.styled_title: str | None = None

    @property
    def title(self) -> str:
        """The title in the document's properties."""
        return paired("".join(self.title_parts))

    def take(self, mark: Mark, data: bytes, number: int | None) -> None:
        """Read the next token."""
        if self._ended:
            return
        if mark is Mark.OPEN:
            self._open()
        elif mark is Mark.CLOSE:
            self._close()
        elif mark is Mark.WORD:
            self._word(data.decode("ascii"), number)
        elif self.state.dead:
            self._starred = self._starred or (mark is Mark.SIGN and data == b"*")
        elif mark is Mark.SIGN:
            self._symbol(data)
        else:
            self._starred = self._fresh = False
            taken = data[self._skip :]
            self._skip = max(0, self._skip - len(data))
            self._hold(taken)

    def finish(self) -> bool:
        """End what is open; returns whether the file was whole."""
        self.flush()
        whole = self._ended
        while self._stack:
            self._close()
        self.main.finish()
        self.main.entries += self.footers
        return whole

    def write(self, draft: Draft) -> None:
        """Add the document to ``draft``."""
        for entry in self.main.entries:
            entry.write(draft)

    def text(self, text: str) -> None:
        """Add characters to where text goes."""
        self.flush()
        state = self.state
        if state.sink is not None and not state.unread:
            state.sink.append(text)

    def end_paragraph(self) -> None:
        """The open paragraph ends."""
        self.flush()
        paragraph, flow = self.state.paragraph, self.state.flow
        kind, level = Kind.PARAGRAPH, paragraph.list_level + 1
        style = self.styles.get(paragraph.style or 0)
        if style is not None:
            styled, styled_level = style.kind()
            if styled is not Kind.PARAGRAPH:
                kind, level = styled, styled_level
        if paragraph.outline is not None and not (kind is Kind.HEADING and paragraph.outline >= 9):
            heading = paragraph.outline < 9
            kind, level = (Kind.HEADING, min(6, paragraph.outline + 1)) if heading else (kind, level)
        if style is not None and self.styled_title is None and style.is_title:
            self.styled_title = one_line(read("".join(flow.text))) or None
        flow.end_paragraph(kind, level, paragraph.in_table)

    def _open(self) -> None:
        self._stack.append(self.state)
        if len(self._stack) > _DEEPEST:
            raise RecursionError
        self.state = replace(self.state, on_close=None)
        self._fresh, self._starred, self._skip = True, False, 0

    def _close(self) -> None:
        self._skip, self._starred, self._fresh = 0, False, False
        if not self._stack:
            return
        outer = self._stack[-1]
        if self.state.on_close is not None:
            self.flush()
            self.state.on_close()
        self._stack.pop()
        self.state = outer
        self._ended = not self._stack

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        fresh, self._fresh = self._fresh, False
        if self.state.dead:
            return
        if word == "u":
            self._unicode(number or 0)
            return
        self._skip = 0
        if self._destinations.enter(word, starred, fresh):
            return
        if starred:
            self.state.dead = True
            return
        if word in _CHARACTERS:
            self.text(_CHARACTERS[word])
            return
        handler = CONTROLS.get(word)
        if handler is not None:
            handler(self, number)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
            return
        self._fresh = False
        if symbol in (b"\\", b"{", b"}"):
            if self._skip:
                self._skip -= 1
            else:
                self._hold(symbol)
        elif symbol in (b"\r", b"\n"):
            self.end_paragraph()
        elif symbol in _SIGNS:
            self.text(_SIGNS[symbol])

    def _unicode(self, number: int) -> None:
        """A character by its number; what stands there for older programs is passed over."""
        code = number + 65536 if number < 0 else number
        self.flush()
        self._skip = self.state.skip
        font = self.fonts.get(self.state.font or 0)
        if 0xF000 <= code <= 0xF0FF:
            text = symbol_font(code - 0xF000) if font is not None and font.is_symbol else sign(code)
        else:
            text = chr(code) if 0 < code < 0x110000 else ""
        self.text(text)

    def _hold(self, data: bytes) -> None:
        """Bytes are kept until others come that go elsewhere, since a character may be of two of them."""
        state = self.state
        if state.sink is None or state.unread or not data:
            return
        context = _Context(state.sink, *self._codec_of(state), state.shift)
        if self._context is None or not context.goes_on(self._context):
            self.flush()
            self._context = context
        self._bytes += data

    def flush(self) -> None:
        """The bytes so far become text."""
        context, self._context = self._context, None
        if context is None:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        text = decode(data, context.codec, context.is_symbol)
        if context.shift and set(text) <= SHIFTED:
            text = text.translate(RAISED if context.shift > 0 else LOWERED)
        context.sink.append(text)

    def _codec_of(self, state: State) -> tuple[str, bool]:
        """The codec of the font that text is set in, and whether that is the one of symbols."""
        if state.table == "fonttbl":
            font = self.fonts.get(self.current_font)
            codec = font.codec if font is not None else None
            return (self.codec if codec in (None, SYMBOL) else codec) or self.codec, False
        font = self.fonts.get((self.default_font or 0) if state.font is None else state.font)
        if font is None or font.codec is None or state.table == "info":
            return self.codec, False
        return font.codec, font.codec == SYMBOL and font.is_symbol
