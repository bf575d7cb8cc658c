"""Zipped documents taken apart and put together again, and broken on purpose."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from index.loaders import LoadError, load
from tests.index.loaders.invariants import check


@dataclass
class Parts:
    """A document's parts by name."""

    data: dict[str, bytes] = field(default_factory=dict)

    def replace(self, name: str, *changes: tuple[str, str]) -> None:
        text = self.data[name].decode()
        for old, new in changes:
            assert old in text, (old, text)
            text = text.replace(old, new, 1)
        self.data[name] = text.encode()


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zipped document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def unpacked(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Parts({name: archive.read(name) for name in archive.namelist()})


def edited(data: bytes, edit: Callable[[Parts], object]) -> bytes:
    """A zipped document with changed parts."""
    parts = unpacked(data)
    edit(parts)
    return packed(parts.data)


def broken(data: bytes, seed: int = 0) -> Iterator[bytes]:
    """Copies of a document that are cut off or have wrong bytes, in the file and in its parts."""
    luck = random.Random(seed)
    for share in (0.0, 0.1, 0.5, 0.9, 0.99):
        yield data[: max(1, int(len(data) * share))]
    for _ in range(15):
        yield _flipped(data, luck)
    if data.startswith(b"PK"):
        for _ in range(15):
            parts = unpacked(data).data
            name = luck.choice([name for name in parts if name.endswith((".xml", ".rels", ".xhtml", ".opf"))])
            piece = _flipped(parts[name], luck)
            parts[name] = piece[: luck.randrange(len(piece) + 1)] if luck.random() < 0.3 else piece
            yield packed(parts)


def _flipped(data: bytes, luck: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(luck.choice((1, 4, 30))):
        changed[luck.randrange(len(changed))] = luck.choice((luck.randrange(256), *b'<>"{}\\&'))
    return bytes(changed)


def survives(data: bytes, name: str) -> None:
    """Assert that broken copies of a document are read, or refused as damaged."""
    check(load(data, name))
    for copy in broken(data):
        with suppress(LoadError):  # nothing else may be raised
            check(load(copy, name))
