"""What tells a folder from another one at the same path: a disk that is mounted from the empty place below it."""

from __future__ import annotations

import os
import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")


def identity(status: os.stat_result) -> int:
    """A number for a folder: its file system's and its own in there, which a bind mount changes alone."""
    return status.st_dev << 64 | status.st_ino


def same_system(one: int, other: int) -> bool:
    """Whether two numbers that `identity` gave are of one file system."""
    return one >> 64 == other >> 64


def mount_points(root: str) -> frozenset[str]:
    """Absolute paths below a folder (with links resolved) that something is mounted on, where the system tells.

    Another file system shows by its number; this tells of a folder that is bound to another place of the same one.
    See proc_pid_mountinfo(5): the fifth field, with blanks as octal numbers.
    """
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return frozenset()
    above = root.rstrip("/") + "/"
    places = (_plain(fields[4]) for line in lines if len(fields := line.split(" ")) > 4)
    return frozenset(place for place in places if place.startswith(above))


def _plain(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)
