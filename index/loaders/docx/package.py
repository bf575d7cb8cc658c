"""The parts of a Word file, also of one in a single flat XML file, and its elements' values."""

from __future__ import annotations

from lxml import etree

from index.loaders import ooxml
from index.loaders.ooxml import Relation
from index.loaders.xmltree import Element, attribute, child, children, local, parse
from index.loaders.zipped import Parts

__all__ = ["Element", "Package", "Relation", "attribute", "child", "children", "is_on", "local", "value"]

_MAIN = "word/document.xml"
_KIND = "Word document"
DAMAGED = f"is damaged: it is no complete {_KIND}"


def value(element: Element | None, name: str) -> str | None:
    """The ``val`` of the first child with a name, or None."""
    found = child(element, name)
    return None if found is None else attribute(found, "val")


def is_on(element: Element | None, name: str) -> bool:
    """Whether a switch such as ``vanish`` is there and not turned off."""
    found = child(element, name)
    return found is not None and (attribute(found, "val") or "1").lower() not in ("0", "false", "off")


class Package(ooxml.Package):
    """An open Word file."""

    @classmethod
    def open(cls, data: bytes) -> Package:
        """Open a file's bytes. Raises LoadError where they are no Word document that can be read."""
        if b"pkg:package" in data[:4096] or b"office/2006/xmlPackage" in data[:4096]:
            return cls._open_flat(data)
        ooxml.refuse_ole(data, "Word", ".docx")
        return cls(Parts(data, _KIND), _MAIN, DAMAGED)

    @classmethod
    def _open_flat(cls, data: bytes) -> Package:
        """A document in one XML file: its parts are elements."""
        parts: dict[str, bytes] = {}
        for part in children(parse(data), "part"):
            content = child(part, "xmlData")
            if content is not None and len(content):
                parts[(attribute(part, "name") or "").lstrip("/").lower()] = etree.tostring(content[0])
        return cls(parts, _MAIN, DAMAGED)
