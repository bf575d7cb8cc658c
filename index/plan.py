"""What a sync has to do in a folder, told from names, sizes and dates alone wherever they suffice."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import chunking
from index.catalog import Catalog, Folder, Seen
from index.documents import State
from index.loaders import FORMATS, format_of
from index.walk import Found, Unreadable, named, walk

_RACY_NS = 2_000_000_000
"""A file changed within two seconds before it was read may have changed after it at the same date (on FAT the
date's step), so it is read once more; git calls such entries racy. A date in the future is no reason."""


@dataclass(frozen=True, slots=True)
class Move:
    """A file that has another path inside its folder than before, and the same bytes."""

    seen: Seen
    found: Found


@dataclass(frozen=True, slots=True)
class Task:
    """A file whose bytes have to be looked at."""

    folder: Folder
    seen: Seen
    found: Found
    new: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do in one folder, in the order it is done."""

    folder: Folder
    gone: tuple[Seen, ...]
    moves: tuple[Move, ...]
    tasks: tuple[Task, ...]
    unread: tuple[Seen, ...]
    """Unchanged files that failed or were skipped before."""
    unchanged: int
    unreadable: tuple[Unreadable, ...]


def recipe(format_: str | None) -> str:
    """How files of a format are read now: a file read by another recipe is read again.

    For no format it names all that are read, so that a file is looked at again once its format is known.
    """
    if format_ is None:
        return "unknown " + " ".join(sorted(FORMATS))
    return f"{format_} {FORMATS[format_].version} {chunking.VERSION}"


def make_plan(
    catalog: Catalog,
    folder: Folder,
    *,
    exclude: Sequence[Path] = (),
    within: Collection[str] | None = None,
    again: Collection[int] = (),
) -> Plan:
    """Compare a folder with what the catalog remembers of it, and note new files there as queued.

    :param exclude: absolute paths below the folder to leave out.
    :param within: paths inside the folder, of files or folders; others are left as they are. None for all.
    :param again: ids of documents to look at whatever their dates say.
    :raises FolderMissing: the folder is not there.
    """
    wanted = _wanted(folder, within)
    entries = list(entries_of(folder, exclude))
    found = {entry.path: entry for entry in entries if isinstance(entry, Found) and wanted(entry.path)}
    unreadable = tuple(
        entry
        for entry in entries
        if isinstance(entry, Unreadable)
        and (within is None or any(_inside(entry.path, one) or _inside(one, entry.path) for one in within))
    )
    seen = {path: one for path, one in catalog.seen(folder).items() if wanted(path)}
    for path in catalog.dismissed(folder):  # read last, so that what is dismissed meanwhile is not seen as new
        found.pop(path, None)
    gone = [one for path, one in seen.items() if path not in found and not _below(path, unreadable)]
    new = [entry for path, entry in found.items() if path not in seen]
    moves = _moves(folder, gone, new)
    moved = {move.found.path for move in moves}
    moved_from = {move.seen.id for move in moves}

    catalog.enqueue(folder, [(f.path, f.size, f.mtime_ns) for f in new if f.path not in moved])
    if new:
        seen.update({path: one for path, one in catalog.seen(folder).items() if path in found})
    tasks, unread, unchanged = [], [], 0
    for path, entry in found.items():
        if path in moved:
            continue
        one = seen.get(path)
        if one is None:  # removed meanwhile
            continue
        if _changed(one, entry) or one.id in again:
            tasks.append(Task(folder, one, entry, new=one.state is State.QUEUED))
        elif one.state is State.READY:
            unchanged += 1
        else:
            unread.append(one)
    return Plan(
        folder=folder,
        gone=tuple(one for one in gone if one.id not in moved_from),
        moves=tuple(moves),
        tasks=tuple(tasks),
        unread=tuple(unread),
        unchanged=unchanged,
        unreadable=unreadable,
    )


def entries_of(folder: Folder, exclude: Sequence[Path]) -> Iterator[Found | Unreadable]:
    """What a folder of the library holds; of one whose single files are followed only those are looked at."""
    return walk(folder.path, exclude=exclude) if folder.only is None else named(folder.path, folder.only)


def _wanted(folder: Folder, within: Collection[str] | None) -> Callable[[str], bool]:
    def wanted(path: str) -> bool:
        if folder.only is not None and path not in folder.only:
            return False
        return within is None or any(_inside(path, one) for one in within)

    return wanted


def _inside(path: str, folder: str) -> bool:
    return folder in ("", ".", path) or path.startswith(folder + "/")


def _below(path: str, unreadable: Sequence[Unreadable]) -> bool:
    return any(_inside(path, one.path) for one in unreadable)


def _changed(seen: Seen, found: Found) -> bool:
    if (seen.size, seen.mtime_ns) != (found.size, found.mtime_ns):
        return True
    if not seen.checked_ns or abs(seen.checked_ns - seen.mtime_ns) < _RACY_NS or seen.recipe is None:
        return True
    format_ = seen.recipe.split(" ", 1)[0]
    return seen.recipe != recipe(format_ if format_ in FORMATS else None)


def _moves(folder: Folder, gone: Sequence[Seen], new: Sequence[Found]) -> list[Move]:
    """Pair files that vanished with new ones of the same bytes and format; only equal sizes are read."""
    by_size: dict[int, list[Seen]] = defaultdict(list)
    for one in gone:
        if one.sha256 is not None and one.live and one.state is State.READY:
            by_size[one.size].append(one)
    moves = []
    for entry in new:
        candidates = by_size.get(entry.size)
        if not candidates:
            continue
        digest = _digest(folder.path / entry.path)
        for one in candidates:
            if one.sha256 == digest and format_of(one.path, b"") == format_of(entry.path, b""):
                moves.append(Move(one, entry))
                candidates.remove(one)
                break
    return moves


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
