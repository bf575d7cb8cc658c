"""The parts of an Office Open XML file (Word, PowerPoint, Excel) and how they refer to each other.

Parts are read one by one as they are needed. The usual libraries for these files load all of them, and refuse
templates, files with macros or strict files.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from index.loaders.loaded import LoadError
from index.loaders.titles import own_title
from index.loaders.xmltree import Element, attribute, child, parse
from index.loaders.zipped import PROTECTED, Parts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of the older Office programs starts, and a newer one that has a password."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference of a part: what kind ("styles") and to which part."""

    kind: str
    target: str


class Package:
    """An opened file. State: none beside what was unpacked."""

    def __init__(self, parts: Mapping[str, bytes], main: str, damaged: str) -> None:
        """``parts`` are by name in lower case, ``main`` is where the main part usually is.

        Raises LoadError with ``damaged`` where there is none.
        """
        self._parts = parts
        found = (r.target for r in self.relations("").values() if r.kind == "officeDocument")
        self.main = next(found, main)
        if self.main.lower() not in parts:
            raise LoadError(damaged)

    @classmethod
    def of_zip(cls, data: bytes, main: str, kind: str, program: str, suffix: str) -> Package:
        """Open a file's bytes. ``kind`` is what it should be ("PowerPoint presentation"). Raises LoadError."""
        refuse_ole(data, program, suffix)
        return cls(Parts(data, kind), main, f"is damaged: it is no complete {kind}")

    def bytes_of(self, part: str) -> bytes | None:
        """A part's bytes, or None where it is missing or damaged. Raises LoadError where it is too large."""
        try:
            return self._parts[part.lower()]
        except KeyError:
            return None

    def xml(self, part: str) -> Element | None:
        """A part's root element, or None where it is missing or damaged. Raises LoadError where too large."""
        data = self.bytes_of(part)
        return None if data is None else parse(data)

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to inside the package, by id; the package's own for the empty name."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", name + ".rels"))
        found: dict[str, Relation] = {}
        for relation in root if root is not None else ():
            target = attribute(relation, "Target")
            if target is None or (attribute(relation, "TargetMode") or "").lower() == "external":
                continue
            target = unquote(target)
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            kind = (attribute(relation, "Type") or "").rpartition("/")[2]
            found[attribute(relation, "Id") or ""] = Relation(kind, path.lstrip("/"))
        return found

    def related(self, kind: str, part: str | None = None) -> Element | None:
        """The root of the part of a kind ("styles") that a part refers to (the main one for None), or None."""
        relations = self.relations(self.main if part is None else part).values()
        target = next((r.target for r in relations if r.kind == kind), None)
        return None if target is None else self.xml(target)

    def title(self) -> str | None:
        """The title in the document's properties, unless it is one that a program left there."""
        target = next((r.target for r in self.relations("").values() if r.kind == "core-properties"), None)
        title = child(self.xml(target), "title") if target else None
        return own_title(title.text if title is not None else None)


def refuse_ole(data: bytes, program: str, suffix: str) -> None:
    """Raise LoadError for a file of an older program, or one with a password, which both are OLE files."""
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise LoadError(PROTECTED)
        raise LoadError(f"is a document of an older {program} under a newer name: save it as {suffix} in {program}")


def reference(element: Element, name: str = "id") -> str | None:
    """The id of the part that an element refers to (``r:id``, ``r:embed``), beside which it may have an own id."""
    for key, value in element.attrib.items():
        space, _, bare = str(key).rpartition("}")
        if bare == name and space.endswith("/relationships"):
            return str(value)
    return None
