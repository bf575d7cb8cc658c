"""Plain text, in any encoding.

Kept: every line as it is, with its line breaks and blanks. Lost: control characters, byte order marks, and the
difference between kinds of line ends. Entities such as ``&amp;`` stay as they are: in plain text they are text.

Blocks are found by how the text is laid out. Blank lines part paragraphs; between them, lines that were wrapped
at one width belong together, and lines that end where their writer ended them are a paragraph each. A short line
without a full stop before a paragraph is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.loaders.characters import plain
from index.loaders.encoding import read
from index.loaders.loaded import Loaded, Unsupported
from index.text.layout import Block, Kind, Layout

_ITEM = re.compile(r"([ \t]*)(?:[-*+•–◦▪]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])[ \t]+\S")
_UNDERLINE = re.compile(r"[ \t]*([=\-~^*#])\1{2,}[ \t]*$")
_ENDED = re.compile(r"[.!?:;,…。！？][\"'”’»)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_CLOCK = re.compile(r"\d{1,2}:\d{2}:\d{2}\b")
_STAMP = 40
"""Characters at a line's start within which the time stands in a log, after the date, an address or a level."""
_WIDEST_WRAP = 132
"""Text is wrapped by hand or by a program at some 60 to 100 characters; longer lines are whole paragraphs."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    """Offset of its first character that is not blank."""
    end: int
    """Offset behind its last character that is not blank; equal to ``start`` for an empty line."""
    indent: int
    content: str


def load(data: bytes) -> Loaded:
    """Read a plain text. Raises Unsupported where it holds no text, LoadError where it is binary."""
    decoded, encoding = read(data)
    text = plain(decoded)
    if not text.strip():
        raise Unsupported("holds no text")
    blocks = _blocks(_lines(text))
    first = blocks[0]
    title = text[first.start : first.end].split("\n")[0] if first.kind is Kind.HEADING else None
    return Loaded(text, Layout(tuple(blocks)), "text", title, encoding=encoding)


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    offset = 0
    for line in text.split("\n"):
        content = line.strip()
        indent = len(line) - len(line.lstrip())
        start = offset + (indent if content else 0)
        lines.append(_Line(start, start + len(content), indent, content))
        offset += len(line) + 1
    return lines


def _groups(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Runs of lines between blank lines."""
    groups: list[list[_Line]] = [[]]
    for line in lines:
        if line.content:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return groups if groups[-1] else groups[:-1]


def _blocks(lines: Sequence[_Line]) -> list[Block]:
    groups = _groups(lines)
    parts = [part for group in groups for part in _parts(group)]
    blocks: list[Block] = []
    for i, part in enumerate(parts):
        following = parts[i + 1] if i + 1 < len(parts) else None
        blocks.append(_block(part, following, first=i == 0))
    return blocks


def _parts(group: list[_Line]) -> list[list[_Line]]:
    """Lines between blank lines, parted into paragraphs, list items and rows."""
    wrapped = _is_wrapped(group)
    parts: list[list[_Line]] = [[group[0]]]
    for before, line in pairwise(group):
        if (_UNDERLINE.match(line.content) and len(parts[-1]) == 1 and len(before.content) <= 100) or (
            wrapped and not _starts_anew(before, line, parts[-1])
        ):
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _starts_anew(before: _Line, line: _Line, part: Sequence[_Line]) -> bool:
    if _ITEM.match(line.content) or _UNDERLINE.match(before.content) or "\t" in line.content:
        return True
    if _ITEM.match(part[0].content):
        return line.indent <= part[0].indent and bool(_ENDED.search(before.content)) and line.content[0].isupper()
    return line.indent >= before.indent + 2 and len(part) > 1 and bool(_SENTENCE_END.search(before.content))


def _is_wrapped(group: Sequence[_Line]) -> bool:
    """Whether a program or a person broke these lines at a width: the next line's first word did not fit."""
    if len(group) < 2:
        return False
    width = max(line.indent + len(line.content) for line in group)
    if width > _WIDEST_WRAP or width < 30 or sum(_is_logged(line.content) for line in group) > len(group) / 2:
        return False
    votes = 0
    for before, line in pairwise(group):
        word = line.content.split(None, 1)[0]
        full = before.indent + len(before.content) + 1 + len(word) > width - 2
        runs_on = line.content[0].islower() and not _SENTENCE_END.search(before.content)
        votes += full or runs_on
    return votes >= 0.6 * (len(group) - 1)


def _is_logged(content: str) -> bool:
    """Whether a line begins with a time, as those of a log do: each says something of its own."""
    return bool(_CLOCK.search(content, 0, _STAMP))


def _block(part: Sequence[_Line], following: Sequence[_Line] | None, *, first: bool) -> Block:
    start, end = part[0].start, part[-1].end
    content = part[0].content
    if len(part) == 2 and (underline := _UNDERLINE.match(part[1].content)) and any(map(str.isalnum, content)):
        return Block(start, end, Kind.HEADING, 1 if first or underline[1] == "=" else 2)
    if _ITEM.match(content) and not (len(part) == 1 and _is_numbered_heading(content, following)):
        return Block(start, end, Kind.ITEM, 1 + part[0].indent // 2)
    if len(part) == 1 and "\t" in content:
        return Block(start, end, Kind.ROW)
    if len(part) == 1 and following is not None and _is_heading(content, following, first=first):
        return Block(start, end, Kind.HEADING, 1 if first else 2)
    return Block(start, end, Kind.PARAGRAPH)


def _is_heading(content: str, following: Sequence[_Line], *, first: bool) -> bool:
    """A short line that names what follows it: a few words, no full stop, before a longer paragraph."""
    if not _names(content, 100 if first else 80) or _is_logged(content):
        return False
    after = " ".join(line.content for line in following)
    if first:
        return len(after) > len(content) or (len(following) == 1 and _names(after, 80))
    if content.endswith("!") or (content.endswith("?") and (len(content.split()) > 8 or "," in content)):
        return False  # said by someone, as likely as not
    return len(after) > max(60, 1.2 * len(content)) and bool(_SENTENCE_END.search(after))


def _names(content: str, longest: int) -> bool:
    words = content.split()
    if len(content) > longest or len(words) > 14 or _ENDED.search(content.rstrip("?!")) or "\t" in content:
        return False
    letters = sum(c.isalpha() for c in content)
    start = content.lstrip("\"'“‘«([#$£€")[:1]
    return letters >= 0.6 * len(content.replace(" ", "")) and (
        start.isupper() or start.isdigit() or (start.isalpha() and not start.islower())
    )


def _is_numbered_heading(content: str, following: Sequence[_Line] | None) -> bool:
    if following is None or not re.match(r"\d{1,2}[.)]?\s+[A-Z]", content):
        return False
    return not _ITEM.match(following[0].content) and _is_heading(
        content.lstrip("0123456789.) "), following, first=False
    )
