"""Compressed Rich Text, as Outlook keeps a message's body (MS-OXRTFCP)."""

from __future__ import annotations

import struct

_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS "
    b"Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)
"""What every compressed text may refer to before it has said anything."""
_WINDOW = 4096
_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D


def decompress(data: bytes) -> bytes:
    """The Rich Text in ``data``, as much of it as is undamaged. Raises ValueError where it is something else."""
    if len(data) < 16:
        raise ValueError("compressed Rich Text is cut off")
    _, size, kind, _ = struct.unpack_from("<IIII", data)
    if kind == _PLAIN:
        return data[16 : 16 + size]
    if kind != _COMPRESSED:
        raise ValueError("not compressed Rich Text")
    window = bytearray(_START.ljust(_WINDOW, b"\0"))
    to = len(_START)
    found = bytearray()
    at = 16
    while at < len(data):
        flags = data[at]
        at += 1
        for bit in range(8):
            if not flags >> bit & 1:
                run = data[at : at + 1]
                at += 1
            else:
                pair = int.from_bytes(data[at : at + 2], "big")
                at += 2
                start, length = pair >> 4, (pair & 15) + 2
                if start == to or at > len(data):
                    return bytes(found)
                run = _copied(window, start, to, length)
            if not run:
                return bytes(found)
            found += run
            for byte in run:
                window[to] = byte
                to = (to + 1) % _WINDOW
    return bytes(found)


def _copied(window: bytearray, start: int, to: int, length: int) -> bytes:
    """A run from the window, which it may run into itself."""
    distance = (to - start) % _WINDOW
    run = bytearray()
    for offset in range(length):
        run.append(run[offset - distance] if offset >= distance else window[(start + offset) % _WINDOW])
    return bytes(run)
