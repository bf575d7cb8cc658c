"""LaTeX as a reader sees the printed page, more or less.

Kept: title, authors, date, parts to subparagraphs as headings, paragraphs, lists, definitions, tables, captions,
footnotes, code, accents and signs as characters, formulas as their source, the words in commands that are not known.
Lost: comments, the preamble but for the title, labels, pictures, layout. Nothing is run, and no other file is read
in: ``\\input`` and its like leave a note. Macros without arguments that the document defines itself are put in where
they are short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from index.loaders.characters import plain
from index.loaders.draft import Draft
from index.loaders.encoding import decode
from index.loaders.latex_signs import ACCENTS, SIGNS, accented
from index.loaders.latex_words import HIDDEN, LEVELS, MATH, SHOWN, SILENT, VERBATIM
from index.loaders.loaded import Loaded
from index.loaders.tables import add_table
from index.text.layout import Kind

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*)?")
_ENCODING = re.compile(
    rb"\\usepackage\s*\[(?:[^\]]*,)?\s*(latin1|latin9|ansinew|cp\d+|utf8|applemac|koi8-r)[^\]]*\]\s*\{inputenc\}"
)
_MACRO = re.compile(
    r"\\(?:newcommand|renewcommand|providecommand|def)\*?\s*\{?\\([a-zA-Z]{1,40})\}?\s*\{([^{}#\\]{0,200})\}"
)
_BEGIN = re.compile(r"\\begin\s*\{document\}")
_END = re.compile(r"\\end\s*\{document\}")
_VERBATIM = re.compile(
    rf"\\begin\{{((?:{VERBATIM})\*?)\}}(?:\[[^\]]*\]|\{{[^{{}}]*\}})*\n?(.*?)(?:\n?[ \t]*\\end\{{\1\}}|\Z)", re.S
)
_INLINE_CODE = re.compile(r"\\(?:verb|lstinline)\*?([^a-zA-Z0-9\s*{\[])(.{0,300}?)\1")
_TOKEN = re.compile(
    r"(?P<command>\\(?:[a-zA-Z@]+\*?|.))|(?P<dollars>\$\$?)|(?P<brace>[{}])|(?P<amp>&)|(?P<par>\n[ \t]*\n\s*)"
    r"|(?P<tie>~)|(?P<marks>``|''|---|--|\?`|!`)|(?P<held>\x01(?P<number>\d+)\x02)|(?P<text>[^\\${}&\n~`'?!\x01-]+|.|\n)",
    re.S,
)
_DEEPEST = 200
_FORMULA = 4000
_INLINE_FORMULA = 800
"""Characters that a formula may have, on lines of its own and in a line."""
_LINE_BREAK = "\x03"
"""Stands for a break that the document asks for; no text holds it, nor the marks of what is held."""
_INPUTS = frozenset(("input", "include", "subfile", "import", "InputIfFileExists"))


def load(data: bytes) -> Loaded:
    """Read a document or a part of one. Raises Unsupported where it holds no text, LoadError where it is binary."""
    told = _ENCODING.search(data[:20_000])
    text = plain(decode(data, _CODECS.get(told[1].decode(), told[1].decode()) if told else None))
    reader = _Reader(Draft())
    text = reader.held(text)
    text = _COMMENT.sub(lambda found: found[1], text)
    macros = {name: value for name, value in _MACRO.findall(text) if name not in _INPUTS}
    begin = _BEGIN.search(text)
    if begin:
        reader.read(_front(text[: begin.start()]), macros)
        text = text[begin.end() :]
    end = _END.search(text)
    reader.read(text[: end.start()] if end else text, macros)
    loaded = reader.draft.loaded("latex", reader.title)
    if reader.inputs:
        return replace(loaded, notes=("leaves out files that it reads in, which are documents of their own",))
    return loaded


_CODECS = {"latin1": "cp1252", "ansinew": "cp1252", "latin9": "iso8859-15", "utf8": "utf-8", "applemac": "mac_roman"}
_FRONT = re.compile(r"\\(?:title|author|date|subtitle)\b\s*(?:\[[^\]]*\]\s*)?\{")


def _front(preamble: str) -> str:
    """The title, authors and date of a preamble, as they stand there."""
    return "\n\n".join(preamble[found.start() : _closed(preamble, found.end())] for found in _FRONT.finditer(preamble))


def _closed(text: str, at: int) -> int:
    """The offset behind the brace that closes the one before ``at``."""
    depth = 1
    for found in re.finditer(r"\\.|[{}]", text[at : at + 20_000], re.S):
        depth += (found[0] == "{") - (found[0] == "}")
        if not depth:
            return at + found.end()
    return min(len(text), at + 20_000)


class _Reader:
    """Reads a document token by token and writes blocks. State: what is open, and the text of the block at hand."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.title: str | None = None
        self.inputs = False
        self._held: list[tuple[bool, str]] = []
        self._parts: list[str] = []
        self._groups: list[tuple[str, list[str]]] = []  # what each open brace is for, and what stood before it
        self._notes: list[str] = []
        self._lists: list[tuple[str, Iterator[int]]] = []
        self._rows: list[list[str]] | None = None
        self._marker = ""

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
        at = 0
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
                self._brace(found[0])
            elif kind == "held" or kind == "number":
                self._code(int(found["number"]))
            elif kind == "amp" and self._rows is not None and not self._groups:
                self._cell()
            elif kind == "par":
                if self._rows is None and not self._groups:
                    self.flush()
                else:
                    self._parts.append(" ")
            else:
                self._parts.append(_MARKS.get(found[0], found[0]))
        while self._groups:
            self._brace("}")
        self.flush()

    def _command(self, text: str, at: int, name: str, macros: dict[str, str]) -> int:
        bare = name.rstrip("*")
        if bare in macros:
            self._parts.append(macros[bare])
        elif bare in ACCENTS and (len(bare) == 1 or not text[at : at + 1].isalpha()):
            letter, at = _argument(text, at)
            self._parts.append(accented(bare, _plain_letter(letter)))
        elif bare in SIGNS:
            self._parts.append(SIGNS[bare])
        elif name in ("(", "["):
            return self._formula(text, at, "\\(" if name == "(" else "\\[", "\\)" if name == "(" else "\\]")
        elif name == "\\":
            if text.startswith("[", at):
                at = _optional(text, at)[1]
            self._break()
            return at
        elif bare in ("begin", "end"):
            kind, at = _argument(text, at)
            return self._environment(text, at, kind.strip(), begins=bare == "begin")
        elif bare in LEVELS or bare in SHOWN:
            at = _options(text, at)
            at = _spaces(text, at)
            if text.startswith("{", at):
                self._open(bare)
                at += 1
        elif bare == "item":
            label, at = _optional(text, at)
            self._item(label)
        elif bare in HIDDEN or bare in _INPUTS:
            self.inputs = self.inputs or bare in _INPUTS
            for _ in range(HIDDEN.get(bare, 1)):
                at = _options(text, at)
                at = _argument(text, at)[1] if text.startswith("{", _spaces(text, at)) else at
        elif bare in ("par", "newpage", "clearpage", "bigskip", "medskip", "smallskip", "maketitle"):
            self.flush()
        elif bare in (
            "cite",
            "citep",
            "citet",
            "parencite",
            "textcite",
            "autocite",
            "ref",
            "eqref",
            "autoref",
            "cref",
            "pageref",
        ):
            at = _options(text, at)
            said, at = _argument(text, at)
            self._parts.append(f"[{said}]" if "cite" in bare else said)
        elif bare == "href":
            at = _argument(text, at)[1]
        elif bare in ("url", "nolinkurl", "path"):
            said, at = _argument(text, at)
            self._parts.append(said)
        elif not name[:1].isalpha():
            self._parts.append(name if name in "%$&#_{}" else " " if name in " ,;:/>!\n" else "")
        elif bare in SILENT:
            at = _options(text, at)
        else:
            at = _options(text, at)  # not known: what its braces hold is shown
        if name[:1].isalpha() and bare not in ACCENTS and text[at : at + 1] in (" ", "\t"):
            at += bool(bare in SIGNS or bare in SILENT)
        return at

    def _formula(self, text: str, at: int, begin: str, end: str) -> int:
        furthest = at + (_INLINE_FORMULA if begin in ("$", "\\(") else _FORMULA)
        close = text.find(end, at, furthest)
        limit = text.find("\n\n", at, furthest)
        if close < 0 or (begin in ("$", "\\(") and 0 <= limit < close):
            self._parts.append(begin if begin == "$" else "")
            return at
        source = " ".join(text[at:close].split())
        if begin in ("$", "\\("):
            self._parts.append(f"${source}$")
        else:
            self._display(source)
        return close + len(end)

    def _display(self, source: str) -> None:
        if self._groups or self._rows is not None:
            self._parts.append(f" ${source}$ ")
            return
        self.flush()
        self.draft.add(Kind.CODE, re.sub(r"\\label\s*\{[^{}]*\}", "", source))

    def _environment(self, text: str, at: int, kind: str, *, begins: bool) -> int:
        name = kind.rstrip("*")
        if begins and name in MATH:
            end = text.find(f"\\end{{{kind}}}", at)
            end = len(text) if end < 0 else end
            self._display("\n".join(" ".join(line.split()) for line in text[at:end].split("\n") if line.strip()))
            return end + len(kind) + 6
        if name in (
            "itemize",
            "enumerate",
            "description",
            "compactitem",
            "compactenum",
            "inparaenum",
            "thebibliography",
        ):
            self.flush()
            if begins:
                self._lists.append((name, count(1)))
                at = _options(text, at)
                return _argument(text, at)[1] if name == "thebibliography" else at
            if self._lists:
                self._lists.pop()
        elif name in ("tabular", "tabularx", "tabulary", "longtable", "array", "supertabular", "tabu"):
            self._table(begins=begins)
            if begins:
                at = _options(text, at)
                for _ in range(2 if name in ("tabularx", "tabulary") or kind == "tabular*" else 1):
                    at = _argument(text, at)[1]
        elif name in ("tikzpicture", "picture", "pspicture", "filecontents", "comment") and begins:
            end = text.find(f"\\end{{{kind}}}", at)
            return len(text) if end < 0 else end + len(kind) + 6
        elif self._rows is None and not self._groups:
            self.flush()
            at = _options(text, at) if begins else at
        return at

    def _table(self, *, begins: bool) -> None:
        if begins:
            if self._rows is None and not self._groups:
                self.flush()
                self._rows = [[]]
        elif self._rows is not None and not self._groups:
            self._cell()
            rows, self._rows = self._rows, None
            add_table(self.draft, [row for row in rows if any(row)])
            self.flush()

    def _cell(self) -> None:
        if self._rows is not None:
            self._rows[-1].append(" ".join("".join(self._parts).split()))
            self._parts.clear()

    def _break(self) -> None:
        if self._rows is not None and not self._groups:
            self._cell()
            self._rows.append([])
        else:
            self._parts.append(" " if self._groups else _LINE_BREAK)

    def _item(self, label: str | None) -> None:
        if self._groups:
            self._parts.append(" ")
            return
        self.flush()
        kind, numbers = self._lists[-1] if self._lists else ("itemize", count(1))
        number = next(numbers)
        if label is not None and kind != "itemize":
            self._marker = f"{_bare(label)}: "
        else:
            self._marker = f"{number}. " if "enum" in kind else "- "

    def _open(self, purpose: str) -> None:
        if len(self._groups) < _DEEPEST:
            if purpose in LEVELS and not self._groups and self._rows is None:
                self.flush()
            self._groups.append((purpose, self._parts))
            self._parts = []

    def _brace(self, brace: str) -> None:
        if brace == "{":
            self._open("")
            return
        if not self._groups:
            return
        purpose, before = self._groups.pop()
        inside, self._parts = "".join(self._parts), before
        said = " ".join(inside.split())
        if purpose in SHOWN:
            self._notes.append(said)
        elif purpose in LEVELS and not self._groups and self._rows is None:
            self._head(purpose, said)
        else:
            self._parts.append(inside)

    def _head(self, purpose: str, said: str) -> None:
        level = LEVELS[purpose]
        if purpose == "title":
            self.title = said
        self.draft.add(Kind.HEADING if level else Kind.PARAGRAPH, said, level)
        self.flush()

    def _code(self, number: int) -> None:
        block, source = self._held[number] if number < len(self._held) else (False, "")
        if not block or self._groups or self._rows is not None:
            self._parts.append(" ".join(source.split()) if block else source)
            return
        self.flush()
        self.draft.add(Kind.CODE, source)

    def flush(self) -> None:
        """Write the block at hand, then the footnotes and captions met in it."""
        if self._groups or self._rows is not None:
            return
        text = "\n".join(" ".join(line.split()) for line in "".join(self._parts).split(_LINE_BREAK))
        self._parts.clear()
        notes, self._notes = self._notes, []
        if text.strip():
            kind = Kind.ITEM if self._marker else Kind.PARAGRAPH
            self.draft.add(kind, self._marker + text, len(self._lists) or 1 if self._marker else 0)
            self._marker = ""
        for note in notes:
            self.draft.add(Kind.NOTE, note)


_MARKS = {"``": "“", "''": "”", "---": "—", "--": "–", "?`": "¿", "!`": "¡", "~": " ", "`": "‘", "'": "’"}


def _spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\n":
        at += 1
    return at


def _argument(text: str, at: int) -> tuple[str, int]:
    """What stands in braces, or one letter or command, and the offset behind it."""
    at = _spaces(text, at)
    if text.startswith("{", at):
        end = _closed(text, at + 1)
        return text[at + 1 : end - 1], end
    found = re.compile(r"\\[a-zA-Z]+|\\?.", re.S).match(text, at)
    return (found[0], found.end()) if found else ("", at)


def _optional(text: str, at: int) -> tuple[str | None, int]:
    """What stands in brackets, if they follow, and the offset behind them."""
    start = _spaces(text, at)
    if not text.startswith("[", start):
        return None, at
    depth = 0
    for found in re.finditer(r"\\.|[\[\]{}]", text[start : start + 2000], re.S):
        depth += (found[0] in "[{") - (found[0] in "]}")
        if not depth:
            return text[start + 1 : start + found.start()], start + found.end()
    return None, at


def _options(text: str, at: int) -> int:
    while True:
        found, after = _optional(text, at)
        if found is None:
            return at
        at = after


def _bare(text: str) -> str:
    return re.sub(r"\\[a-zA-Z]+\*?|[{}]", "", text).strip()


def _plain_letter(letter: str) -> str:
    return {"\\i": "i", "\\j": "j"}.get(letter.strip(), _bare(letter) if "\\" in letter else letter)
