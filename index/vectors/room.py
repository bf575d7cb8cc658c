"""Is there room on the disk? Asked before what cannot be asked to stop half-way."""

from __future__ import annotations

import shutil
from pathlib import Path

from index.catalog.database import CatalogError


def must_have(folder: Path, size: int) -> None:
    """Make sure that a folder's disk has room.

    :param size: bytes.
    :raises CatalogError: it has less.
    """
    there = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    free = shutil.disk_usage(there).free
    if free < size:
        raise CatalogError(
            f"The disk of the data folder {folder} is full: {free / 1e6:.1f} MB are free. Make room on the disk; what "
            "was done so far is kept, and the rest is done when you try again."
        )
