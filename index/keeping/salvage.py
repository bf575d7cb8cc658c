"""A catalog that cannot be used, built anew from what can be read of it and from the library.

Texts and chunks are made again from the files. What stands nowhere else is read out of the damaged catalog row by row:
the folders and what was taken out of them, when documents came, the last good versions of documents whose files cannot
be read now, and every embedding, so that nothing readable is embedded again. The damaged file is put aside under a
dated name, never deleted. Being killed at any instant leaves either the old catalog or the new one.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from index.catalog import roster
from index.catalog.catalog import Catalog
from index.documents import State
from index.keeping import pages
from index.keeping.rows import Reader
from index.ownership import LibraryError, Ownership
from index.text.layout import Layout

log = logging.getLogger(__name__)

NAME = "catalog.sqlite"
_PART, _NEW = f"{NAME}.part", f"{NAME}.new"


@dataclass(slots=True)
class Salvaged:
    """What came of building a catalog anew."""

    aside: Path | None = None
    """Where the damaged catalog is now; None where there was none."""
    folders: int = 0
    documents: int = 0
    embeddings: int = 0
    kept: int = 0
    """Documents whose last good version was carried over."""
    folders_lost: bool = False
    """Whether some folders may be missing: a sync before they are named again would forget their embeddings."""
    lost: list[str] = field(default_factory=list)
    """What could not come back, a sentence each."""

    def lines(self) -> list[str]:
        """What was done, in words."""
        where = f" The damaged one is {self.aside}; delete it when you no longer want it." if self.aside else ""
        back = (
            f"{self.folders} folders, {self.documents} documents, {self.embeddings} embeddings, and "
            f"{self.kept} last good versions of files that cannot be read now"
        )
        return [f"The catalog was built anew. What came back: {back}.{where}", *self.lost]


def is_missing(data: Path) -> bool:
    """Whether a data folder was in use and has no catalog any more: no file, an empty one, or something else's."""
    return (roster.read(data) is not None or any(data.glob("vectors*/*"))) and not _holds_catalog(data / NAME)


def _holds_catalog(path: Path) -> bool:
    if not path.exists() or not path.stat().st_size:
        return False
    with contextlib.suppress(sqlite3.Error):  # of damage the catalog speaks itself when it is opened
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return bool(connection.execute("PRAGMA user_version").fetchone()[0])
        finally:
            connection.close()
    return True


def finish(data: Path) -> Path | None:
    """Put a catalog that was built anew in the place of the damaged one; where that is now, if there was one.

    Called by whoever owns the folder, before the catalog is opened: nothing is done unless a rescue was cut off here.
    """
    new = data / _NEW
    if not new.exists():
        return None
    aside = data / f"{NAME}.damaged-{time.strftime('%Y-%m-%d-%H%M%S', time.localtime(new.stat().st_mtime))}"
    (data / f"{NAME}-shm").unlink(missing_ok=True)
    for suffix in ("-wal", ""):  # the log first: beside the new catalog SQLite would play it into that one
        if (data / (NAME + suffix)).exists():
            (data / (NAME + suffix)).replace(f"{aside}{suffix}")
    new.replace(data / NAME)
    return aside if aside.exists() else None


def rescue(data: Path, command: str = "quoth doctor") -> Salvaged:
    """Build the catalog of a data folder anew; index it after.

    :raises Locked: another process owns the folder.
    :raises LibraryError: the folder or its disk cannot be written to.
    """
    ownership = Ownership(data, command)
    try:
        finish(data)
        done = _build(data)
        done.aside = finish(data)
    except OSError as error:
        raise LibraryError(
            f"The catalog in {data} cannot be built anew: {error.strerror or error}. Make room on the disk or check "
            "its permissions, then try again; nothing was changed."
        ) from error
    finally:
        ownership.release()
    return done


def _build(data: Path) -> Salvaged:
    for left in data.glob(f"{_PART}*"):
        left.unlink()
    done = Salvaged()
    catalog = Catalog(data / _PART)
    try:
        with catalog.transaction(), Reader(data / NAME) as old:
            _settings(catalog, old, roster.read(data))
            _folders(catalog, old, roster.read(data), done)
            _documents(catalog, old, done)
            _embeddings(catalog, old, done)
            if old.problems:
                log.warning("The catalog %s was damaged: %s", data / NAME, "; ".join(sorted(old.problems)[:10]))
    finally:
        catalog.close()
    (data / _PART).replace(data / _NEW)
    return done


def _settings(catalog: Catalog, old: Reader, kept: roster.Roster | None) -> None:
    found = dict(kept.settings) if kept else {}
    found |= {row["key"]: row["value"] for row in old.rows("meta") if row["key"] in roster.SETTINGS}
    for key, value in found.items():
        catalog.put(key, str(value))
    catalog.put("writing", "1")  # the vectors are compared key by key when they are opened


def _folders(catalog: Catalog, old: Reader, kept: roster.Roster | None, done: Salvaged) -> None:
    known = {row["path"]: row for row in old.rows("folders") if isinstance(row.get("path"), str)}
    for folder in kept.folders if kept else ():
        known.setdefault(folder["path"], folder)
    paths = {row["id"]: path for path, row in known.items() if "id" in row}
    taken_out = {(paths[row["folder_id"]], row["path"]) for row in old.rows("dismissed") if row["folder_id"] in paths}
    if kept:
        taken_out |= {(path, one) for path, ones in kept.dismissed.items() if path in known for one in ones}
    for path, row in known.items():
        columns = {name: row[name] for name in (*roster.COLUMNS, "id", "vanished") if row.get(name) is not None}
        columns = {"uploads": 0, "added": time.time(), **columns}
        _insert(catalog, "folders", columns, replace=True)
        id_ = catalog.connection.execute("SELECT id FROM folders WHERE path = ?", [path]).fetchone()[0]
        for folder, one in taken_out:
            if folder == path:
                _insert(catalog, "dismissed", {"folder_id": id_, "path": one})
    done.folders = len(known)
    if kept is None and (old.damaged("folders") or old.damaged("dismissed")):
        done.folders_lost = True
        done.lost.append(
            "Which folders were followed and which documents were taken out of them could not be read in full. See "
            "'quoth documents list', and name those that are missing before anything else: quoth index FOLDER"
        )


def _documents(catalog: Catalog, old: Reader, done: Salvaged) -> None:
    """Documents keep their ids and dates; their files are read again. Those that cannot be keep their last version."""
    folders = {row[0]: Path(row[1]) for row in catalog.connection.execute("SELECT id, path FROM folders")}
    uploads = {row[0] for row in catalog.connection.execute("SELECT id FROM folders WHERE uploads")}
    versions: dict[int, int | None] = {}
    for row in old.rows("documents"):
        folder, last = folders.get(row["folder_id"]), row.get("version_id")
        if folder is None or not isinstance(row.get("path"), str) or row.get("container_id") is not None:
            continue  # a member is made again with the file that it lies in
        there = (folder / row["path"]).is_file()
        if last is not None and (row.get("state") == State.FAILED or not (there or folder.is_dir())):
            if last not in versions:
                versions[last] = _version(catalog, old, last)
            if versions[last] is not None:
                _insert(catalog, "documents", _document(row, versions[last]))
                done.kept += 1
                continue
            done.lost.append(
                f"Lost: the last good version of {row['path']} in {folder}, whose file cannot be read now."
            )
        if there:
            _insert(catalog, "documents", _document(row, None))
            done.documents += 1
        elif row["folder_id"] in uploads:
            done.lost.append(f"Lost: the uploaded document {row['path']}, whose file is not there. Upload it again.")
    if old.damaged("documents"):
        done.lost.append(
            "Not all documents of the old catalog could be read: uploads whose files are gone, and last good versions "
            "of files that cannot be read now, may be missing. Every file that is there is read again."
        )


def _document(row: dict[str, Any], version: int | None) -> dict[str, Any]:
    wanted = ("id", "folder_id", "path", "size", "mtime_ns", "added")
    now = {"size": 0, "mtime_ns": 0, "added": time.time()}
    columns: dict[str, Any] = {**now, **{name: row[name] for name in wanted if row.get(name) is not None}}
    columns["checked_ns"] = 0
    if version is None:
        return columns | {"state": State.QUEUED}
    return columns | {
        "state": row.get("state") if row.get("state") in set(State) else State.FAILED,
        "version_id": version,
        **{name: row.get(name) for name in ("reason", "sha256", "indexed")},
    }


_VERSION = ("sha256", "format", "recipe", "title", "pages", "text", "layout")
_CHUNK = ("ordinal", "start", "end", "text", "context", "sentences", "headings", "page", "key")


def _version(catalog: Catalog, old: Reader, id_: int) -> int | None:
    """Carry over a version whose text, layout and chunks are all whole; its id, or None."""
    found = next(iter(old.matching("versions", "id", id_)), None)
    chunks = sorted(old.matching("chunks", "version_id", id_), key=lambda row: int(row["ordinal"]))
    if found is None or not _is_whole(found, chunks):
        return None
    columns = {name: found[name] for name in _VERSION}
    # Not to be shared with a file that can be read: it is parsed anew, in case the damage was here.
    new = _insert(catalog, "versions", columns | {"recipe": f"kept {found['recipe']}"})
    for chunk in chunks:
        _insert(catalog, "chunks", {"version_id": new, **{name: chunk[name] for name in _CHUNK}})
    return new


def _is_whole(version: dict[str, Any], chunks: list[dict[str, Any]]) -> bool:
    try:
        Layout.from_bytes(version["layout"])
        text = str(version["text"])
        return [chunk["ordinal"] for chunk in chunks] == list(range(len(chunks))) and all(
            chunk["text"] == text[chunk["start"] : chunk["end"]]
            and isinstance(json.loads(chunk["sentences"]), list)
            and isinstance(json.loads(chunk["headings"]), list)
            and len(chunk["key"]) == 32
            for chunk in chunks
        )
    except (ValueError, TypeError, KeyError):
        return False


def _embeddings(catalog: Catalog, old: Reader, done: Salvaged) -> None:
    """Every embedding that can be read, by SQLite or else page by page, if it is one still."""

    def keep(rows: Iterable[tuple[str, bytes]]) -> None:
        catalog.connection.executemany(
            "INSERT OR IGNORE INTO embeddings VALUES (?, ?)", ((key, vector) for key, vector in rows if is_unit(vector))
        )

    keep(old.embeddings())
    if old.exists and old.damaged("embeddings"):
        keep(filter(None, map(_as_embedding, pages.index_rows(old.path))))
    done.embeddings = int(catalog.connection.execute("SELECT count(*) FROM embeddings").fetchone()[0])


def _as_embedding(row: list[pages.Value]) -> tuple[str, bytes] | None:
    if len(row) == 2 and isinstance(row[0], str) and len(row[0]) == 32 and isinstance(row[1], bytes):
        return row[0], row[1]
    return None


def is_unit(vector: bytes) -> bool:
    """Whether bytes are an embedding as the catalog keeps them: float16, of length 1 but for rounding."""
    if not vector or len(vector) % 2:
        return False
    row = np.frombuffer(vector, dtype=np.float16).astype(np.float32)
    return math.isfinite(norm := float(np.linalg.norm(row))) and abs(norm - 1.0) < 0.02


def _insert(catalog: Catalog, table: str, columns: dict[str, Any], *, replace: bool = False) -> int:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    how = "REPLACE" if replace else "IGNORE"
    row = catalog.connection.execute(
        f"INSERT OR {how} INTO {table} ({names}) VALUES ({marks})", list(columns.values())
    ).lastrowid
    return int(row or 0)
