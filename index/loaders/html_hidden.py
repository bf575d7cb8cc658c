"""Which parts of a page a reader does not see, or sees on every page: hidden text and navigation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from selectolax.lexbor import LexborNode

from index.loaders.characters import names

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?|"
    r"font-size\s*:\s*0(?:px|pt|em|rem|%)?)\s*(?:!important\s*)?(?:;|$)",
    re.I,
)
_SHOWN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*(?!none)\w|visibility\s*:\s*visible)", re.I)
_SIMPLE = re.compile(r"(?:[a-zA-Z][\w-]*)?(?:[.#][A-Za-z_][\w-]*)?")
_NAMES = re.compile(r"[.#][A-Za-z_][\w-]*")
_MENU_ROLES = frozenset(("navigation", "menu", "menubar", "tablist", "toolbar"))
_MENU_NAMES = names(
    "nav navbar navigation menu mainmenu main-menu topnav sidenav breadcrumb breadcrumbs pagination skip-link "
    "skip-links pager"
)
_MENU_TAGS = frozenset(("ul", "ol", "div", "p", "table", "section"))


class HiddenRules:
    """What the page's own style sheets hide, as far as plain rules (``.note {display: none}``) say it.

    A name that any other rule shows again is not counted, nor are rules for special cases such as print.
    """

    def __init__(self, sheets: Iterable[str]) -> None:
        hidden: set[str] = set()
        shown: set[str] = set()
        for sheet in sheets:
            for selectors, body in _top_rules(_COMMENT.sub("", sheet)):
                for selector in map(str.strip, selectors.split(",")):
                    if _HIDDEN_STYLE.search(body) and selector and _SIMPLE.fullmatch(selector):
                        hidden.add(selector)
                    elif _SHOWN_STYLE.search(body):
                        shown.update(_NAMES.findall(selector) or [selector])
        self._hidden = {s for s in hidden if s not in shown and not shown.intersection(_NAMES.findall(s))}

    def hide(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """Whether an element is hidden."""
        if not attributes:
            return tag == "dialog" or tag in self._hidden
        if "hidden" in attributes and (attributes["hidden"] or "").lower() != "until-found":
            return True
        if (attributes.get("aria-hidden") or "").strip().lower() == "true":
            return True
        if tag == "input" and (attributes.get("type") or "").lower() == "hidden":
            return True
        if tag == "dialog" and "open" not in attributes:
            return True
        style = attributes.get("style")
        if style and _HIDDEN_STYLE.search(style):
            return True
        if not self._hidden or (style and _SHOWN_STYLE.search(style)):
            return False
        own = ["." + name for name in (attributes.get("class") or "").split()]
        own += ["#" + (attributes.get("id") or "")]
        return tag in self._hidden or any(n in self._hidden or tag + n in self._hidden for n in own)


def _top_rules(sheet: str) -> Iterable[tuple[str, str]]:
    """(selectors, declarations) of the rules that stand outside every at-rule."""
    at = 0
    while (brace := sheet.find("{", at)) >= 0:
        selectors = sheet[at:brace].rsplit(";", 1)[-1].strip()
        depth, end = 1, brace + 1
        for mark in re.finditer(r"[{}]", sheet[brace + 1 :]):
            depth += 1 if mark[0] == "{" else -1
            end = brace + 2 + mark.start()
            if depth == 0:
                break
        else:
            return
        if not selectors.startswith("@"):
            yield selectors, sheet[brace + 1 : end - 1]
        at = end


def is_navigation(node: LexborNode, tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element is a menu: said so by its role, or named so and made of links alone."""
    if (attributes.get("role") or "").lower() in _MENU_ROLES:
        return True
    if tag not in _MENU_TAGS:
        return False
    own = {*(attributes.get("class") or "").lower().split(), (attributes.get("id") or "").lower()}
    if own & _MENU_NAMES:
        return _is_all_links(node)
    return tag in ("ul", "ol") and _stands_in_margin(node) and _is_all_links(node, at_least=3)


def _stands_in_margin(node: LexborNode) -> bool:
    above, steps = node.parent, 0
    while above is not None and steps < 12:
        if above.tag in ("header", "footer", "aside"):
            return True
        above, steps = above.parent, steps + 1
    return False


def _is_all_links(node: LexborNode, at_least: int = 1) -> bool:
    links = node.css("a")
    if len(links) < at_least:
        return False
    linked = sum(len((link.text(deep=True) or "").strip()) for link in links)
    whole = len("".join((node.text(deep=True) or "").split()))
    spaces = sum(len((link.text(deep=True) or "").strip().split()) - 1 for link in links)
    return linked - max(0, spaces) >= 0.8 * whole
