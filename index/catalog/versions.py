"""The catalog's versions: contents of documents with their text, layout and chunks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.catalog import pairing, reports
from index.catalog.database import Database
from index.documents import Chunk


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
    report: Mapping[str, Any] = field(default_factory=dict)
    """What was noticed while it was read."""


class Versions(Database):
    """The tables ``versions`` and ``chunks``. Documents with the same bytes share a version."""

    def known_version(self, sha256: str, format_: str, recipe: str) -> int | None:
        """The id of a live version with this content that was read the same way, or None."""
        row = self.connection.execute(
            "SELECT id FROM versions WHERE sha256 = ? AND format = ? AND recipe = ?",
            [sha256, format_, recipe],
        ).fetchone()
        return None if row is None else int(row[0])

    def count_of(self, version_id: int) -> int:
        """How many chunks a version has."""
        row = self.connection.execute("SELECT count(*) FROM chunks WHERE version_id = ?", [version_id]).fetchone()
        return int(row[0])

    def chunks_held(self, document_id: int) -> int:
        """How many live chunks a document has."""
        row = self.connection.execute(
            "SELECT count(*) FROM chunks WHERE version_id = (SELECT version_id FROM documents WHERE id = ?)",
            [document_id],
        ).fetchone()
        return int(row[0])

    def discard_versions(self, document_ids: Iterable[int]) -> None:
        """Take damaged versions out of use, so that their files are parsed again and not shared."""
        with self.transaction() as sql:
            sql.executemany(
                "UPDATE versions SET recipe = 'damaged ' || id WHERE id = "
                "(SELECT version_id FROM documents WHERE documents.id = ?)",
                [(id_,) for id_ in document_ids],
            )

    def insert_version(self, version: NewVersion, instead_of: int = 0) -> int:
        """Write a version, inside a transaction, and give its id.

        :param instead_of: id of a version that it takes the place of: chunks that are in both become the new
            one's as they are, so that only what changed is written to the full-text index; the old version must
            go with this transaction. 0 for none.
        """
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
        held = self._held(instead_of) if instead_of else {}
        same = {ordinal: ids.pop() for ordinal, found in enumerate(_searched(version)) if (ids := held.get(found))}
        kept_rows = _rows(version, id_) if same else ()
        sql.executemany(
            'UPDATE chunks SET version_id = ?, ordinal = ?, start = ?, "end" = ?, sentences = ?, headings = ?, '
            "page = ? WHERE id = ?",
            ((*facts, same[facts[1]]) for facts, _ in kept_rows if facts[1] in same),
        )
        sql.executemany(
            'INSERT INTO chunks (version_id, ordinal, start, "end", sentences, headings, page, text, context, key) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (*facts, text, context, key)
                for facts, (key, text, context) in _rows(version, id_)
                if facts[1] not in same
            ),
        )
        pairing.keep_up(sql)
        reports.store(self, id_, version.report)
        return id_

    def _held(self, version_id: int) -> dict[tuple[str, str, str], list[int]]:
        """Ids of a version's chunks, the last first, by all that is searched of them."""
        held: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        rows = self.connection.execute(
            "SELECT key, text, context, id FROM chunks WHERE version_id = ? ORDER BY ordinal DESC", [version_id]
        )
        for key, text, context, id_ in rows:
            held[key, text, context].append(id_)
        return held

    def drop_orphans(self, version_ids: Iterable[int]) -> None:
        """Delete those versions that no document has; their chunks and full-text rows go with them."""
        self.connection.executemany(
            "DELETE FROM versions WHERE id = ? AND NOT EXISTS (SELECT 1 FROM documents WHERE version_id = ?)",
            [(id_, id_) for id_ in set(version_ids)],
        )


def _searched(version: NewVersion) -> Iterator[tuple[str, str, str]]:
    """Of each chunk all that is searched of it: its vector's key, its text, and its titles."""
    for chunk, key in zip(version.chunks, version.keys, strict=True):
        yield key, chunk.text, "\n".join(filter(None, (version.title, *chunk.headings)))


def _rows(version: NewVersion, id_: int) -> Iterator[tuple[tuple[Any, ...], tuple[str, str, str]]]:
    """Each chunk as it is stored, one by one: those of a large document would take more memory than its text."""
    for ordinal, (chunk, searched) in enumerate(zip(version.chunks, _searched(version), strict=True)):
        sentences = json.dumps([n - chunk.start for span in chunk.sentences for n in (span.start, span.end)])
        headings = json.dumps(chunk.headings, ensure_ascii=False)
        yield (id_, ordinal, chunk.start, chunk.end, sentences, headings, chunk.page), searched
