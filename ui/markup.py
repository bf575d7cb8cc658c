"""HTML made of elements whose text is always escaped: the only way this package writes HTML.

A plain ``str`` given as a child or as an attribute's value is text and is escaped. Only what these functions
return is ``Html`` and goes in as it is, so that text from a document can never become markup.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "path", "circle", "rect"})


class Html(str):
    """Markup that is safe to show; made by the functions of this module alone."""

    __slots__ = ()


Child = Html | str | None
Value = str | int | float | bool | None


def text(words: str) -> Html:
    """Escape text, so that it is shown character by character."""
    return words if isinstance(words, Html) else Html(html.escape(words, quote=True))


def join(parts: Iterable[Child], separator: str = "") -> Html:
    """Put pieces behind each other; plain strings among them, and the separator, are escaped."""
    return Html(text(separator).join(text(part) for part in parts if part is not None))


def element(name: str, /, *children: Child, **attributes: Value) -> Html:
    """Make an element.

    ``class_`` stands for ``class`` and other underscores for hyphens (``aria_label``). An attribute that is None or
    False is left out, one that is True has no value.

    >>> element("p", "a < b", class_="note")
    '<p class="note">a &lt; b</p>'
    """
    written = [name]
    for key, value in attributes.items():
        label = key.rstrip("_").replace("_", "-")
        if value is True:
            written.append(label)
        elif value is not None and value is not False:
            written.append(f'{label}="{html.escape(str(value), quote=True)}"')
    opening = f"<{' '.join(written)}>"
    return Html(opening if name in _VOID else f"{opening}{join(children)}</{name}>")
