"""Markdown (CommonMark with tables), as a reader sees it.

Kept: the words of everything, links' text, pictures' descriptions, code as it is, headings with their levels,
list items with their marker, table cells separated by tabs, front matter as it is. Lost: emphasis and other
marks, link targets, comments. Markup in HTML inside it is read as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.loaders import text as plain_text
from index.loaders.characters import plain
from index.loaders.draft import Draft
from index.loaders.encoding import read
from index.loaders.html import walk
from index.loaders.loaded import Loaded
from index.text.layout import Kind

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*([^\s].*)$", re.M | re.I)
_BREAK = re.compile(r"<br\s*/?>", re.I)
_DEEPEST = 100
_LARGEST = 16 * 2**20
"""Longer texts are read as plain text: parsing them takes longer than it helps."""


def load(data: bytes) -> Loaded:
    """Read a Markdown text. Raises Unsupported where it holds no text, LoadError where it is binary."""
    decoded, encoding = read(data)
    text = plain(decoded)
    draft = Draft()
    title: str | None = None
    front = _FRONT.match(text)
    if front:
        found = _TITLE.search(front[1])
        title = found[1].strip().strip("\"'") if found else None
        draft.add(Kind.CODE, front[1])
    body = text[front.end() :] if front else text
    if not add(body, draft):
        loaded = plain_text.load(data)
        return Loaded(loaded.text, loaded.layout, "markdown", title or loaded.title, encoding=encoding)
    return draft.loaded("markdown", title, encoding)


def add(text: str, draft: Draft) -> bool:
    """Add the blocks of a text; False, with nothing added, where it is too long or nested too deeply to be parsed."""
    tokens = _tokens(text) if len(text) <= _LARGEST else None
    if tokens is None:
        return False
    _Writer(draft).write(tokens)
    return True


def _tokens(text: str) -> list[Token] | None:
    """The parsed text, or None where it is nested so deeply that the parser would drop parts of it."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    try:
        tokens = parser.parse(text)
    except RecursionError:
        return None
    deepest = max((t.level for t in tokens), default=0)
    inner = max((c.level for t in tokens for c in t.children or ()), default=0)
    return None if max(deepest, inner) >= _DEEPEST - 2 else tokens


class _Writer:
    """Writes tokens as blocks. State: the open lists, and the marker of an item whose text has not come yet."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._depth = 0
        self._marker = ""
        self._heading = 0
        self._row: list[str] | None = None

    def write(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            self._write(token)

    def _write(self, token: Token) -> None:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            self._depth += 1
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._depth -= 1
        elif kind == "list_item_open":
            self._flush_marker()
            self._marker = f"{token.info}{token.markup} " if token.info else "- "
        elif kind == "list_item_close":
            self._flush_marker()
        elif kind == "heading_open":
            self._heading = int(token.tag[1])
        elif kind == "heading_close":
            self._heading = 0
        elif kind == "tr_open":
            self._row = []
        elif kind == "tr_close":
            self._draft.add_row(self._row or [])
            self._row = None
        elif kind in ("fence", "code_block"):
            self._flush_marker()
            self._draft.add(Kind.CODE, token.content)
        elif kind == "html_block":
            self._flush_marker()
            walk(token.content, self._draft)
        elif kind == "inline":
            self._write_inline(_inline(token.children or ()))

    def _flush_marker(self) -> None:
        """An item without text of its own (empty, or one that starts with a list or code) shows its marker."""
        if self._marker.strip(" -+*"):
            self._draft.add(Kind.ITEM, self._marker, self._depth)
        self._marker = ""

    def _write_inline(self, text: str) -> None:
        if self._row is not None:
            self._row.append(text)
        elif self._heading:
            self._flush_marker()
            self._draft.add(Kind.HEADING, text, self._heading)
        elif self._marker:
            self._draft.add(Kind.ITEM, self._marker + text, self._depth)
            self._marker = ""
        else:
            self._draft.add(Kind.PARAGRAPH, text)


def _inline(children: Sequence[Token]) -> str:
    """The words of inline tokens."""
    parts: list[str] = []
    for token in children:
        if token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak" or (token.type == "html_inline" and _BREAK.match(token.content)):
            parts.append("\n")
        elif token.type == "image":
            parts.append(_inline(token.children or ()))
        elif token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
    return "".join(parts)
