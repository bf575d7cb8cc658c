"""Which places of the followed folders are not there, and how many documents are kept for the day they are again."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.following.presence import Presence

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Vanished:
    """A followed folder, or a disk mounted inside one, that went with all its documents."""

    path: Path
    """Absolute."""
    folder: int
    """Id of the followed folder."""
    documents: int
    """How many documents are kept, those inside files too; they still answer."""
    since: float | None
    """When that was noticed, in seconds since the epoch; None where it is not known."""
    there: bool
    """Whether something is at its path: the empty place that another disk was mounted on."""


def vanished(catalog: Catalog) -> list[Vanished]:
    """The places that were away when a sync last looked, and are still; by path."""
    found = []
    for folder in catalog.folders():
        # A look into the folder tells whether it went; the disks inside it are looked at here.
        if folder.vanished is None and len(folder.devices) < 2:
            continue
        seen = catalog.seen(folder)
        presence = Presence.of(folder, seen)
        for place in presence.away:
            ids = [seen[path].id for path in presence.kept(place, seen)]
            path = folder.path / place
            since = None if place else folder.vanished
            found.append(Vanished(path, folder.id, catalog.count_with_members(ids), since, os.path.lexists(path)))
    return sorted(found, key=lambda one: one.path)
