"""Compressed bytes, unpacked piece by piece and no further than a bound: small files are made that unpack to billions.

What a file says of its size is not believed. Text packs to a tenth as a rule, and to a hundredth where it repeats
itself a lot; what unpacks to more than `RATIO` times its size was made to fill memory.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedIOBase, BytesIO
from typing import Protocol

from index.loaders.loaded import LoadError

RATIO = 200
FLOOR = 32 * 2**20
"""Bytes up to which the ratio does not matter."""
LARGEST = 512 * 2**20
"""Bytes of one document, as of a file that is not in an archive."""
PIECE = 2**20
_PACKED = 2**16
_MAGIC = b"\x1f\x8b"
_XZ = b"\xfd7zXZ\0"

BROKEN = "is damaged: its compressed data is broken"
CUT_SHORT = "is damaged: it is cut short"


class Readable(Protocol):
    """What is unpacked from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most ``size``; none at the end."""
        ...


def unpacking(data: bytes, method: str) -> Readable:
    """A stream of what ``data`` unpacks to; ``method`` is ``gzip``, ``bz2`` or ``xz``."""
    if method == "xz" and data.startswith(_XZ) and data.endswith(b"\0"):  # padding, which Python takes for damage
        data = data.rstrip(b"\0")
    packed = BytesIO(data)
    if method == "gzip":
        return _Gzip(packed)
    return bz2.BZ2File(packed) if method == "bz2" else lzma.LZMAFile(packed)


class _Gzip:
    """Reads gzip members one after the other (RFC 1952), up to the end or to what is none.

    What follows them, such as the padding of a tape or a signature, is passed over, as gzip itself does;
    ``gzip.GzipFile`` takes it for damage.
    """

    def __init__(self, packed: BytesIO) -> None:
        self._packed = packed
        self._member: zlib._Decompress | None = None
        self._waiting = b""

    def read(self, size: int, /) -> bytes:
        """The next bytes. Raises EOFError where it is cut short, zlib.error where it is broken."""
        while True:
            if self._member is None:
                self._waiting += self._packed.read(max(0, len(_MAGIC) - len(self._waiting)))
                if not self._waiting.startswith(_MAGIC):
                    return b""
                self._member = zlib.decompressobj(16 + zlib.MAX_WBITS)
            packed = self._waiting or self._packed.read(_PACKED)
            piece = self._member.decompress(packed, size)
            self._waiting = self._member.unconsumed_tail
            if self._member.eof:
                self._waiting, self._member = self._member.unused_data, None
            elif not packed and not piece:
                raise EOFError
            if piece:
                return piece


def whole(source: Readable, packed: int, largest: int = LARGEST) -> bytes:
    """All bytes of ``source``, which are ``packed`` bytes as they lie in the file. Raises LoadError."""
    data = bytearray()
    with plain_reasons():
        while piece := source.read(PIECE):
            data += piece
            check(len(data), packed, largest)
    return bytes(data)


def check(unpacked: int, packed: int, largest: int = LARGEST) -> None:
    """Raise LoadError where so much has been unpacked that it must end."""
    if unpacked > largest:
        raise LoadError(f"unpacks to more than {largest // 2**20} MB, the most that is read")
    if unpacked > FLOOR and unpacked > RATIO * packed:
        raise LoadError(f"unpacks to more than {RATIO} times its size, as files do that are made to fill memory")


@contextmanager
def plain_reasons() -> Iterator[None]:
    """Turn what decompressors raise into LoadError."""
    try:
        yield
    except EOFError as error:
        raise LoadError(CUT_SHORT) from error
    except (zlib.error, lzma.LZMAError, OSError) as error:
        raise LoadError(BROKEN) from error


class Bounded(BufferedIOBase):
    """A stream of unpacked bytes that ends with LoadError at the bound; for whoever reads on by himself."""

    def __init__(self, source: Readable, packed: int, largest: int) -> None:
        self._source = source
        self._packed = packed
        self._largest = largest
        self._unpacked = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes. Raises LoadError."""
        wanted = 2**62 if size is None or size < 0 else size
        pieces: list[bytes] = []
        with plain_reasons():
            while wanted and (piece := self._source.read(min(wanted, PIECE))):
                wanted -= len(piece)
                self._unpacked += len(piece)
                check(self._unpacked, self._packed, self._largest)
                pieces.append(piece)
        return b"".join(pieces)
