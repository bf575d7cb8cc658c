"""An open data folder: the library's catalog, its vectors and its embedding model, owned by this process."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sqlite3
import threading
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index import uploads
from index.catalog import Catalog, Folder
from index.database import CatalogError
from index.embedding import DEFAULT, Embedder
from index.ownership import LibraryError, Locked, Ownership
from index.recovery import fill, open_vectors, sample
from index.report import Activity, Report, Watch
from index.vectors import Vectors, VectorsDamaged
from index.walk import FolderMissing

if TYPE_CHECKING:
    from index.plan import Plan

__all__ = ["Library", "LibraryError", "Locked", "ModelMismatch"]


log = logging.getLogger(__name__)


class ModelMismatch(LibraryError):
    """The data folder was made with another embedding model than the one asked for."""


class Library:
    """The folders that are followed and all that is known of them.

    Safe to use from several threads. Opening is quick: the vector store and the model are opened when they are
    first needed, or by :meth:`warm`.
    """

    def __init__(self, data: Path, ownership: Ownership, catalog: Catalog, embedder: Embedder) -> None:
        self.data = data
        self.catalog = catalog
        self.embedder = embedder
        self._ownership = ownership
        self._vectors: Vectors | None = None
        self._opening = threading.Lock()
        self._syncing = threading.Lock()
        self._stop = threading.Event()
        self._activity = Activity()
        self._left: set[str] = set()  # keys of removed documents that the next sync looks after

    @classmethod
    def open(
        cls, data: Path, *, model: str | None = None, command: str = "quoth", embedder: Embedder | None = None
    ) -> Self:
        """Open a data folder, made if it is not there.

        :param model: the embedding model; by default the one the folder was made with, else :data:`DEFAULT`.
        :param embedder: a model at hand already, instead of ``model``, so that several libraries share it.
        :param command: what this process is, to tell others that find the folder in use.
        :raises Locked: another process owns it.
        :raises ModelMismatch: it was made with another model.
        :raises LibraryError: it cannot be read or written.
        """
        data = data.expanduser().resolve()
        try:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make_private(data)
        except OSError as error:
            raise LibraryError(f"The data folder {data} cannot be made: {error.strerror or error}.") from error
        ownership = Ownership(data, command)
        try:
            catalog = Catalog(data / "catalog.sqlite")
        except CatalogError as error:
            ownership.release()
            raise LibraryError(str(error)) from error
        try:
            name = model or catalog.get("model name") or DEFAULT
            library = cls(data, ownership, catalog, embedder or Embedder(name))
            library._check_model()
            library._uploads()
        except (OSError, sqlite3.Error) as error:
            catalog.close()
            ownership.release()
            raise LibraryError(f"The data folder {data} cannot be opened: {error}.") from error
        except BaseException:
            catalog.close()
            ownership.release()
            raise
        return library

    def _check_model(self) -> None:
        made_with = self.catalog.get("model")
        if made_with is not None and made_with != self.embedder.identity:
            name = self.catalog.get("model name")
            raise ModelMismatch(
                f"The data folder {self.data} was made with the embedding model {name}, not with "
                f"{self.embedder.name} as it is now. Vectors of two models cannot be compared: use {name} again, "
                "or choose another data folder with --data and index there."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def halt(self) -> None:
        """Have a running sync end after the document at hand, and later ones do nothing."""
        self._stop.set()

    def close(self) -> None:
        """Halt syncs, close the stores and let another process own the folder."""
        self.halt()
        with self._syncing, self._opening:
            if self._vectors is not None:
                self._vectors.close()
                self._vectors = None
            self.catalog.close()
            self._ownership.release()

    def announce(self, url: str, token: str) -> None:
        """Let other commands know where this process's API listens, and the token that it asks for."""
        self._ownership.announce(url, token)

    # The vector store

    @property
    def vectors(self) -> Vectors:
        """The vector store, made equal to the catalog when it is first opened."""
        with self._opening:
            if self._vectors is None:
                self._vectors = open_vectors(
                    self.data / "vectors",
                    self.catalog,
                    self.embedder.dimension,
                    thorough=self.catalog.get("writing") is not None,
                )
            return self._vectors

    def rebuild_vectors(self, *, force: bool = False) -> None:
        """Make the vector store anew from the catalog, without embedding again.

        :param force: also if it seems sound, as it does once another thread has mended it.
        """
        # In a thread of its own, since the caller may be reading of an earlier instant (`Database.snapshot`).
        with ThreadPoolExecutor(1, "mending") as pool:
            pool.submit(self._rebuild_vectors, force=force).result()

    def _rebuild_vectors(self, *, force: bool) -> None:
        vectors = self.vectors
        with self._opening:
            if force or vectors.problems(sample(self.catalog)):
                vectors.reset()
                fill(vectors, self.catalog, self.catalog.keys())

    def ready(self) -> bool:
        """Whether a question can be answered without waiting for the model or the vector store."""
        return self._vectors is not None and self.embedder.loaded

    def warm(self) -> None:
        """Open the vector store and load the model now; returns when both are there."""
        self.embedder.load()
        _ = self.vectors

    # Folders

    def folders(self) -> list[Folder]:
        """The folders that are followed, without the one for uploads."""
        return [folder for folder in self.catalog.folders() if not folder.uploads]

    def add_folder(self, path: Path | str) -> Path:
        """Follow a folder, or a single file; what its owner took out of it comes back. Sync it after.

        A folder inside one that is followed is part of it already.

        :returns: the absolute path.
        :raises FolderMissing: nothing is there.
        """
        path = Path(path).expanduser().resolve()
        if path == self.data or (self.data in path.parents and not path.is_relative_to(self.uploads_path)):
            raise LibraryError(f"{path} lies in the data folder, which holds the index and not documents.")
        if not path.exists():
            raise FolderMissing(f"There is no folder or file {path}. Check the name.")
        parent = self._folder_of(path)
        if parent is None:
            self._follow(path)
        else:
            inside = path.relative_to(parent.path).as_posix()
            back = [p for p in self.catalog.dismissed(parent) if inside in (".", p) or p.startswith(inside + "/")]
            self.catalog.readmit(parent, back)
        return path

    def _follow(self, path: Path) -> None:
        if not path.is_dir():
            folder = self.catalog.add_folder(path.parent, only=path.name)
            self.catalog.readmit(folder, [path.name])
            return
        with self.catalog.transaction():
            whole = self.catalog.add_folder(path)
            for folder in self.folders():
                if folder.only is not None and path in folder.path.parents:
                    self.catalog.adopt(folder, whole)  # its single files are part of the whole folder now
            self.catalog.readmit(whole, self.catalog.dismissed(whole))

    def _folder_of(self, path: Path) -> Folder | None:
        """The deepest folder of the library that a path belongs to, if any."""
        holding = [
            folder
            for folder in self.catalog.folders()
            if (path == folder.path or folder.path in path.parents)
            and (folder.only is None or (path.parent == folder.path and path.name in folder.only))
        ]
        return max(holding, key=lambda folder: len(folder.path.parts), default=None)

    def drop_folder(self, path: Path | str) -> None:
        """Stop following a folder; its documents are forgotten, its files stay.

        :raises LibraryError: it is not followed.
        """
        path = Path(path).expanduser().resolve()
        folder = next((folder for folder in self.folders() if folder.path == path), None)
        if folder is None:
            raise LibraryError(f"The folder {path} is not followed.")
        keys = self.catalog.keys_of(seen.id for seen in self.catalog.seen(folder).values())
        self.catalog.drop_folder(folder)
        self._tidy_soon(keys)

    # Documents

    @property
    def uploads_path(self) -> Path:
        """The folder that uploads go to."""
        return self.data / "uploads"

    def _uploads(self) -> Folder:
        self.uploads_path.mkdir(mode=0o700, exist_ok=True)
        return self.catalog.add_folder(self.uploads_path, uploads=True)

    def upload(self, source: Path, name: str | None = None) -> Path:
        """Copy a file into the uploads folder, in place of one of the same name; sync the returned path after."""
        return uploads.keep(source, self.uploads_path, name)

    def remove(self, document_id: int) -> None:
        """Take a document out of the library: an upload is deleted, another file stays but is not read again.

        :raises KeyError: there is no such document.
        """
        document = self.catalog.document(document_id)
        if document is None:
            raise KeyError(document_id)
        keys = self.catalog.keys_of([document_id])
        if document.uploaded:
            (Path(document.folder) / document.path).unlink(missing_ok=True)
            self.catalog.remove([document_id])
        else:
            self.catalog.dismiss(document_id)
        self._tidy_soon(keys)

    # Syncing

    @property
    def activity(self) -> Activity:
        """What indexing is doing at this moment."""
        return self._activity

    def sync(
        self,
        paths: Iterable[Path] | None = None,
        progress: Watch | None = None,
        again: Collection[int] = (),
    ) -> Report:
        """Make the index equal to the library's folders; one sync runs at a time, others wait for it.

        :param paths: folders or files of the library to look at; by default all.
        :param progress: called as it goes on.
        :param again: ids of documents whose files are to be read whatever their dates say.
        :raises FolderMissing: a folder is not there; nothing of it is removed, and other folders are synced first.
        :raises EmbeddingError: the model cannot be loaded.
        """

        def watch(activity: Activity) -> None:
            self._activity = activity
            if progress is not None:
                progress(activity)

        with self._syncing:
            if self._stop.is_set():
                return Report(stopped=True)
            if progress is not None:  # not told to all: a look that finds nothing is no activity
                progress(Activity("looking"))
            try:
                wanted = None if paths is None else list(paths)
                try:
                    return self._sync(wanted, watch, again)
                except VectorsDamaged as error:  # derived data: the catalog has every embedding
                    log.warning("%s They are made anew from the catalog.", error)
                    self.rebuild_vectors()
                    return self._sync(wanted, watch, again)
            finally:
                watch(Activity())

    def _sync(self, paths: Sequence[Path] | None, watch: Watch, again: Collection[int]) -> Report:
        from index.sync import Sync

        plans, missing = self._plans(paths, again)
        changes = any(plan.gone or plan.moves or plan.tasks for plan in plans)
        was_cut_off = self.catalog.get("writing") is not None
        if any(plan.tasks for plan in plans):
            self._remember_model()
            self.catalog.put("writing", "1")
        run = Sync(self.catalog, self.embedder, lambda: self.vectors, watch=watch, stop=self._stop)
        report = run.run(plans)
        # What a run that was cut off had embedded waits for its documents, until all folders were gone through.
        complete = paths is None and not missing and not report.stopped
        if changes or self._left:
            watch(Activity("tidying up"))
            self._tidy(run.dropped | self._left)
            self._left.clear()
        if was_cut_off and complete:
            self._tidy()
        if (changes or was_cut_off) and (complete or not (was_cut_off or report.stopped)):
            self.catalog.put("writing", None)
        if missing:
            raise missing[0]
        return report

    def _remember_model(self) -> None:
        if self.catalog.get("model") is None:
            self.catalog.put("model name", self.embedder.name)
            self.catalog.put("model", self.embedder.identity)

    def _plans(self, paths: Sequence[Path] | None, again: Collection[int]) -> tuple[list[Plan], list[FolderMissing]]:
        from index.plan import make_plan

        plans, missing = [], []
        for folder in self.catalog.folders():
            within = None if paths is None else self._within(folder, paths)
            if within is not None and not within:
                continue
            exclude = self.outside(folder)
            try:
                plans.append(make_plan(self.catalog, folder, exclude=exclude, within=within, again=again))
            except FolderMissing as error:
                missing.append(error)
        return plans, missing

    def outside(self, folder: Folder) -> list[Path]:
        """Absolute paths below a folder that are not part of it: the data folder and folders followed by themselves."""
        others = [other.path for other in self.catalog.folders() if folder.path in other.path.parents]
        return [self.data, *others]

    def _within(self, folder: Folder, paths: Iterable[Path]) -> list[str]:
        """The paths' places inside a folder, those that lie in it; "." for the folder itself or one above it."""
        inside = []
        for path in (path.expanduser().resolve() for path in paths):
            if path == folder.path or path in folder.path.parents:
                inside.append(".")
            elif folder.path in path.parents:
                inside.append(path.relative_to(folder.path).as_posix())
        return inside

    def tidy(self) -> None:
        """Delete embeddings and vectors that no chunk has."""
        with self._syncing:
            self._tidy()

    def _tidy(self, among: Collection[str] | None = None) -> None:
        """Delete vectors (of these, if given) that no chunk has; called while no sync can be about to use them."""
        if among is not None and not among:
            return
        unused = self.catalog.unused_embeddings(among)
        if unused:
            self.vectors.remove(unused)
            self.catalog.forget_embeddings(unused)

    def _tidy_soon(self, among: Collection[str]) -> None:
        """Delete vectors that went with a document, now or when the sync that is running ends.

        They are never seen meanwhile.
        """
        if self._syncing.acquire(blocking=False):
            try:
                self._tidy(among)
            finally:
                self._syncing.release()
        else:
            self._left.update(among)


_OURS = re.compile(r"catalog\.sqlite.*|vectors|uploads|incoming|folders|lock|owner\..*|quoth\.log.*")
"""Names of what a data folder holds."""


def _make_private(folder: Path) -> None:
    """Close a data folder of this user's to others, such as one that was made by hand or by a copy.

    A folder that holds other things too is used for more than Quoth, and is left as it is.
    """
    if os.name != "posix" or folder.stat().st_uid != os.getuid() or not folder.stat().st_mode & 0o077:
        return
    if all(_OURS.fullmatch(path.name) for path in folder.iterdir()):
        with contextlib.suppress(OSError):  # a file system may know no modes
            folder.chmod(0o700)
