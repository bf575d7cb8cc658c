"""Vectors that were removed, overwritten in the files of a Chroma folder that nobody has open.

Chroma marks a removed vector and keeps its bytes: in ``data_level0.bin`` for good (hnswlib never uses a row twice),
in the queue of ``chroma.sqlite3`` until a thousand more rows have come, and in that file's free pages until they are
used again. Here the rows of the graph get a stand-in, the queue gets random values, and the SQLite file is written
anew without its free pages. A row's stand-in is the mean of what it is linked to: other rows are reached through it,
and a search finds as much as before. It is a little shorter than the vectors, by which it is known the next time.

A graph's files begin as room for a hundred rows, which Chroma writes as the process's memory happens to be: bytes
that the process let go of, such as vectors and words of documents, lie there until rows take their place, and Chroma
makes such files anew at each opening until it first writes rows to them. They are overwritten with zeros.

All of this can be cut off at any instant: no vector that is still held is touched, and the next time does the rest.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.documents import Vectors32
from index.vectors import graph

DATABASE = "chroma.sqlite3"

_LENGTH = 0.995
"""Length of a stand-in. Vectors have length 1 to within a millionth."""

_BATCH = 512
"""Rows of the graph that are worked on at a time: each is met with up to 32 vectors that it is linked to."""

_LENGTH_BYTES = 4
"""Bytes of a row in ``length.bin``."""

_BLOCK = 2**20
"""Bytes of room for rows that are looked at at a time."""

_random = np.random.default_rng()


def blank(folder: Path) -> int:
    """Overwrite what is left of removed vectors in a Chroma folder, which must not be open anywhere.

    :returns: how many rows of the graph belong to vectors that were removed.
    :raises ValueError: its files are damaged or not as expected; what they hold has to be made anew.
    :raises OSError: they cannot be read or written.
    :raises sqlite3.Error: the same of its SQLite file.
    """
    if not (folder / DATABASE).is_file():
        return 0
    if found := graph.problem(folder):
        raise ValueError(found)
    held = _blank_queue(folder / DATABASE)
    return sum(_blank_graph(header.parent, held) for header in sorted(folder.glob("*/header.bin")))


def clear_room(folder: Path) -> bool:
    """Overwrite what lies behind the rows in the graphs' files of a Chroma folder, which must not be in use meanwhile.

    :returns: whether there was anything.
    :raises OSError: they cannot be read or written.
    """
    changed = False
    for file in sorted(folder.glob("*/header.bin")):
        if header := graph.header(file.parent):
            changed |= _clear_room(file.parent, header)
    return changed


def _clear_room(folder: Path, header: graph.Header) -> bool:
    changed = False
    for name, width in (("data_level0.bin", header.row_bytes), ("length.bin", _LENGTH_BYTES)):
        if not (folder / name).is_file():
            continue
        with (folder / name).open("r+b", buffering=0) as stream:
            at, dirty = header.rows * width, False
            stream.seek(at)
            while block := stream.read(_BLOCK):
                if block.count(0) < len(block):
                    stream.seek(at)
                    stream.write(bytes(len(block)))
                    dirty = True
                at += len(block)
            if dirty:
                os.fsync(stream.fileno())
            changed |= dirty
    return changed


def _blank_queue(file: Path) -> set[str]:
    """Overwrite removed vectors in the queue and write the file anew; the keys that are held."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=10)) as sql:
        for pragma in ("temp_store = MEMORY", "secure_delete = ON"):
            sql.execute(f"PRAGMA {pragma}")
        held = {str(key) for (key,) in sql.execute("SELECT embedding_id FROM embeddings")}
        queued = sql.execute("SELECT seq_id, id, length(vector) FROM embeddings_queue WHERE vector IS NOT NULL")
        gone = [(seq, size) for seq, key, size in queued if key not in held]
        sql.execute("BEGIN IMMEDIATE")
        sql.executemany(
            "UPDATE embeddings_queue SET vector = ? WHERE seq_id = ?",
            [(_stand_ins(1, size // 4).tobytes(), seq) for seq, size in gone],
        )
        sql.execute("COMMIT")
        sql.execute("VACUUM")
    return held


def _blank_graph(folder: Path, held: set[str]) -> int:
    header = graph.header(folder)
    if header is None:
        raise ValueError(f"{folder} is in a format that is not known")
    _clear_room(folder, header)
    if not header.rows:
        return 0
    labels = _labels(folder / "index_metadata.pickle", held)
    file = folder / "data_level0.bin"
    table = np.memmap(file, dtype="<u4", mode="r+", shape=(header.rows, header.row_bytes // 4))
    first, last = header.data_offset // 4, header.label_offset // 4
    gone = np.flatnonzero(~np.isin(np.array(table[:, last]), labels))
    vectors = table[:, first:last].view("<f4")
    holding = np.ones(header.rows, dtype=bool)
    holding[gone] = False
    for start in range(0, len(gone), _BATCH):
        rows = gone[start : start + _BATCH]
        rows = rows[np.linalg.norm(vectors[rows], axis=1) > (1 + _LENGTH) / 2]
        if len(rows):
            vectors[rows] = _means(np.array(table[rows, : 1 + header.ground_links]), vectors, holding)
    table.flush()
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
    return len(gone)


def _means(lists: graph.Words, vectors: Vectors32, holding: npt.NDArray[np.bool_]) -> Vectors32:
    """For each link list (a count, then links) a stand-in in the middle of the held vectors that it leads to."""
    counts = lists[:, 0] & 0xFFFF
    links = lists[:, 1:].astype(np.int64)
    used = (np.arange(links.shape[1]) < counts[:, np.newaxis]) & holding[np.where(links < len(holding), links, 0)]
    sums = np.stack([vectors[row[mask]].sum(axis=0) for row, mask in zip(links, used, strict=True)])
    lengths = np.linalg.norm(sums, axis=1)
    alone = lengths < 1e-3
    sums[alone] = _stand_ins(int(alone.sum()), sums.shape[1])
    lengths[alone] = _LENGTH
    return np.asarray(sums * (_LENGTH / lengths)[:, np.newaxis], dtype=np.float32)


def _stand_ins(count: int, width: int) -> Vectors32:
    rows = _random.standard_normal((count, width)).astype(np.float32)
    return np.asarray(rows * (_LENGTH / np.linalg.norm(rows, axis=1, keepdims=True)), dtype=np.float32)


def _labels(file: Path, held: Iterable[str]) -> npt.NDArray[np.uint32]:
    """The labels of the graph's rows that belong to keys that are held."""
    try:
        with file.open("rb") as stream:
            known = _Plain(stream).load()["id_to_label"]
        return np.array([known[key] for key in held if key in known], dtype=np.uint32)
    except (pickle.UnpicklingError, EOFError, KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise ValueError(f"{file} is damaged: {error}") from error


class _Plain(pickle.Unpickler):
    """Reads numbers, strings, lists and dictionaries, and refuses all else that a pickle could have made."""

    def find_class(self, module: str, name: str) -> None:
        """Refuse."""
        raise pickle.UnpicklingError(f"it names {module}.{name}")
