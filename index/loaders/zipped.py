"""The parts of a document that is a ZIP file, read one by one and within bounds.

Pictures and embedded files are never unpacked, since nobody asks for them. What the file says of its parts'
sizes is not believed: a part is unpacked piece by piece, and only as far as the bounds allow.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from index.loaders.loaded import LoadError

PROTECTED = "is protected by a password: save a copy without one"
_LARGEST_PART = 100 * 2**20
_LARGEST = 300 * 2**20
_MOST_PARTS = 100_000
_RATIO = 500
"""Text packs to a hundredth where it repeats itself a lot; a fivehundredth is made to fill memory."""
_SMALL = 16 * 2**20
_PIECE = 2**20


class Parts(Mapping[str, bytes]):
    """The parts by name, in any case. State: how much was unpacked so far.

    Looking one up raises KeyError where it is missing or damaged, and LoadError where it is too large.
    """

    def __init__(self, data: bytes, kind: str) -> None:
        """Open a file. ``kind`` is what it should be ("Word document"); raises LoadError where it is none."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise LoadError(f"is damaged: it is no complete {kind}") from error
        if any(member.flag_bits & 1 for member in members):
            raise LoadError(PROTECTED)
        if len(members) > _MOST_PARTS:
            raise LoadError("is too large: it has more than 100,000 parts")
        self._members = {member.filename.lower().lstrip("/"): member for member in members}
        self._unpacked = 0

    def __getitem__(self, name: str) -> bytes:
        member = self._members[name.lower()]
        try:
            return self._read(member)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise KeyError(name) from error
        except RuntimeError as error:  # encrypted by a way that the flags do not tell
            raise KeyError(name) from error

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._members

    def __iter__(self) -> Iterator[str]:
        return (member.filename.lstrip("/") for member in self._members.values())

    def __len__(self) -> int:
        return len(self._members)

    def _read(self, member: zipfile.ZipInfo) -> bytes:
        pieces: list[bytes] = []
        size = 0
        with self._archive.open(member) as packed:
            while piece := packed.read(_PIECE):
                pieces.append(piece)
                size += len(piece)
                self._unpacked += len(piece)
                if size > _LARGEST_PART:
                    raise LoadError("is too large: its text unpacks to more than 100 MB")
                if self._unpacked > _LARGEST:
                    raise LoadError("is too large: it unpacks to more than 300 MB")
                if size > _SMALL and size > _RATIO * member.compress_size:
                    raise LoadError("is too large: it unpacks to hundreds of times its size")
        return b"".join(pieces)
