"""Which formats are read, how a file's format is told, and the one way in to every loader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from types import MappingProxyType

from index.loaders import compound, foreign, kinds
from index.loaders.encoding import is_binary
from index.loaders.loaded import Loaded, LoadError, Unsupported
from index.loaders.source_names import SOURCE_SUFFIXES, is_source


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
    unit: str = "page"
    """What its pages are called, where its layout has some: ``page``, ``slide``."""
    members: bool = False
    """Whether such a file can hold documents of their own."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "text": Format("Plain text", (".txt", ".text", ".log", ".asc"), 2, "index.loaders.text"),
        "markdown": Format("Markdown", (".md", ".markdown", ".mdown", ".mkd", ".mkdn"), 1, "index.loaders.markdown"),
        "html": Format("HTML", (".html", ".htm", ".xhtml", ".xht"), 2, "index.loaders.html"),
        "pdf": Format("PDF", (".pdf",), 2, "index.loaders.pdf"),
        "docx": Format("Word", (".docx", ".docm", ".dotx", ".dotm"), 1, "index.loaders.docx"),
        "rtf": Format("Rich Text", (".rtf",), 1, "index.loaders.rtf"),
        "odt": Format("OpenDocument text", (".odt", ".ott", ".fodt"), 1, "index.loaders.odt"),
        "ods": Format("OpenDocument spreadsheet", (".ods", ".ots", ".fods"), 1, "index.loaders.ods"),
        "odp": Format("OpenDocument slides", (".odp", ".otp", ".fodp"), 1, "index.loaders.odp", unit="slide"),
        "pptx": Format("PowerPoint", (".pptx", ".pptm", ".ppsx", ".potx"), 1, "index.loaders.pptx", unit="slide"),
        "xlsx": Format("Excel", (".xlsx", ".xlsm", ".xltx", ".xltm"), 1, "index.loaders.xlsx"),
        "xls": Format("Excel 97-2003", (".xls", ".xlt"), 1, "index.loaders.xls"),
        "epub": Format("EPUB", (".epub",), 1, "index.loaders.epub"),
        "csv": Format("CSV", (".csv", ".tsv", ".tab", ".psv"), 1, "index.loaders.csv"),
        "json": Format("JSON", (".json", ".geojson", ".json5", ".jsonc", ".webmanifest"), 1, "index.loaders.json"),
        "jsonl": Format("JSON Lines", (".jsonl", ".ndjson"), 1, "index.loaders.jsonl"),
        "xml": Format("XML", (".xml", ".rss", ".atom", ".opml", ".dbk", ".dita", ".fb2"), 1, "index.loaders.xml"),
        "rst": Format("reStructuredText", (".rst", ".rest"), 1, "index.loaders.rst"),
        "asciidoc": Format("AsciiDoc", (".adoc", ".asciidoc"), 1, "index.loaders.asciidoc"),
        "latex": Format("LaTeX", (".tex", ".ltx"), 1, "index.loaders.latex"),
        "notebook": Format("Jupyter notebook", (".ipynb",), 1, "index.loaders.notebook"),
        "code": Format("Source code", SOURCE_SUFFIXES, 1, "index.loaders.code"),
        "subtitles": Format("Subtitles", (".srt", ".vtt"), 1, "index.loaders.subtitles"),
        "eml": Format("E-mail", (".eml", ".mht", ".mhtml"), 1, "index.loaders.eml", members=True),
        "mbox": Format("Mailbox", (".mbox", ".mbx"), 1, "index.loaders.mbox", members=True),
        "msg": Format("Outlook message", (".msg",), 1, "index.loaders.msg", members=True),
        "zip": Format("ZIP archive", (".zip",), 1, "index.loaders.zip", members=True),
        "tar": Format("TAR archive", (".tar", ".tgz", ".tbz2", ".txz"), 1, "index.loaders.tar", members=True),
        "gzip": Format("Compressed file", (".gz", ".bz2", ".xz"), 1, "index.loaders.gzip", members=True),
        "image": Format(
            "Picture",
            (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
            1,
            "index.loaders.image",
        ),
    }
)
"""Every format that is read, by name."""

HEAD = 4096
"""Bytes of a file's start that are enough for `format_of`, but for what lies in ZIP and compound files."""

_BY_SUFFIX = {suffix: name for name, format_ in FORMATS.items() for suffix in format_.suffixes}
_ZIPPED = frozenset({"docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"})
_BINARY = _ZIPPED | {"pdf", "xls", "msg", "zip", "tar", "gzip", "image"}
"""Formats that are not text, so that a file of such a name that is text is something else."""
_SAMPLE = 64 * 1024


def format_of(name: str, data: bytes) -> str | None:
    """The format of a file by its name and bytes, or None where it is not read; `refusal` then says why.

    All bytes tell best, its first `HEAD` most, none at all what the name says. Content decides where it is plain:
    PDF, Office documents, archives, pictures, Rich Text are told whatever they are called. Among formats that are
    text the name decides, since any of them is text. A file whose name says nothing (``LICENSE``, ``notes.foo``)
    is read as a web page, XML, mail or a script where it plainly is one, and else as plain text if it is text
    beyond doubt, as search tools do: what one can read in an editor one expects to find.
    """
    suffix = PurePosixPath(name.lower()).suffix
    by_name = _BY_SUFFIX.get(suffix) or ("code" if is_source(name) else None)
    if not data:
        return by_name
    if foreign.is_refused(suffix[1:]):
        return None
    if _is_pdf(by_name, data):
        return "pdf"
    if kinds.is_zip(data):
        return _in_zip(suffix, by_name, data)
    if data.startswith(compound.MAGIC):
        return _in_compound(by_name, data)
    if kinds.is_tar(data) or kinds.is_packed_tar(data):
        return "tar"
    if kinds.packed(data):
        return "gzip"
    if kinds.picture(data):
        return "image"
    head = data[:_SAMPLE]
    if kinds.is_clean_text(head):
        return _among_texts(suffix, by_name, head)
    if foreign.by_content(data) is not None:
        return "zip" if by_name == "zip" and zipfile.is_zipfile(io.BytesIO(data)) else None
    if by_name is None and not suffix and not is_binary(head):
        return "text"
    return by_name


def _is_pdf(by_name: str | None, data: bytes) -> bool:
    """Whether a file is a PDF; some have a few lines of something else before it."""
    start = data[:1024]
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-"):
        return True
    if b"%PDF-" not in start or kinds.is_zip(data) or kinds.is_tar(data) or data.startswith(compound.MAGIC):
        return False  # one that lies in an archive as it is makes no PDF of that
    return by_name == "pdf" or not kinds.is_clean_text(data[:HEAD])


def _in_zip(suffix: str, by_name: str | None, data: bytes) -> str | None:
    kind = kinds.zip_kind(data)
    if kind is not None:
        return kind if kind in FORMATS else None
    if by_name in _ZIPPED:
        return by_name
    return None if foreign.by_ending(suffix[1:]) else "zip"


def _in_compound(by_name: str | None, data: bytes) -> str | None:
    kind = compound.kind(data)
    if kind in ("xls", "msg"):
        return kind
    if kind == "encrypted":
        return by_name if by_name in ("docx", "xlsx", "pptx") else None
    return by_name if kind is None and by_name in ("xls", "msg") else None


def _among_texts(suffix: str, by_name: str | None, head: bytes) -> str | None:
    """The format of a file that is text."""
    if foreign.is_no_text(head):
        return None
    kind = kinds.markup(head)
    if kind == "rtf":
        return kind
    if by_name is not None and by_name not in _BINARY:
        return by_name
    if kind == "xml" and by_name is not None:
        return by_name if b"pkg:package" in head or suffix.startswith(".fod") else "xml"
    if kind is not None:
        return kind
    if by_name in ("xls", "xlsx", "ods"):
        return "csv"  # what many programs call an Excel file
    if head.startswith(b"#!") and by_name is None:
        return "code"
    return kinds.mail(head) or "text"


def refusal(name: str, data: bytes) -> str:
    """Why a file that is not empty and of no format that is read is not: a predicate that follows its name."""
    suffix = PurePosixPath(name.lower()).suffix[1:]
    if kinds.is_zip(data) and (kind := kinds.zip_kind(data)) is not None and kind not in FORMATS:
        return foreign.by_zip(kind)
    by_name = foreign.by_ending(suffix)
    if foreign.is_refused(suffix) and by_name is not None:
        return by_name
    return foreign.by_content(data) or by_name or foreign.UNKNOWN


def load(data: bytes, name: str) -> Loaded:
    """Read a file's bytes; ``name`` is its file name or path.

    Raises LoadError, with the reason in words for its owner, where it cannot be read, and its subclass
    Unsupported where it is empty or of a format that is not read; MemoryError where there is not enough memory.
    Nothing else, whatever the bytes.
    """
    if not data:
        raise Unsupported("is empty")
    try:
        name_of_format = format_of(name, data)
        if name_of_format is None:
            reason = refusal(name, data)
            raise LoadError(reason) if reason == foreign.PROTECTED else Unsupported(reason)
        loaded = import_module(FORMATS[name_of_format].module).load(data)
    except (LoadError, MemoryError):
        raise
    except RecursionError as error:
        raise LoadError("could not be read: it is nested too deeply") from error
    except ImportError as error:
        raise LoadError(f"could not be read: {error.name or 'a library'} is missing; install Quoth again") from error
    except Exception as error:  # whatever a parser stumbles on is the file's fault, and its owner's to know
        raise LoadError(damaged(error)) from error
    assert isinstance(loaded, Loaded)
    return loaded


def damaged(error: Exception) -> str:
    """The reason of a file that a parser stumbled on: what is known of the cause, else the error's kind."""
    kind = type(error).__name__
    return f"could not be read: it seems to be damaged ({_CAUSES.get(kind, kind)})"


_CAUSES = {
    "BadZipFile": "it is no complete ZIP file",
    "BadGzipFile": "its compressed data is broken",
    "LZMAError": "its compressed data is broken",
    "error": "its data is broken",
    "EOFError": "it is cut short",
    "XMLSyntaxError": "its XML is not well-formed",
    "UnicodeDecodeError": "it holds bytes that are no text",
}
"""By the names of their types, so that no library is imported to tell."""
