"""EPUB books.

Kept: the chapters in reading order, each as a page of HTML is (headings, lists, tables, notes), the title and the
authors from the book's own description. Lost: the generated table of contents, pictures, styles, scripts; fonts
and media are never unpacked. Books under digital rights management cannot be read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from index.loaders.characters import one_line, read
from index.loaders.draft import Draft
from index.loaders.encoding import decode
from index.loaders.html import walk
from index.loaders.loaded import Loaded, LoadError
from index.loaders.titles import own_title
from index.loaders.xhtml import as_html
from index.loaders.xmltree import Element, attribute, child, children, parse
from index.loaders.zipped import Parts
from index.text.layout import Kind

_DAMAGED = "is damaged: it is no complete EPUB book"
_MANAGED = "is protected by digital rights management"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways of making fonts unusable elsewhere, which do not concern the text."""
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_NEAR_START = 60_000


@dataclass(frozen=True, slots=True)
class _Item:
    """A file of the book: its name in the archive, its media type, and what it is for ("nav")."""

    name: str
    media: str
    properties: str


def load(data: bytes) -> Loaded:
    """Read a book. Raises Unsupported where it holds no text, LoadError where it cannot be read."""
    parts = Parts(data, "EPUB book")
    name = _package_name(parts)
    root = parse(parts.get(name) or b"") if name else None
    if name is None or root is None:
        raise LoadError(_DAMAGED)
    chapters = [*_chapters(root, posixpath.dirname(name))]
    _refuse_managed(parts, {chapter.name.lower() for chapter in chapters})
    pages = [page for chapter in chapters if (page := parts.get(chapter.name)) is not None]
    if not pages:
        raise LoadError(_DAMAGED)
    draft = Draft()
    title, authors = _described(root)
    start = b"".join(pages[:3])[:_NEAR_START].decode("utf-8", "replace").lower()
    if any(author.lower() not in start for author in authors):
        draft.add(Kind.NOTE, f"{title}, by {', '.join(authors)}" if title else f"By {', '.join(authors)}")
    for page in pages:
        walk(_as_html(page), draft)
    return draft.loaded("epub", title)


def _package_name(parts: Parts) -> str | None:
    """Where the book's description is, by its container file or, where that is missing, by its name."""
    root = parse(parts.get("META-INF/container.xml") or b"")
    for rootfile in root.iter("{*}rootfile") if root is not None else ():
        path = unquote(attribute(rootfile, "full-path") or "").lstrip("/")
        if path in parts:
            return path
    return next((name for name in parts if name.lower().endswith(".opf")), None)


def _chapters(root: Element, folder: str) -> Iterator[_Item]:
    """The pages of text in reading order, each once, without those that only list the others."""
    items: dict[str, _Item] = {}
    for item in children(child(root, "manifest"), "item"):
        href = attribute(item, "href")
        if href and "://" not in href:
            media, properties = attribute(item, "media-type") or "", attribute(item, "properties") or ""
            items[attribute(item, "id") or ""] = _Item(_path(folder, href), media.lower(), properties)
    contents = {
        _path(folder, attribute(guide, "href") or "")
        for guide in children(child(root, "guide"), "reference")
        if (attribute(guide, "type") or "").lower() == "toc"
    }
    ids = (attribute(item, "idref") or "" for item in children(child(root, "spine"), "itemref"))
    for id_ in dict.fromkeys(ids):
        found = items.get(id_)
        if found is None or found.media not in _PAGES:
            continue
        if "nav" not in found.properties.split() and found.name not in contents:
            yield found


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0]))).lstrip("/")


def _described(root: Element) -> tuple[str | None, list[str]]:
    """Title and authors; where there are several titles the first is the main one."""
    metadata = child(root, "metadata")
    title: str | None = None
    authors: list[str] = []
    for element in metadata.iter() if metadata is not None else ():
        tag = str(element.tag).lower()
        text = one_line(read("".join(str(part) for part in element.itertext())))
        if tag.endswith("}title") and title is None:
            title = own_title(text)
        elif tag.endswith("}creator") and text and (attribute(element, "role") or "aut") == "aut":
            authors.append(text)
    return title, [*dict.fromkeys(a for a in authors if a.lower() not in ("unknown", "anonymous"))]


def _refuse_managed(parts: Parts, chapters: set[str]) -> None:
    """Raise LoadError where chapters are encrypted."""
    root = parse(parts.get("META-INF/encryption.xml") or b"")
    for entry in root.iter("{*}EncryptedData") if root is not None else ():
        method = next(entry.iter("{*}EncryptionMethod"), None)
        if method is not None and attribute(method, "Algorithm") in _FONTS:
            continue
        for target in entry.iter("{*}CipherReference"):
            if unquote(attribute(target, "URI") or "").lstrip("/").lower() in chapters:
                raise LoadError(_MANAGED)


def _as_html(page: bytes) -> str:
    declared = _ENCODING.search(page[:1024])
    return as_html(decode(page, declared[1].decode("ascii", "replace") if declared else "utf-8"))
