"""Feeds (RSS, Atom) entry by entry, and outlines (OPML) as nested lists."""

from __future__ import annotations

import re

from lxml import etree

from index.loaders.characters import names
from index.loaders.draft import Draft
from index.loaders.html import walk
from index.loaders.xml_reading import name_of
from index.text.layout import Kind

_ENTRIES = names("item entry")
_TEXTS = names("description summary content encoded subtitle tagline")
_UNSAID = names("guid id generator docs ttl cloud skipHours skipDays logo icon")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z]{2,8};")


def add_feed(root: etree._Element, draft: Draft) -> str | None:
    """Add a feed: its own title and description, then each entry under its title. Returns the feed's title."""
    channel = next((child for child in root if name_of(child) == "channel"), root)
    title = _child(channel, "title")
    draft.add(Kind.HEADING, title or "", 1)
    entries = [element for element in root.iter(etree.Element) if name_of(element) in _ENTRIES]
    _fields(channel, draft)
    for entry in entries:
        draft.add(Kind.HEADING, _child(entry, "title") or "", 2)
        _fields(entry, draft)
    return title


def add_outline(root: etree._Element, draft: Draft) -> str | None:
    """Add an outline as a nested list, with the addresses that its lines lead to. Returns its title."""
    head = next((child for child in root if name_of(child) == "head"), None)
    title = _child(head, "title") if head is not None else None
    draft.add(Kind.HEADING, title or "", 1)
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if name_of(element) != "outline":
            continue
        depth += 1 if event == "start" else -1
        if event == "end":
            continue
        said = [str(element.get(key) or "") for key in ("text", "title", "description")]
        links = [str(element.get(key) or "") for key in ("htmlUrl", "url", "xmlUrl")]
        parts = list(dict.fromkeys(part.strip() for part in (*said, *links) if part.strip()))
        note = str(element.get("_note") or "")
        if parts:
            draft.add(Kind.ITEM, "- " + " ".join((parts[0], *(f"({part})" for part in parts[1:]))), depth)
        draft.add(Kind.PARAGRAPH, note)
    return title


def _fields(element: etree._Element, draft: Draft) -> None:
    """The fields of a feed or an entry but for its title: short ones on a line each, texts as they read."""
    texts: list[str] = []
    for child in element:
        name = name_of(child)
        if name in ("title", "items", *_ENTRIES) or name in _UNSAID:
            continue
        text = _text(child)
        if name in _TEXTS:
            texts.append(text)
            continue
        value = text or str(child.get("href") or child.get("term") or child.get("text") or "")
        if value and name not in ("image", "textInput"):
            draft.add(Kind.ITEM, f"{name}: {' '.join(value.split())}", 1)
    for text in texts:
        if any(text != other and text in other for other in texts):
            continue  # a summary that the full text says again
        if _MARKUP.search(text):
            walk(text, draft)
        else:
            draft.add(Kind.PARAGRAPH, text)


def _child(element: etree._Element, name: str) -> str | None:
    for child in element:
        if name_of(child) == name:
            text = " ".join(re.sub(r"<[^<>]*>", " ", _text(child)).split())
            return text or None
    return None


def _text(element: etree._Element) -> str:
    """An element's text; markup in it (XHTML in Atom) as markup."""
    if len(element) and name_of(element) in _TEXTS:
        return (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
    return (
        " ".join(str(part).strip() for part in element.itertext() if str(part).strip())
        if len(element)
        else (element.text or "")
    )
