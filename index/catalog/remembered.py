"""What the catalog remembers of files, to tell whether they changed, and which documents are inside which."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from index.catalog.database import Database
from index.catalog.folders import Folder
from index.documents import State


@dataclass(frozen=True, slots=True)
class Seen:
    """What the catalog remembers of a document's file, to tell whether it changed."""

    id: int
    path: str
    state: State
    reason: str | None
    size: int
    mtime_ns: int
    checked_ns: int
    sha256: str | None
    recipe: str | None
    live: bool
    """Whether some version of it answers."""
    container: int | None = None
    """The document that it is a member of; None for a file."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file was when its bytes were read: size in bytes, times in nanoseconds, SHA-256 and recipe."""

    size: int
    mtime_ns: int
    checked_ns: int
    sha256: str | None
    recipe: str | None

    def values(self) -> tuple[object, ...]:
        """All of them, in this order."""
        return (self.size, self.mtime_ns, self.checked_ns, self.sha256, self.recipe)


SEEN = (
    "SELECT id, path, state, reason, size, mtime_ns, checked_ns, sha256, recipe, version_id IS NOT NULL, container_id "
    "FROM documents"
)

_STATES = {str(state): state for state in State}

INSIDE = (
    "WITH RECURSIVE inside (id) AS (VALUES (?) "
    "UNION SELECT d.id FROM documents d JOIN inside ON d.container_id = inside.id)"
)
"""SQL before a statement that names ``inside``: a document and all that is inside it."""

ALL_INSIDE = (
    "WITH RECURSIVE inside (id) AS (SELECT value FROM json_each(?) "
    "UNION SELECT d.id FROM documents d JOIN inside ON d.container_id = inside.id)"
)
"""The same for a JSON list of documents."""


class Remembered(Database):
    """Questions about the table ``documents`` that a sync asks."""

    def seen(self, folder: Folder, within: Iterable[str] | None = None) -> dict[str, Seen]:
        """What is remembered of a folder's files, by path.

        :param within: paths of files and folders to restrict it to; "." for all.
        """
        return {one.path: one for one in self._seen(folder, "container_id IS NULL", within)}

    def seen_members(self, folder: Folder, within: Iterable[str] | None = None) -> list[Seen]:
        """What is remembered of the documents inside a folder's files; parameters as for `seen`."""
        return self._seen(folder, "container_id IS NOT NULL", within)

    def _seen(self, folder: Folder, kind: str, within: Iterable[str] | None) -> list[Seen]:
        where, values = f"folder_id = ? AND {kind}", list[object]([folder.id])
        if within is not None and not any(path in ("", ".") for path in within):
            # "0" is the mark after "/", so that it ends the range of all that lies in a folder. The plus signs keep
            # SQLite from going through the whole folder.
            where = (
                f"+folder_id = ? AND +{kind} AND id IN (SELECT d.id FROM json_each(?) w CROSS JOIN documents d "
                "ON d.folder_id = ? AND d.path = w.value UNION ALL SELECT d.id FROM json_each(?) w "
                "CROSS JOIN documents d ON d.folder_id = ? AND d.path > w.value || '/' AND d.path < w.value || '0')"
            )
            paths = json.dumps(list(within))
            values += [paths, folder.id, paths, folder.id]
        return [remembered(row) for row in self.connection.execute(f"{SEEN} WHERE {where}", values)]

    def seen_one(self, document_id: int) -> Seen | None:
        """What is remembered of one document's file, or None where there is no such document."""
        row = self.connection.execute(f"{SEEN} WHERE id = ?", [document_id]).fetchone()
        return None if row is None else remembered(row)

    def members(self, document_id: int) -> list[Seen]:
        """What is remembered of the documents inside a file, those inside each other too."""
        return [
            remembered(row)
            for row in self.connection.execute(f"{INSIDE} {SEEN} WHERE id IN inside AND id != ?", [document_id] * 2)
        ]

    def count_with_members(self, document_ids: Iterable[int]) -> int:
        """How many documents these and those inside them are."""
        row = self.connection.execute(f"{ALL_INSIDE} SELECT count(*) FROM inside", [json.dumps(list(document_ids))])
        return int(row.fetchone()[0])

    def files_of(self, document_ids: Iterable[int]) -> set[int]:
        """The files that documents are or are members of."""
        rows = self.connection.execute(
            "WITH RECURSIVE up (id, above) AS ("
            "SELECT id, container_id FROM documents WHERE id IN (SELECT value FROM json_each(?)) "
            "UNION SELECT d.id, d.container_id FROM documents d JOIN up ON d.id = up.above) "
            "SELECT id FROM up WHERE above IS NULL",
            [json.dumps(list(document_ids))],
        )
        return {int(id_) for (id_,) in rows}


def remembered(row: tuple[Any, ...]) -> Seen:
    """A row that `SEEN` gave."""
    id_, path, state, reason, size, mtime_ns, checked_ns, sha256, recipe, live, container = row
    return Seen(id_, path, _STATES[state], reason, size, mtime_ns, checked_ns, sha256, recipe, bool(live), container)
