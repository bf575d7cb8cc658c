"""Which files of a folder belong to the library: hidden files, ignore rules, patterns and links."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from index.following.patterns import EVERYTHING, IGNORE_FILE, Patterns, Rules, deeper, ignored, rules_in, texts
from index.following.places import identity, mount_points


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


@dataclass(slots=True)
class Notes:
    """What a walk noticed beside the files."""

    devices: dict[str, int] = field(default_factory=dict)
    """Numbers (`places.identity`) of the folder itself under "", and of what is mounted inside, by its place."""
    rules: str = ""
    """A hash of all rules that were read on the way."""


class _Walk:
    """One walk of a folder.

    :param root: with links resolved.
    """

    def __init__(self, root: str, exclude: Sequence[Path], patterns: Patterns) -> None:
        self.root = root
        self.exclude = {os.path.realpath(path) for path in exclude}
        self.patterns = patterns
        self.notes = Notes()
        self._mounts = mount_points(root)
        self._hash = blake2b(patterns.text().encode(), digest_size=16)

    def below(self, inside: str, rules: Rules) -> Iterator[Found | Unreadable]:
        """The files below a folder inside the root ("" for all), in which ``rules`` hold."""
        try:
            status = os.stat(self._absolute(inside))
        except FileNotFoundError:
            raise
        except OSError as error:
            yield Unreadable(inside, f"cannot be looked into: {error.strerror or error}")
            return
        pending = [(inside, rules, status.st_dev)]
        self.notes.devices[inside] = identity(status)
        while pending:
            folder, above, device = pending.pop()
            absolute = self._absolute(folder)
            try:
                with os.scandir(absolute) as listing:
                    entries = sorted(listing, key=_name)
                here = above
                if any(entry.name == IGNORE_FILE and entry.is_file() for entry in entries):
                    here = deeper(above, absolute, folder)
                    self._hash.update(f"\0{folder}\0{texts(here[-1][1])}".encode())
            except OSError as error:
                yield Unreadable(folder, f"cannot be looked into: {error.strerror or error}")
                continue
            folders = []
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                found = self.look(path, entry, here)
                if isinstance(found, Found | Unreadable):
                    yield found
                elif found:
                    folders.append((path, here, self._device(path, entry, device)))
            pending += reversed(folders)
        self.notes.rules = self._hash.hexdigest()

    def _absolute(self, inside: str) -> str:
        return os.path.join(self.root, inside) if inside else self.root

    def _device(self, path: str, entry: os.DirEntry[str], around: int) -> int:
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            return around
        if status.st_dev != around or (self._mounts and entry.path in self._mounts):
            self.notes.devices[path] = identity(status)
        return status.st_dev

    def look(self, path: str, entry: os.DirEntry[str] | _Entry, rules: Rules) -> Found | Unreadable | bool:
        """What an entry of a folder is: a file of the library, True for a folder to go into, False for neither."""
        if entry.name.startswith(_HIDDEN):
            return False
        try:
            path.encode()  # a name that is not valid Unicode cannot be cited, shown or stored
            if entry.is_dir(follow_symlinks=False):
                return not (
                    entry.path in self.exclude or (rules and ignored(path + "/", rules)) or self.patterns.closes(path)
                )
            if (rules and ignored(path, rules)) or entry.path in self.exclude or not self.patterns.lets_in(path):
                return False
            if entry.is_symlink() and not self._leads_inside(entry.path):
                return False
            status = entry.stat()
        except (FileNotFoundError, UnicodeEncodeError):  # gone since it was listed, a dangling link, no text as a name
            return False
        except OSError as error:  # it is there, as far as can be told, and must not count as deleted
            return Unreadable(path, f"cannot be looked at: {error.strerror or error}")
        return Found(path, status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else False

    def _leads_inside(self, link: str) -> bool:
        return os.path.realpath(link).startswith(self.root.rstrip(os.sep) + os.sep)

    def one(self, path: str) -> Iterator[Found | Unreadable]:
        """What a path inside the root is or holds; nothing where a walk of all would not come to it."""
        parts = path.split("/")
        rules: Rules = ()
        for depth, name in enumerate(parts):
            folder, inside = "/".join(parts[:depth]), "/".join(parts[: depth + 1])
            try:
                rules = rules_in(self.root, folder) if depth == 0 else self._deeper(rules, folder)
                entry = _Entry(self._absolute(folder), name)
            except FileNotFoundError:
                return
            except OSError as error:
                yield Unreadable(inside, f"cannot be looked at: {error.strerror or error}")
                return
            found = self.look(inside, entry, rules)
            if isinstance(found, Found | Unreadable):
                if depth == len(parts) - 1 or isinstance(found, Unreadable):
                    yield found
                return
            if not found:
                return
        yield from self.below(path, rules)

    def _deeper(self, rules: Rules, folder: str) -> Rules:
        absolute = self._absolute(folder)
        return deeper(rules, absolute, folder) if os.path.isfile(os.path.join(absolute, IGNORE_FILE)) else rules


_HIDDEN = (".", "~$")


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


class _Entry:
    """One path, as ``os.scandir`` would give it."""

    def __init__(self, folder: str, name: str) -> None:
        self.name = name
        self.path = os.path.join(folder, name)

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return stat.S_ISDIR(self.stat(follow_symlinks=follow_symlinks).st_mode)

    def is_symlink(self) -> bool:
        return os.path.islink(self.path)

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        return os.stat(self.path, follow_symlinks=follow_symlinks)


def walk(
    root: Path, *, exclude: Sequence[Path] = (), patterns: Patterns = EVERYTHING, notes: Notes | None = None
) -> Iterator[Found | Unreadable]:
    """The files below a folder that are to be indexed, in order of their paths within each folder.

    Left out are names that begin with a dot, lock files of office programs (``~$…``), what a ``.quothignore``
    names, what ``patterns`` do not let in, ``exclude`` (absolute paths) and symbolic links, but for links to files
    inside the folder: a link never leads out of it.

    :param notes: filled with what is noticed beside, once all was gone through.
    :raises FolderMissing: the folder is not there, is no folder, or goes away meanwhile.
    """
    must_be_there(root)
    walking = _Walk(os.path.realpath(root), exclude, patterns)
    with contextlib.suppress(FileNotFoundError):  # said below
        yield from walking.below("", ())
    must_be_there(root)  # gone midway: what was listed since is not what the folder holds
    if notes is not None:
        notes.devices, notes.rules = walking.notes.devices, walking.notes.rules


def look(
    root: Path, paths: Iterable[str], *, exclude: Sequence[Path] = (), patterns: Patterns = EVERYTHING
) -> Iterator[Found | Unreadable]:
    """Of what `walk` gives, what is or lies below some paths inside the folder, without going through the rest.

    :raises FolderMissing: as `walk`.
    """
    must_be_there(root)
    walking = _Walk(os.path.realpath(root), exclude, patterns)
    for path in topmost(paths):
        try:
            yield from walking.one(path)
        except FileNotFoundError:
            continue
    must_be_there(root)


def topmost(paths: Iterable[str]) -> list[str]:
    """The paths, without those that lie in another of them."""
    kept: list[str] = []
    for path in sorted(set(paths), key=lambda path: path.split("/")):
        if not kept or not path.startswith(kept[-1] + "/"):
            kept.append(path)
    return kept


def must_be_there(root: Path) -> None:
    """Raise FolderMissing unless a folder is there."""
    if not os.path.isdir(root):
        raise FolderMissing(f"The folder {root} is not there. If it is on a disk that is not mounted, mount it first.")


def named(root: Path, paths: Sequence[str]) -> Iterator[Found | Unreadable]:
    """Those files of a folder that are named, whatever the rules leave out, without looking at any other.

    :raises FolderMissing: the folder is not there.
    """
    must_be_there(root)
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
