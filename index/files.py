"""Reading a library file whole, with the facts that tell later whether it changed."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from index.catalog import FileFacts

MAX_BYTES = 512 * 1024 * 1024
"""Larger files are not read: they would not fit in memory beside their text."""


class TooLarge(Exception):
    """A file is larger than :data:`MAX_BYTES`; the message says so of it."""


def read(path: Path) -> tuple[bytes, FileFacts]:
    """A file's bytes, and its facts (with no recipe yet) as they were when it was opened.

    A file that changes while it is read gets facts that make the next sync read it again.

    :raises TooLarge: it is larger than :data:`MAX_BYTES`.
    :raises OSError: it cannot be read.
    """
    checked_ns = time.time_ns()
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        if before.st_size > MAX_BYTES:
            raise TooLarge(f"is larger than {MAX_BYTES // 2**20} MB, the most that is read: split it into parts")
        data = file.read(before.st_size + 1)  # a byte more tells that it grew
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        checked_ns = 0
    digest = hashlib.sha256(data).hexdigest()
    return data, FileFacts(before.st_size, before.st_mtime_ns, checked_ns, digest, None)
