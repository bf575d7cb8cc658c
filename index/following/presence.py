"""Is a folder there, or is its disk only not mounted? A folder that vanished is not a deletion of all its files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.catalog.folders import Folder
from index.following.places import identity, same_system

_UNKNOWN = 0
"""The number of a place that was never looked at."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Which places of a followed folder are away: the folder itself is "", others were mounted inside it.

    A place is away that is not there at all, or that is another folder than before and holds less than half of its
    documents: what is left when a disk is not mounted, even if something was written there since. A folder that is
    the one it was, and empty, was emptied; one that is another and holds its documents has come back otherwise, as a
    network disk does.
    """

    folder: Folder
    devices: Mapping[str, int]
    """What to remember of the places: of those that are there what they are now, else what they were."""
    away: frozenset[str]
    missing: bool = False
    """Whether the folder is not there at all, and with it whatever was mounted inside."""

    @classmethod
    def of(cls, folder: Folder, paths: Iterable[str], mounted: Mapping[str, int] | None = None) -> Presence:
        """Look at a folder's places.

        :param paths: of all its files that were there before; asked for where a place is not what it was.
        :param mounted: what a walk of the whole folder found mounted, as ``Notes.devices``; if it is not given, only
            places known before are looked at.
        """
        root = _identity(folder.path)
        if root is None:
            return cls.missed(folder)
        places = {"": root} if mounted is None else {**mounted, "": root}
        # Of a folder of which nothing is known yet, documents may be, from before this was remembered.
        known = {"": _UNKNOWN, **folder.devices}
        now = {place: _identity(folder.path / place) for place in known}
        files = _by_place(paths, known) if now != known else {}
        away = set()
        for place, before in known.items():
            current = now[place]
            if current == before:
                places[place] = before
            elif _mostly_missing(folder.path, files.get(place, ())):
                away.add(place)
                places[place] = before
            elif place and (current is None or same_system(current, root)) and place not in (mounted or ()):
                places.pop(place, None)  # nothing is mounted there any more, and nothing went with it
            else:
                places[place] = before if current is None else current
        return cls(folder, places, frozenset(away))

    @classmethod
    def missed(cls, folder: Folder) -> Presence:
        """Of a folder that is not there."""
        return cls(folder, folder.devices, frozenset([""]), missing=True)

    def place_of(self, path: str) -> str:
        """The place that a document belongs to."""
        return "" if self.missing else _deepest(path, self.folder.devices)

    def keeps(self, path: str) -> bool:
        """Whether a document is kept although its file is not there, because its place is away."""
        return bool(self.away) and self.place_of(path) in self.away

    def kept(self, place: str, paths: Iterable[str]) -> list[str]:
        """Of a folder's files those that are kept for a place that is away: they are not there."""
        return [path for path in paths if self.place_of(path) == place and not os.path.lexists(self.folder.path / path)]

    def without(self, place: str) -> dict[str, int]:
        """What to remember of the file systems once a place is given up: what is there now."""
        devices = {name: device for name, device in self.devices.items() if name != place or not name}
        if not place:
            devices[""] = _identity(self.folder.path) or self.devices.get("", _UNKNOWN)
        return devices

    def words(self, place: str, documents: int) -> str:
        """What is said of a place that is away: a predicate that follows its name."""
        path = self.folder.path / place
        if not os.path.lexists(path):
            what = "is not there"
        else:
            what = "is on another disk than before, or made anew, and does not hold its documents"
        kept = f": its {documents:,} documents are kept and still answer" if documents > 1 else ""
        kept = ": its document is kept and still answers" if documents == 1 else kept
        confirm = f" If it is gone for good, say so: quoth folders confirm '{path}'" if documents else ""
        return f"{what}{kept}. If it is on a disk that is not mounted, mount it.{confirm}"


def _deepest(path: str, places: Iterable[str]) -> str:
    """The deepest of some places that a path lies in."""
    holding = (place for place in places if not place or path.startswith(place + "/"))
    return max(holding, key=len, default="")


def _by_place(paths: Iterable[str], places: Iterable[str]) -> dict[str, list[str]]:
    files: dict[str, list[str]] = {}
    for path in paths:
        files.setdefault(_deepest(path, places), []).append(path)
    return files


def _mostly_missing(root: Path, paths: Sequence[str]) -> bool:
    """Whether less than half of some files, of which there are any, are there."""
    there = 0
    for path in paths:
        there += os.path.lexists(root / path)
        if 2 * there >= len(paths):
            return False
    return bool(paths)


def _identity(path: Path) -> int | None:
    """The number of a folder, or None where no folder is."""
    try:
        return identity(path.stat()) if path.is_dir() else None
    except OSError:
        return None
