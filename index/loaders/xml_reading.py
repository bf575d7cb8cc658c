"""XML to a tree, without ever following what it points at.

The document type with its entities is taken out before the parser sees the text. Entities that the document itself
declares are put in where they are short; HTML's names are known; others stay as they are written. Entities that
would grow beyond measure ("billion laughs") are refused. What is not well-formed is read as far as it makes sense.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import entities

from lxml import etree

from index.loaders.characters import plain
from index.loaders.encoding import decode
from index.loaders.loaded import LoadError

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,300}>")
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]*")
_ENTITY = re.compile(r"<!ENTITY\s+(?P<name>[\w.:-]+)\s+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')\s*>")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|<!--.*?(?:-->|\Z)|\]|[^\"'\]<]+|<", re.S)
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:(?P<name>[\w.:-]{1,64});|#(?P<number>x?[0-9a-fA-F]{1,8});)?", re.S
)
_PREDEFINED = ("amp", "lt", "gt", "quot", "apos")
_TAG = re.compile(r"<(/?)[a-zA-Z_][^<>]*?(/?)>|<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?[^<>]*>", re.S)
_LARGEST = 100_000
"""Characters that one entity may stand for."""
_MOST = 1_000_000
"""Characters that all entities put in may come to."""
_DEEPEST = 1000
"""Elements within each other; the parser has a limit of its own that is not much higher."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document's elements."""

    root: etree._Element
    """Holds the document's element, and any others that stand beside it."""
    fault: int | None
    """The line from which on it is not well-formed, if it is not."""


def parse(data: bytes) -> Parsed | str:
    """Read XML: its tree, or its words alone where it is nested too deeply for one.

    Raises LoadError where it is binary, or its entities would grow beyond measure.
    """
    head = _ENCODING.match(data[:1024].removeprefix(b"\xef\xbb\xbf"))
    text = plain(decode(data, head[1].decode("ascii") if head else None))
    declaration = _DECLARATION.match(text)
    text = "\n" * text.count("\n", 0, declaration.end()) + text[declaration.end() :] if declaration else text
    text = _without_type(text)
    if _is_too_deep(text):
        return re.sub(r"&(?:amp|lt|gt|quot|apos);", lambda found: entities.html5[found[0][1:]], _TAG.sub("\n", text))
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    parser.feed(b"<document>")
    parser.feed(text.encode("utf-8"))
    parser.feed(b"</document>")
    try:
        root = parser.close()
    except etree.XMLSyntaxError:
        return _TAG.sub("\n", text)
    errors = [error for error in parser.feed_error_log if error.type_name != "NS_ERR_UNDEFINED_NAMESPACE"]
    return Parsed(root, max(1, errors[0].line) if errors else None)


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _without_type(text: str) -> str:
    """The text without its document type, its entities put in."""
    declared: dict[str, str] = {}
    found = _DOCTYPE.search(text[: 1 << 20])
    if found:
        end = found.end()
        if text.startswith("[", end):
            end = _subset_end(text, end + 1)
            for entity in _ENTITY.finditer(text, found.end(), end):
                declared.setdefault(entity["name"], entity["double"] or entity["single"] or "")
        close = text.find(">", end)
        close = end if close < 0 else close + 1
        text = text[: found.start()] + "\n" * text.count("\n", found.start(), close) + text[close:]
    known = _expanded(declared)
    used = 0

    def put_in(reference: re.Match[str]) -> str:
        nonlocal used
        whole, name, number = reference[0], reference["name"], reference["number"]
        if whole.startswith("<"):
            return whole
        if number:
            code = int(number[1:], 16) if number[0] == "x" else int(number, 16 if not number.isdigit() else 10)
            return whole if code in (9, 10, 13) or 32 <= code <= 0xD7FF or 0xE000 <= code <= 0x10FFFF else ""
        if name in _PREDEFINED:
            return whole
        value = known.get(name) if name else None
        if value is not None and used + len(value) <= _MOST:
            used += len(value)
            return value
        character = entities.html5.get(f"{name};") if name else None
        return character if character and character not in "<>&\"'" else "&amp;" + whole[1:]

    return _REFERENCE.sub(put_in, text)


def _subset_end(text: str, at: int) -> int:
    for part in _QUOTED.finditer(text, at):
        if part[0] == "]":
            return part.end()
    return len(text)


def _expanded(declared: dict[str, str]) -> dict[str, str]:
    """What each declared entity stands for. Raises LoadError where one grows beyond measure."""
    sizes: dict[str, int] = {}
    values = dict(declared)
    for _ in range(12):  # entities within entities; the bomb's ten levels grow out of measure long before
        changed = False
        for name, value in list(values.items()):
            uses = [inner for inner in re.findall(r"&([\w.:-]+);", value) if inner in values and inner != name]
            if not uses:
                continue
            changed = True
            sizes[name] = len(value) + sum(len(values[inner]) for inner in uses)
            if sizes[name] > _LARGEST:
                raise LoadError("holds entities that would grow beyond measure, as in an attack on its reader")
            values[name] = re.sub(r"&([\w.:-]+);", lambda found: values.get(found[1], found[0]), value)
        if not changed:
            break
    return {name: re.sub(r"&(?!\w+;|#)", "&amp;", value) for name, value in values.items() if len(value) <= _LARGEST}


def _is_too_deep(text: str) -> bool:
    depth = deepest = 0
    if text.count("</") < _DEEPEST and text.count("<") < _DEEPEST:
        return False
    for found in _TAG.finditer(text):
        if found[0][1] in "!?":
            continue
        if found[1]:
            depth -= 1
        elif not found[2]:
            depth += 1
            deepest = max(deepest, depth)
    return deepest > _DEEPEST
