"""What a data folder still keeps of documents that are gone, or of texts that their files no longer hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from index.catalog import roster
from index.catalog.database import Database
from index.keeping.scrubbing import UNCLEAN, WHOLE, is_unclean

if TYPE_CHECKING:
    from index.library import Library


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is kept, and what removing it means."""

    kind: str
    what: str
    """In words, such as "last good versions of documents that cannot be read now"."""
    items: tuple[str, ...] = ()
    """Which, where they have names."""
    size: int | None = None
    """Bytes on the disk, where that says something."""
    needed: bool = False
    """Whether something still rests on it, so that it is removed only when it is named."""


def kept(library: Library) -> list[Kept]:
    """What there is of each kind; kinds of which nothing is kept are left out."""
    found = [look(library) for look, _ in _KINDS.values()]
    return [one for one in found if one is not None]


def purge(library: Library, kinds: Collection[str]) -> list[Kept]:
    """Remove what is kept of these kinds, down to its bytes on the disk; what was removed.

    :raises ValueError: there is no such kind.
    """
    if unknown := set(kinds) - _KINDS.keys():
        raise ValueError(f"there is nothing named {', '.join(sorted(unknown))}")
    removed = []
    for kind, (look, remove) in _KINDS.items():
        one = look(library) if kind in kinds else None
        if one is not None:
            remove(library)
            removed.append(one)
    if removed:
        library.scrubbing.now()
    return removed


def _old_versions(library: Library) -> Kept | None:
    rows = library.catalog.connection.execute(
        "SELECT f.path, d.path, d.reason FROM documents d JOIN folders f ON f.id = d.folder_id "
        "WHERE d.state = 'failed' AND d.version_id IS NOT NULL ORDER BY f.path, d.path"
    )
    items = tuple(f"{Path(folder, path)}: {reason}" for folder, path, reason in rows)
    what = "last good versions of documents that cannot be read as they are now; they still answer"
    return Kept("versions", what, items, needed=True) if items else None


def _forget_old_versions(library: Library) -> None:
    catalog = library.catalog
    rows = catalog.connection.execute("SELECT id FROM documents WHERE state = 'failed' AND version_id IS NOT NULL")
    ids = [int(id_) for (id_,) in rows]
    keys = catalog.keys_of(ids)
    with catalog.transaction() as sql:
        versions = [version for id_ in ids if (version := catalog.version_id(id_)) is not None]
        sql.executemany("UPDATE documents SET version_id = NULL WHERE id = ?", [(id_,) for id_ in ids])
        catalog.drop_orphans(versions)
    library.runs.tidy_soon(keys)


def _names(library: Library) -> list[tuple[int, str, str]]:
    """Folder and path of documents that were taken out, whose files are gone since."""
    rows = library.catalog.connection.execute(
        "SELECT f.id, f.path, d.path FROM dismissed d JOIN folders f ON f.id = d.folder_id ORDER BY f.path, d.path"
    )
    # A member of an archive is there as long as some file above it is; of a folder that is away nothing is known.
    return [
        (id_, folder, path)
        for id_, folder, path in rows
        if Path(folder).is_dir() and not any(os.path.lexists(one) for one in _files(Path(folder), path))
    ]


def _files(folder: Path, path: str) -> list[Path]:
    """The path itself, and those above it inside the folder that are files."""
    whole = folder / path
    return [whole, *(above for above in whole.parents if folder in above.parents and above.is_file())]


def _gone_names(library: Library) -> Kept | None:
    items = tuple(str(Path(folder, path)) for _, folder, path in _names(library))
    return Kept("names", "names of documents that were taken out and whose files are gone", items) if items else None


def _forget_names(library: Library) -> None:
    names = _names(library)
    with library.catalog.transaction() as sql:
        sql.executemany(
            "DELETE FROM dismissed WHERE folder_id = ? AND path = ?", [(id_, path) for id_, _, path in names]
        )
    roster.keep(library.data, library.catalog)


def _embeddings(library: Library) -> Kept | None:
    if library.runs.busy():
        return None  # they are on their way
    count = len(library.catalog.unused_embeddings())
    return Kept("embeddings", f"{count:,} embeddings of texts that are no longer there") if count else None


def _set_aside(library: Library) -> list[Path]:
    return sorted(library.data.glob("catalog.sqlite.damaged*"))


def _damaged(library: Library) -> Kept | None:
    files = _set_aside(library)
    what = "damaged catalogs that were put aside, with all that they held"
    size = sum(file.stat().st_size for file in files)
    return Kept("damaged", what, tuple(str(file) for file in files), size) if files else None


def _forget_damaged(library: Library) -> None:
    for file in _set_aside(library):
        file.unlink(missing_ok=True)


def _log_files(library: Library) -> list[Path]:
    return sorted(library.data.glob("quoth.log*"))


def _logs(library: Library) -> Kept | None:
    size = sum(file.stat().st_size for file in _log_files(library))
    return Kept("logs", "logs, which may name files", (), size) if size else None


def _empty_logs(library: Library) -> None:
    for file in _log_files(library):
        os.truncate(file, 0)


def _traces(library: Library) -> Kept | None:
    catalog: Database = library.catalog
    (pages,) = catalog.connection.execute("PRAGMA freelist_count").fetchone()
    (size,) = catalog.connection.execute("PRAGMA page_size").fetchone()
    if not pages and not is_unclean(catalog):
        return None
    return Kept("traces", "room on the disk that held what was removed", (), pages * size)


def _rewrite(library: Library) -> None:
    with library.catalog.transaction() as sql:
        sql.executemany("INSERT OR REPLACE INTO meta VALUES (?, '1')", [(UNCLEAN,), (WHOLE,)])


_KINDS: Mapping[str, tuple[Callable[[Library], Kept | None], Callable[[Library], None]]] = MappingProxyType(
    {
        "versions": (_old_versions, _forget_old_versions),
        "names": (_gone_names, _forget_names),
        "embeddings": (_embeddings, lambda library: library.tidy()),
        "damaged": (_damaged, _forget_damaged),
        "logs": (_logs, _empty_logs),
        "traces": (_traces, _rewrite),
    }
)
"""How each kind is looked for and removed, in the order in which they are shown."""

KINDS = tuple(_KINDS)
