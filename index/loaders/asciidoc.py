"""AsciiDoc as a reader sees it.

Kept: titles with their levels, paragraphs, lists, definitions, tables, code, admonitions, footnotes, captions,
pictures' descriptions, author and revision lines, attributes put in where they are named. Lost: marks, comments,
anchors, block attributes, link targets where a link has words. Nothing is included, and conditions are not weighed:
both sides of them stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.loaders.asciidoc_inline import Inline
from index.loaders.characters import plain
from index.loaders.draft import Draft
from index.loaders.encoding import read
from index.loaders.loaded import Loaded
from index.loaders.tables import add_table
from index.text.layout import Kind

_TITLE = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?[ \t]*$")
_ATTRIBUTE = re.compile(r":(!?[\w-]{1,60}!?):(?:[ \t]+(.*))?$")
_FENCE = re.compile(r"(-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|```+\w*|--|[|,:!]={3,})[ \t]*$")
_ITEM = re.compile(r"[ \t]*([*]{1,6}|-|\.{1,6}|\d{1,4}\.|[a-zA-Z]\.|<\d{1,3}>|<\.>)[ \t]+(?=\S)")
_CHECK = re.compile(r"\[[ x*]\][ \t]+")
_TERM = re.compile(r"[ \t]*(\S[^\n]{0,300}?)(:{2,4}|;;)(?:[ \t]+(.*))?$")
_MACRO = re.compile(r"(image|video|audio|include|toc|ifdef|ifndef|ifeval|endif)::([^\[\n]*)\[([^\n]*?)\][ \t]*$")
_CAPTION = re.compile(r"\.(?![. \t\n])(.+)$")
_ADMONITION = re.compile(r"(NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+")
_SILENT = re.compile(r"(?:\[\[.*\]\]|\[[^\n]*\]|<<<|'{3,}|-{3}|\*{3})[ \t]*$")
_AUTHOR = re.compile(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){0,3}(?: +<[^<>\n]+>)?(?:; .+)?$")
_REVISION = re.compile(r"v?\d[\w.]*(?:, .*)?$|v?\d[\w.]*,? *\d{4}-.*$")
_DEEPEST = 20


def load(data: bytes) -> Loaded:
    """Read a text. Raises Unsupported where it holds no text, LoadError where it is binary."""
    reader = _Reader(Draft())
    decoded, encoding = read(data)
    lines = plain(decoded).split("\n")
    reader.read(lines, reader.header(lines), 0)
    reader.flush()
    return reader.draft.loaded("asciidoc", None, encoding)


class _Reader:
    """Reads lines block by block. State: attributes, and the footnotes of the paragraph at hand."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._inline = Inline()

    def header(self, lines: Sequence[str]) -> int:
        """Read the title with its author and revision; returns the line after them."""
        at = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith(("//", ":"))), 0)
        found = _TITLE.match(lines[at])
        for line in lines[:at]:
            self._attribute(line)
        if not found or len(found[1]) > 1:
            return 0
        self._add(Kind.HEADING, found[2], 1)
        at += 1
        for form in (_AUTHOR, _REVISION):
            if at < len(lines) and form.match(lines[at]):
                self._add(Kind.PARAGRAPH, lines[at])
                at += 1
        return at

    def read(self, lines: Sequence[str], at: int, depth: int) -> None:
        """Add the blocks of some lines, from line ``at`` on."""
        marked = ""
        while at < len(lines):
            line = lines[at].rstrip()
            if not line or line == "+" or (line.startswith("//") and not line.startswith("////")):
                at += 1
            elif self._attribute(line) or (_SILENT.match(line) and not _FENCE.match(line)):
                marked = line if line.startswith("[") else marked
                at += 1
            else:
                at = self._block(lines, at, depth, marked)
                marked = ""

    def _attribute(self, line: str) -> bool:
        found = _ATTRIBUTE.match(line)
        if found:
            self._inline.define(found[1], found[2] or "")
        return bool(found)

    def _block(self, lines: Sequence[str], at: int, depth: int, marked: str) -> int:
        line = lines[at].rstrip()
        title = _TITLE.match(line)
        if title:
            self._add(Kind.HEADING, title[2], min(6, len(title[1])))
            return at + 1
        fence = _FENCE.match(line)
        if fence:
            return self._fenced(lines, at, fence[1], depth, marked)
        macro = _MACRO.match(line)
        if macro:
            if macro[1] in ("image", "video", "audio"):
                self._add(Kind.PARAGRAPH, macro[3].split(",")[0].split("=")[-1].strip('"'))
            elif macro[1].startswith("if"):
                self._add(Kind.PARAGRAPH, macro[3])
            return at + 1
        caption = _CAPTION.match(line)
        if caption:
            self._add(Kind.NOTE, caption[1])
            return at + 1
        item = _ITEM.match(line)
        if item:
            return self._item(lines, at, item)
        term = _TERM.match(line)
        if term and not line.startswith("http"):
            self._add(Kind.ITEM, f"{term[1]}: {term[3] or ''}".rstrip(), len(term[2]) - 1)
            return at + 1
        if line[0] in " \t":
            end = _until_blank(lines, at)
            self.draft.add(Kind.CODE, "\n".join(lines[at:end]))
            return end
        return self._paragraph(lines, at, marked)

    def _paragraph(self, lines: Sequence[str], at: int, marked: str) -> int:
        end = at
        while end < len(lines) and lines[end].strip() and not (end > at and _ends_paragraph(lines[end])):
            end += 1
        part = [line.strip() for line in lines[at:end] if not line.startswith("//")]
        if re.match(r"\[(?:source|listing|literal)\b", marked):
            self.draft.add(Kind.CODE, "\n".join(lines[at:end]))
            return end
        if len(part) == 2 and re.fullmatch(r"([-~^+=])\1{2,}", part[1]) and abs(len(part[0]) - len(part[1])) < 3:
            self._add(Kind.HEADING, part[0], " =-~^+".index(part[1][0]))
            return end
        broken = [line[:-2] + "\n" if line.endswith(" +") else line + " " for line in part]
        self._add(Kind.PARAGRAPH, _ADMONITION.sub("", "".join(broken).strip(), count=1))
        return end

    def _item(self, lines: Sequence[str], at: int, item: re.Match[str]) -> int:
        end = at + 1
        while end < len(lines) and lines[end].strip() and not _ends_paragraph(lines[end]) and lines[end].strip() != "+":
            end += 1
        mark = item[1]
        text = " ".join([lines[at][item.end() :].strip(), *(line.strip() for line in lines[at + 1 : end])])
        shown = mark if mark[0].isalnum() or mark[0] == "<" else "-"
        self._add(Kind.ITEM, f"{shown} {_CHECK.sub('', text, count=1)}", len(mark) if mark[0] in "*." else 1)
        return end

    def _fenced(self, lines: Sequence[str], at: int, fence: str, depth: int, marked: str) -> int:
        close = "```" if fence.startswith("```") else fence
        end = next((n for n in range(at + 1, len(lines)) if lines[n].rstrip() == close), len(lines))
        body = lines[at + 1 : end]
        if fence[0] in "|,:!" and "=" in fence:
            self._table(fence, body, marked)
        elif fence.startswith("////"):
            pass
        elif fence.startswith(("----", "....", "```", "++++")) or re.match(r"\[(?:source|listing|literal)\b", marked):
            self.draft.add(Kind.CODE, "\n".join(body))
        elif depth < _DEEPEST:
            self.read(body, 0, depth + 1)
        else:
            self._add(Kind.PARAGRAPH, " ".join(body))
        return end + 1

    def _table(self, fence: str, body: Sequence[str], marked: str) -> None:
        mark = fence[0]
        if mark != "|" and mark != "!":
            cells = [[part.strip(' "') for part in line.split(mark)] for line in body]
            add_table(self.draft, [[self._inline.said(cell) for cell in row] for row in cells])
            return
        rows, width = _rows(body, mark, marked)
        named = "header" in marked or (len(body) > 1 and bool(body[0].strip()) and not body[1].strip())
        table = [[self._inline.said(cell) for cell in row] for row in rows]
        add_table(self.draft, table, headed=True if named and width > 1 else None)
        self.flush()

    def _add(self, kind: Kind, text: str, level: int = 0) -> None:
        self.draft.add(kind, self._inline.said(text), max(1, level) if kind in (Kind.HEADING, Kind.ITEM) else level)
        self.flush()

    def flush(self) -> None:
        """Add the footnotes met since last time."""
        for note in self._inline.notes():
            self.draft.add(Kind.NOTE, note)


def _ends_paragraph(line: str) -> bool:
    return bool(_FENCE.match(line) or _ITEM.match(line) or (line.startswith("[") and _SILENT.match(line))) or (
        bool(_TERM.match(line)) and "::" in line and not line.startswith("http")
    )


def _until_blank(lines: Sequence[str], at: int) -> int:
    return next((n for n in range(at, len(lines)) if not lines[n].strip()), len(lines))


def _rows(body: Sequence[str], mark: str, marked: str) -> tuple[list[list[str]], int]:
    """The cells of a table in rows, and how many columns it has: as its attributes say, or its first line."""
    start = re.compile(
        rf"(?:^|(?<=\s))(?:\d{{0,3}}(?:\.\d{{1,3}})?[+*])?[<^>]?(?:\.[<^>])?[aehlmsdv]?(?<!\\){re.escape(mark)}"
    )
    cells: list[str] = []
    width = 0
    for line in body:
        parts = start.split(line)
        if cells and parts[0].strip():
            cells[-1] = f"{cells[-1]} {parts[0].strip()}"
        cells += [part.strip().replace(f"\\{mark}", mark) for part in parts[1:]]
        if not width and len(parts) > 1:
            width = len(parts) - 1
    told = re.search(r"cols=\"?([^\"\]]+)", marked)
    if told:
        columns = [re.match(r"(\d+)\*", part.strip()) for part in told[1].strip().split(",")]
        width = sum(int(column[1][:3]) if column else 1 for column in columns) or width
    width = max(1, width)
    return [cells[n : n + width] for n in range(0, len(cells), width)], width
