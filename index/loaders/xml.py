"""XML of any vocabulary, as text.

Documents (DocBook, TEI, JATS and whatever has paragraphs) are read as prose: titles as headings, lists, tables,
code, notes. Feeds (RSS, Atom) are read entry by entry, outlines (OPML) as nested lists. Everything else is data:
elements and attributes are names with values, records of a kind are rows (see `data_text`).

Kept: all text in order, attributes of data, descriptions of pictures. Lost: comments, processing instructions,
attributes of prose, element names of prose. Nothing is fetched and no entity from outside is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from index.loaders import html
from index.loaders.characters import names
from index.loaders.data_text import add_values
from index.loaders.draft import Draft
from index.loaders.json_reading import Members, Value
from index.loaders.loaded import Loaded, Unsupported
from index.loaders.xml_feeds import add_feed, add_outline
from index.loaders.xml_prose import PARAGRAPHS, add_prose
from index.loaders.xml_reading import name_of, parse
from index.text.layout import Kind

_FEEDS = names("rss feed RDF")
_UNSAID = names("schemaLocation noNamespaceSchemaLocation space base")


def load(data: bytes) -> Loaded:
    """Read XML. Raises Unsupported where it holds no text, LoadError where it is binary or an attack."""
    parsed = parse(data)
    draft = Draft()
    if isinstance(parsed, str):
        for part in parsed.split("\n"):
            draft.add(Kind.PARAGRAPH, part)
        loaded = draft.loaded("xml", None)
        return replace(loaded, notes=("is nested so deeply or damaged so much that only its words could be kept",))
    children = list(parsed.root)
    if len(children) == 1 and name_of(children[0]).lower() == "html":
        return replace(html.load(data), format="xml")
    title = None
    draft.add(Kind.PARAGRAPH, parsed.root.text or "")
    for root in children:
        title = _add(root, draft) or title
        draft.add(Kind.PARAGRAPH, root.tail or "")
    try:
        loaded = draft.loaded("xml", title)
    except Unsupported as error:
        if parsed.fault is not None:
            raise Unsupported("holds no text that could be read: it is not well-formed XML") from error
        raise
    if parsed.fault is None:
        return loaded
    note = f"is not well-formed XML from line {parsed.fault} on; what could be read is kept"
    return replace(loaded, notes=(note,))


def _add(root: etree._Element, draft: Draft) -> str | None:
    """Add a document in the way that suits it; returns its title."""
    name = name_of(root)
    if name in _FEEDS and any(name_of(element) in ("item", "entry") for element in root.iter()):
        return add_feed(root, draft)
    if name == "opml":
        return add_outline(root, draft)
    if _is_prose(root):
        return add_prose(root, draft)
    value = _value(root)
    if value in ("", ()):
        return None
    return add_values(draft, [value if isinstance(value, Members) else Members([(name, value)])])


def _is_prose(root: etree._Element) -> bool:
    """Whether a document has paragraphs, or much text with elements within it."""
    count = mixed = paragraphs = 0
    for element in root.iter(etree.Element):
        count += 1
        paragraphs += name_of(element) in PARAGRAPHS
        mixed += bool(len(element) and (_words(element.text) or any(_words(child.tail) for child in element)))
    return paragraphs >= 2 or (paragraphs and count < 12) or mixed > max(1, count // 8)


def _words(text: str | None) -> bool:
    return bool(text and text.strip())


def _value(root: etree._Element) -> Value:
    """An element's attributes and children as names with values, those of one name after another as a list."""
    stack: list[list[tuple[str, Value]]] = []
    value: Value = ""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            stack.append(list(_attributes(element)))
            continue
        members = stack.pop()
        text = " ".join("".join(_own_text(element)).split())
        if text:
            members.append(("", text))
        only = members[0] if len(members) == 1 else None
        value = only[1] if only is not None and only[0] == "" else Members(_grouped(members)) if members else ""
        if stack and (value or value == ""):
            stack[-1].append((name_of(element), value))
    return value


def _own_text(element: etree._Element) -> Iterable[str]:
    yield element.text or ""
    for child in element:
        yield " "
        yield child.tail or ""


def _attributes(element: etree._Element) -> Iterable[tuple[str, str]]:
    for key, value in element.attrib.items():
        name = str(key).rpartition("}")[2]
        if name not in _UNSAID and not name.startswith("xmlns") and str(value).strip():
            yield name, str(value)


def _grouped(members: list[tuple[str, Value]]) -> Iterable[tuple[str, Value]]:
    """Members with runs of one name as one list."""
    at = 0
    while at < len(members):
        end = at + 1
        while end < len(members) and members[end][0] == members[at][0]:
            end += 1
        key, value = members[at]
        yield key, [inner for _, inner in members[at:end]] if end - at > 1 else value
        at = end
