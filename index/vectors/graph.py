"""The files of Chroma's HNSW graph, checked before Chroma reads them.

Chroma follows the links in these files without looking where they lead: a damaged link ends the whole process,
again at every start. What is checked here is that every link leads to a row that exists, in hnswlib's format
(version 1). Files in another format are passed over: a wrong header is something that Chroma notices itself.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]

_HEADER = struct.Struct("<i6QiI3QdQ")


class Header(NamedTuple):
    """``header.bin``: what hnswlib says of its other files.

    A row of ``data_level0.bin`` is a link list of the lowest level (a count, then ``ground_links`` links), the vector
    (float32, from ``data_offset``) and the label (from ``label_offset``), each in whole words of four bytes.
    """

    version: int
    links_offset: int
    capacity: int
    rows: int
    row_bytes: int
    label_offset: int
    data_offset: int
    top_level: int
    entry: int
    links: int
    ground_links: int
    links_wanted: int
    level_factor: float
    ef_construction: int


def problem(folder: Path) -> str | None:
    """What is wrong with the graphs anywhere in a Chroma folder, in words; None where nothing is."""
    for file in folder.glob("*/header.bin"):
        try:
            if found := _problem(file.parent):
                return found
        except OSError as error:
            return f"{file.parent} cannot be read: {error.strerror}"
    return None


def header(folder: Path) -> Header | None:
    """The header of the graph in a folder; None where it is in a format that is not known.

    :raises OSError: it cannot be read.
    """
    raw = (folder / "header.bin").read_bytes()
    if len(raw) != _HEADER.size:
        return None
    found = Header(*_HEADER.unpack(raw))
    if found.version != 1 or found.links_offset or found.data_offset != 4 + 4 * found.ground_links:
        return None
    return found


def _problem(folder: Path) -> str | None:
    found = header(folder)
    return None if found is None else _damage(folder, found)


def _damage(folder: Path, header: Header) -> str | None:
    if header.rows and header.entry >= header.rows:
        return f"{folder / 'header.bin'} is damaged"
    for name, whole in (("data_level0.bin", _ground_whole), ("link_lists.bin", _upper_whole)):
        if not (folder / name).is_file() or not whole(folder / name, header):
            return f"{folder / name} is damaged"
    return None


def _ground_whole(file: Path, header: Header) -> bool:
    """Whether all rows are there and every link of the lowest level leads to one."""
    if header.rows == 0:
        return True
    if file.stat().st_size < header.rows * header.row_bytes:
        return False
    columns = header.row_bytes // 4
    table = np.memmap(file, dtype="<u4", mode="r", shape=(header.rows, columns))
    exists = np.ones(header.rows, dtype=bool)
    for start in range(0, header.rows, 8192):
        if not _lead_to_rows(np.array(table[start : start + 8192, : 1 + header.ground_links]), exists):
            return False
    return True


def _upper_whole(file: Path, header: Header) -> bool:
    """The same for the higher levels: for each row the bytes of its lists, then a list for each of its levels."""
    width = 1 + header.links
    most = header.rows * 4 * (1 + width * max(0, header.top_level))
    if not 4 * header.rows <= file.stat().st_size <= most:
        return False
    words = np.fromfile(file, dtype="<u4")
    levels, starts = _levels(words, header.rows, width)
    if levels is None or (header.rows and levels[header.entry] != header.top_level):
        return False
    for level in range(1, header.top_level + 1):
        at = starts[levels >= level] + (level - 1) * width
        lists = words[at[:, np.newaxis] + np.arange(width)]
        if not _lead_to_rows(lists, levels >= level):
            return False
    return True


def _levels(words: Words, rows: int, width: int) -> tuple[Rows | None, Rows]:
    """Each row's highest level, and where in the file its lists start; None where the file ends too early."""
    levels, starts = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    sizes, at = words.tolist(), 0
    for row in range(rows):
        if at >= len(sizes) or sizes[at] % (4 * width):
            return None, starts
        levels[row], starts[row] = sizes[at] // (4 * width), at + 1
        at += 1 + sizes[at] // 4
    return (levels if at <= len(sizes) else None), starts


def _lead_to_rows(lists: Words, exists: npt.NDArray[np.bool_]) -> bool:
    """Whether link lists (a count and then links, a list a row) name only rows that exist."""
    counts = lists[:, 0] & 0xFFFF  # the upper half holds marks
    links = lists[:, 1:]
    used = links[np.arange(links.shape[1]) < counts[:, np.newaxis]]
    if not (counts <= links.shape[1]).all() or (used >= len(exists)).any():
        return False
    return bool(exists[used].all())
