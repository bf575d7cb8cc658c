"""How long documents begin: what their first page says of whom and when they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.documents import Filter

if TYPE_CHECKING:
    from index.catalog.lookup import Lookup

LONG = 12
"""Chunks from which a document counts as long: its single chunks do not say what the whole is about."""
_MOST = 2_000
"""Documents that are looked at: the last that were added."""
_BEGINNING = 1_600
"""Characters of a text that are its beginning."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A document with its beginning. ``title`` is the document's own, or empty where it has none."""

    document: int
    folder: str
    path: str
    title: str
    version: str
    text: str


def openings(catalog: Lookup, only: Filter | None = None) -> list[Opening]:
    """The beginnings of the long documents that may be answered from, by path."""
    from index.catalog.lookup import _allowed

    where, values = _allowed(only or Filter())
    rows = catalog.connection.execute(
        "SELECT d.id, f.path, d.path, v.title, v.sha256, substr(v.text, 1, ?) FROM documents d "
        "JOIN folders f ON f.id = d.folder_id JOIN versions v ON v.id = d.version_id "
        f"WHERE {where} AND EXISTS (SELECT 1 FROM chunks c WHERE c.version_id = v.id AND c.ordinal = ?) "
        "ORDER BY d.id DESC LIMIT ?",
        [_BEGINNING, *values, LONG - 1, _MOST],
    )
    found = [Opening(id_, folder, path, title or "", sha256, text) for id_, folder, path, title, sha256, text in rows]
    return sorted(found, key=lambda one: (one.folder, one.path))


def count(catalog: Lookup, only: Filter | None = None) -> int:
    """The number of documents that may be answered from, long or short."""
    from index.catalog.lookup import _allowed

    where, values = _allowed(only or Filter())
    row = catalog.connection.execute(
        "SELECT count(*) FROM documents d JOIN folders f ON f.id = d.folder_id "
        f"JOIN versions v ON v.id = d.version_id WHERE {where}",
        values,
    ).fetchone()
    return int(row[0])
