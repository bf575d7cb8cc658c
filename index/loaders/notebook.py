"""Jupyter notebooks, of versions 1 to 4 of their format.

Kept: the cells in order, text cells as Markdown with their headings, code as it is, what the code printed and the
text or table that it gave, the name and message of an error. Lost: pictures, widgets, the steps that led to an error,
metadata but for the title and the authors. Nothing is run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from index.loaders import html, markdown
from index.loaders.characters import plain
from index.loaders.draft import Draft
from index.loaders.encoding import decode
from index.loaders.loaded import Loaded, LoadError
from index.text.layout import Kind

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\((?:data|attachment):[^)\s]*\)")
_TABLE = re.compile(r"<table\b", re.I)


def load(data: bytes) -> Loaded:
    """Read a notebook. Raises LoadError where it is none, Unsupported where it holds no text."""
    try:
        book = json.loads(decode(data).removeprefix("\ufeff"))
    except ValueError as error:
        raise LoadError("is damaged: it is not valid JSON, as a notebook is") from error
    except RecursionError as error:
        raise LoadError("is damaged: it is nested deeper than a notebook ever is") from error
    if not isinstance(book, dict):
        raise LoadError("is not a notebook")
    draft = Draft()
    about = _mapping(book.get("metadata"))
    authors = about.get("authors")
    for author in authors if isinstance(authors, list) else ():
        draft.add(Kind.PARAGRAPH, _text(_mapping(author).get("name")))
    for cell in _cells(book):
        _add_cell(draft, cell)
    return draft.loaded("notebook", _text(about.get("title") or about.get("name")) or None)


def _cells(book: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Cells in order; versions before 4 keep them in worksheets."""
    sheets = book.get("worksheets")
    holders = [book, *(sheets if isinstance(sheets, list) else ())]
    for holder in holders:
        cells = _mapping(holder).get("cells")
        for cell in cells if isinstance(cells, list) else ():
            yield _mapping(cell)


def _add_cell(draft: Draft, cell: Mapping[str, Any]) -> None:
    kind = cell.get("cell_type")
    source = plain(_text(cell.get("source", cell.get("input"))))
    if kind == "code":
        draft.add(Kind.CODE, source)
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else ():
            _add_output(draft, _mapping(output))
    elif kind == "heading":
        level = cell.get("level")
        draft.add(Kind.HEADING, source, min(6, max(1, level)) if isinstance(level, int) else 1)
    elif kind == "markdown":
        text = _IMAGE.sub(r"\1", source)
        if not markdown.add(text, draft):
            draft.add(Kind.PARAGRAPH, text)
    elif kind == "html":
        html.walk(source, draft)
    else:
        draft.add(Kind.PARAGRAPH, source)


def _add_output(draft: Draft, output: Mapping[str, Any]) -> None:
    kind = output.get("output_type")
    if kind == "stream":
        draft.add(Kind.CODE, _shown(_text(output.get("text"))))
    elif kind in ("error", "pyerr"):
        name, message = _text(output.get("ename")), _shown(_text(output.get("evalue")))
        draft.add(Kind.CODE, f"{name}: {message}" if message else name)
    else:
        # Version 4 has a bundle of forms by media type, version 3 the forms themselves under short names.
        forms = _mapping(output.get("data")) or output
        page = _text(forms.get("text/html", forms.get("html")))
        if _TABLE.search(page):
            html.walk(page, draft)
            return
        text = _text(forms.get("text/markdown"))
        if text and markdown.add(plain(text), draft):
            return
        for form in ("text/plain", "text", "text/latex", "latex"):
            text = _shown(_text(forms.get(form)))
            if text.strip():
                draft.add(Kind.CODE, text)
                return


def _shown(text: str) -> str:
    """Printed text without the codes for colours, each line as it last stood (progress bars write over theirs)."""
    text = _ANSI.sub("", text).replace("\r\n", "\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))


def _text(value: Any) -> str:
    """Text, which notebooks also write as a list of lines."""
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
