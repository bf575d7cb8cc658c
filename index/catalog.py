"""The catalog, truth of a data folder: folders, documents, versions, chunks and their embeddings in SQLite."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.documents import Chunk, State, Vectors32
from index.lookup import Lookup


@dataclass(frozen=True, slots=True)
class Folder:
    """A followed folder, or the one that uploads go to. ``only`` names its files if single files are followed."""

    id: int
    path: Path
    uploads: bool
    only: tuple[str, ...] | None


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


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version read from a file, with its chunks and the key of each chunk's vector."""

    sha256: str
    format: str
    recipe: str
    title: str | None
    text: str
    layout: bytes
    pages: int | None
    chunks: Sequence[Chunk]
    keys: Sequence[str]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file was when its bytes were read: size in bytes, times in nanoseconds, SHA-256 and recipe."""

    size: int
    mtime_ns: int
    checked_ns: int
    sha256: str | None
    recipe: str | None


class Catalog(Lookup):
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

    def folders(self) -> list[Folder]:
        """The library's folders, oldest first."""
        rows = self.connection.execute("SELECT id, path, uploads, only FROM folders ORDER BY id")
        return [
            Folder(id_, Path(path), bool(uploads), None if only is None else tuple(json.loads(only)))
            for id_, path, uploads, only in rows
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

    def adopt(self, inner: Folder, outer: Folder) -> None:
        """Make the documents of a folder part of one around it, as they are, and forget the inner one."""
        prefix = inner.path.relative_to(outer.path).as_posix() + "/"
        with self.transaction() as sql:
            sql.execute(
                "UPDATE documents SET folder_id = ?, path = ? || path WHERE folder_id = ?",
                [outer.id, prefix, inner.id],
            )
            sql.execute("DELETE FROM folders WHERE id = ?", [inner.id])

    def drop_folder(self, folder: Folder) -> None:
        """Forget a folder and all its documents; the files stay where they are."""
        with self.transaction() as sql:
            sql.execute("DELETE FROM folders WHERE id = ?", [folder.id])
            self._drop_orphans()

    # Documents

    def seen(self, folder: Folder) -> dict[str, Seen]:
        """What is remembered of a folder's files, by path."""
        rows = self.connection.execute(
            "SELECT id, path, state, reason, size, mtime_ns, checked_ns, sha256, recipe, version_id IS NOT NULL "
            "FROM documents WHERE folder_id = ?",
            [folder.id],
        )
        return {
            path: Seen(id_, path, State(state), reason, size, mtime_ns, checked_ns, sha256, recipe, bool(live))
            for id_, path, state, reason, size, mtime_ns, checked_ns, sha256, recipe, live in rows
        }

    def dismissed(self, folder: Folder) -> set[str]:
        """Paths that their owner took out of a folder."""
        rows = self.connection.execute("SELECT path FROM dismissed WHERE folder_id = ?", [folder.id])
        return {str(path) for (path,) in rows}

    def readmit(self, folder: Folder, paths: Iterable[str]) -> None:
        """Let documents come back that were taken out of a folder."""
        with self.transaction() as sql:
            sql.executemany(
                "DELETE FROM dismissed WHERE folder_id = ? AND path = ?",
                [(folder.id, path) for path in paths],
            )

    def enqueue(self, folder: Folder, files: Iterable[tuple[str, int, int]]) -> None:
        """Note new files (path, size, mtime_ns), to be read."""
        now = time.time()
        with self.transaction() as sql:  # the folder may have been dropped since it was looked at
            sql.executemany(
                "INSERT OR IGNORE INTO documents (folder_id, path, state, size, mtime_ns, checked_ns, added) "
                "SELECT id, ?, ?, ?, ?, 0, ? FROM folders WHERE id = ?",
                [(path, State.QUEUED, size, mtime_ns, now, folder.id) for path, size, mtime_ns in files],
            )

    def touch(self, document_id: int, facts: FileFacts) -> None:
        """Note that a document's file was looked at and holds what it held."""
        with self.transaction() as sql:
            sql.execute(
                "UPDATE documents SET size = ?, mtime_ns = ?, checked_ns = ?, sha256 = ?, recipe = ? WHERE id = ?",
                [facts.size, facts.mtime_ns, facts.checked_ns, facts.sha256, facts.recipe, document_id],
            )

    def fail(self, document_id: int, facts: FileFacts, state: State, reason: str) -> None:
        """Note why a document could not be read. A failed one keeps its last good version; a skipped one has none."""
        with self.transaction() as sql:
            old = self._version_of(document_id)
            sql.execute(
                "UPDATE documents SET state = ?, reason = ?, size = ?, mtime_ns = ?, checked_ns = ?, sha256 = ?, "
                "recipe = ?, version_id = CASE WHEN ? THEN NULL ELSE version_id END WHERE id = ?",
                [
                    state,
                    reason,
                    facts.size,
                    facts.mtime_ns,
                    facts.checked_ns,
                    facts.sha256,
                    facts.recipe,
                    state is State.SKIPPED,
                    document_id,
                ],
            )
            self._drop_orphans(old)

    def move(self, document_id: int, path: str, facts: FileFacts) -> None:
        """Give a document its new path inside its folder; its version and chunks stay as they are."""
        with self.transaction() as sql:
            row = sql.execute("SELECT folder_id FROM documents WHERE id = ?", [document_id]).fetchone()
            if row is None:
                return
            # The new path was noted as a file of its own when it was first seen.
            sql.execute(
                "DELETE FROM documents WHERE folder_id = ? AND path = ? AND id != ?",
                [row[0], path, document_id],
            )
            sql.execute("UPDATE documents SET path = ? WHERE id = ?", [path, document_id])
            self.touch(document_id, facts)

    def remove(self, document_ids: Iterable[int]) -> None:
        """Forget documents whose files are gone."""
        with self.transaction() as sql:
            sql.executemany("DELETE FROM documents WHERE id = ?", [(id_,) for id_ in document_ids])
            self._drop_orphans()

    def dismiss(self, document_id: int) -> None:
        """Forget a document and remember not to read its file again until it is asked for."""
        with self.transaction() as sql:
            sql.execute(
                "INSERT OR IGNORE INTO dismissed SELECT folder_id, path FROM documents WHERE id = ?",
                [document_id],
            )
            self.remove([document_id])

    # Versions

    def known_version(self, sha256: str, format_: str, recipe: str) -> int | None:
        """The id of a live version with this content that was read the same way, or None."""
        row = self.connection.execute(
            "SELECT id FROM versions WHERE sha256 = ? AND format = ? AND recipe = ?",
            [sha256, format_, recipe],
        ).fetchone()
        return None if row is None else int(row[0])

    def make_live(self, document_id: int, version: NewVersion, facts: FileFacts) -> bool:
        """Let a version answer for a document, and its old one go, in one transaction.

        Every chunk's embedding must be stored before. Returns False, and changes nothing, when the document was
        removed meanwhile.
        """
        with self.transaction() as sql:
            if sql.execute("SELECT 1 FROM documents WHERE id = ?", [document_id]).fetchone() is None:
                return False
            id_ = self.known_version(version.sha256, version.format, version.recipe)
            if id_ is None:
                id_ = self._insert(version)
            self._answer_with(document_id, id_, facts)
        return True

    def share(self, document_id: int, version_id: int, facts: FileFacts) -> bool:
        """Let a version that another document has answer for this one too; False if either is gone."""
        with self.transaction() as sql:
            rows = sql.execute(
                "SELECT 1 FROM documents, versions WHERE documents.id = ? AND versions.id = ?",
                [document_id, version_id],
            )
            if rows.fetchone() is None:
                return False
            self._answer_with(document_id, version_id, facts)
        return True

    def _answer_with(self, document_id: int, version_id: int, facts: FileFacts) -> None:
        old = self._version_of(document_id)
        self.connection.execute(
            "UPDATE documents SET state = ?, reason = NULL, version_id = ?, size = ?, mtime_ns = ?, checked_ns = ?, "
            "sha256 = ?, recipe = ?, indexed = ? WHERE id = ?",
            [
                State.READY,
                version_id,
                facts.size,
                facts.mtime_ns,
                facts.checked_ns,
                facts.sha256,
                facts.recipe,
                time.time(),
                document_id,
            ],
        )
        if old != version_id:
            self._drop_orphans(old)

    def _insert(self, version: NewVersion) -> int:
        sql = self.connection
        id_ = sql.execute(
            "INSERT INTO versions (sha256, format, recipe, title, text, layout, pages) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                version.sha256,
                version.format,
                version.recipe,
                version.title,
                version.text,
                version.layout,
                version.pages,
            ],
        ).lastrowid
        assert id_ is not None
        sql.executemany(
            'INSERT INTO chunks (version_id, ordinal, start, "end", text, context, sentences, headings, page, key) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    id_,
                    ordinal,
                    chunk.start,
                    chunk.end,
                    chunk.text,
                    "\n".join(filter(None, (version.title, *chunk.headings))),
                    json.dumps([n - chunk.start for span in chunk.sentences for n in (span.start, span.end)]),
                    json.dumps(chunk.headings, ensure_ascii=False),
                    chunk.page,
                    key,
                )
                for ordinal, (chunk, key) in enumerate(zip(version.chunks, version.keys, strict=True))
            ],
        )
        return id_

    def _version_of(self, document_id: int) -> int:
        row = self.connection.execute("SELECT version_id FROM documents WHERE id = ?", [document_id]).fetchone()
        return int(row[0]) if row and row[0] is not None else 0

    def _drop_orphans(self, version_id: int | None = None) -> None:
        """Delete versions (or this one, if) no document has; their chunks and full-text rows go with them."""
        which, values = ("", []) if version_id is None else ("id = ? AND ", [version_id])
        self.connection.execute(
            f"DELETE FROM versions WHERE {which}"
            "NOT EXISTS (SELECT 1 FROM documents d WHERE d.version_id = versions.id)",
            values,
        )

    # Embeddings

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Those of the keys that have no stored embedding, each once, in order."""
        wanted = list(dict.fromkeys(keys))
        rows = self.connection.execute(
            "SELECT key FROM embeddings WHERE key IN (SELECT value FROM json_each(?))", [json.dumps(wanted)]
        )
        stored = {key for (key,) in rows}
        return [key for key in wanted if key not in stored]

    def store_embeddings(self, keys: Sequence[str], vectors: Vectors32) -> None:
        """Keep embeddings, float32 (n, dimension), rounded to float16."""
        rows = vectors.astype(np.float16)
        with self.transaction() as sql:
            sql.executemany(
                "INSERT OR REPLACE INTO embeddings VALUES (?, ?)",
                [(key, row.tobytes()) for key, row in zip(keys, rows, strict=True)],
            )

    def unused_embeddings(self, among: Iterable[str] | None = None) -> list[str]:
        """Keys of embeddings (of these, if given) that no chunk has: of text that went, or is not live yet."""
        sql = "SELECT key FROM embeddings e WHERE NOT EXISTS (SELECT 1 FROM chunks c WHERE c.key = e.key)"
        values: list[str] = []
        if among is not None:
            sql += " AND key IN (SELECT value FROM json_each(?))"
            values = [json.dumps(sorted(among))]
        return [str(key) for (key,) in self.connection.execute(sql, values)]

    def forget_embeddings(self, keys: Iterable[str]) -> None:
        """Delete embeddings that no chunk has (any more); those in use are kept."""
        with self.transaction() as sql:
            sql.executemany(
                "DELETE FROM embeddings WHERE key = ? AND NOT EXISTS (SELECT 1 FROM chunks c WHERE c.key = ?)",
                [(key, key) for key in keys],
            )

    def discard_versions(self, document_ids: Iterable[int]) -> None:
        """Take damaged versions out of use, so that their files are parsed again and not shared."""
        with self.transaction() as sql:
            sql.executemany(
                "UPDATE versions SET recipe = 'damaged ' || id WHERE id = "
                "(SELECT version_id FROM documents WHERE documents.id = ?)",
                [(id_,) for id_ in document_ids],
            )

    def keys_of(self, document_ids: Iterable[int]) -> set[str]:
        """The vector keys of documents' live chunks."""
        rows = self.connection.execute(
            "SELECT DISTINCT c.key FROM documents d JOIN chunks c ON c.version_id = d.version_id "
            "WHERE d.id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(document_ids))],
        )
        return {str(key) for (key,) in rows}

    def reread(self, document_ids: Iterable[int]) -> None:
        """Have the next sync read these documents' files again, whatever their size and date say."""
        with self.transaction() as sql:
            sql.executemany(
                "UPDATE documents SET checked_ns = 0, sha256 = NULL WHERE id = ?",
                [(id_,) for id_ in document_ids],
            )

    def documents_without_embeddings(self) -> list[int]:
        """Ids of documents with a chunk whose embedding is not stored: damage that reading them again mends."""
        rows = self.connection.execute(
            "SELECT DISTINCT d.id FROM chunks c JOIN documents d ON d.version_id = c.version_id "
            "WHERE NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.key = c.key)"
        )
        return [int(id_) for (id_,) in rows]
