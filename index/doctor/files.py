"""Does the catalog hold what the folders hold, each file in its present version?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from index.catalog.catalog import Catalog, Folder, Seen
from index.doctor.finding import Finding
from index.documents import State
from index.following.presence import Presence
from index.following.survey import entries_of
from index.following.walk import FolderMissing, Found, Notes, Unreadable
from index.library import Library


def folders(library: Library) -> Iterator[Finding]:
    """Files that the index lacks, holds in an old version, or holds although they are gone."""
    for folder in library.catalog.folders():
        yield from _folder(library, folder)
    yield from _members(library.catalog)


def _folder(library: Library, folder: Folder) -> Iterator[Finding]:
    catalog, notes, missing = library.catalog, Notes(), False
    entries: list[Found | Unreadable] = []
    try:
        entries = list(entries_of(folder, library.following.outside(folder), notes))
    except FolderMissing:
        missing = True
    seen = catalog.seen(folder)
    presence = Presence.missed(folder) if missing else Presence.of(folder, seen, notes.devices or None)
    for place in sorted(presence.away):
        count = sum(presence.place_of(path) == place for path in seen)
        yield Finding(str(folder.path / place), f"It {presence.words(place, count)}", mendable=False, remedy="")
    blind = [entry.path for entry in entries if isinstance(entry, Unreadable)]
    dismissed = catalog.dismissed(folder)
    files = {entry.path for entry in entries if isinstance(entry, Found) and entry.path not in dismissed}
    for path in sorted(files - seen.keys()):
        yield Finding(path, "The file is not in the index.")
    for path in sorted(seen.keys() - files):
        if not presence.keeps(path) and not any(part in ("", path) or path.startswith(part + "/") for part in blind):
            yield Finding(path, "The index holds it, but there is no such file.")
    for path in sorted(files & seen.keys()):
        yield from _file(folder, seen[path])


def _file(folder: Folder, seen: Seen) -> Iterator[Finding]:
    if seen.state is State.QUEUED:
        yield Finding(seen.path, "It has not been read yet.", (seen.id,))
    elif seen.state is State.READY:
        try:
            with Path(folder.path, seen.path).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return  # a document that cannot be read keeps its last good version
        if digest != seen.sha256:
            yield Finding(seen.path, "The index holds another version than the file.", (seen.id,))


def _members(catalog: Catalog) -> Iterator[Finding]:
    """Documents inside files, which come and go with those files' versions."""
    rows = catalog.connection.execute(
        "SELECT m.id, m.path, m.state, c.path, c.version_id, c.state FROM documents m "
        "JOIN documents c ON c.id = m.container_id ORDER BY m.path"
    )
    for id_, path, state, container, version, whole in rows:
        if not path.startswith(container + "/"):
            yield Finding(path, f"It is said to be inside {container}.", (id_,))
        elif version is None:
            yield Finding(path, f"The file that it is inside, {container}, holds nothing.", (id_,))
        elif state == State.QUEUED and whole == State.READY:
            yield Finding(path, "It has not been read yet.", (id_,))
