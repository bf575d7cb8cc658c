"""Rows read from a SQLite file page by page, past whatever is damaged: its header, its tables' roots, its inner pages.

SQLite finds rows from the first page downwards, so that one bad page near the top hides thousands of good ones. Here
every page that looks like the leaf or an inner page of an index is read by itself, as ``sqlite3``'s ``.recover`` does
(file format: https://www.sqlite.org/fileformat2.html). Rows of tables WITHOUT ROWID lie in such pages. What is read
may be old or wrong, and has to be checked by whoever uses it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

Value = int | float | str | bytes | None

_DEFAULT_PAGE = 4096
_LEAF, _INNER = 0x0A, 0x02
_LONGEST_CHAIN = 4096
_WAL_MAGIC = (0x377F0682, 0x377F0683)


def index_rows(path: Path) -> Iterator[list[Value]]:
    """The rows in all index pages of a database and its write-ahead log, in no order, some of them twice.

    :raises OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        pages = _Pages(file)
        for number in range(1, pages.count + 1):
            yield from _rows(pages.main(number), pages)
    log = path.with_name(path.name + "-wal")
    if log.is_file():
        with path.open("rb") as file, log.open("rb") as frames:
            pages = _Pages(file, frames)
            for place in pages.frames:
                yield from _rows(pages.frame(place), pages)


class _Pages:
    """Pages by number: the last frame of the log that holds one, else the file's."""

    def __init__(self, file: BinaryIO, log: BinaryIO | None = None) -> None:
        self._file, self._log = file, log
        head = file.read(100)
        size = int.from_bytes(head[16:18], "big") if len(head) == 100 else 0
        size = 65_536 if size == 1 else size
        self.size = size if size >= 512 and not size & (size - 1) else _DEFAULT_PAGE
        self.count = file.seek(0, 2) // self.size
        self.frames: list[int] = []
        self._latest: dict[int, int] = {}
        if log is not None:
            self._read_frames(log)

    def _read_frames(self, log: BinaryIO) -> None:
        head = log.read(32)
        if len(head) < 32 or int.from_bytes(head[:4], "big") not in _WAL_MAGIC:
            return
        self.size = int.from_bytes(head[8:12], "big") or self.size
        end = log.seek(0, 2)
        for place in range(32, end - self.size - 23, self.size + 24):
            log.seek(place)
            self._latest[int.from_bytes(log.read(4), "big")] = place + 24
            self.frames.append(place + 24)

    def main(self, number: int) -> bytes:
        """A page of the file itself."""
        self._file.seek((number - 1) * self.size)
        return self._file.read(self.size)

    def frame(self, place: int) -> bytes:
        """The page in a frame of the log."""
        assert self._log is not None
        self._log.seek(place)
        return self._log.read(self.size)

    def latest(self, number: int) -> bytes:
        """A page as it is now."""
        place = self._latest.get(number)
        return self.main(number) if place is None else self.frame(place)


def _rows(page: bytes, pages: _Pages) -> Iterator[list[Value]]:
    if len(page) != pages.size or page[0] not in (_LEAF, _INNER):
        return
    count, start = int.from_bytes(page[3:5], "big"), 8 if page[0] == _LEAF else 12
    if start + 2 * count > len(page):
        return
    for (place,) in struct.iter_unpack(">H", page[start : start + 2 * count]):
        try:
            row = _record(_payload(page, place + (0 if page[0] == _LEAF else 4), pages))
        except (IndexError, ValueError, struct.error):
            continue
        if row is not None:
            yield row


def _payload(page: bytes, place: int, pages: _Pages) -> bytes:
    """The bytes of the row in a cell, with what did not fit on the page."""
    size, place = _varint(page, place)
    if size > 2**24:
        raise ValueError("no row is as long")
    most, least = (pages.size - 12) * 64 // 255 - 23, (pages.size - 12) * 32 // 255 - 23
    if size <= most:
        return page[place : place + size]
    here = least + (size - least) % (pages.size - 4)
    here = here if here <= most else least
    parts, left = [page[place : place + here]], size - here
    following = int.from_bytes(page[place + here : place + here + 4], "big")
    for _ in range(_LONGEST_CHAIN):
        if left <= 0:
            break
        more = pages.latest(following) if following else b""
        if len(more) != pages.size:
            raise ValueError("the row is cut off")
        parts.append(more[4 : 4 + left])
        left -= pages.size - 4
        following = int.from_bytes(more[:4], "big")
    return b"".join(parts)


def _record(payload: bytes) -> list[Value] | None:
    """The values of a row, or None where it is none."""
    length, place = _varint(payload, 0)
    if not 1 < length <= len(payload):
        return None
    kinds = []
    while place < length:
        kind, place = _varint(payload, place)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        size = _size(kind)
        if size is None or place + size > len(payload):
            return None
        values.append(_value(kind, payload[place : place + size]))
        place += size
    return values if place == len(payload) else None


_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)


def _size(kind: int) -> int | None:
    if kind >= 12:
        return (kind - 12) // 2
    return _SIZES[kind] if kind < len(_SIZES) else None


def _value(kind: int, raw: bytes) -> Value:
    if kind >= 12:
        return raw.decode() if kind % 2 else raw
    if kind in (0, 8, 9):
        return (None, 0, 1)[(0, 8, 9).index(kind)]
    if kind == 7:
        return float(struct.unpack(">d", raw)[0])
    return int.from_bytes(raw, "big", signed=True)


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for n in range(9):
        byte = data[place + n]
        if n == 8:
            return (value << 8) | byte, place + 9
        value = (value << 7) | (byte & 0x7F)
        if not byte & 0x80:
            return value, place + n + 1
    raise ValueError("no number")
