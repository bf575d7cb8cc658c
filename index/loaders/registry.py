"""Which formats are read, how a file's format is told, and the one way in to every loader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from types import MappingProxyType

from index.loaders.encoding import is_binary
from index.loaders.loaded import Loaded, LoadError, Unsupported


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read."""

    label: str
    """Its name as people know it."""
    suffixes: tuple[str, ...]
    """File name endings in lower case, with the dot."""
    version: int
    """Grows with every change of what its loader returns, so that documents are read again."""
    module: str
    """The module whose ``load(data) -> Loaded`` reads it, imported when first needed."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "text": Format("Plain text", (".txt", ".text", ".log", ".asc"), 1, "index.loaders.text"),
        "markdown": Format("Markdown", (".md", ".markdown", ".mdown", ".mkd", ".mkdn"), 1, "index.loaders.markdown"),
        "html": Format("HTML", (".html", ".htm", ".xhtml", ".xht"), 1, "index.loaders.html"),
        "pdf": Format("PDF", (".pdf",), 1, "index.loaders.pdf"),
        "docx": Format("Word", (".docx", ".docm", ".dotx", ".dotm"), 1, "index.loaders.docx"),
    }
)
"""Every format that is read, by name."""

HEAD = 4096
"""Bytes of a file's start that are enough for `format_of`."""

_BY_SUFFIX = {suffix: name for name, format_ in FORMATS.items() for suffix in format_.suffixes}
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S)
_ZIP = b"PK\x03\x04"


def format_of(name: str, head: bytes) -> str | None:
    """The format of a file by its name and first bytes (`HEAD` are enough), or None where it is not read.

    The name decides among text formats, since any of them is text; PDF and Word are told by their content too,
    so that a wrong or missing suffix does no harm.
    """
    by_name = _BY_SUFFIX.get(PurePosixPath(name.lower()).suffix)
    if b"%PDF-" in head[:1024] and by_name in (None, "text", "html", "docx", "pdf"):
        return "pdf" if by_name != "text" or head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-") else "text"
    if head.startswith(_ZIP):
        if by_name is not None:
            return "docx"
        return "docx" if b"word/" in head else None
    if by_name in ("pdf", "docx") and _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if by_name is not None:
        return by_name
    if PurePosixPath(name).suffix:
        return None
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    return "text" if head and not is_binary(head) else None


def load(data: bytes, name: str) -> Loaded:
    """Read a file's bytes; ``name`` is its file name or path.

    Raises LoadError, with the reason in words for its owner, where it cannot be read, and its subclass
    Unsupported where it is empty or of a format that is not read. Nothing else, whatever the bytes.
    """
    if not data:
        raise Unsupported("is empty")
    name_of_format = format_of(name, data[:HEAD])
    if name_of_format is None:
        raise Unsupported("is of a format that is not read")
    try:
        loaded = import_module(FORMATS[name_of_format].module).load(data)
    except LoadError:
        raise
    except (RecursionError, MemoryError) as error:
        raise LoadError("could not be read: it is nested too deeply or too large") from error
    except Exception as error:  # whatever a parser stumbles on is the file's fault, and its owner's to know
        raise LoadError(f"could not be read: it seems to be damaged ({type(error).__name__})") from error
    assert isinstance(loaded, Loaded)
    return loaded
