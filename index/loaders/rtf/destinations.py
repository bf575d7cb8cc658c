"""Groups of a Rich Text file that hold something else than the text around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.loaders.characters import names, one_line, read
from index.loaders.rtf.flow import Entry, Flow, as_notes
from index.loaders.rtf.state import Paragraph
from index.text.layout import Kind

if TYPE_CHECKING:
    from index.loaders.rtf.reader import Reader

_SKIPPED = names(
    "colortbl filetbl listtable listoverridetable list listoverride revtbl rsidtbl generator pict objdata objclass "
    "objname objalias objsect bkmkstart bkmkend fldinst datafield formfield themedata colorschememapping datastore "
    "latentstyles xmlnstbl sp nonshppict shppict shprslt pn xe rxe tc tcn atnid atndate atnref atntime atnicn "
    "atnparent atrfstart atrfend ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn template passwordhash mailmerge "
    "background nonesttables author subject operator keywords doccomm company manager category hlinkbase comment "
    "buptim creatim revtim printim userprops xmlopen stylerefs falt panose fname fontemb fontfile private1 "
    "picprop pntxta pntxtb"
)
_MARGINS = names("header headerl headerr headerf footer footerl footerr footerf")
_BOXES = names("shptxt dptxbxtext")
_SHAPES = names("shp shpinst shpgrp do")
_FORMULAS = names("mmath moMath moMathPara")
_PAGE_NUMBER = re.compile(r"[\W\d_]*(?:page|seite|página|pagina)?[\W\d_]*(?:of|von|de|di|sur)?[\W\d_]*\Z", re.I)


class Destinations:
    """Directs text to where it belongs. State: the notes' count, the comment's author, the headers so far."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._notes = 0
        self._marked = False
        self._author: list[str] = []
        self._margins = {""}

    def enter(self, word: str, starred: bool, fresh: bool) -> bool:
        """Whether a control word starts or ends something else than text, which is then done."""
        state = self._reader.state
        if word in ("chftn", "chatn"):
            if word == "chftn" and not state.in_note:
                self._notes += 1
                self._marked = True
                self._reader.text(f"[{self._notes}]")
            return True
        if not (starred or fresh or word in ("footnote", "annotation")):
            return False
        if word in _SKIPPED:
            self._reader.text("")
            state.dead = True
        elif word in ("fonttbl", "stylesheet", "info"):
            state.table, state.sink = word, []
        elif word == "title" and state.table == "info":
            state.sink = self._reader.title_parts
        elif word in ("footnote", "annotation"):
            self._note(word)
        elif word == "atnauthor":
            self._author = state.sink = []
        elif word in ("listtext", "pntext"):
            self._marker()
        elif word in _MARGINS:
            self._margin(word)
        elif word in _BOXES:
            self._box()
        elif word in _SHAPES or word in _FORMULAS or word == "upr":
            self._reader.text("")
            state.sink = None
        elif word in ("mr", "ud"):
            state.sink = state.flow.text
        else:
            return False
        return True

    def _inner(self) -> tuple[Flow, Flow]:
        """The flow around the group, and a new one for the group itself."""
        self._reader.text("")
        state = self._reader.state
        outer, inner = state.flow, Flow()
        state.flow, state.sink, state.paragraph = inner, inner.text, Paragraph()
        return outer, inner

    def _note(self, word: str) -> None:
        outer, inner = self._inner()
        state = self._reader.state
        state.in_note, state.shift, state.hidden = True, 0, False
        mark = f"[{self._notes}] " if word == "footnote" and self._marked else ""
        self._marked = False

        def end() -> None:
            author = one_line(read("".join(self._author)))
            said = (f"Comment by {author}: " if author else "Comment: ") if word == "annotation" else mark
            outer.attach(as_notes(self._ended(inner), said))
            if word == "annotation":
                self._author = []

        state.on_close = end

    def _box(self) -> None:
        outer, inner = self._inner()
        self._reader.state.on_close = lambda: outer.attach(self._ended(inner))

    def _margin(self, word: str) -> None:
        _, inner = self._inner()

        def end() -> None:
            entries = self._ended(inner)
            text = one_line(" ".join(entry.text or " ".join(entry.cells) for entry in entries))
            if text in self._margins:
                return
            self._margins.add(text)
            if len(text) < 100 and _PAGE_NUMBER.match(text):
                entries = [Entry(Kind.FURNITURE, text)]
            if word.startswith("header"):
                self._reader.main.attach(entries)
            else:
                self._reader.footers += entries

        self._reader.state.on_close = end

    def _marker(self) -> None:
        flow = self._reader.state.flow
        parts: list[str] = []
        self._reader.text("")
        self._reader.state.sink = parts

        def end() -> None:
            text = one_line(read("".join(parts)))
            flow.marker = text if any(c.isalnum() for c in text) and text != "o" else "-" if text else ""

        self._reader.state.on_close = end

    def _ended(self, inner: Flow) -> list[Entry]:
        if "".join(inner.text).strip():
            self._reader.end_paragraph()
        return inner.finish()
