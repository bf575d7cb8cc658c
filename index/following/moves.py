"""Files that were moved or renamed: gone from one place of the library, new in another, with the same bytes."""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.catalog.catalog import Folder, Seen
from index.documents import State
from index.following.survey import Interrupted, Stop, Survey
from index.following.walk import Found
from index.loaders import format_of


@dataclass(frozen=True, slots=True)
class Move:
    """A file that has another place in the library than before, and the same bytes."""

    source: Folder
    seen: Seen
    members: tuple[Seen, ...]
    """Documents inside it, which move with it."""
    folder: Folder
    found: Found
    checked_ns: int
    """When its bytes were looked at."""


def find_moves(surveys: Sequence[Survey], stop: Stop) -> list[Move]:
    """Pair files that vanished with new ones of the same bytes and format; only equal sizes are read.

    :raises Interrupted: asked to end.
    """
    gone: dict[tuple[int, str], list[tuple[Survey, Seen]]] = defaultdict(list)
    for survey in surveys:
        for one in survey.gone:
            if one.sha256 is not None and one.live and one.state is State.READY:
                gone[one.size, one.sha256].append((survey, one))
    sizes = {size for size, _ in gone}
    moves = []
    for survey in surveys:
        for entry in survey.new:
            if entry.size not in sizes:
                continue
            if stop():
                raise Interrupted
            now = time.time_ns()
            candidates = gone.get((entry.size, _digest(survey.folder.path / entry.path)), [])
            taken = _best(candidates, survey, entry)
            if taken is not None:
                source, one = candidates.pop(taken)
                inside = tuple(source.members.get(one.id, ()))
                moves.append(Move(source.folder, one, inside, survey.folder, entry, now))
    return moves


def _best(candidates: Sequence[tuple[Survey, Seen]], survey: Survey, entry: Found) -> int | None:
    """The place of one that can be this file: rather one that was in the same folder."""
    elsewhere = None
    for place, (source, one) in enumerate(candidates):
        if format_of(one.path, b"") == format_of(entry.path, b""):
            if source is survey:
                return place
            elsewhere = place if elsewhere is None else elsewhere
    return elsewhere


def _digest(path: Path) -> str:
    """The SHA-256 of a file, or "" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
