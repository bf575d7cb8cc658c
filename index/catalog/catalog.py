"""The catalog, truth of a data folder: folders, documents, versions, chunks and their embeddings in SQLite."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable

from index.catalog.embeddings import Embeddings
from index.catalog.folders import Folder, Folders
from index.catalog.lookup import Lookup
from index.catalog.remembered import ALL_INSIDE, INSIDE, SEEN, FileFacts, Remembered, Seen, remembered
from index.catalog.versions import NewVersion, Versions
from index.documents import State

__all__ = ["Catalog", "FileFacts", "Folder", "NewVersion", "Seen"]


class Catalog(Folders, Remembered, Versions, Embeddings, Lookup):
    """All that is known of the library. Every method that changes something is one transaction."""

    # Settings of the data folder

    def get(self, key: str) -> str | None:
        """A remembered setting of this data folder, or None."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
        return None if row is None else str(row[0])

    def put(self, key: str, value: str | None) -> None:
        """Remember a setting of this data folder; None forgets it."""
        with self.transaction() as sql:
            if value is None:
                sql.execute("DELETE FROM meta WHERE key = ?", [key])
            else:
                sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])

    # Folders

    def drop_folder(self, folder: Folder) -> None:
        """Forget a folder and all its documents; the files stay where they are."""
        with self.transaction() as sql:
            versions = self._ids("SELECT version_id FROM documents WHERE folder_id = ?", folder.id)
            sql.execute("DELETE FROM folders WHERE id = ?", [folder.id])
            self.drop_orphans(versions)

    # Documents

    def enqueue(self, folder: Folder, files: Iterable[tuple[str, int, int]], container: int | None = None) -> None:
        """Note new files (path, size, mtime_ns), to be read; or members of the document ``container``."""
        now = time.time()
        with self.transaction() as sql:  # the folder may have been dropped since it was looked at
            sql.executemany(
                "INSERT OR IGNORE INTO documents "
                "(folder_id, path, state, size, mtime_ns, checked_ns, added, container_id) "
                "SELECT id, ?, ?, ?, ?, 0, ?, ? FROM folders WHERE id = ? AND path = ?",
                [
                    (path, State.QUEUED, size, mtime_ns, now, container, folder.id, str(folder.path))
                    for path, size, mtime_ns in files
                ],
            )

    def enqueue_member(self, container: Seen, path: str, size: int, mtime_ns: int) -> Seen | None:
        """Note a new document inside another, to be read; None if that one was removed meanwhile."""
        with self.transaction() as sql:
            sql.execute(
                "INSERT OR IGNORE INTO documents "
                "(folder_id, path, state, size, mtime_ns, checked_ns, added, container_id) "
                "SELECT folder_id, ?, ?, ?, ?, 0, ?, id FROM documents WHERE id = ?",
                [path, State.QUEUED, size, mtime_ns, time.time(), container.id],
            )
            row = sql.execute(f"{SEEN} WHERE container_id = ? AND path = ?", [container.id, path]).fetchone()
        return None if row is None else remembered(row)

    def touch(self, document_id: int, facts: FileFacts) -> None:
        """Note that a document's file was looked at and holds what it held."""
        with self.transaction() as sql:
            sql.execute(
                "UPDATE documents SET size = ?, mtime_ns = ?, checked_ns = ?, sha256 = ?, recipe = ? WHERE id = ?",
                [*facts.values(), document_id],
            )

    def fail(self, document_id: int, facts: FileFacts, state: State, reason: str) -> None:
        """Note why a document could not be read. A failed one keeps its last good version; a skipped one has none."""
        with self.transaction() as sql:
            old = self._version_of(document_id)
            sql.execute(
                "UPDATE documents SET state = ?, reason = ?, size = ?, mtime_ns = ?, checked_ns = ?, sha256 = ?, "
                "recipe = ?, version_id = CASE WHEN ? THEN NULL ELSE version_id END WHERE id = ?",
                [state, reason, *facts.values(), state is State.SKIPPED, document_id],
            )
            self.drop_orphans([old])

    def move(self, places: Iterable[tuple[int, Folder, str, FileFacts]]) -> None:
        """Give documents new folders and paths, all in one transaction; one may take a place that another leaves.

        Their versions and chunks stay, and what is inside them follows. Whatever else was at a new place goes: the
        new file noted as one of its own, or what is left of a folder or an archive that was there.
        """
        with self.transaction() as sql:
            left = [
                (id_, folder, path, facts)
                for id_, folder, path, facts in places
                if self._rename(id_, folder, f"//leaving/{id_}", stay=True)  # no path in a folder begins like this
            ]
            for id_, folder, path, facts in left:
                rows = sql.execute(
                    "SELECT id FROM documents WHERE folder_id = ?1 AND path = ?2 UNION ALL "
                    "SELECT id FROM documents WHERE folder_id = ?1 AND path > ?2 || '/' AND path < ?2 || '0'",
                    [folder.id, path],
                )
                others = [other for (other,) in rows.fetchall()]
                if others:
                    self.remove(others)
                self._rename(id_, folder, path)
                self.touch(id_, facts)

    def _rename(self, document_id: int, folder: Folder, path: str, *, stay: bool = False) -> bool:
        """Give a document, what is inside it and what was taken out of it another path; False if it is gone.

        :param stay: in the folder that it is in, and not yet in ``folder``, which has to be there though.
        """
        sql = self.connection
        row = sql.execute(
            "SELECT d.folder_id, d.path FROM documents d, folders f WHERE d.id = ? AND f.id = ? AND f.path = ?",
            [document_id, folder.id, str(folder.path)],
        ).fetchone()
        if row is None:
            return False
        old_folder, old = row
        new_folder = old_folder if stay else folder.id
        sql.execute(
            f"{INSIDE} UPDATE documents SET folder_id = ?, path = ? || substr(path, ?) WHERE id IN inside",
            [document_id, new_folder, path, len(old) + 1],
        )
        sql.execute(
            "UPDATE OR REPLACE dismissed SET folder_id = ?, path = ? || substr(path, ?) "
            "WHERE folder_id = ? AND path > ? AND path < ?",
            [new_folder, path, len(old) + 1, old_folder, old + "/", old + "0"],
        )
        return True

    def set_container(self, document_id: int, container: int) -> None:
        """Make a document a member of another one; nothing if that was removed meanwhile."""
        with self.transaction() as sql:
            sql.execute(
                "UPDATE documents SET container_id = c.id FROM (SELECT id FROM documents WHERE id = ?) c "
                "WHERE documents.id = ?",
                [container, document_id],
            )

    def remove(self, document_ids: Iterable[int]) -> None:
        """Forget documents whose files are gone, and what is inside them."""
        ids = list(document_ids)
        with self.transaction() as sql:
            versions = self._ids(f"{ALL_INSIDE} SELECT version_id FROM documents WHERE id IN inside", json.dumps(ids))
            sql.executemany("DELETE FROM documents WHERE id = ?", [(id_,) for id_ in ids])
            self.drop_orphans(versions)

    def dismiss(self, document_id: int) -> None:
        """Forget a document and remember not to read its file again until it is asked for."""
        with self.transaction() as sql:
            sql.execute(
                "INSERT OR IGNORE INTO dismissed SELECT folder_id, path FROM documents WHERE id = ?",
                [document_id],
            )
            self.remove([document_id])

    def reread(self, document_ids: Iterable[int]) -> None:
        """Have the next sync read these documents' files again, whatever their size and date say."""
        ids = list(document_ids)
        with self.transaction() as sql:
            sql.executemany(
                "UPDATE documents SET checked_ns = 0, sha256 = NULL WHERE id = ?",
                [(id_,) for id_ in {*ids, *self.files_of(ids)}],
            )

    def reread_containers(self, folder: Folder) -> None:
        """Have the next sync read those files of a folder again that hold documents, such as archives."""
        rows = self.connection.execute(
            "SELECT DISTINCT c.id FROM documents c JOIN documents d ON d.container_id = c.id WHERE c.folder_id = ?",
            [folder.id],
        )
        self.reread(int(id_) for (id_,) in rows.fetchall())

    # What answers for a document

    def make_live(self, document_id: int, version: NewVersion, facts: FileFacts, read_ns: int = 0) -> bool:
        """Let a version answer for a document, and its old one go, in one transaction.

        Every chunk's embedding must be stored before. Returns False, and changes nothing, when the document was
        removed meanwhile, or read again later than this version was.

        :param read_ns: when the version had been read, for one that ``facts.checked_ns`` does not tell it of.
        """
        with self.transaction() as sql:
            row = sql.execute("SELECT checked_ns FROM documents WHERE id = ?", [document_id]).fetchone()
            if row is None or row[0] > (facts.checked_ns or read_ns) > 0:
                return False
            id_ = self.known_version(version.sha256, version.format, version.recipe)
            if id_ is None:
                old = self._version_of(document_id)
                alone = old and self._ids("SELECT id FROM documents WHERE version_id = ?", old) == [document_id]
                id_ = self.insert_version(version, instead_of=old if alone else 0)
            self._answer_with(document_id, id_, facts)
        return True

    def share(
        self, document_id: int, version_id: int, facts: FileFacts, member: Callable[[str], bool] = lambda _: True
    ) -> bool:
        """Let a version that another document has answer for this one too; False if either is gone.

        Documents inside that other one are then inside this one too, but for those that ``member`` refuses by
        their paths.
        """
        with self.transaction() as sql:
            rows = sql.execute(
                "SELECT 1 FROM documents, versions WHERE documents.id = ? AND versions.id = ?",
                [document_id, version_id],
            )
            if rows.fetchone() is None:
                return False
            source = self.whole(version_id)
            if source is not None and source != document_id:
                self.remove(one.id for one in self.members(document_id))
                self._copy_members(source, document_id, member)
            self._answer_with(document_id, version_id, facts)
        return True

    def whole(self, version_id: int) -> int | None:
        """A document with this version of which every member was read, or None; none that is to be read again."""
        ids = self._ids(
            "SELECT id FROM documents WHERE version_id = ? AND state = ? AND sha256 IS NOT NULL ORDER BY id",
            version_id,
            State.READY,
        )
        return next((id_ for id_ in ids if all(one.sha256 and one.recipe for one in self.members(id_))), None)

    def _copy_members(self, source: int, target: int, member: Callable[[str], bool]) -> None:
        sql = self.connection
        (old,) = sql.execute("SELECT path FROM documents WHERE id = ?", [source]).fetchone()
        folder_id, new = sql.execute("SELECT folder_id, path FROM documents WHERE id = ?", [target]).fetchone()
        for id_, path in sql.execute("SELECT id, path FROM documents WHERE container_id = ?", [source]).fetchall():
            place = new + path[len(old) :]
            if not member(place):
                continue
            copied = sql.execute(
                "INSERT INTO documents (folder_id, path, state, reason, version_id, size, mtime_ns, checked_ns, "
                "sha256, recipe, added, indexed, container_id) "
                "SELECT ?, ?, state, reason, version_id, size, mtime_ns, checked_ns, sha256, recipe, ?, ?, ? "
                "FROM documents WHERE id = ?",
                [folder_id, place, time.time(), time.time(), target, id_],
            ).lastrowid
            assert copied is not None
            self._copy_members(id_, copied, member)

    def _answer_with(self, document_id: int, version_id: int, facts: FileFacts) -> None:
        old = self._version_of(document_id)
        self.connection.execute(
            "UPDATE documents SET state = ?, reason = NULL, version_id = ?, size = ?, mtime_ns = ?, checked_ns = ?, "
            "sha256 = ?, recipe = ?, indexed = ? WHERE id = ?",
            [State.READY, version_id, *facts.values(), time.time(), document_id],
        )
        if old != version_id:
            self.drop_orphans([old])

    def _version_of(self, document_id: int) -> int:
        row = self.connection.execute("SELECT version_id FROM documents WHERE id = ?", [document_id]).fetchone()
        return int(row[0]) if row and row[0] is not None else 0

    def version_id(self, document_id: int) -> int | None:
        """The id of the version that answers for a document, or None."""
        return self._version_of(document_id) or None

    def keys_of(self, document_ids: Iterable[int]) -> set[str]:
        """The vector keys of the live chunks of documents and of those inside them."""
        rows = self.connection.execute(
            f"{ALL_INSIDE} SELECT DISTINCT c.key FROM documents d JOIN chunks c ON c.version_id = d.version_id "
            "WHERE d.id IN inside",
            [json.dumps(list(document_ids))],
        )
        return {str(key) for (key,) in rows}

    def _ids(self, query: str, *values: object) -> list[int]:
        return [int(id_) for (id_,) in self.connection.execute(query, values) if id_ is not None]
