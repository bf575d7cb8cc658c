"""Which files of a folder belong to the library: hidden files, ignore rules and links."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

IGNORE_FILE = ".quothignore"
"""Name of files with patterns in gitignore syntax, read in every folder; deeper ones win."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a library folder: its path inside it with forward slashes, its size in bytes, its time of change."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A folder or file that could not be looked at, and why. What the library holds of it must be kept."""

    path: str
    reason: str


class FolderMissing(Exception):
    """A library folder is not there: moved, deleted, or on a disk that is not mounted."""


def walk(root: Path, *, exclude: Sequence[Path] = ()) -> Iterator[Found | Unreadable]:
    """The files below a folder that are to be indexed, in order of their paths within each folder.

    Left out are names that begin with a dot, lock files of office programs (``~$…``), what a ``.quothignore``
    names, ``exclude`` (absolute paths) and symbolic links, but for links to files inside the folder: a link
    never leads out of it.

    :raises FolderMissing: the folder is not there, is no folder, or goes away meanwhile.
    """
    _must_be_there(root)
    yield from _walk(os.path.realpath(root), "", (), {os.path.realpath(path) for path in exclude})


def _must_be_there(root: Path) -> None:
    if not root.is_dir():
        raise FolderMissing(f"The folder {root} is not there. If it is on a disk that is not mounted, mount it first.")


Rules = tuple[tuple[str, GitIgnoreSpec], ...]


def _walk(root: str, inside: str, rules: Rules, exclude: set[str]) -> Iterator[Found | Unreadable]:
    pending = [(inside, rules)]
    while pending:
        folder, above = pending.pop()
        absolute = os.path.join(root, folder) if folder else root
        try:
            with os.scandir(absolute) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
            here = _with_rules(absolute, folder, above, entries)
        except OSError as error:
            yield Unreadable(folder, f"cannot be looked into: {error.strerror or error}")
            continue
        folders = []
        for entry in entries:
            if entry.name.startswith((".", "~$")):
                continue
            path = f"{folder}/{entry.name}" if folder else entry.name
            found = _look(root, path, entry, here, exclude)
            if isinstance(found, Found | Unreadable):
                yield found
            elif found:
                folders.append((path, here))
        pending += reversed(folders)
    if not os.path.isdir(root):  # gone midway: what was listed since is not what the folder holds
        raise FolderMissing(f"The folder {root} went away while it was looked at.")


def _look(root: str, path: str, entry: os.DirEntry[str], rules: Rules, exclude: set[str]) -> Found | Unreadable | bool:
    """What an entry of a folder is: a file of the library, True for a folder to go into, False for neither."""
    try:
        path.encode()  # a name that is not valid Unicode cannot be cited, shown or stored
        if entry.is_dir(follow_symlinks=False):
            return entry.path not in exclude and not _ignored(path + "/", rules)
        if _ignored(path, rules) or entry.path in exclude:
            return False
        if entry.is_symlink():
            target = os.path.realpath(entry.path)
            if not target.startswith(root.rstrip(os.sep) + os.sep):
                return False
        status = entry.stat()
    except (FileNotFoundError, UnicodeEncodeError):  # gone since it was listed, a dangling link, no text as a name
        return False
    except OSError as error:  # it is there, as far as can be told, and must not count as deleted
        return Unreadable(path, f"cannot be looked at: {error.strerror or error}")
    return Found(path, status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else False


def _with_rules(absolute: str, folder: str, rules: Rules, entries: Sequence[os.DirEntry[str]]) -> Rules:
    if not any(entry.name == IGNORE_FILE and entry.is_file() for entry in entries):
        return rules
    lines = Path(absolute, IGNORE_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    valid = [line for line in lines if _is_pattern(line)]
    return (*rules, (folder + "/" if folder else "", GitIgnoreSpec.from_lines(valid)))


def _is_pattern(line: str) -> bool:
    """Whether a line can be read as a pattern; one that cannot must not end the whole walk."""
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def _ignored(path: str, rules: Rules) -> bool:
    """Whether the rules leave a path out; as in git, the deepest rule that speaks of it decides."""
    for base, spec in reversed(rules):
        verdict = spec.check_file(path.removeprefix(base)).include
        if verdict is not None:
            return bool(verdict)
    return False


def named(root: Path, paths: Sequence[str]) -> Iterator[Found | Unreadable]:
    """Those files of a folder that are named, whatever the rules leave out, without looking at any other.

    :raises FolderMissing: the folder is not there.
    """
    _must_be_there(root)
    for path in paths:
        try:
            status = (root / path).stat()
        except FileNotFoundError:
            continue
        except OSError as error:
            yield Unreadable(path, f"cannot be looked at: {error.strerror or error}")
            continue
        if stat.S_ISREG(status.st_mode):
            yield Found(path, status.st_size, status.st_mtime_ns)
