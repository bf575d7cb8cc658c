"""The parts of a Word file and how they refer to each other.

Parts are read one by one as they are needed, so that pictures and embedded files are never unpacked. python-docx,
which loads them all, also refuses templates, documents with macros and strict documents.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from index.loaders.loaded import LoadError

Element = etree._Element

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_LARGEST = 300 * 2**20
_LARGEST_PART = 100 * 2**20
_JUNK_TITLE = re.compile(r"(?:microsoft word - |document ?\d*$|untitled|word document$|powerpoint)", re.I)
DAMAGED = "is damaged: it is no complete Word document"


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


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Children of an element with a name."""
    if element is not None:
        yield from (child for child in element if local(child) == name)


def child(element: Element | None, name: str) -> Element | None:
    """The first child with a name, or None."""
    return next(children(element, name), None)


def value(element: Element | None, name: str) -> str | None:
    """The ``val`` of the first child with a name, or None."""
    found = child(element, name)
    return None if found is None else attribute(found, "val")


def is_on(element: Element | None, name: str) -> bool:
    """Whether a switch such as ``vanish`` is there and not turned off."""
    found = child(element, name)
    return found is not None and (attribute(found, "val") or "1").lower() not in ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Relation:
    """A part's reference to another part: the last word of its kind ("footnotes") and the part's name."""

    kind: str
    target: str


class Package:
    """An open Word file."""

    def __init__(self, names: Mapping[str, str], read: Callable[[str], bytes]) -> None:
        """``names`` maps part names in lower case to names that ``read`` knows."""
        self._names = names
        self._read = read
        self.main = next(
            (r.target for r in self.relations("").values() if r.kind == "officeDocument"), "word/document.xml"
        )
        if self.main.lower() not in names:
            raise LoadError(DAMAGED)

    @classmethod
    def open(cls, data: bytes) -> Package:
        """Open a file's bytes. Raises LoadError where they are no Word document that can be read."""
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise LoadError("is protected by a password: save a copy without one")
            raise LoadError("is a document of an older Word under a newer name: save it as .docx in Word")
        if b"pkg:package" in data[:4096] or b"office/2006/xmlPackage" in data[:4096]:
            return cls._open_flat(data)
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
            members = archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise LoadError(DAMAGED) from error
        if sum(member.file_size for member in members) > _LARGEST:
            raise LoadError("is too large: it unpacks to more than 300 MB")
        if any(member.flag_bits & 1 for member in members):
            raise LoadError("is protected by a password: save a copy without one")
        return cls({m.filename.lower().lstrip("/"): m.filename for m in members}, archive.read)

    @classmethod
    def _open_flat(cls, data: bytes) -> Package:
        """A document in one XML file: its parts are elements."""
        root = _parse(data)
        if root is None:
            raise LoadError(DAMAGED)
        parts: dict[str, bytes] = {}
        for part in children(root, "part"):
            content = child(part, "xmlData")
            if content is not None and len(content):
                parts[(attribute(part, "name") or "").lstrip("/")] = etree.tostring(content[0])
        return cls({name.lower(): name for name in parts}, parts.__getitem__)

    def bytes_of(self, part: str) -> bytes | None:
        """A part's bytes, or None where it is missing or damaged."""
        name = self._names.get(part.lower())
        if name is None:
            return None
        try:
            return self._read(name)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError):
            return None

    def xml(self, part: str) -> Element | None:
        """A part's root element, or None where it is missing or damaged. Raises LoadError where too large."""
        data = self.bytes_of(part)
        if data is None:
            return None
        if len(data) > _LARGEST_PART:
            raise LoadError("is too large: its text unpacks to more than 100 MB")
        return _parse(data)

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

    def related(self, kind: str) -> Element | None:
        """The root of the part of a kind ("styles") that the main part refers to, or None."""
        target = next((r.target for r in self.relations(self.main).values() if r.kind == kind), None)
        return None if target is None else self.xml(target)

    def title(self) -> str | None:
        """The title in the document's properties, unless it is one that a program left there."""
        target = next((r.target for r in self.relations("").values() if r.kind == "core-properties"), None)
        root = self.xml(target) if target else None
        title = child(root, "title")
        text = (title.text or "").strip() if title is not None else ""
        return text if text and not _JUNK_TITLE.match(text) else None


def _parse(data: bytes) -> Element | None:
    """XML without entities, external or not; damaged XML is read as far as it goes."""
    if b"purl.oclc.org/ooxml" in data[:4096]:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True, remove_comments=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
