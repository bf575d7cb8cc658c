"""TAR archives, also compressed ones (gzip, bzip2, xz): every file in one is a document of its own.

Kept: files, their names and dates. Lost: empty folders, owners, rights. Links, devices and named pipes are passed
over: they have no content of their own. The archive is gone through once from its start, and nothing is written to
disk.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import Self

from index.loaders import kinds
from index.loaders.loaded import Loaded, LoadError, Member, Unsupported
from index.loaders.unpacking import CUT_SHORT, LARGEST, PIECE, Bounded, unpacking
from index.text.layout import Layout

_ALL = 4 * 2**30
"""Bytes that a compressed archive may unpack to in all, what is passed over too."""


def load(data: bytes) -> Loaded:
    """Open an archive; its files are members. Raises LoadError where it is none."""
    stream = opened(data)
    try:
        archive = tarfile.TarFile.open(fileobj=stream, mode="r|", tarinfo=_Entry, errors="surrogateescape")
    except tarfile.TarError as error:
        raise LoadError("is damaged: it is no complete TAR archive") from error
    return Loaded("", Layout(()), "tar", members=_members(archive))


def opened(data: bytes) -> io.BufferedIOBase:
    """The bytes that ``data`` is, or unpacks to, within bounds."""
    method = kinds.packed(data)
    if method is None:
        return io.BytesIO(data)
    return Bounded(unpacking(data, method), len(data), _ALL)


class _Entry(tarfile.TarInfo):
    """An entry, which does not take a broken header for the archive's end as tarfile's own does."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        """The next entry. Raises ReadError where its header is broken."""
        try:
            return super().fromtarfile(archive)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            if archive.offset or isinstance(error, tarfile.TruncatedHeaderError):  # type: ignore[attr-defined]
                raise tarfile.ReadError(str(error)) from error
            raise


def _members(archive: tarfile.TarFile) -> Iterator[Member]:
    found = False
    while (entry := _next(archive)) is not None:
        archive.members = []  # type: ignore[attr-defined]  # or it remembers every one of millions
        if not entry.isreg():
            continue
        found = True

        def read(entry: tarfile.TarInfo = entry) -> bytes:
            return _read(archive, entry)

        yield Member(_name(entry.name), read, entry.size, float(entry.mtime) if entry.mtime > 0 else None)
    if not found:
        raise Unsupported("holds no files")


def _next(archive: tarfile.TarFile) -> tarfile.TarInfo | None:
    try:
        return archive.next()
    except tarfile.TarError as error:
        raise LoadError("is damaged: it is cut short or broken, and the rest of it is not read") from error


def _read(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    if entry.size > LARGEST:
        raise LoadError(f"is larger than {LARGEST // 2**20} MB, the most that is read")
    if entry.issparse():
        raise Unsupported("is stored with its gaps left out, which is not read: unpack the archive")
    try:
        file = archive.extractfile(entry)
        if file is None:
            raise LoadError("is no regular file")
        data = bytearray()
        while piece := file.read(PIECE):
            data += piece
    except tarfile.TarError as error:
        raise LoadError(CUT_SHORT) from error
    if len(data) < entry.size:
        raise LoadError(CUT_SHORT)
    return bytes(data)


def _name(name: str) -> str:
    """A name; bytes that are no UTF-8 are read as Western ones."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return name
