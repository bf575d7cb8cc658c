"""The catalog's followed folders: what of each is read, on which file systems it was, what its owner took out."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.catalog.database import Database


@dataclass(frozen=True, slots=True)
class Folder:
    """A followed folder, or the one that uploads go to. ``only`` names its files if single files are followed."""

    id: int
    path: Path
    uploads: bool
    only: tuple[str, ...] | None
    include: tuple[str, ...] = ()
    """Patterns in gitignore syntax: files that fit none are not read. None for all files."""
    exclude: tuple[str, ...] = ()
    """Patterns in gitignore syntax of files that are not read."""
    devices: Mapping[str, int] = field(default_factory=dict)
    """Numbers (`places.identity`) of itself under "" and of what was mounted inside, by the place in it."""
    vanished: float | None = None
    """Since when it is away (`presence.Presence`), in seconds since the epoch; None if it is there."""


class Folders(Database):
    """The tables ``folders`` and ``dismissed``."""

    def folders(self) -> list[Folder]:
        """The library's folders, oldest first."""
        rows = self.connection.execute(
            "SELECT id, path, uploads, only, include, exclude, devices, vanished FROM folders ORDER BY id"
        )
        return [
            Folder(
                id=id_,
                path=Path(path),
                uploads=bool(uploads),
                only=None if only is None else tuple(json.loads(only)),
                include=tuple(json.loads(include or "[]")),
                exclude=tuple(json.loads(exclude or "[]")),
                devices=json.loads(devices or "{}"),
                vanished=vanished,
            )
            for id_, path, uploads, only, include, exclude, devices, vanished in rows
        ]

    def add_folder(self, path: Path, *, uploads: bool = False, only: str | None = None) -> Folder:
        """Follow a folder, or, with ``only``, one file in it; a folder known already is kept.

        Naming the whole folder ends the restriction to single files.
        """
        with self.transaction() as sql:
            known = next((folder for folder in self.folders() if folder.path == path), None)
            if known is None:
                names = None if only is None else json.dumps([only])
                sql.execute(
                    "INSERT INTO folders (path, uploads, only, added) VALUES (?, ?, ?, ?)",
                    [str(path), int(uploads), names, time.time()],
                )
            elif known.only is not None:
                names = None if only is None else json.dumps(sorted({*known.only, only}))
                sql.execute("UPDATE folders SET only = ? WHERE id = ?", [names, known.id])
            return next(folder for folder in self.folders() if folder.path == path)

    def relocate_uploads(self, path: Path) -> None:
        """Note that the folder for uploads is somewhere else, as when the data folder was moved."""
        with self.transaction() as sql:
            if not any(folder.path == path for folder in self.folders()):
                sql.execute(
                    "UPDATE folders SET path = ?, devices = NULL, vanished = NULL "
                    "WHERE id = (SELECT max(id) FROM folders WHERE uploads)",
                    [str(path)],
                )

    def adopt(self, inner: Folder, outer: Folder) -> None:
        """Make the documents of a folder part of one around it, as they are, and forget the inner one."""
        prefix = inner.path.relative_to(outer.path).as_posix() + "/"
        with self.transaction() as sql:
            sql.execute(
                "UPDATE documents SET folder_id = ?, path = ? || path WHERE folder_id = ?",
                [outer.id, prefix, inner.id],
            )
            sql.execute("DELETE FROM folders WHERE id = ?", [inner.id])

    def set_patterns(self, folder: Folder, include: Sequence[str], exclude: Sequence[str]) -> None:
        """Which files of a folder are read, by patterns in gitignore syntax; empty for all, and for none left out."""
        with self.transaction() as sql:
            sql.execute(
                "UPDATE folders SET include = ?, exclude = ? WHERE id = ?",
                [*(json.dumps(list(some)) if some else None for some in (include, exclude)), folder.id],
            )

    def set_devices(self, folder: Folder, devices: Mapping[str, int]) -> None:
        """Remember which folder it is, and what is mounted inside it; nothing if it was dropped meanwhile."""
        with self.transaction() as sql:
            values = [json.dumps(dict(devices)), folder.id, str(folder.path)]
            sql.execute("UPDATE folders SET devices = ? WHERE id = ? AND path = ?", values)

    def set_vanished(self, folder: Folder, since: float | None) -> None:
        """Remember since when a folder is not there; None once it is."""
        with self.transaction() as sql:
            values = [since, folder.id, str(folder.path)]
            sql.execute("UPDATE folders SET vanished = ? WHERE id = ? AND path = ?", values)

    def dismissed(self, folder: Folder) -> set[str]:
        """Paths that their owner took out of a folder."""
        rows = self.connection.execute("SELECT path FROM dismissed WHERE folder_id = ?", [folder.id])
        return {str(path) for (path,) in rows}

    def readmit(self, folder: Folder, paths: Iterable[str]) -> None:
        """Let documents come back that were taken out of a folder; files that they are members of are read again."""
        with self.transaction() as sql:
            for path in paths:
                sql.execute("DELETE FROM dismissed WHERE folder_id = ? AND path = ?", [folder.id, path])
                sql.execute(
                    "UPDATE documents SET checked_ns = 0, sha256 = NULL "
                    "WHERE folder_id = ? AND container_id IS NULL AND substr(?, 1, length(path) + 1) = path || '/'",
                    [folder.id, path],
                )
