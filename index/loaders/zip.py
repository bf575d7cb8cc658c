"""ZIP archives: every file in one is a document of its own.

Kept: files, their names and dates. Lost: empty folders, comments, rights. Nothing is written to disk. Names without
the flag for UTF-8 are in some old code page, which is guessed from all of them together. Encrypted members and those
that are compressed by a method that Python does not know (it knows deflate, bzip2 and LZMA) are told one by one.

Format: APPNOTE.TXT 6.3.10 by PKWARE.
"""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
from collections.abc import Iterator

from index.loaders.encoding import decode
from index.loaders.loaded import Loaded, LoadError, Member, Unsupported
from index.loaders.unpacking import LARGEST, plain_reasons, whole
from index.text.layout import Layout

_ENCRYPTED = 0x1
_STRONG = 0x40
_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_METHODS = {
    1: "shrunk",
    **dict.fromkeys((2, 3, 4, 5), "reduced"),
    6: "imploded",
    9: "Deflate64",
    10: "imploded",
    93: "Zstandard",
    95: "XZ",
    96: "JPEG",
    97: "WavPack",
    98: "PPMd",
    99: "encrypted",
}
_READ = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
_SYMLINK, _KIND, _REGULAR = 0o120000, 0o170000, 0o100000
_UNIX = (3, 19)
_RUSSIAN = re.compile("[а-яё]{3}", re.I)
_MIXED = re.compile("[а-яё][a-z]|[a-z][а-яё]|[\u2500-\u259f]", re.I)
"""What a name in another code page looks like when it is taken for a Russian one: letters of both scripts in a word."""


def load(data: bytes) -> Loaded:
    """Open an archive; its files are members. Raises LoadError where it is damaged, Unsupported where it is empty."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if _is_file(entry)]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, struct.error) as error:
        raise LoadError(_damage(data)) from error
    if not entries:
        raise Unsupported("holds no files")
    return Loaded("", Layout(()), "zip", members=_members(archive, entries))


def _damage(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04") and b"PK\x05\x06" not in data:
        return "is damaged: its end, with the list of its files, is missing"
    if data.startswith((b"PK\x07\x08", b"PK00")):
        return "is a part of an archive that was split: join the parts"
    return "is damaged: it is no complete ZIP archive"


def _is_file(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a file, not a folder, link or device."""
    kind = (entry.external_attr >> 16) & _KIND if entry.create_system in _UNIX else 0
    return not entry.is_dir() and kind in (0, _REGULAR)


def _members(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[Member]:
    names = _names(entries)
    for entry, name in zip(entries, names, strict=True):

        def read(entry: zipfile.ZipInfo = entry) -> bytes:
            return _read(archive, entry)

        yield Member(name, read, entry.file_size, _modified(entry))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & (_ENCRYPTED | _STRONG) or entry.compress_type == 99:
        raise LoadError("is protected by a password: unpack the archive with it")
    if entry.compress_type not in _READ:
        method = _METHODS.get(entry.compress_type, f"method {entry.compress_type}")
        raise Unsupported(f"is compressed in a way that is not read ({method}): unpack the archive, or pack it anew")
    if entry.file_size > LARGEST:
        raise LoadError(f"is larger than {LARGEST // 2**20} MB, the most that is read")
    try:
        with plain_reasons(), archive.open(entry) as packed:
            return whole(packed, entry.compress_size)
    except (zipfile.BadZipFile, struct.error, ValueError) as error:
        if "CRC" in str(error):
            raise LoadError("is damaged: its bytes are not those that were packed (the checksum differs)") from error
        if "Overlap" in str(error):
            raise LoadError("overlaps another file, as in archives that are made to fill memory") from error
        raise LoadError("is damaged: it does not lie where the archive says") from error
    except NotImplementedError as error:
        raise Unsupported("is packed in a way that is not read: unpack the archive, or pack it anew") from error
    except RuntimeError as error:  # zipfile's word for a password that is missing
        raise LoadError("is protected by a password: unpack the archive with it") from error


def _modified(entry: zipfile.ZipInfo) -> float | None:
    """When it was last changed; archives give the clock of the machine that made them."""
    try:
        return time.mktime((*entry.date_time, 0, 0, -1)) if entry.date_time[0] > 1980 else None
    except (ValueError, OverflowError):
        return None


def _names(entries: list[zipfile.ZipInfo]) -> list[str]:
    """The entries' names. zipfile reads those without the flag for UTF-8 as code page 437, whatever they are."""
    raw = [_raw(entry) for entry in entries]
    odd = [name for name in raw if name is not None and not name.isascii()]
    guessed = _guessed(odd)
    known = dict(zip(odd, guessed, strict=True))
    return [
        _unicode_path(entry) or known.get(name or b"", entry.orig_filename)
        for entry, name in zip(entries, raw, strict=True)
    ]


def _guessed(odd: list[bytes]) -> list[str]:
    """Names in a code page that is not told. Old programs took that of DOS, as Russian names show by themselves."""
    russian = [name.decode("cp866") for name in odd]
    if odd and not any(_MIXED.search(name) for name in russian) and all(_RUSSIAN.search(name) for name in russian):
        return russian
    try:
        names = decode(b"\n".join(odd)).split("\n")
    except LoadError:
        names = []
    return names if len(names) == len(odd) else [name.decode("cp437") for name in odd]


def _raw(entry: zipfile.ZipInfo) -> bytes | None:
    """A name as it lies in the archive, where it is not told that it is UTF-8."""
    if entry.flag_bits & _UTF8:
        return None
    try:
        return entry.orig_filename.encode("cp437").replace(b"\n", b" ")
    except UnicodeEncodeError:
        return None


def _unicode_path(entry: zipfile.ZipInfo) -> str | None:
    """The name in UTF-8 that Info-ZIP puts into an extra field beside one in an old code page."""
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None
