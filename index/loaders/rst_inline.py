"""The words of a line of reStructuredText without its marks."""

from __future__ import annotations

import re

_DEFINED = re.compile(r"^[ ]*\.\.[ ]+\|([^|\n]+)\|[ ]+(?:replace|unicode)::[ ]+(.*)$", re.M)
_MARKS = re.compile(
    r"``(?P<code>[^`\n]+?(?:`[^`\n]+?)*?)``"
    r"|(?::[\w.:+-]{1,60}:)?`(?P<role>[^`\n]{1,2000})`(?::[\w.:+-]{1,60}:|__?)?"
    r"|(?<![\w*])\*\*(?P<strong>[^\s*](?:[^*\n]*[^\s*])?)\*\*(?![\w*])"
    r"|(?<![\w*])\*(?P<emphasis>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|\|(?P<name>[^|\s][^|\n]{0,60})\|(?:__?)?"
    r"|\[(?P<note>#?[\w.-]{0,40}|\*)\]_"
    r"|\b(?P<link>[A-Za-z0-9][\w.-]{0,80}?[A-Za-z0-9]?)__?(?![\w_])"
    r"|\\(?P<escaped>.)"
)
_TARGET = re.compile(r"\s*<[^<>]+>$")


def substitutions(text: str) -> dict[str, str]:
    """The names that a text defines as ``|name|``, with what stands for each."""
    return {name: value.strip() for name, value in _DEFINED.findall(text)}


def inline(text: str, known: dict[str, str]) -> str:
    """A line as it reads."""

    def said(found: re.Match[str]) -> str:
        kind = found.lastgroup or ""
        inside = found[kind] or ""
        if kind == "role":
            shown = _TARGET.sub("", inside).lstrip("~!")
            return shown or inside.strip("<> ")
        if kind == "name":
            return known.get(inside, inside)
        if kind == "note":
            return f"[{inside.lstrip('#*')}]" if inside.strip("#*") else ""
        return inside.strip() if kind == "escaped" else inside

    return _MARKS.sub(said, text)
