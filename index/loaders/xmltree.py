"""XML of documents, read safely, and the few ways of looking into it that its readers share.

Elements and attributes are found by their names without namespaces: the same words stand under different
namespaces in strict and in usual files, and in those of older and newer programs.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from lxml import etree

Element = etree._Element

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|officeDocument|drawingml|presentationml)/")
_STRICT_SHEET = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_ENTITY = re.compile(rb"<!ENTITY|\A(?:\xff\xfe|\xfe\xff|<\x00|\x00<|\x00\x00|\x4c\x6f)", re.S)
"""A declaration of an entity, or a text in an encoding of other bytes (UTF-16, UTF-32, EBCDIC) that may hide one."""
_GAP = re.compile(r"[ \t\r\n]+")


def parse(data: bytes) -> Element | None:
    """The root of an XML document; damaged XML is read as far as it goes, None where there is nothing.

    No entity is expanded and nothing is fetched. The parser's own bounds on depth and growth are lifted only
    for data that declares no entities.
    """
    try:
        return etree.fromstring(_usual(data), _parser(data))
    except (etree.XMLSyntaxError, ValueError):
        return None


def stream(data: bytes, names: frozenset[str], starts: frozenset[str] = frozenset()) -> Iterator[tuple[str, Element]]:
    """("start" or "end", element) for elements by their bare names, in order, without keeping the whole tree.

    The consumer clears what it is done with, see `forget`. Damaged XML ends where it cannot be followed.
    """
    usual = _usual(data)
    events = etree.iterparse(
        io.BytesIO(usual),
        events=("start", "end") if starts else ("end",),
        tag=[f"{{*}}{name}" for name in names | starts],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=_ENTITY.search(data) is None,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in events:
            if local(element) in (starts if event == "start" else names):
                yield event, element
    except etree.XMLSyntaxError:
        return


def forget(element: Element) -> None:
    """Let go of an element that was read, and of those before it on its level."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def local(element: Element) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name without its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def integer(element: Element | None, name: str, otherwise: int) -> int:
    """An attribute that is a whole number, or ``otherwise``."""
    said = attribute(element, name) if element is not None else None
    return int(said) if said and re.fullmatch(r"-?[0-9]{1,9}", said) else otherwise


def is_true(element: Element | None, name: str) -> bool:
    """Whether an attribute says yes."""
    return element is not None and (attribute(element, name) or "").lower() in ("1", "true", "on")


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Children of an element with a name."""
    if element is not None:
        yield from (child for child in element if local(child) == name)


def child(element: Element | None, name: str) -> Element | None:
    """The first child with a name, or None."""
    return next(children(element, name), None)


def flat(text: str | None) -> str:
    """Character data with its line breaks and runs of blanks as single spaces, as XML documents mean them."""
    return _GAP.sub(" ", text) if text else ""


def _parser(data: bytes) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=_ENTITY.search(data) is None,
        remove_comments=True,
        remove_pis=True,
    )


def _usual(data: bytes) -> bytes:
    """Strict Office XML under the namespaces that everyone else writes."""
    if b"purl.oclc.org/ooxml" in data[:4096]:
        data = data.replace(_STRICT_SHEET, b"http://schemas.openxmlformats.org/spreadsheetml/2006/main")
        data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
    return data
