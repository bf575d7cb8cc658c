"""What a file is by its bytes, whatever its name says."""

from __future__ import annotations

import bz2
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Collection

from index.loaders.encoding import is_binary

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")
_RTF = re.compile(rb"\s*\{\\rtf")
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S)
_XML = re.compile(rb"\s*<\?xml\s", re.I)
_MBOX = re.compile(rb"From [^\s]+.{0,200}\d\d:\d\d.{0,60}\r?\n(?:>?[A-Za-z][A-Za-z0-9-]*:|\t)", re.S)
_HEADERS = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):[ \t].*(?:\r?\n[ \t].*)*\r?\n")
_MAIL = frozenset(b"received return-path message-id delivered-to mime-version x-mailer dkim-signature".split())
_SENT = frozenset(b"from date to subject".split())
_PICTURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
)
_LOCAL = re.compile(rb"PK\x03\x04.{22}(..)..([\x20-\x7e]{1,200})", re.S)
_TAR_BLOCK = 512
_TYPES = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.": "drawing",
    b"application/vnd.sun.xml.": "openoffice",
    b"application/hwp+zip": "hangul",
}
"""By how the type starts that a ZIP file's first member says; the first that fits counts."""
_OFFICE = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("visio/", "visio"), ("Documents/1/", "xps"))


def packed(data: bytes) -> str | None:
    """``gzip``, ``bz2`` or ``xz`` where the bytes are compressed so."""
    if data.startswith(b"\x1f\x8b\x08"):
        return "gzip"
    if data.startswith(b"BZh") and data[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        return "bz2"
    return "xz" if data.startswith(b"\xfd7zXZ\x00") else None


def is_zip(data: bytes) -> bool:
    """Whether the bytes start as a ZIP file's do."""
    return data.startswith(_ZIP)


def is_tar(data: bytes) -> bool:
    """Whether the first block is a TAR archive's: by its magic, or, in old ones, by its checksum."""
    block = data[:_TAR_BLOCK]
    if len(block) < _TAR_BLOCK or not block[0]:
        return False
    if block[257:262] == b"ustar":
        return True
    try:
        told = int(block[148:156].strip(b" \0") or b"x", 8)
    except ValueError:
        return False
    return told == sum(block[:148]) + 8 * 32 + sum(block[156:])


def is_packed_tar(data: bytes) -> bool:
    """Whether what is compressed is a TAR archive; its first block alone is unpacked."""
    method = packed(data)
    if method is None:
        return False
    try:
        if method == "gzip":
            start = zlib.decompressobj(31).decompress(data[: 1 << 20], _TAR_BLOCK)
        elif method == "bz2":
            start = bz2.BZ2Decompressor().decompress(data, _TAR_BLOCK)
        else:
            start = lzma.LZMADecompressor(memlimit=256 * 2**20).decompress(data, _TAR_BLOCK)
    except (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError):
        return False
    return is_tar(start)


def picture(data: bytes) -> bool:
    """Whether the bytes are a picture's, of a format that is read."""
    webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    bmp = data.startswith(b"BM") and data[6:10] == bytes(4) and data[15:18] == bytes(3)
    return data.startswith(_PICTURES) or webp or bmp


def zip_kind(data: bytes) -> str | None:
    """What a ZIP file is beyond an archive: a format's name, or one that `foreign.by_zip` knows, or None.

    All of its bytes tell; of the first few thousand, only what is among the names there.
    """
    if data[30:38] == b"mimetype":
        said = data[38:100]
        for start, kind in _TYPES.items():
            if said.startswith(start):
                return kind
    names = _zip_names(data)
    if "[Content_Types].xml" in names or any(name.startswith("[Content_Types]") for name in names):
        if "xl/workbook.bin" in names:
            return "xlsb"
        for folder, kind in _OFFICE:
            if any(name.startswith(folder) for name in names):
                return kind
    if "META-INF/container.xml" in names:
        return "epub"
    if "content.xml" in names and "META-INF/manifest.xml" in names and "styles.xml" in names:
        return None  # an OpenDocument that does not say which: its name has to
    if any(name.endswith((".iwa", "index.apxl")) or name == "Index.zip" for name in names):
        return "iwork"
    if "AndroidManifest.xml" in names:
        return "android"
    if "META-INF/MANIFEST.MF" in names and any(name.endswith(".class") for name in names):
        return "java"
    return None


def _zip_names(data: bytes) -> Collection[str]:
    """Names in a ZIP file; of one that is cut short, those that are found in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        found = _LOCAL.finditer(data[: 1 << 22])
        return {match[2][: int.from_bytes(match[1], "little")].decode("ascii", "replace") for match in found}


def markup(data: bytes) -> str | None:
    """``rtf``, ``html`` or ``xml`` where a text is plainly one."""
    text = data.removeprefix(b"\xef\xbb\xbf")
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = text[2:].replace(b"\0", b"")
    if _RTF.match(text):
        return "rtf"
    if _HTML.match(text):
        return "html"
    return "xml" if _XML.match(text) else None


def mail(data: bytes) -> str | None:
    """``mbox`` or ``eml`` where a text is plainly a mailbox or a message."""
    if _MBOX.match(data):
        return "mbox"
    seen: set[bytes] = set()
    at = 0
    while (header := _HEADERS.match(data, at)) and len(seen) < 40:
        seen.add(header[1].lower())
        at = header.end()
    return "eml" if seen & _MAIL and len(seen & (_MAIL | _SENT)) >= 3 else None


def is_clean_text(head: bytes) -> bool:
    """Whether bytes are text beyond doubt: of a file whose name says nothing, only such is read.

    UTF-8 (a character that is cut off at the end does no harm), UTF-16 with its mark, or mostly ASCII.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return not is_binary(head.replace(b"\0", b""))
    if is_binary(head) or b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            plain = sum(32 <= byte < 127 or byte in b"\t\n\r\f" for byte in head)
            return plain >= 0.85 * len(head)
    return True
