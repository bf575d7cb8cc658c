"""Pages of HTML that are written as XML, made readable for a parser of HTML.

To such a parser ``<title/>`` and ``<script/>`` are open, and all that follows is inside them.
"""

from __future__ import annotations

import re

from index.loaders.characters import names

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_NAMED = re.compile(r"<html\b[^>]{0,500}\bxmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml[\"']", re.I)
_EMPTY_TAG = re.compile(r"""<([a-zA-Z][\w.-]*+)((?:\s++[^<>"'/=\s]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'))?+)*+)\s*+/>""")
_VOID = names("area base br col embed hr img input link meta param source track wbr")


def is_xhtml(page: str) -> bool:
    """Whether a page says that it is written as XML."""
    return bool(_DECLARATION.match(page) or _NAMED.search(page, 0, 2000))


def as_html(page: str) -> str:
    """A page written as XML as HTML: without its declaration, empty elements opened and closed."""
    page = _DECLARATION.sub("", page)
    return _EMPTY_TAG.sub(lambda m: m[0] if m[1].lower() in _VOID else f"<{m[1]}{m[2]}></{m[1]}>", page)
