"""HTML, as a person sees the page.

Kept: title, headings, paragraphs, lists with their markers, tables (cells separated by tabs), preformatted text,
captions, descriptions of pictures, folded details, labels and buttons, a form's filled-in or chosen values. Lost:
navigation (``nav``, and menus that are all links), scripts, styles, templates, comments, and what is hidden: by
the ``hidden`` attribute, ``aria-hidden``, an inline style, or a plain rule of the page's own style sheet.

A block starts where the browser starts a new line, and nowhere else: words are never glued together or parted.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.loaders.characters import names
from index.loaders.draft import Draft
from index.loaders.encoding import read
from index.loaders.html_blocks import BlockWriter
from index.loaders.html_hidden import HiddenRules, is_navigation
from index.loaders.loaded import Loaded
from index.loaders.xhtml import as_html, is_xhtml

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_OPENING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?</\1\s*>|<[/!?a-zA-Z][^>]*>", re.I | re.S)
_CLOSED_BY_OTHERS = names(
    "area base br col embed hr img input link meta param source track wbr p li dd dt tr td th thead tbody tfoot "
    "option optgroup colgroup rp rt"
)
_DEEPEST = 2000
"""The parser's time grows with the square of the nesting; no page that a person wrote is nested so deeply."""


def load(data: bytes) -> Loaded:
    """Read a page. Raises Unsupported where it shows no text, LoadError where it is binary."""
    text, encoding = read(data, _declared(data[:4096]))
    draft = Draft()
    title = walk(as_html(text) if is_xhtml(text) else text, draft)
    return draft.loaded("html", title, encoding)


def walk(html: str, draft: Draft) -> str | None:
    """Add what a page, or a part of one, shows to ``draft``; returns the page's title."""
    html = html.encode("utf-8", "replace").decode("utf-8")
    if _is_too_deep(html):
        html = "<pre>" + _TAG.sub(" ", html).replace("<", "&lt;") + "</pre>"
    parser = LexborHTMLParser(html)
    root = parser.root
    if root is None:
        return None
    title = parser.css_first("head > title")
    rules = HiddenRules(style.text(deep=True) for style in parser.css("style"))
    writer = BlockWriter(draft)
    _visit(root, writer, rules)
    writer.flush()
    return title.text(deep=True) if title is not None else None


def _visit(root: LexborNode, writer: BlockWriter, rules: HiddenRules) -> None:
    """Walk the tree in order without recursion, since pages may be nested deeply."""
    node: LexborNode | None = root
    while node is not None:
        inner = _enter(node, writer, rules)
        if inner is not None:
            node = inner
            continue
        while node is not None:
            if node.mem_id == root.mem_id:
                return
            following = node.next
            if following is not None:
                node = following
                break
            node = node.parent
            if node is not None:
                writer.close(node)


def _enter(node: LexborNode, writer: BlockWriter, rules: HiddenRules) -> LexborNode | None:
    """Open a node; returns its first child, or None where it has none or is passed over."""
    tag = node.tag
    if tag == "-text":
        writer.text(node.text_content or "")
        return None
    if tag is None or tag.startswith("-") or tag in _UNSEEN:
        return None
    attributes = node.attributes
    if rules.hide(tag, attributes) or is_navigation(node, tag, attributes):
        return None
    writer.open(node, tag, attributes)
    child = node.child
    if child is None:
        writer.close(node)
    return child


_UNSEEN = names(
    "head script style template noscript nav datalist iframe object audio video canvas noembed noframes "
    "annotation annotation-xml desc metadata defs symbol area map"
)


def _declared(head: bytes) -> str | None:
    found = _XML_ENCODING.search(head) or _CHARSET.search(head)
    return found[1].decode("ascii", "replace") if found else None


def _is_too_deep(html: str) -> bool:
    depth = deepest = 0
    if html.count("<") < _DEEPEST:
        return False
    for found in _OPENING.finditer(html):
        if found[2].lower() not in _CLOSED_BY_OTHERS:
            depth = max(0, depth + (-1 if found[1] else 1))
            deepest = max(deepest, depth)
    return deepest > _DEEPEST
