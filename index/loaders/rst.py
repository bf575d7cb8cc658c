"""reStructuredText, Sphinx's too, as a reader sees it.

An own reader of the syntax: the reference one runs directives and stops at those of Sphinx that it does not know.
Kept: titles with their levels, paragraphs, lists, definitions, fields, tables, code, footnotes, captions, pictures'
descriptions, the words of every directive and role. Lost: marks, comments, link targets, options of directives.
Nothing is included, run or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.loaders.characters import names, plain
from index.loaders.draft import Draft
from index.loaders.encoding import read
from index.loaders.loaded import Loaded
from index.loaders.rst_inline import inline, substitutions
from index.loaders.rst_tables import grid_table, is_grid, is_simple, simple_table
from index.loaders.tables import add_table
from index.text.layout import Kind

_LINE = re.compile(r"([!-/:-@\[-`{-~])\1+$")
_ITEM = re.compile(r"(?:[-*+•‣⁃]|\(?(?:\d{1,4}|[a-zA-Z]|[ivxlcIVXLC]{1,6}|#)[.)])(?:[ \t]+|$)")
_FIELD = re.compile(r":(?![: ])((?:[^:\\\n]|\\.|:(?![ \n`]|$))+):(?:[ \t]+|$)")
_DIRECTIVE = re.compile(r"\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?([\w.:+-]+?)[ \t]*::(?:[ \t]+(.*)|$)")
_NOTE = re.compile(r"\.\.[ \t]+\[([^\]\n]+)\][ \t]+(.*)")
_CODE = names(
    "code code-block sourcecode literalinclude parsed-literal prompt doctest testcode testoutput math ipython "
    "jupyter-execute console"
)
_SILENT = names(
    "toctree include raw index meta contents sectnum role default-role highlight tabularcolumns module currentmodule "
    "sectionauthor codeauthor target-notes header footer unicode date replace"
)
_PICTURES = names("image figure thumbnail video")
_DEEPEST = 40


def load(data: bytes) -> Loaded:
    """Read a text. Raises Unsupported where it holds no text, LoadError where it is binary."""
    decoded, encoding = read(data)
    text = plain(decoded).expandtabs(8)
    reader = _Reader(Draft(), substitutions(text))
    reader.read(text.split("\n"), 0)
    return reader.draft.loaded("rst", None, encoding)


class _Reader:
    """Reads lines block by block. State: the styles of titles seen so far, which give their levels, and the lists."""

    def __init__(self, draft: Draft, known: dict[str, str]) -> None:
        self.draft = draft
        self._known = known
        self._styles: list[str] = []
        self._lists = 0

    def read(self, lines: Sequence[str], depth: int, kind: Kind = Kind.PARAGRAPH) -> None:
        """Add the blocks of lines that start at one margin."""
        at = 0
        while at < len(lines):
            if not lines[at].strip():
                at += 1
            else:
                at = self._block(lines, at, depth, kind)

    def _block(self, lines: Sequence[str], at: int, depth: int, kind: Kind) -> int:
        """Add the block that starts at a line; returns the line after it."""
        line = lines[at]
        if line[0] == " ":
            end = _indented(lines, at)
            inner = _dedented(lines[at:end])
            if depth < _DEEPEST:
                self.read(inner, depth + 1, kind)
            else:
                self._paragraph(inner, kind)
            return end
        title = self._title(lines, at)
        if title:
            return title
        if line.startswith(("..", "__ ")) and (len(line) == 2 or line[2] == " " or line.startswith("__ ")):
            return self._explicit(lines, at, depth)
        if is_grid(lines, at) or is_simple(lines, at):
            return self._table(lines, at)
        item = _ITEM.match(line)
        if item and not (len(line) > item.end() and at + 1 < len(lines) and _wraps(lines, at, item.end())):
            return self._item(lines, at, item.end(), depth)
        field = _FIELD.match(line)
        if field:
            return self._field(lines, at, field)
        return self._text(lines, at, depth, kind)

    def _title(self, lines: Sequence[str], at: int) -> int:
        """Add the title that starts here, with a line under it or around it; 0 where there is none."""
        line = lines[at].rstrip()
        after = lines[at + 1].rstrip() if at + 1 < len(lines) else ""
        third = lines[at + 2].rstrip() if at + 2 < len(lines) else ""
        mark = _LINE.match(line)
        if mark and len(line) >= 3 and after and third == line and not _LINE.match(after):
            style, text, end = mark[1] * 2, after, at + 3
        elif _LINE.match(after) and not mark and (len(after) >= min(4, len(line)) and len(after) >= len(line) * 0.6):
            style, text, end = after[0], line, at + 2
        elif mark and len(line) >= 4:
            return at + 1  # a line that parts paragraphs
        else:
            return 0
        if style not in self._styles:
            self._styles.append(style)
        self.draft.add(Kind.HEADING, inline(text.strip(), self._known), min(6, self._styles.index(style) + 1))
        return end

    def _explicit(self, lines: Sequence[str], at: int, depth: int) -> int:
        """A directive, a footnote, a target or a comment."""
        line = lines[at]
        end = _indented(lines, at + 1)
        body = lines[at + 1 : end]
        note = _NOTE.match(line)
        if note:
            label = note[1].lstrip("#*")
            text = " ".join([note[2], *(part.strip() for part in body)])
            self.draft.add(Kind.NOTE, inline(f"[{label}] {text}" if label else text, self._known))
            return end
        directive = _DIRECTIVE.match(line)
        if directive and "|" not in line[: directive.start(1)]:
            self._directive(directive[1].rpartition(":")[2].lower(), directive[2] or "", _dedented(body), depth)
        return end

    def _directive(self, name: str, argument: str, body: list[str], depth: int) -> None:
        options: dict[str, str] = {}
        at = 0
        while at < len(body) and (body[at].strip() or at == 0):
            field = _FIELD.match(body[at])
            if field:
                options[field[1]] = body[at][field.end() :].strip()
            elif not body[at].startswith(" ") and options:
                break
            elif not options:
                if not body[at].strip():
                    break
                argument = f"{argument} {body[at].strip()}" if argument and name not in _CODE else argument
                if not argument or name in _CODE:
                    break
            at += 1
        rest = body[at:]
        if name in _SILENT:
            return
        if name in _CODE:
            self.draft.add(Kind.NOTE, options.get("caption", ""))
            self.draft.add(Kind.CODE, "\n".join([argument, *rest] if name in ("math", "prompt") else rest))
        elif name in _PICTURES:
            self.draft.add(Kind.PARAGRAPH, options.get("alt", ""))
            self.read(rest, depth + 1, Kind.NOTE)
        elif name in ("csv-table", "list-table"):
            self.draft.add(Kind.NOTE, inline(argument, self._known))
            self._listed(name, options, rest)
        else:
            self.draft.add(Kind.PARAGRAPH, inline(argument, self._known))
            if depth < _DEEPEST:
                self.read(rest, depth + 1)
            else:
                self._paragraph(rest, Kind.PARAGRAPH)

    def _listed(self, name: str, options: dict[str, str], body: Sequence[str]) -> None:
        import csv

        if name == "csv-table":
            heads = [options["header"]] if "header" in options else []
            rows = list(csv.reader([*heads, *(line for line in body if line.strip())], skipinitialspace=True))
            headed = bool(heads) or options.get("header-rows", "0") != "0"
        else:
            rows = []
            for line in body:
                if line.startswith("* -") or line.startswith("* "):
                    rows.append([line[2:].lstrip(" -")])
                elif rows and line.strip().startswith("- "):
                    rows[-1].append(line.strip()[2:])
                elif rows and line.strip() == "-":
                    rows[-1].append("")
                elif rows and line.strip():
                    rows[-1][-1] += " " + line.strip()
            headed = options.get("header-rows", "0") != "0"
        table = [[inline(cell, self._known) for cell in row] for row in rows]
        add_table(self.draft, table, headed=headed)

    def _table(self, lines: Sequence[str], at: int) -> int:
        rows, headed, end = grid_table(lines, at) if is_grid(lines, at) else simple_table(lines, at)
        cells = [[inline(cell, self._known) for cell in row] for row in rows]
        add_table(self.draft, cells, headed=headed)
        return end

    def _item(self, lines: Sequence[str], at: int, margin: int, depth: int) -> int:
        end = _indented(lines, at + 1)
        marker = lines[at][:margin].strip()
        body = [lines[at][margin:], *_dedented(lines[at + 1 : end])]
        last = next((n for n, line in enumerate(body) if not line.strip() and n), len(body))
        first = " ".join(part.strip() for part in body[:last])
        self._lists += 1
        literal = first.endswith("::")
        self.draft.add(
            Kind.ITEM, inline(f"{marker} {first.removesuffix(':') if literal else first}", self._known), self._lists
        )
        if literal:
            self.draft.add(Kind.CODE, "\n".join(body[last:]))
        elif depth < _DEEPEST:
            self.read(body[last:], depth + 1)
        else:
            self._paragraph(body[last:], Kind.PARAGRAPH)
        self._lists -= 1
        return end

    def _field(self, lines: Sequence[str], at: int, field: re.Match[str]) -> int:
        end = _indented(lines, at + 1)
        text = " ".join([lines[at][field.end() :].strip(), *(part.strip() for part in lines[at + 1 : end])])
        self.draft.add(Kind.ITEM, inline(f"{field[1]}: {text}", self._known), 1)
        return end

    def _text(self, lines: Sequence[str], at: int, depth: int, kind: Kind) -> int:
        """A paragraph, a term with its definition, or an announced literal block."""
        end = at
        while end < len(lines) and lines[end].strip() and (end == at or lines[end][0] != " "):
            end += 1
        part = [line.strip() for line in lines[at:end]]
        quoted = len(part) == 1 and end < len(lines) and lines[end].startswith(" ")
        if part[0].startswith((">>> ", "$ ")):
            self.draft.add(Kind.CODE, "\n".join(part))
            return end
        if part[0].startswith("|"):
            self.draft.add(kind, "\n".join(inline(line.lstrip("| "), self._known) for line in part))
            return end
        literal = part[-1].endswith("::")
        if literal:
            part[-1] = part[-1].removesuffix("::") if part[-1] == "::" or part[-1].endswith(" ::") else part[-1][:-1]
        self._paragraph(part, kind)
        if literal:
            close = _indented(lines, end)
            self.draft.add(Kind.CODE, "\n".join(_dedented(lines[end:close])))
            return close
        if quoted and depth < _DEEPEST:
            close = _indented(lines, end)
            self.read(_dedented(lines[end:close]), depth + 1, kind)
            return close
        return end

    def _paragraph(self, lines: Sequence[str], kind: Kind) -> None:
        self.draft.add(kind, inline(" ".join(line.strip() for line in lines), self._known))


def _wraps(lines: Sequence[str], at: int, margin: int) -> bool:
    """Whether a line that looks like an item is the start of a wrapped paragraph: its next line is not indented."""
    after = lines[at + 1]
    return (
        bool(after.strip()) and after[0] != " " and not _ITEM.match(after) and lines[at][:margin].strip()[0].isalpha()
    )


def _indented(lines: Sequence[str], at: int) -> int:
    """The first line from ``at`` on that starts at the margin again, without the empty lines before it."""
    end = at
    for number in range(at, len(lines)):
        line = lines[number]
        if line.strip():
            if line[0] != " ":
                break
            end = number + 1
    return end


def _dedented(lines: Sequence[str]) -> list[str]:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[margin:] for line in lines]
