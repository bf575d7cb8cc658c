"""The reading half of the catalog: what retrieval and the viewer ask of it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from index.catalog import vocabulary
from index.catalog.database import Database
from index.documents import Chunk, Document, Filter, Source, Span, State, StoredChunk
from index.text.layout import Layout

_DOCUMENT = """
SELECT d.id, f.path, d.path, d.state, d.reason, v.sha256, v.title, v.format, v.pages, d.size,
       (SELECT count(*) FROM chunks c WHERE c.version_id = d.version_id), d.mtime_ns, d.added, d.indexed, f.uploads,
       d.container_id, (SELECT count(*) FROM documents m WHERE m.container_id = d.id)
FROM documents d JOIN folders f ON f.id = d.folder_id LEFT JOIN versions v ON v.id = d.version_id
"""

_CHUNK = """SELECT id, version_id, ordinal, key, start, "end", text, sentences, headings, page FROM chunks"""


_LOOKED_AT = 2_000
"""Documents from which the languages of a library are told."""


def _title(title: str | None, path: str) -> str:
    return title or Path(path).name


def _document(row: tuple[Any, ...]) -> Document:
    id_, folder, path, state, reason, sha256, title, format_, pages, size, chunks, mtime, added, indexed, *rest = row
    uploads, container, members = rest
    return Document(
        id=id_,
        folder=folder,
        path=path,
        state=State(state),
        reason=reason,
        version=sha256,
        title=_title(title, path),
        format=format_,
        pages=pages,
        size=size,
        chunks=chunks,
        modified=mtime / 1e9,
        added=added,
        indexed=indexed,
        uploaded=bool(uploads),
        container=container,
        members=members,
    )


def _allowed(only: Filter) -> tuple[str, list[object]]:
    """SQL that selects the documents a filter allows (aliases d, f, v), and its parameters."""
    clauses: list[str] = []
    values: list[object] = []
    if only.folders:
        options = []
        for folder in only.folders:
            name = folder.strip("/")
            options.append("f.path = ? OR substr(d.path, 1, ?) = ?")
            values += [folder.rstrip("/") or "/", len(name) + 1, name + "/"]
        clauses.append("(" + " OR ".join(options) + ")")
    if only.documents:
        clauses.append("d.path IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(only.documents))
    if only.formats:
        clauses.append("v.format IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(only.formats))
    if only.after is not None:
        clauses.append("d.mtime_ns / 1e9 >= ?")  # as Document.modified is made
        values.append(only.after)
    if only.before is not None:
        clauses.append("d.mtime_ns / 1e9 <= ?")
        values.append(only.before)
    return " AND ".join(clauses) or "1", values


def _versions(only: Filter) -> tuple[str, list[object]]:
    """SQL for the ids of the versions that a filter allows, and its parameters."""
    where, values = _allowed(only)
    return (
        "SELECT d.version_id FROM documents d JOIN folders f ON f.id = d.folder_id "
        f"JOIN versions v ON v.id = d.version_id WHERE {where}",
        values,
    )


class Lookup(Database):
    """Questions that the catalog answers without changing. Every chunk in it is live."""

    def match(
        self,
        query: str,
        limit: int,
        only: Filter | None = None,
        weights: tuple[float, float] = (1.0, 0.5),
    ) -> list[tuple[int, float]]:
        """Chunks that match an FTS5 expression over the columns ``text`` and ``context``.

        :param weights: BM25 weights of the two columns.
        :returns: (chunk id, BM25 score, higher is better), best first.
        :raises sqlite3.OperationalError: the expression is not valid.
        """
        values: list[object] = [query, f"bm25({weights[0]}, {weights[1]})"]
        inside = ""
        if only:
            versions, more = _versions(only)
            # Without the plus SQLite would run the full-text query anew for every row of the list.
            inside = f" AND +rowid IN (SELECT id FROM chunks WHERE version_id IN ({versions}))"
            values += more
        rows = self.connection.execute(
            "SELECT rowid, -rank FROM chunks_fts WHERE chunks_fts MATCH ? AND rank MATCH ?"
            f"{inside} ORDER BY rank LIMIT ?",
            [*values, limit],
        )
        return [(int(id_), float(score)) for id_, score in rows]

    def match_pairs(self, query: str, limit: int, only: Filter | None = None) -> list[tuple[int, float]]:
        """Chunks that match an FTS5 expression over pairs of Chinese and Japanese characters; else as `match`.

        Expressions are made by `index.text.languages.sought`.
        """
        values: list[object] = [query]
        inside = ""
        if only:
            versions, more = _versions(only)
            inside = f" AND +rowid IN (SELECT id FROM chunks WHERE version_id IN ({versions}))"
            values += more
        rows = self.connection.execute(
            f"SELECT rowid, -rank FROM pairs_fts WHERE pairs_fts MATCH ?{inside} ORDER BY rank LIMIT ?",
            [*values, limit],
        )
        return [(int(id_), float(score)) for id_, score in rows]

    def pair_frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """In how many chunks each word of Chinese or Japanese occurs, at most: as often as its rarest pair."""
        return vocabulary.pair_counts(self.connection, words)

    def forms(self, words: Iterable[str], language: str) -> dict[str, list[str]]:
        """Words of the full-text index that stand for each word in a language other than English, besides itself."""
        every = self._every_word() if language in vocabulary.COMPOUNDING else ""
        return {word: vocabulary.forms(self.connection, word, language, every) for word in words}

    def _every_word(self) -> str:
        """`vocabulary.every_word`, brought up to date once for each change of the catalog."""
        revision = self.revision()
        known: vocabulary.EveryWord | None = getattr(self, "_vocabulary", None)
        if known is None or known.revision != revision:
            with self.snapshot():
                known = vocabulary.every_word(self.connection, revision, known, self._stems)
            self._vocabulary = known
        return known.words

    def languages(self) -> dict[str, int]:
        """How many documents are in each language, ISO 639-1, most first; those of which it is not known left out.

        Of a library of several thousand documents some thousands are looked at, spread evenly.
        """
        (number,) = self.connection.execute("SELECT count(*) FROM documents").fetchone()
        rows = self.connection.execute(
            "SELECT json_extract(r.report, '$.language') AS language, count(*) AS number FROM documents d "
            "JOIN reports r ON r.version_id = d.version_id WHERE language IS NOT NULL AND d.id % ? = 0 "
            "GROUP BY language ORDER BY number DESC, language",
            [max(1, number // _LOOKED_AT)],
        )
        return {str(language): int(number) for language, number in rows}

    def document_frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many chunks each term occurs, after the index's own stemming."""
        wanted = list(dict.fromkeys(terms))
        stems = self._stems(wanted)
        rows = self.connection.execute(
            "SELECT term, doc FROM terms WHERE term IN (SELECT value FROM json_each(?))",
            [json.dumps(sorted({stem for found in stems.values() for stem in found}))],
        )
        counts = {str(term): int(count) for term, count in rows}
        # A term that the tokenizer splits ("A-10") is as rare as its rarest part.
        return {term: min((counts.get(stem, 0) for stem in stems[term]), default=0) for term in wanted}

    def terms(self, beginning: str = "") -> list[tuple[str, int]]:
        """The words of the full-text index (stems, as it keeps them), each with in how many chunks it occurs.

        :param beginning: only those that begin with it.
        """
        rows = self.connection.execute(
            "SELECT term, doc FROM terms WHERE term >= ? AND term < ?", [beginning, beginning + "\U0010ffff"]
        )
        return [(str(term), int(count)) for term, count in rows]

    def stemmed(self, words: Iterable[str]) -> dict[str, str]:
        """What the full-text index makes of each word: its stem; the parts of what is no single word joined."""
        return {word: "".join(parts) for word, parts in self._stems(list(dict.fromkeys(words))).items()}

    def _stems(self, terms: Sequence[str]) -> dict[str, list[str]]:
        """What the full-text index makes of each term, by asking its own tokenizer."""
        scratch: sqlite3.Connection | None = getattr(self._local, "stemmer", None)
        if scratch is None:
            scratch = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            scratch.executescript(
                "CREATE VIRTUAL TABLE word USING fts5 (t, tokenize = 'porter unicode61 remove_diacritics 2');"
                "CREATE VIRTUAL TABLE stem USING fts5vocab ('word', 'instance');"
            )
            self._local.stemmer = scratch
        scratch.execute("BEGIN")
        try:
            scratch.executemany("INSERT INTO word (rowid, t) VALUES (?, ?)", list(enumerate(terms)))
            found: dict[str, list[str]] = {term: [] for term in terms}
            for row, stem in scratch.execute("SELECT doc, term FROM stem"):
                found[terms[row]].append(str(stem))
        finally:
            scratch.execute("ROLLBACK")
        return found

    def count_chunks(self) -> int:
        """How many chunks are live."""
        return int(self.connection.execute("SELECT count(*) FROM chunks").fetchone()[0])

    def chunks(self, ids: Iterable[int]) -> dict[int, StoredChunk]:
        """Chunks by id; ids that are not live are left out."""
        found = self._stored("id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))])
        return {chunk.id: chunk for chunk in found}

    def neighbours(self, chunk: StoredChunk, before: int, after: int) -> list[StoredChunk]:
        """The chunks of its version around a chunk, in order, without itself."""
        return self._stored(
            "version_id = ? AND ordinal BETWEEN ? AND ? AND ordinal != ?",
            [chunk.version_id, chunk.ordinal - before, chunk.ordinal + after, chunk.ordinal],
        )

    def chunks_of_document(self, document_id: int) -> list[StoredChunk]:
        """All chunks of a document's live version, in order."""
        return self._stored("version_id = (SELECT version_id FROM documents WHERE id = ?)", [document_id])

    def chunk_at(self, document_id: int, offset: int) -> StoredChunk | None:
        """The first chunk of a document's live version that holds an offset of its text; None where none does."""
        found = self._stored(
            'version_id = (SELECT version_id FROM documents WHERE id = ?) AND start <= ? AND "end" > ?',
            [document_id, offset, offset],
        )
        return found[0] if found else None

    def _stored(self, condition: str, values: Sequence[object]) -> list[StoredChunk]:
        with self.snapshot():
            rows = self.connection.execute(
                f"{_CHUNK} WHERE {condition} ORDER BY version_id, ordinal", values
            ).fetchall()
            sources = self._sources({row[1] for row in rows})
        stored = []
        for id_, version, ordinal, key, start, end, text, sentences, headings, page in rows:
            if version not in sources:  # only damage leaves a version without a document; doctor says so
                continue
            flat = json.loads(sentences)
            spans = tuple(Span(start + flat[i], start + flat[i + 1]) for i in range(0, len(flat), 2))
            chunk = Chunk(start, end, text, spans, tuple(json.loads(headings)), page)
            stored.append(StoredChunk(id_, version, ordinal, key, chunk, sources[version]))
        return stored

    def _sources(self, versions: set[int]) -> dict[int, tuple[Source, ...]]:
        rows = self.connection.execute(
            "SELECT d.version_id, d.id, f.path, d.path, v.title, v.sha256, v.format, d.mtime_ns "
            "FROM documents d JOIN folders f ON f.id = d.folder_id JOIN versions v ON v.id = d.version_id "
            "WHERE d.version_id IN (SELECT value FROM json_each(?)) ORDER BY d.id",
            [json.dumps(sorted(versions))],
        )
        found: dict[int, list[Source]] = defaultdict(list)
        for version, id_, folder, path, title, sha256, format_, mtime in rows:
            found[version].append(Source(id_, folder, path, _title(title, path), sha256, format_, mtime / 1e9))
        return {version: tuple(sources) for version, sources in found.items()}

    def chunks_of_keys(self, keys: Iterable[str], only: Filter | None = None) -> dict[str, list[int]]:
        """The live chunks behind vector keys; keys without one (that passes the filter) are left out."""
        sql = "SELECT key, id FROM chunks WHERE key IN (SELECT value FROM json_each(?))"
        values: list[object] = [json.dumps(list(keys))]
        if only:
            versions, more = _versions(only)
            sql += f" AND +version_id IN ({versions})"
            values += more
        found: dict[str, list[int]] = defaultdict(list)
        for key, id_ in self.connection.execute(sql + " ORDER BY id", values):
            found[key].append(id_)
        return dict(found)

    def keys(self, only: Filter | None = None) -> list[str]:
        """The vector keys of all live chunks, or of those that pass a filter, each once, in order."""
        sql, values = "SELECT DISTINCT key FROM chunks", list[object]()
        if only:
            versions, values = _versions(only)
            sql += f" WHERE version_id IN ({versions})"
        return [str(key) for (key,) in self.connection.execute(sql + " ORDER BY key", values)]

    def documents(self, folder: str | None = None) -> list[Document]:
        """All documents, or those of one library folder, by folder and path."""
        where, values = (" WHERE f.path = ?", [folder]) if folder is not None else ("", [])
        rows = self.connection.execute(f"{_DOCUMENT}{where} ORDER BY f.path, d.path", values)
        return [_document(row) for row in rows]

    def document(self, which: int | str) -> Document | None:
        """One document by id or by path: inside its folder, absolute, or its bare file name if that is unique."""
        if isinstance(which, int):
            row = self.connection.execute(f"{_DOCUMENT} WHERE d.id = ?", [which]).fetchone()
            return _document(row) if row else None
        for condition, value in (
            ("f.path || '/' || d.path = ?", which),
            ("d.path = ?", which),
            ("d.path LIKE '%/' || ? ESCAPE '\\'", _like(which)),
        ):
            rows = self.connection.execute(f"{_DOCUMENT} WHERE {condition} LIMIT 2", [value]).fetchall()
            if len(rows) == 1:
                return _document(rows[0])
            if rows:
                return None
        return None

    def text(self, version: str, document: int | None = None) -> str:
        """The canonical text of a live version.

        :param version: its SHA-256.
        :param document: id of the document it is wanted for; the same bytes under names of different formats
            are different texts.
        :raises KeyError: no such document has that version now.
        """
        return str(self._of_version("v.text", [], version, document))

    def layout(self, version: str, document: int | None = None) -> Layout:
        """The layout of a live version; parameters and errors as for :meth:`text`."""
        data = self._of_version("v.layout", [], version, document)
        assert isinstance(data, bytes)
        return Layout.from_bytes(data)

    def excerpt(self, version: str, start: int, end: int, document: int | None = None) -> str:
        """``text[start:end]`` of a live version, without reading the rest; else as :meth:`text`."""
        return str(self._of_version("substr(v.text, ?, ?)", [start + 1, max(0, end - start)], version, document))

    def _of_version(self, column: str, values: list[int], version: str, document: int | None) -> object:
        row = self.connection.execute(
            f"SELECT {column} FROM versions v JOIN documents d ON d.version_id = v.id "
            "WHERE v.sha256 = ? AND (? IS NULL OR d.id = ?) ORDER BY d.id LIMIT 1",
            [*values, version, document, document],
        ).fetchone()
        if row is None:
            raise KeyError(version)
        return row[0]


def _like(value: str) -> str:
    return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
