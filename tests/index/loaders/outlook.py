"""Outlook messages made on the spot: an OLE container (MS-CFB, version 3) of named streams and storages."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TypeAlias

Tree: TypeAlias = "Mapping[str, bytes | Tree]"

_SECTOR = 512
_SMALLEST = 4096
"""Smaller streams would stand elsewhere; they are filled up with zeros instead."""
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def container(tree: Tree) -> bytes:
    """A file that holds ``tree``."""
    entries: list[bytearray] = []
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(data: bytes) -> int:
        first = len(sectors)
        count = -(-len(data) // _SECTOR)
        sectors.extend(data[at * _SECTOR : (at + 1) * _SECTOR].ljust(_SECTOR, b"\0") for at in range(count))
        fat.extend([*range(first + 1, first + count), _END])
        return first

    def add(name: str, kind: int, start: int = 0, size: int = 0) -> int:
        raw = name.encode("utf-16-le")
        entry = bytearray(raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw) + 2, kind, 1, _FREE, _FREE, _FREE))
        entries.append(entry + bytes(36) + struct.pack("<IQ", start, size))
        return len(entries) - 1

    def fill(parent: int, children: Tree) -> None:
        before: int | None = None
        for name, content in sorted(children.items(), key=lambda item: (len(item[0]), item[0].upper())):
            if isinstance(content, bytes):
                data = content.ljust(_SMALLEST, b"\0")
                at = add(name, 2, put(data), len(data))
            else:
                at = add(name, 1)
                fill(at, content)
            where, place = (76, parent) if before is None else (72, before)
            struct.pack_into("<I", entries[place], where, at)
            before = at

    add("Root Entry", 5, _END)
    fill(0, tree)
    while len(entries) % 4:
        entries.append(bytearray(66) + struct.pack("<BB3I", 0, 1, _FREE, _FREE, _FREE) + bytes(48))
    directory = put(b"".join(entries))
    tables = 1
    while tables * 128 < len(fat) + tables:
        tables += 1
    places = list(range(len(sectors), len(sectors) + tables))
    fat.extend([_FAT] * tables)
    fat.extend([_FREE] * (128 * tables - len(fat)))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, tables, directory, 0, _SMALLEST, _END, 0, _END, 0)
    head += struct.pack("<109I", *places, *[_FREE] * (109 - tables))
    return head + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def text(**properties: str) -> dict[str, bytes]:
    """Streams for properties that are text: ``text(p0037="Subject")``."""
    return {f"__substg1.0_{name[1:]}001F": value.encode("utf-16-le") for name, value in properties.items()}


def fixed(*, inner: bool, **numbers: int) -> dict[str, bytes]:
    """The stream of properties that are numbers: whole ones, and times where they are large."""
    data = bytes(8 if inner else 32)
    for name, number in numbers.items():
        kind, layout = (0x40, "<Q") if number > 1 << 32 else (0x03, "<Q")
        data += struct.pack("<HHI", kind, int(name[1:], 16), 6) + struct.pack(layout, number)
    return {"__properties_version1.0": data}
