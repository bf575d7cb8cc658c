"""The followed folders as commands are told of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from index.following.vanished import vanished
from index.ownership import LibraryError

if TYPE_CHECKING:
    from assistant.service.protocol import Record
    from index.catalog.folders import Folder
    from index.library import Library


def folder_records(library: Library) -> list[Record]:
    """The followed folders as JSON: what of them is read, how many documents they hold, and what of them vanished."""
    counts = Counter(document.folder for document in library.catalog.documents())
    gone = vanished(library.catalog)
    return [
        {
            "path": str(folder.path),
            "files": None if folder.only is None else list(folder.only),
            "include": list(folder.include),
            "exclude": list(folder.exclude),
            "documents": counts[str(folder.path)],
            "vanished": [
                {"path": str(one.path), "documents": one.documents, "since": one.since}
                for one in gone
                if one.folder == folder.id
            ],
        }
        for folder in library.folders()
    ]


def followed(library: Library, path: Path) -> Folder:
    """The followed folder at a path.

    :raises LibraryError: none is followed there.
    """
    path = path.expanduser().resolve()
    folder = next((folder for folder in library.folders() if folder.path == path), None)
    if folder is None:
        raise LibraryError(f"The folder {path} is not followed. See: quoth folders list")
    return folder
