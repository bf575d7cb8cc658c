"""An OpenDocument file: zipped, or all in one XML file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.loaders.loaded import LoadError
from index.loaders.titles import own_title
from index.loaders.xmltree import Element, parse
from index.loaders.zipped import PROTECTED, Parts

_FLAT = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<[\w:]*document[\s>]", re.S)
_ENCRYPTED = (b"encryption-data", b"encrypted-package")


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A file's parts: ``content`` with the body, ``styles`` and ``meta``; in a flat file all the same bytes."""

    content: bytes
    styles: bytes | None
    meta: bytes | None
    parts: Parts | None

    @classmethod
    def open(cls, data: bytes, kind: str) -> OpenDocument:
        """Open a file's bytes; ``kind`` is what it should be ("OpenDocument text"). Raises LoadError."""
        if _FLAT.match(data[:4096]):
            return cls(data, data, data, None)
        parts = Parts(data, kind)
        manifest = _part(parts, "META-INF/manifest.xml") or b""
        if any(word in manifest for word in _ENCRYPTED) or "encrypted-package" in parts:
            raise LoadError(PROTECTED)
        content = _part(parts, "content.xml")
        if content is None:
            raise LoadError(f"is damaged: it is no complete {kind}")
        return cls(content, _part(parts, "styles.xml"), _part(parts, "meta.xml"), parts)

    def title(self) -> str | None:
        """The title in the document's properties, unless it is one that a program left there."""
        root = parse(self.meta) if self.meta and self.parts is not None else None
        if self.parts is None:
            found = re.search(rb"<office:meta>.*?</office:meta>", self.content, re.S)
            root = parse(b"<x xmlns:dc='d' xmlns:office='o' xmlns:meta='m'>" + found[0] + b"</x>") if found else None
        title = next(root.iter("{*}title"), None) if root is not None else None
        return own_title(title.text if title is not None else None)

    def object(self, path: str) -> Element | None:
        """The content of an embedded object, such as a chart, by the path that refers to it, or None."""
        if self.parts is None or "://" in path:
            return None
        data = _part(self.parts, path.removeprefix("./").strip("/") + "/content.xml")
        return None if data is None else parse(data)


def _part(parts: Parts, name: str) -> bytes | None:
    try:
        return parts[name]
    except KeyError:
        return None
