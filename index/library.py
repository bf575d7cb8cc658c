"""An open data folder: the library's catalog, its vectors and its embedding model, owned by this process."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index import uploads
from index.catalog import roster
from index.catalog.catalog import Catalog, Folder
from index.catalog.database import CatalogDamaged, CatalogError, is_damage
from index.edition import Edition, Editions, made, remember
from index.embedding.courtesy import QUESTIONS
from index.embedding.embedding import Embedder
from index.following.following import Following
from index.keeping import salvage
from index.keeping.recovery import fill, open_vectors, sample
from index.keeping.restoring import settle
from index.keeping.scrubbing import Scrubbing, is_unclean
from index.ownership import LibraryError, Locked, Ownership
from index.switching.state import SwitchState
from index.switching.switching import Switching
from index.switching.wanted import lasting, size_of
from index.syncing.report import Activity, Report, Watch
from index.syncing.runs import Runs
from index.vectors.vectors import Vectors

if TYPE_CHECKING:
    from index.following.survey import Settled
    from index.parsing.parser import Parser

__all__ = ["Damaged", "Library", "LibraryError", "Locked"]


log = logging.getLogger(__name__)


class Damaged(LibraryError):
    """The catalog cannot be used: it is damaged, or gone. ``index.keeping.salvage.rescue`` builds it anew."""


class Library:
    """The folders that are followed and all that is known of them.

    Safe to use from several threads. Opening is quick: the vector store and the model are opened when they are
    first needed, or by :meth:`warm`.
    """

    def __init__(
        self,
        data: Path,
        ownership: Ownership,
        catalog: Catalog,
        edition: Edition,
        asked: tuple[Embedder | str | None, int | None],
    ) -> None:
        self.data = data
        self.catalog = catalog
        self.editions = Editions(edition)
        self._asked = asked  # the model and the size of chunks that the settings name
        self._ownership = ownership
        self.runs = Runs(self)
        self.switching = Switching(
            data, catalog, self.editions, syncing=self.runs.lock, busy=self.runs.busy, later=self.runs.later
        )
        self.following = Following(catalog, data, self.uploads_path, self.runs.tidy_soon)
        self.scrubbing = Scrubbing(self)

    @classmethod
    def open(
        cls,
        data: Path,
        *,
        model: str | None = None,
        chunk_tokens: int | None = None,
        command: str = "quoth",
        embedder: Embedder | None = None,
    ) -> Self:
        """Open a data folder, made if it is not there.

        :param model: the embedding model of a folder that is new. One that was made with another answers with that
            one, until :meth:`follow_settings` has this one built beside it.
        :param chunk_tokens: tokens of a chunk at most, in the same way; 0 for what is usual.
        :param embedder: a model at hand already, instead of ``model``, so that several libraries share it.
        :param command: what this process is, to tell others that find the folder in use.
        :raises Locked: another process owns it.
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
            catalog = _catalog(data)
        except BaseException:
            ownership.release()
            raise
        try:
            name = lasting(model) if model else None
            named = embedder or (Embedder(name) if name else None)
            # By its name, lest a model that answers no more is kept in memory.
            asked = (embedder or name, chunk_tokens)
            library = cls(data, ownership, catalog, made(catalog, named, chunk_tokens), asked)
            library._uploads()
            library.switching.clean()
            roster.keep(data, catalog)
        except (OSError, sqlite3.Error, CatalogError) as error:
            catalog.close()
            ownership.release()
            if is_damage(error):
                raise Damaged(str(CatalogDamaged(catalog.path, error))) from error
            if isinstance(error, CatalogError):
                raise (Damaged if isinstance(error, CatalogDamaged) else LibraryError)(str(error)) from error
            raise LibraryError(f"The data folder {data} cannot be opened: {error}.") from error
        except BaseException:
            catalog.close()
            ownership.release()
            raise
        return library

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def halt(self) -> None:
        """Have a running sync end after the document at hand, and later ones do nothing."""
        self.runs.stop.set()

    def close(self) -> None:
        """Halt syncs, close the stores and let another process own the folder; questions are answered before."""
        if self.catalog.closed:
            return
        self.halt()
        self.editions.end()
        self.switching.halt()
        self.scrubbing.close()
        with self.runs.lock:
            self.editions.live.close()
            self.catalog.close()
            self._ownership.release()

    def announce(self, url: str, token: str) -> None:
        """Let other commands know where this process's API listens, and the token that it asks for."""
        self._ownership.announce(url, token)

    # What answers

    @contextlib.contextmanager
    def question(self) -> Iterator[Edition]:
        """Answer a question from what is here at this instant: one model, its vectors, and the catalog as it is.

        Indexing steps aside meanwhile.
        """
        with QUESTIONS.asking(), self.editions.question(self.catalog) as edition:
            yield edition

    @property
    def embedder(self) -> Embedder:
        """The embedding model that answers; inside :meth:`question` the one that this question began with."""
        return self.editions.current.embedder

    @property
    def vectors(self) -> Vectors:
        """The vector store of the same, made equal to the catalog when it is first opened."""
        while True:
            edition = self.editions.current
            if (opened := edition.vectors) is not None:  # without the lock, which a switch holds
                return opened
            with edition.opening:
                if edition is not self.editions.current:
                    continue  # replaced meanwhile, and the catalog with it
                if edition.closed:
                    raise LibraryError("The library is closed.")
                if edition.vectors is None:
                    edition.vectors = open_vectors(
                        self.data / edition.folder,
                        self.catalog,
                        edition.embedder.dimension,
                        thorough=self.catalog.get("writing") is not None or is_unclean(self.catalog),
                    )
                return edition.vectors

    @property
    def parser(self) -> Parser:
        """What reads files, in a process of its own that is started when it is first needed."""
        from index.parsing.parser import Parser

        edition = self.editions.current
        with edition.opening:
            if edition.closed:
                raise LibraryError("The library is closed.")
            if edition.parser is None:
                edition.parser = Parser(edition.embedder, chunk_tokens=edition.chunk_tokens)
            return edition.parser

    def rebuild_vectors(self, *, force: bool = False) -> None:
        """Make the vector store anew from the catalog, without embedding again.

        :param force: also if it seems sound, as it does once another thread has mended it.
        """
        # In a thread of its own, since the caller may be reading of an earlier instant (`Database.snapshot`).
        with ThreadPoolExecutor(1, "mending") as pool:
            pool.submit(self._rebuild_vectors, force=force).result()

    def _rebuild_vectors(self, *, force: bool) -> None:
        vectors = self.vectors
        edition = self.editions.live
        with edition.opening:
            if edition.vectors is not vectors or edition is not self.editions.live:
                return  # another one answers by now
            if force or vectors.problems(sample(self.catalog)):
                edition.vectors = None  # whoever needs it waits until it is whole
                try:
                    vectors.reset()
                    fill(vectors, self.catalog, self.catalog.keys())
                finally:
                    edition.vectors = vectors

    def ready(self) -> bool:
        """Whether a question can be answered without waiting for the model or the vector store."""
        edition = self.editions.live
        return edition.vectors is not None and edition.embedder.loaded

    def warm(self) -> None:
        """Open the vector store and load the model now; returns when both are there."""
        self.embedder.load()
        _ = self.vectors

    # Another model, or another size of chunks

    @property
    def model_name(self) -> str:
        """The name, or folder, of the embedding model that answers."""
        return self.editions.live.embedder.name

    @property
    def chunk_tokens(self) -> int | None:
        """Tokens of a chunk at most, as chosen; None for what is usual."""
        return self.editions.live.chunk_tokens

    @property
    def switch(self) -> SwitchState | None:
        """How the building of another model goes; None where there was none."""
        return self.switching.state

    def use_model(self, model: str | None = None, chunk_tokens: int | None = None) -> bool:
        """Have another model, or another size of chunks, built beside what answers; it answers when it is whole.

        What is being built already is gone on with, or given up if it is something else.

        :param model: None for the one that answers.
        :param chunk_tokens: 0 for what is usual; None for what it is.
        :returns: False if this is what answers already.
        :raises EmbeddingError: the model cannot be found or loaded; nothing is changed.
        :raises LibraryError: chunks cannot have that size.
        """
        embedder = Embedder(lasting(model or self.model_name))
        return self.switching.begin(embedder, size_of(chunk_tokens, self.chunk_tokens))

    def follow_settings(self) -> bool:
        """Begin to build what the settings that it was opened with name, or go on with a build that was left.

        :returns: whether anything is being built.
        :raises EmbeddingError: the model cannot be found; nothing is changed.
        """
        model, chunk_tokens = self._asked
        if self.catalog.get("model") is None:
            return False
        if model is None and chunk_tokens is None and (self.switching.pending() or not self.switching.outdated()):
            return self.switching.resume()
        wanted = Embedder(model) if isinstance(model, str) else model or self.editions.live.embedder
        return self.switching.begin(wanted, size_of(chunk_tokens, self.chunk_tokens), load=False)

    # Folders

    def folders(self) -> list[Folder]:
        """The folders that are followed, without the one for uploads."""
        return self.following.folders()

    def add_folder(self, path: Path | str, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Path:
        """Follow a folder, or a single file; what its owner took out of it comes back. Sync it after.

        A folder inside one that is followed is part of it already.

        :param include: patterns as of :meth:`set_patterns`; if neither is given, a folder keeps those it has.
        :returns: the absolute path.
        :raises FolderMissing: nothing is there.
        :raises LibraryError: it lies in the data folder, or a pattern cannot be read or has no folder of its own.
        """
        return self.following.add(path, include, exclude)

    def set_patterns(self, path: Path | str, include: Sequence[str], exclude: Sequence[str]) -> None:
        """Choose which files of a followed folder are read, and which documents inside them. Sync it after.

        :param include: patterns in gitignore syntax: what fits none is left out. Empty for all. A pattern that an
            archive fits lets in all that is inside it.
        :param exclude: patterns of what is left out, whatever else lets it in.
        :raises LibraryError: the folder is not followed, or a pattern cannot be read.
        """
        self.following.set_patterns(path, include, exclude)

    def drop_folder(self, path: Path | str) -> None:
        """Stop following a folder; its documents are forgotten, its files stay.

        :raises LibraryError: it is not followed.
        """
        paths = self._paths_in(path)
        self.following.drop(path)
        self.scrubbing.removed(paths)

    def confirm_gone(self, path: Path | str) -> int:
        """Forget the documents of a followed folder, or of a disk mounted inside one, that vanished for good.

        A folder that is not there at all is followed no more.

        :returns: how many documents were forgotten.
        :raises LibraryError: it has not vanished.
        """
        paths = self._paths_in(path)
        count = self.following.confirm_gone(path)
        self.scrubbing.removed(paths)
        return count

    def outside(self, folder: Folder) -> list[Path]:
        """Absolute paths below a folder that are not part of it: the data folder and folders followed by themselves."""
        return self.following.outside(folder)

    # Documents

    @property
    def uploads_path(self) -> Path:
        """The folder that uploads go to."""
        return self.data / "uploads"

    def _uploads(self) -> Folder:
        self.uploads_path.mkdir(mode=0o700, exist_ok=True)
        self.catalog.relocate_uploads(self.uploads_path)
        return self.catalog.add_folder(self.uploads_path, uploads=True)

    def upload(self, source: Path, name: str | None = None) -> Path:
        """Copy a file into the uploads folder, in place of one of the same name; sync the returned path after."""
        return uploads.keep(source, self.uploads_path, name)

    def remove(self, document_id: int) -> None:
        """Take a document out of the library: an upload is deleted, another file stays but is not read again.

        A document inside a file is left out of it from then on, whether the file changes or not.

        :raises KeyError: there is no such document.
        """
        document = self.catalog.document(document_id)
        if document is None:
            raise KeyError(document_id)
        keys = self.catalog.keys_of([document_id])
        if document.uploaded and document.container is None:
            (Path(document.folder) / document.path).unlink(missing_ok=True)
            self.catalog.remove([document_id])
        else:
            self.catalog.dismiss(document_id)
        self.runs.tidy_soon(keys)
        self.scrubbing.removed([document.path])

    def _paths_in(self, path: Path | str) -> list[str]:
        """The paths in their folders of all documents in a folder."""
        folder = Path(path).expanduser().resolve()
        return [one.path for one in self.catalog.documents() if Path(one.folder, one.path).is_relative_to(folder)]

    # Syncing

    @property
    def activity(self) -> Activity:
        """What indexing is doing at this moment."""
        return self.runs.activity

    def sync(
        self,
        paths: Iterable[Path] | None = None,
        progress: Watch | None = None,
        again: Collection[int] = (),
        settled: Settled | None = None,
    ) -> Report:
        """Make the index equal to the library's folders; one sync runs at a time, others wait for it.

        A sync of certain paths does not wait for one of everything: it is let in between two files.

        :param paths: folders or files of the library to look at; by default all.
        :param progress: called as it goes on.
        :param again: ids of documents that are to be read whatever their files' dates say.
        :param settled: tells of a file whether it is written out, or gone for good; others are left as they are.
        :returns: also which folders vanished, among ``failed``; their documents are kept and answer.
        :raises EmbeddingError: the model cannot be loaded.
        :raises CatalogError: the disk is full or cannot be written to; what was done is kept, the rest stays queued.
        """
        report = self.runs.sync(paths, again, settled, progress)
        self.scrubbing.synced([entry.path for entry in report.removed])
        return report

    def news(self, since: int) -> tuple[int, list[Report]]:
        """What syncs changed, for whoever shows it.

        :param since: the number that the last call gave; 0 for all that is remembered.
        :returns: a number for the next call, and the reports of the syncs since that changed something, oldest
            first; of those that failed or were skipped they hold only the new ones. Old reports are forgotten.
        """
        return self.runs.news(since)

    def attend(self, words: str) -> None:
        """Have files whose names occur in these words, such as a question, read first, also by a running sync."""
        self.runs.attend(words)

    def tidy(self) -> None:
        """Delete embeddings and vectors that no chunk has."""
        self.runs.tidy()

    def remember_model(self) -> None:
        """Note which embedding model the data folder is made with, once it is."""
        if self.catalog.get("model") is None:
            with self.catalog.transaction():
                remember(self.catalog, lasting(self.embedder.name), self.embedder.identity, self.chunk_tokens)


def _catalog(data: Path) -> Catalog:
    """Open a data folder's catalog, which is owned by this process, or make one where there never was one."""
    path = data / "catalog.sqlite"
    try:
        settle(data)
        salvage.finish(data)
        if salvage.is_missing(data):
            raise CatalogDamaged(path, "no catalog is there, while other files of it are")
        return Catalog(path)
    except CatalogDamaged as error:
        raise Damaged(str(error)) from error
    except (CatalogError, OSError) as error:
        raise LibraryError(str(error)) from error


_OURS = re.compile(
    r"catalog\.sqlite.*|vectors.*|uploads|incoming|(im|ex)porting|folders|folders\.json.*|lock|owner\..*|quoth\.log.*"
    r"|evaluations"
)
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
