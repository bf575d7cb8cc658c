"""LaTeX as a reader sees the printed page, more or less.

Kept: title, authors, date, parts to subparagraphs as headings, paragraphs, lists, definitions, tables, captions,
footnotes, code, accents and signs as characters, formulas as their source, the words in commands that are not known.
Lost: comments, the preamble but for the title, labels, pictures, layout. Nothing is run, and no other file is read
in: ``\\input`` and its like leave a note. Macros without arguments that the document defines itself are put in where
they are short.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.loaders.characters import plain
from index.loaders.draft import Draft
from index.loaders.encoding import decode
from index.loaders.latex.arguments import closed
from index.loaders.latex.reader import Reader
from index.loaders.latex.words import INPUTS
from index.loaders.loaded import Loaded

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*)?")
_ENCODING = re.compile(
    rb"\\usepackage\s*\[(?:[^\]]*,)?\s*(latin1|latin9|ansinew|cp\d+|utf8|applemac|koi8-r)[^\]]*\]\s*\{inputenc\}"
)
_CODECS = {"latin1": "cp1252", "ansinew": "cp1252", "latin9": "iso8859-15", "utf8": "utf-8", "applemac": "mac_roman"}
_MACRO = re.compile(
    r"\\(?:newcommand|renewcommand|providecommand|def)\*?\s*\{?\\([a-zA-Z]{1,40})\}?\s*\{([^{}#\\]{0,200})\}"
)
_BEGIN = re.compile(r"\\begin\s*\{document\}")
_END = re.compile(r"\\end\s*\{document\}")
_FRONT = re.compile(r"\\(?:title|author|date|subtitle)\b\s*(?:\[[^\]]*\]\s*)?\{")


def load(data: bytes) -> Loaded:
    """Read a document or a part of one. Raises Unsupported where it holds no text, LoadError where it is binary."""
    told = _ENCODING.search(data[:20_000])
    text = plain(decode(data, _CODECS.get(told[1].decode(), told[1].decode()) if told else None))
    draft = Draft()
    reader = Reader(draft)
    text = reader.held(text)
    text = _COMMENT.sub(lambda found: found[1], text)
    macros = {name: value for name, value in _MACRO.findall(text) if name not in INPUTS}
    begin = _BEGIN.search(text)
    if begin:
        reader.read(_front(text[: begin.start()]), macros)
        text = text[begin.end() :]
    end = _END.search(text)
    reader.read(text[: end.start()] if end else text, macros)
    loaded = draft.loaded("latex", reader.title)
    if reader.inputs:
        return replace(loaded, notes=("leaves out files that it reads in, which are documents of their own",))
    return loaded


def _front(preamble: str) -> str:
    """The title, authors and date of a preamble, as they stand there."""
    return "\n\n".join(preamble[found.start() : closed(preamble, found.end())] for found in _FRONT.finditer(preamble))
