"""Source code and configuration files, line by line.

Kept: everything as it is, each line to be quoted by itself. Lines that plainly open a function, a class or a section
of settings are headings, so that what stands in them is found under their names; comments and docstrings of several
lines are paragraphs, so that their sentences are whole. Lost: control characters.

The language is not known, nor does it need to be: the same few words open definitions in nearly all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.loaders.characters import plain
from index.loaders.encoding import read
from index.loaders.loaded import Loaded, Unsupported
from index.text.layout import Block, Kind, Layout

_BEFORE = (
    r"(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|sealed|partial|override|open"
    r"|virtual|inline|unsafe|extern|pub(?:\([a-z]+\))?|const|data|case|declare|suspend|local|pure|fileprivate) +)*"
)
_DEFINITION = re.compile(
    rf"{_BEFORE}(?:def|class|function\*?|func|fn|fun|sub|interface|struct|enum|trait|impl(?:<[^<>]{{0,80}}>)?|module"
    r"|namespace|protocol|extension|object|record|contract|library|package(?= +\w+\s*\{)|macro|annotation class"
    r"|type(?= \w+ (?:struct|interface)))\s+[A-Za-z_$(].*"
)
_SQL = re.compile(
    r"(?:create|alter) +(?:or +replace +)?(?:(?:temp|temporary|unique|materialized|external) +)*(?:table|view|function"
    r"|procedure|trigger|index|type|schema|database|package)\b.*",
    re.I,
)
_ASSIGNED = re.compile(
    r"[\w.$]{1,80} *(?:<-|=|:) *(?:async +)?(?:function\b.*|(?:\([^()]{0,200}\)|\w{1,40}) *=> *\{.*)"
    r"|(?:export +)?(?:const|let|var) +[\w$]{1,80} *= *(?:async *)?"
    r"(?:function\b.*|(?:\([^()]{0,200}\)|\w{1,40}) *=> *\{.*)"
)
_SIGNATURE = re.compile(
    r"(?:template *<[^<>]{0,200}> *)?[A-Za-z_~][\w:<>,*&\[\]~. ]{0,200}?\([^;{}=]{0,300}\)"
    r"(?: *(?:const|noexcept|override|final|throws [\w, .]{1,100}|->? *[\w:<>*& ]{1,60}))* *\{.{0,80}"
)
_SHELL = re.compile(r"[A-Za-z_][\w-]{0,60} *\(\) *\{?.{0,80}")
_SECTION = re.compile(r"\[{1,2}[^\[\]=,;()'\"]{1,100}(?:\"[^\"]{1,80}\")?\]{1,2} *")
_CONTROL = re.compile(
    r"(?:if|for|while|switch|catch|else|do|return|try|with|foreach|elif|when|until|unless|new|throw)\b"
)
_COMMENT = re.compile(
    r"[ \t]*(?://+!?|#+(?![!a-z]+\b *[<\"(])|--+|;+|%+|'|REM\b|\*(?!/)(?= |$)|\"\"\"|'''|/\*+)[ \t]*", re.I
)
_FENCES = ('"""', "'''")
_OPENS = re.compile(r"(?:[rRuUbBfF]{0,2}(?:\"{3}|'{3})|/\*+!?(?:\s*\*(?=\s))?)\s*")
_CLOSES = re.compile(r"\s*(?:\"{3}|'{3}|\*+/)[;,)]*\Z")
_LONGEST = 160
"""Characters of a line that may be a heading."""


def load(data: bytes) -> Loaded:
    """Read a source file. Raises Unsupported where it is empty, LoadError where it is binary."""
    decoded, encoding = read(data)
    text = plain(decoded)
    if not text.strip():
        raise Unsupported("holds no text")
    return Loaded(text, Layout(tuple(_blocks(text))), "code", encoding=encoding)


def _blocks(text: str) -> list[Block]:
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    prose = _prose(lines)
    blocks: list[Block] = []
    open_: list[int] = []  # the indents of the definitions around a line
    begun: int | None = None
    for number, line in enumerate([*lines, ""]):
        content = line.strip()
        heading = bool(content) and number not in prose and _is_definition(line, content)
        if begun is not None and (not content or heading or (number in prose) != (begun in prose)):
            block = _block(lines, starts, begun, number, Kind.PARAGRAPH if begun in prose else Kind.CODE)
            blocks += _unfenced(text, block) if begun in prose else [block]
            begun = None
        if heading:
            indent = len(line) - len(line.lstrip())
            open_ = [other for other in open_ if other < indent]
            open_.append(indent)
            start = starts[number] + indent
            blocks.append(Block(start, start + len(content), Kind.HEADING, min(6, len(open_))))
        elif content and begun is None:
            begun = number
    return blocks


def _block(lines: Sequence[str], starts: Sequence[int], first: int, last: int, kind: Kind) -> Block:
    start = starts[first] + len(lines[first]) - len(lines[first].lstrip())
    return Block(start, starts[last - 1] + len(lines[last - 1].rstrip()), kind)


def _unfenced(text: str, block: Block) -> list[Block]:
    """A paragraph apart from the marks that open and close it, which are no part of its sentences."""
    opens = _OPENS.match(text, block.start, block.end)
    start = opens.end() if opens else block.start
    closes = _CLOSES.search(text, start, block.end)
    end = closes.start() if closes else block.end
    if start >= end:
        return [Block(block.start, block.end, Kind.CODE)]
    edges = [(block.start, text[block.start : start], Kind.CODE), (start, text[start:end], block.kind)]
    edges.append((end, text[end : block.end], Kind.CODE))
    return [
        Block(at + len(part) - len(part.lstrip()), at + len(part.rstrip()), kind)
        for at, part, kind in edges
        if part.strip()
    ]


def _is_definition(line: str, content: str) -> bool:
    if len(content) > _LONGEST or _CONTROL.match(content):
        return False
    if not line[0].isspace() and (_SECTION.fullmatch(content) or _SQL.fullmatch(content) or _SHELL.fullmatch(content)):
        return True
    if _DEFINITION.fullmatch(content):
        return (
            content.endswith(("{", ":", "(", ")", ",", "}", "{}", ";")) or "(" in content or len(content.split()) <= 5
        )
    opens = content.endswith("{") or content.endswith("}")
    return bool(_ASSIGNED.fullmatch(content)) or (opens and bool(_SIGNATURE.fullmatch(content)))


def _prose(lines: Sequence[str]) -> set[int]:
    """Numbers of the lines that belong to comments or docstrings of at least two lines that read like prose."""
    inside: set[int] = set()
    fenced: set[int] = set()
    fence = ""
    for number, line in enumerate(lines):
        content = line.strip()
        if fence:
            inside.add(number)
            fenced.add(number)
            fence = "" if fence in content else fence
        elif content.startswith("/*"):
            inside.add(number)
            fence = "" if "*/" in content else "*/"
        elif (mark := next((mark for mark in _FENCES if content.lstrip("rRuUbBfF").startswith(mark)), "")) and content:
            inside.add(number)
            fence = "" if content.count(mark) > 1 else mark
            if fence or content.endswith(mark):
                fenced.add(number)
        elif content and _COMMENT.match(line):
            inside.add(number)
    kept: set[int] = set()
    run: list[int] = []
    for number, after in pairwise([*sorted(inside), -1]):
        run.append(number)
        if after != number + 1 or not lines[after].strip():
            whole = run[0] in fenced or len([n for n in run if lines[n].strip()]) > 1
            if whole and _reads(lines, run):
                kept.update(n for n in run if lines[n].strip())
            run = []
    return kept


def _reads(lines: Sequence[str], run: Sequence[int]) -> bool:
    """Whether commented lines are prose: mostly words, and not code that is commented out."""
    text = " ".join(_COMMENT.sub("", lines[number], count=1) for number in run)
    letters = sum(c.isalpha() or c.isspace() for c in text)
    marks = len(re.findall(r"[{}();=<>|\[\]_]", text))
    return letters >= 0.8 * len(text) and marks <= len(text) // 40 and len(text.split()) >= 4
