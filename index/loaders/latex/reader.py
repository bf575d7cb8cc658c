"""LaTeX token by token: text, commands, environments, formulas."""

from __future__ import annotations

import re

from index.loaders.draft import Draft
from index.loaders.latex.arguments import argument, optional, options, plain_letter, spaces
from index.loaders.latex.blocks import Blocks
from index.loaders.latex.signs import ACCENTS, MARKS, SIGNS, accented
from index.loaders.latex.words import (
    BREAKS,
    CITING,
    HIDDEN,
    INPUTS,
    LEVELS,
    LISTS,
    MATH,
    PICTURES,
    SHOWN,
    SILENT,
    TABLES,
    VERBATIM,
)

_VERBATIM = re.compile(
    rf"\\begin\{{((?:{VERBATIM})\*?)\}}(?:\[[^\]]*\]|\{{[^{{}}]*\}})*\n?(.*?)(?:\n?[ \t]*\\end\{{\1\}}|\Z)", re.S
)
_INLINE_CODE = re.compile(r"\\(?:verb|lstinline)\*?([^a-zA-Z0-9\s*{\[])(.{0,300}?)\1")
_TOKEN = re.compile(
    r"(?P<command>\\(?:[a-zA-Z@]+\*?|.))|(?P<dollars>\$\$?)|(?P<brace>[{}])|(?P<amp>&)|(?P<par>\n[ \t]*\n\s*)"
    r"|(?P<tie>~)|(?P<marks>``|''|---|--|\?`|!`)|(?P<held>\x01(?P<number>\d+)\x02)|(?P<text>[^\\${}&\n~`'?!\x01-]+|.|\n)",
    re.S,
)
_FORMULA = 4000
_INLINE_FORMULA = 800
"""Characters that a formula may have, on lines of its own and in a line."""


class Reader:
    """Reads a document token by token. State: the blocks that are written, and code that was put aside."""

    def __init__(self, draft: Draft) -> None:
        self.inputs = False
        """Whether the document reads in other files."""
        self._blocks = Blocks(draft)
        self._held: list[tuple[bool, str]] = []

    @property
    def title(self) -> str | None:
        """The document's title, once it was read."""
        return self._blocks.title

    def held(self, text: str) -> str:
        """The text with code put aside, where no command means anything."""

        def hold(found: re.Match[str]) -> str:
            block = found.re is _VERBATIM
            self._held.append((block, found[2]))
            return f"\x01{len(self._held) - 1}\x02"

        text = text.translate(dict.fromkeys((1, 2, 3)))
        text = _VERBATIM.sub(hold, text) if "\\begin{" in text else text
        return _INLINE_CODE.sub(hold, text)

    def read(self, text: str, macros: dict[str, str]) -> None:
        """Add the blocks of a text."""
        blocks, at = self._blocks, 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                break
            at = found.end()
            kind = found.lastgroup
            if kind == "command":
                at = self._command(text, at, found[0][1:], macros)
            elif kind == "dollars":
                at = self._formula(text, at, found[0], found[0])
            elif kind == "brace":
                if found[0] == "{":
                    blocks.begin("")
                else:
                    blocks.end()
            elif kind == "held" or kind == "number":
                number = int(found["number"])
                block, source = self._held[number] if number < len(self._held) else (False, "")
                blocks.code(source, block=block)
            elif kind == "amp" and blocks.in_cell:
                blocks.cell()
            elif kind == "par":
                blocks.paragraph()
            else:
                blocks.say(MARKS.get(found[0], found[0]))
        blocks.end_all()

    def _command(self, text: str, at: int, name: str, macros: dict[str, str]) -> int:
        """A command that was met before ``at``; the offset behind it and what belongs to it."""
        bare = name.rstrip("*")
        if bare in macros:
            self._blocks.say(macros[bare])
        elif bare in ACCENTS and (len(bare) == 1 or not text[at : at + 1].isalpha()):
            letter, at = argument(text, at)
            self._blocks.say(accented(bare, plain_letter(letter)))
        elif bare in SIGNS:
            self._blocks.say(SIGNS[bare])
        elif name in ("(", "["):
            return self._formula(text, at, "\\(" if name == "(" else "\\[", "\\)" if name == "(" else "\\]")
        elif name == "\\":
            if text.startswith("[", at):
                at = optional(text, at)[1]
            self._blocks.line_break()
            return at
        elif bare in ("begin", "end"):
            kind, at = argument(text, at)
            return self._environment(text, at, kind.strip(), begins=bare == "begin")
        else:
            at = self._structure(text, at, name)
        if name[:1].isalpha() and bare not in ACCENTS and text[at : at + 1] in (" ", "\t"):
            at += bool(bare in SIGNS or bare in SILENT)
        return at

    def _structure(self, text: str, at: int, name: str) -> int:
        """A command that opens, ends or hides something; what is not known is passed over, and its braces shown."""
        blocks, bare = self._blocks, name.rstrip("*")
        if bare in LEVELS or bare in SHOWN:
            at = spaces(text, options(text, at))
            if text.startswith("{", at):
                blocks.begin(bare)
                at += 1
        elif bare == "item":
            label, at = optional(text, at)
            blocks.item(label)
        elif bare in HIDDEN or bare in INPUTS:
            self.inputs = self.inputs or bare in INPUTS
            for _ in range(HIDDEN.get(bare, 1)):
                at = options(text, at)
                at = argument(text, at)[1] if text.startswith("{", spaces(text, at)) else at
        elif bare in BREAKS:
            blocks.flush()
        elif bare in CITING:
            said, at = argument(text, options(text, at))
            blocks.say(f"[{said}]" if "cite" in bare else said)
        elif bare == "href":
            at = argument(text, at)[1]
        elif bare in ("url", "nolinkurl", "path"):
            said, at = argument(text, at)
            blocks.say(said)
        elif not name[:1].isalpha():
            blocks.say(name if name in "%$&#_{}" else " " if name in " ,;:/>!\n" else "")
        else:
            at = options(text, at)
        return at

    def _formula(self, text: str, at: int, begin: str, end: str) -> int:
        inline = begin in ("$", "\\(")
        furthest = at + (_INLINE_FORMULA if inline else _FORMULA)
        close = text.find(end, at, furthest)
        limit = text.find("\n\n", at, furthest)
        if close < 0 or (inline and 0 <= limit < close):
            self._blocks.say(begin if begin == "$" else "")
            return at
        source = " ".join(text[at:close].split())
        if inline:
            self._blocks.say(f"${source}$")
        else:
            self._blocks.display(source)
        return close + len(end)

    def _environment(self, text: str, at: int, kind: str, *, begins: bool) -> int:
        """An environment that begins or ends at ``at``; the offset behind that."""
        name, blocks = kind.rstrip("*"), self._blocks
        if begins and name in MATH:
            end = text.find(f"\\end{{{kind}}}", at)
            end = len(text) if end < 0 else end
            blocks.display("\n".join(" ".join(line.split()) for line in text[at:end].split("\n") if line.strip()))
            return end + len(kind) + 6
        if name in LISTS:
            blocks.flush()
            if not begins:
                blocks.end_list()
                return at
            blocks.begin_list(name)
            at = options(text, at)
            return argument(text, at)[1] if name == "thebibliography" else at
        if name in TABLES:
            if not begins:
                blocks.end_table()
                return at
            blocks.begin_table()
            at = options(text, at)
            for _ in range(2 if name in ("tabularx", "tabulary") or kind == "tabular*" else 1):
                at = argument(text, at)[1]
        elif name in PICTURES and begins:
            end = text.find(f"\\end{{{kind}}}", at)
            return len(text) if end < 0 else end + len(kind) + 6
        elif not blocks.open:
            blocks.flush()
            at = options(text, at) if begins else at
        return at
