"""A library written to one tar file: the catalog as it is at one instant, the uploads, and a list of both.

The vectors are not in it: they are derived from the embeddings in the catalog. Followed folders are named in the
catalog, their files are not in it. The list, ``manifest.json``, is the last member, so that everything is written in
one pass and a file that is cut short has none. ``restoring`` reads what is written here.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any

from index.catalog.catalog import Catalog
from index.keeping.scrubbing import UNCLEAN
from index.ownership import LibraryError

FORMAT = 1
"""Of the archive; a later one may hold more."""

CATALOG, MANIFEST, UPLOADS = "catalog.sqlite", "manifest.json", "uploads/"
"""Names in the archive; uploads lie below the last."""

EXPORTING = "exporting"
"""Folder in the data folder for the catalog's copy on its way."""


class BackupError(LibraryError):
    """A backup cannot be written or read; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a backup: its name there, its bytes, and when it was changed, in nanoseconds since the epoch."""

    name: str
    size: int
    sha256: str
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    format: int
    quoth: str
    schema: int
    made: str
    """When, in ISO 8601, UTC."""
    model: str | None
    """Name of the embedding model; None if nothing was embedded yet."""
    identity: str | None
    """What its vectors are known by: two models of one name may differ."""
    documents: int
    chunks: int
    embeddings: int
    files: tuple[Member, ...]

    def to_json(self) -> bytes:
        """As it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """As it was written.

        :raises ValueError: it is not one.
        """
        newer = None
        try:
            values: dict[str, Any] = json.loads(data)
            newer = values["quoth"] if int(values["format"]) > FORMAT else None
            files = tuple(Member(**file) for file in values.pop("files"))
            if newer is not None:
                raise ValueError
            manifest = cls(**values, files=files)
            _check_types(manifest)
            for file in files:
                _check_types(file)
            return manifest
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
            if newer is not None:
                raise ValueError(f"it was made by a newer Quoth ({newer}); upgrade Quoth") from error
            raise ValueError(f"the list of its files cannot be read ({error})") from error


_TYPES = {"int": int, "str": str, "str | None": (str, type(None)), "tuple[Member, ...]": tuple}


def _check_types(one: Manifest | Member) -> None:
    """Raise ValueError where a value is none of its field's type: a list may come from anywhere."""
    for field in fields(one):
        value = getattr(one, field.name)
        if not isinstance(value, _TYPES[str(field.type)]) or isinstance(value, bool):  # type: ignore[arg-type]
            raise ValueError(f"{field.name} is no {field.type}")


_writing = threading.Lock()


def write(catalog: Catalog, data: Path, target: Path, *, replace: bool = False) -> Manifest:
    """Write a backup of an open library, whole or not at all; others may read and write it meanwhile.

    :param data: the data folder.
    :param target: the file; it is readable by its user alone.
    :param replace: whether a file of that name may be replaced.
    :raises BackupError: it cannot be written.
    """
    target = target.absolute()
    if target.is_dir() or target.resolve().is_relative_to(data):
        where = "is a folder" if target.is_dir() else "lies in the data folder itself"
        raise BackupError(f"{target} {where}. Name a file elsewhere, such as quoth-backup.tar.")
    if target.exists() and not replace:
        raise BackupError(f"{target} is there already. Choose another name, or replace it with --replace.")
    if not _writing.acquire(blocking=False):
        raise BackupError("Another backup is being written. Try again when it is done.")
    try:
        with _copy(catalog, data) as copy, _whole(target) as stream:
            return _archive(stream, copy, data / "uploads")
    except UnicodeError as error:
        raise BackupError(
            f"The backup {target} cannot be written: an uploaded file has a name that is no text. Rename it."
        ) from error
    except OSError as error:
        raise BackupError(f"The backup {target} cannot be written: {error.strerror or error}.") from error
    except sqlite3.Error as error:
        raise BackupError(f"The backup {target} cannot be written: the catalog cannot be copied ({error}).") from error
    finally:
        _writing.release()


@contextlib.contextmanager
def _copy(catalog: Catalog, data: Path) -> Iterator[Path]:
    """The catalog at one instant, in a file of its own without anything that was deleted."""
    staging = data / EXPORTING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    try:
        copy = staging / CATALOG
        catalog.connection.execute("VACUUM INTO ?", [str(copy)])
        with closing(sqlite3.connect(copy, isolation_level=None)) as sql:
            for pragma in ("temp_store = MEMORY", "secure_delete = ON"):
                sql.execute(f"PRAGMA {pragma}")
            if sql.execute("SELECT 1 FROM meta WHERE key = ?", [UNCLEAN]).fetchone():
                sql.execute("INSERT INTO chunks_fts (chunks_fts) VALUES ('optimize')")
                sql.execute("INSERT INTO pairs_fts (pairs_fts) VALUES ('optimize')")
        yield copy
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextlib.contextmanager
def _whole(target: Path) -> Iterator[IO[bytes]]:
    """A file that takes the target's place when it is whole and on the disk."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
        sync_folder(target.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _archive(stream: IO[bytes], copy: Path, uploads: Path) -> Manifest:
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        files = [_add(tar, copy, CATALOG)]
        for path in sorted(uploads.rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith(".part-"):
                with contextlib.suppress(FileNotFoundError):  # removed since it was listed
                    files.append(_add(tar, path, UPLOADS + path.relative_to(uploads).as_posix()))
        manifest = _manifest(copy, files)
        content = manifest.to_json()
        tar.addfile(_info(MANIFEST, len(content), time.time_ns()), io.BytesIO(content))
    return manifest


def _add(tar: tarfile.TarFile, path: Path, name: str) -> Member:
    with path.open("rb") as file:
        facts = os.fstat(file.fileno())
        hashing = _Hashing(file)
        tar.addfile(_info(name, facts.st_size, facts.st_mtime_ns), hashing)  # type: ignore[arg-type]
    return Member(name, facts.st_size, hashing.sha256.hexdigest(), facts.st_mtime_ns)


def _info(name: str, size: int, mtime_ns: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, mtime_ns // 10**9, 0o600
    return info


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int) -> bytes:
        """The next bytes."""
        data = self._file.read(size)
        self.sha256.update(data)
        return data


def _manifest(copy: Path, files: list[Member]) -> Manifest:
    with closing(sqlite3.connect(copy)) as sql:

        def one(query: str) -> Any:
            row = sql.execute(query).fetchone()
            return None if row is None else row[0]

        return Manifest(
            format=FORMAT,
            quoth=_version(),
            schema=one("PRAGMA user_version"),
            made=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            model=one("SELECT value FROM meta WHERE key = 'model name'"),
            identity=one("SELECT value FROM meta WHERE key = 'model'"),
            documents=one("SELECT count(*) FROM documents"),
            chunks=one("SELECT count(*) FROM chunks"),
            embeddings=one("SELECT count(*) FROM embeddings"),
            files=tuple(files),
        )


def _version() -> str:
    try:
        return version("quoth")
    except PackageNotFoundError:
        return "unknown"


def sync_folder(folder: Path) -> None:
    """Have a folder's names on the disk, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
