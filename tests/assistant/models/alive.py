"""What a page or a terminal could make a link, an image or markup of."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": True})
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://|\bwww\.\w|\b(?:javascript|data|vbscript|mailto|file):[\w/(]", re.ASCII | re.IGNORECASE
)
"""What is made a link of without any markup (GitHub's Markdown, mail programs, terminals)."""
_DEAD = re.compile(r"</?(?:p|br|hr|h[1-6]|ul|ol|li|em|strong|code|pre|blockquote)(?: start=\"\d+\")?(?: /)?>\n?")


def alive(text: str) -> list[str]:
    """Everything in a text that is live in the most generous reader: Markdown with HTML in it, addresses as links."""
    rest = _DEAD.sub("", _MARKDOWN.render(text))
    return [*re.findall(r"<[^>]*>?", rest), *_ADDRESS.findall(text)]
