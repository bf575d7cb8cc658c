"""A library made of a backup: all of it is checked beside the data folder's own, then takes its place at once.

An archive may come from anywhere. Nothing in it is trusted: not its names, not its sizes, not the tables of its
catalog. What it holds is unpacked into ``importing`` in the data folder; once all is whole and on the disk, a marker
says so, and what is there is moved to its place. A process that is killed before the marker leaves the old library as
it was; one that is killed after it leaves the rest of the moving to the next opening (:func:`settle`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index.catalog.catalog import Catalog
from index.catalog.database import CatalogError
from index.catalog.schema import MIGRATIONS
from index.keeping.backup import CATALOG, EXPORTING, MANIFEST, UPLOADS, BackupError, Manifest, sync_folder
from index.keeping.recovery import open_vectors
from index.ownership import Ownership

_STAGING, _READY = "importing", "ready"
_VECTORS = ("vectors", "vectors-2")
_BLOCK = 1024 * 1024
_MANIFEST_BYTES = 64 * 1024 * 1024
_ELSEWHERE = -1
"""Number of no file system: a folder that holds none of its documents here is then not taken to be emptied."""


@dataclass(frozen=True, slots=True)
class Place:
    """A followed folder of a restored library, and whether it is there on this machine."""

    path: str
    there: bool
    documents: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What came out of a backup."""

    manifest: Manifest
    folders: tuple[Place, ...]
    uploads: int
    """Uploaded files."""


def restore(archive: Path, data: Path, *, replace: bool = False, places: Sequence[tuple[str, str]] = ()) -> Restored:
    """Make a library of a backup; nothing is embedded again.

    :param data: a data folder that is new or holds no documents.
    :param replace: whether a library that is there may be replaced.
    :param places: where folders of the other machine are on this one, as (old path, new path).
    :raises Locked: another process owns the data folder.
    :raises BackupError: the archive cannot be read, or the data folder is used. The data folder is as it was.
    """
    if not archive.is_file():
        raise BackupError(f"There is no file {archive}. Check the name.")
    new = not data.exists()
    data = data.expanduser().resolve()
    with _owned(data, new) as staging:
        if not replace and _used(data):
            raise BackupError(
                f"The data folder {data} holds a library already. Choose another with --data, or replace it with "
                "--replace: it is kept until the backup is checked and whole."
            )
        try:
            manifest = _unpack(archive, staging)
            _check_catalog(staging / CATALOG)
            restored = _adapt(staging, data, manifest, places)
        except (ValueError, tarfile.TarError, EOFError, sqlite3.Error, CatalogError) as error:
            raise BackupError(f"The backup {archive} cannot be used: {error}. Nothing was changed.") from error
        except MemoryError as error:
            raise BackupError(
                f"The backup {archive} cannot be used: it needs more memory than there is. Nothing was changed."
            ) from error
        except OSError as error:
            raise BackupError(
                f"The backup {archive} cannot be unpacked into {data}: {error.strerror or error}. Nothing was changed."
            ) from error
        _sync_all(staging)
        (staging / _READY).touch()
        sync_folder(staging)
        settle(data)
    return restored


def settle(data: Path) -> None:
    """Finish or undo a restoring that was cut off; called by whoever owns the data folder, before it is opened.

    What a backup or an upload that was cut off left goes too.

    :raises OSError: it cannot be finished.
    """
    shutil.rmtree(data / EXPORTING, ignore_errors=True)
    for part in (data / "uploads").glob(".part-*"):
        part.unlink(missing_ok=True)
    staging = data / _STAGING
    if not staging.is_dir():
        return
    if (staging / _READY).exists():
        if (staging / CATALOG).exists():
            # Of the old catalog: the new one was closed and has none.
            for name in (f"{CATALOG}-wal", f"{CATALOG}-shm"):
                (data / name).unlink(missing_ok=True)
            (staging / CATALOG).replace(data / CATALOG)
        for name in ("uploads", *_VECTORS):
            # One that is not in the backup marks its place there, so that the old one goes; done when it is moved.
            if (staging / name).is_dir():
                shutil.rmtree(data / name, ignore_errors=True)
                (staging / name).replace(data / name)
        for other in ("folders.json", "folders.json.new"):  # of the old library
            shutil.rmtree(data / other, ignore_errors=True)
            with contextlib.suppress(OSError):
                (data / other).unlink(missing_ok=True)
        sync_folder(data)
        (staging / _READY).unlink()
    shutil.rmtree(staging, ignore_errors=True)


@contextlib.contextmanager
def _owned(data: Path, new: bool) -> Iterator[Path]:
    """An empty staging folder in a data folder that this process owns; a new data folder goes again on errors."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BackupError(f"The data folder {data} cannot be made: {error.strerror or error}.") from error
    ownership = Ownership(data, "quoth import")
    staging = data / _STAGING
    try:
        settle(data)
        staging.mkdir(mode=0o700)
        yield staging
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        ownership.release()
        if new:
            shutil.rmtree(data, ignore_errors=True)
        raise
    ownership.release()


def _used(data: Path) -> bool:
    file = data / CATALOG
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(file)) as sql:
            followed = "SELECT EXISTS (SELECT 1 FROM documents) OR EXISTS (SELECT 1 FROM folders WHERE NOT uploads)"
            return bool(sql.execute(followed).fetchone()[0])
    except sqlite3.Error:
        return True


# Reading the archive


def _unpack(archive: Path, staging: Path) -> Manifest:
    """Unpack what a backup may hold, checked against its list."""
    (staging / "uploads").mkdir(mode=0o700)
    found: dict[str, tuple[int, str]] = {}
    listed: bytes | None = None
    with tarfile.open(archive, "r:") as tar:
        for info in tar:
            if not info.isreg() or info.issparse():
                raise ValueError(f"{info.name!r} in it is no plain file")
            source = tar.extractfile(info)
            assert source is not None
            if info.name == MANIFEST:
                if info.size > _MANIFEST_BYTES:
                    raise ValueError("the list of its files is too long")
                listed = source.read()
                continue
            target = staging / _place(info.name)
            if info.name in found or target.exists():
                raise ValueError(f"{info.name!r} is in it twice")
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            digest = hashlib.sha256()
            with target.open("xb") as file:
                target.chmod(0o600)
                while block := source.read(_BLOCK):
                    digest.update(block)
                    file.write(block)
                found[info.name] = (file.tell(), digest.hexdigest())
            tar.members.clear()  # type: ignore[attr-defined]
    if listed is None:
        raise ValueError("it is cut short, or is no backup of Quoth")
    manifest = Manifest.from_json(listed)
    if found != {file.name: (file.size, file.sha256) for file in manifest.files} or CATALOG not in found:
        raise ValueError("its files are not those that were written: it is damaged")
    for member in manifest.files:
        with contextlib.suppress(OverflowError, ValueError):
            os.utime(staging / _place(member.name), ns=(member.mtime_ns, member.mtime_ns))
    return manifest


def _place(name: str) -> PurePosixPath:
    """Where a member goes, inside the staging folder.

    :raises ValueError: its name leads elsewhere.
    """
    path = PurePosixPath(name)
    inside = name.startswith(UPLOADS) and len(path.parts) > 1 and not {"..", "."} & set(name.split("/"))
    if (name != CATALOG and not inside) or "\\" in name or "\0" in name or (":" in name and os.name == "nt"):
        raise ValueError(f"{name!r} does not belong in a backup of Quoth")
    return path


def _check_catalog(file: Path) -> None:
    """Refuse a catalog that is damaged, newer, or holds tables, triggers or views that Quoth does not make.

    :raises ValueError: it is.
    """
    with closing(sqlite3.connect(file)) as sql:
        sql.execute("PRAGMA trusted_schema = OFF")
        schema = int(sql.execute("PRAGMA user_version").fetchone()[0])
        if schema > len(MIGRATIONS):
            raise ValueError(f"it was made by a newer Quoth (schema {schema}, this one knows {len(MIGRATIONS)})")
        if schema < 1 or _made(sql) != _expected(schema):
            raise ValueError("its catalog was not made by Quoth")
        if (problem := sql.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise ValueError(f"its catalog is damaged ({problem})")
        saved = sql.execute("SELECT value FROM meta WHERE key = 'vectors'").fetchone() or ("vectors",)
        switch = sql.execute("SELECT value FROM meta WHERE key = 'switch'").fetchone()
        folders = {saved[0], json.loads(switch[0]).get("folder") if switch else "vectors"}
        if not folders <= set(_VECTORS):
            raise ValueError("its catalog names folders that are not Quoth's")
        for (path,) in sql.execute("SELECT path FROM documents UNION ALL SELECT path FROM dismissed"):
            if _leads_elsewhere(path):
                raise ValueError(f"{path!r} in its catalog is no path inside a folder")


def _leads_elsewhere(path: object) -> bool:
    """Whether a document's path is none that lies below its folder."""
    if not isinstance(path, str) or "\0" in path or (os.name == "nt" and set(path) & set(":\\")):
        return True
    return bool({"", ".", ".."} & set(path.split("/")))


def _made(sql: sqlite3.Connection) -> set[tuple[str, str, str]]:
    listed = (
        "SELECT type, name, sql FROM sqlite_master WHERE (sql IS NOT NULL OR type != 'index') "
        "AND NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4'))"
    )
    return set(sql.execute(listed))


def _expected(schema: int) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as sql:
        for script in MIGRATIONS[:schema]:
            sql.executescript(script)
        return _made(sql)


# Making it this machine's


def _adapt(staging: Path, data: Path, manifest: Manifest, places: Sequence[tuple[str, str]]) -> Restored:
    """Bring the catalog to this schema, name the folders as they are here, and fill the vector store."""
    with closing(Catalog(staging / CATALOG)) as catalog:
        with catalog.transaction() as sql:
            rows = sql.execute("SELECT id, path, uploads, devices FROM folders").fetchall()
            moved = {id_: str(data / "uploads") if uploads else _moved(path, places) for id_, path, uploads, _ in rows}
            if len(set(moved.values())) < len(moved):
                raise ValueError("two of its folders would be the same one: check --map")
            for old, _ in places:
                if not any(_moved(path, [(old, "")]) != path for _, path, uploads, _ in rows if not uploads):
                    known = ", ".join(path for _, path, uploads, _ in rows if not uploads) or "none"
                    raise ValueError(f"it follows no folder {old}, which --map names (it follows: {known})")
            sql.execute("UPDATE folders SET path = 'moving ' || id")  # no two are the same at any moment
            for id_, _, uploads, devices in rows:
                known_places = {"": 0, **json.loads(devices or "{}")}
                away = not uploads and not Path(moved[id_]).is_dir()
                sql.execute(
                    "UPDATE folders SET path = ?, devices = ?, vanished = ? WHERE id = ?",
                    [
                        moved[id_],
                        json.dumps(dict.fromkeys(known_places, _ELSEWHERE)),
                        time.time() if away else None,
                        id_,
                    ],
                )
        counts = dict(catalog.connection.execute("SELECT folder_id, count(*) FROM documents GROUP BY folder_id"))
        folders = tuple(
            Place(moved[id_], Path(moved[id_]).is_dir(), counts.get(id_, 0))
            for id_, _, uploads, _ in rows
            if not uploads
        )
        _fill(staging, catalog)
    for name in _VECTORS:
        (staging / name).mkdir(exist_ok=True)
    uploads_ = sum(file.name != CATALOG for file in manifest.files)
    return Restored(manifest, folders, uploads_)


def _moved(path: str, places: Sequence[tuple[str, str]]) -> str:
    for old, new in places:
        trimmed = old.rstrip("/\\")
        if path == trimmed or path.startswith((trimmed + "/", trimmed + "\\")):
            rest = path[len(trimmed) :].replace("\\", "/").strip("/")
            return str(Path(new, rest)) if rest else new
    return path


def _fill(staging: Path, catalog: Catalog) -> None:
    row = catalog.connection.execute("SELECT length(vector) / 2 FROM embeddings LIMIT 1").fetchone()
    if row is not None:
        name = catalog.get("vectors") or "vectors"
        open_vectors(staging / name, catalog, int(row[0]), thorough=False).close()


def _sync_all(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)
