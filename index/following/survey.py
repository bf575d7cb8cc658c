"""What a followed folder holds, beside what the catalog remembers of it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.catalog.catalog import Catalog, Folder, Seen
from index.following.inside import within
from index.following.patterns import Patterns
from index.following.presence import Presence
from index.following.walk import FolderMissing, Found, Notes, Unreadable, look, named, walk

Settled = Callable[[Path], bool]
"""Tells of a file whether it is written out, or gone for good, so that it may be read or forgotten."""

Stop = Callable[[], bool]
"""Asked often: whether to end."""


class Interrupted(Exception):
    """It was asked to end; nothing was done."""


@dataclass(frozen=True, slots=True)
class Look:
    """A folder to be looked at."""

    folder: Folder
    exclude: Sequence[Path] = ()
    """Absolute paths below the folder to leave out."""
    within: Collection[str] | None = None
    """Paths inside the folder, of files or folders, to restrict it to; None for all."""

    @property
    def whole(self) -> bool:
        """Whether all of it is looked at."""
        return self.within is None or any(path in ("", ".") for path in self.within)


@dataclass(slots=True)
class Survey:
    """What a folder holds beside what the catalog remembers of it."""

    folder: Folder
    found: dict[str, Found]
    seen: dict[str, Seen]
    members: dict[int, list[Seen]]
    """Documents inside files, by the file's id."""
    unreadable: list[Unreadable]
    gone: list[Seen] = field(default_factory=list)
    new: list[Found] = field(default_factory=list)
    kept: int = 0
    """Documents of places that are away."""


def entries_of(folder: Folder, exclude: Sequence[Path], notes: Notes | None = None) -> Iterator[Found | Unreadable]:
    """What a folder of the library holds; of one whose single files are followed only those are looked at.

    :raises FolderMissing: it is not there.
    """
    if folder.only is not None:
        return named(folder.path, folder.only)
    return walk(folder.path, exclude=exclude, patterns=Patterns.of(folder.include, folder.exclude), notes=notes)


def survey(catalog: Catalog, asked: Look, settled: Settled | None, stop: Stop) -> Survey:
    """Look at a folder.

    :raises Interrupted: asked to end.
    """
    folder, notes, missing = asked.folder, Notes(), False
    entries: list[Found | Unreadable] = []
    try:
        for entry in _entries(asked, notes):
            entries.append(entry)
            if stop():
                raise Interrupted
    except FolderMissing:
        entries, missing = [], True
    if asked.whole and notes.rules:
        _apply_rules(catalog, folder, notes.rules)
    seen = catalog.seen(folder, asked.within)
    members = _by_file(catalog.seen_members(folder, asked.within))
    files = seen if asked.whole else _files_of(catalog, folder)
    presence = Presence.missed(folder) if missing else Presence.of(folder, files, notes.devices or None)
    _remember(catalog, presence)
    found = {entry.path: entry for entry in entries if isinstance(entry, Found)}
    survey = Survey(folder, found, seen, members, [entry for entry in entries if isinstance(entry, Unreadable)])
    blind = {entry.path for entry in survey.unreadable}
    for path in catalog.dismissed(folder):  # read last, so that what is dismissed meanwhile is not seen as new
        found.pop(path, None)
    for path, one in seen.items():
        if path in found or "" in blind or path in blind or within(path, blind):
            continue
        if presence.keeps(path):
            survey.kept += 1 + len(members.get(one.id, ()))
        elif settled is None or settled(folder.path / path):
            survey.gone.append(one)
    survey.unreadable += _away(presence, seen, found)
    survey.new = [f for path, f in found.items() if path not in seen and (not settled or settled(folder.path / path))]
    return survey


def _entries(asked: Look, notes: Notes) -> Iterator[Found | Unreadable]:
    folder = asked.folder
    if asked.whole or asked.within is None:
        return entries_of(folder, asked.exclude, notes)
    if folder.only is not None:
        return named(folder.path, [path for path in asked.within if path in folder.only])
    patterns = Patterns.of(folder.include, folder.exclude)
    return look(folder.path, asked.within, exclude=asked.exclude, patterns=patterns)


def _apply_rules(catalog: Catalog, folder: Folder, rules: str) -> None:
    """Have files that hold documents read again where other rules may let in other ones of these."""
    key = f"rules {folder.id}"
    before = catalog.get(key)
    if before != rules:
        if before is not None:
            catalog.reread_containers(folder)
        catalog.put(key, rules)


def _remember(catalog: Catalog, presence: Presence) -> None:
    folder = presence.folder
    if dict(presence.devices) != dict(folder.devices):
        catalog.set_devices(folder, presence.devices)
    if ("" in presence.away) != (folder.vanished is not None):
        catalog.set_vanished(folder, time.time() if "" in presence.away else None)


def _files_of(catalog: Catalog, folder: Folder) -> Iterator[str]:
    """The paths of all files that are known of a folder, looked up when they are asked for."""
    yield from catalog.seen(folder)


def _away(presence: Presence, seen: dict[str, Seen], found: Collection[str]) -> Iterator[Unreadable]:
    for place in sorted(presence.away):
        count = sum(presence.place_of(path) == place for path in seen if path not in found)
        yield Unreadable(place or str(presence.folder.path), presence.words(place, count))


def _by_file(members: Sequence[Seen]) -> dict[int, list[Seen]]:
    """Documents inside files, by the file's id."""
    above = {one.id: one.container for one in members}
    files: dict[int, list[Seen]] = defaultdict(list)
    for one in members:
        file = one.container
        while file is not None and (outer := above.get(file)) is not None:
            file = outer
        if file is not None:
            files[file].append(one)
    return files
