"""What the commands ask of a library, and how the process that holds it open does it.

The same requests are made of another process through ``assistant.owner``; so all that comes back is made of
plain values that JSON can carry.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.syncing.report import Activity, Entry, Report

if TYPE_CHECKING:
    from assistant.answers import Turn
    from assistant.assistant import Assistant
    from index.doctor import Finding
    from index.documents import Document, Filter
    from index.library import Library
    from index.switching import SwitchState

Record = dict[str, Any]
"""An object of JSON."""

REPORT_LISTS = ("added", "updated", "moved", "removed", "failed", "skipped")
"""The lists of documents in a report, in the order in which they are shown."""


class RequestError(Exception):
    """What was asked for cannot be done as asked; the message says why and what to do."""


def is_expected(error: BaseException) -> bool:
    """Whether an error's message is meant for the user: what is wrong with a file, folder, model or request."""
    from assistant.settings import SettingsError
    from index.catalog.database import CatalogError
    from index.embedding.models import EmbeddingError
    from index.following.walk import FolderMissing
    from index.ownership import LibraryError

    known = (RequestError, LibraryError, FolderMissing, EmbeddingError, CatalogError, SettingsError)
    return isinstance(error, known)


def explanation(error: BaseException) -> str | None:
    """What is said of an error to the user; None for a fault in Quoth."""
    from index.catalog.database import words

    return str(error) if is_expected(error) else words(error)


class Service(Protocol):
    """What the commands ask of a library. Every method may raise ``RequestError``."""

    def ask(self, question: str, history: Sequence[Turn], only: Filter | None) -> Record:
        """Answer a question: the contract's JSON object."""

    def sync(self, paths: Sequence[Path], watch: Callable[[Activity], None]) -> Record:
        """Follow the paths and sync them, or all that is followed where none are given; the report."""

    def folders(self) -> list[Record]:
        """The followed folders: their patterns, how many documents they hold, and whether they are there."""

    def follow(self, paths: Sequence[Path], include: Sequence[str], exclude: Sequence[str]) -> None:
        """Follow folders or single files, with patterns; ``sync`` them after."""

    def set_patterns(self, path: Path, include: Sequence[str] | None, exclude: Sequence[str] | None) -> None:
        """Choose which files of a followed folder are read, None for as before; ``sync`` it after."""

    def unfollow(self, path: Path) -> Record:
        """Stop following a folder; the folder as it was."""

    def confirm_gone(self, path: Path) -> int:
        """Forget the documents of a folder that vanished for good; how many there were."""

    def documents(self) -> list[Record]:
        """All documents."""

    def problems(self) -> list[Record]:
        """The documents that their owner should look at, each with its ``problems`` and where it ``vanished``.

        Problems are predicates of the document's name; ``vanished`` is the folder or disk that is not there, or None.
        """

    def document(self, names: Sequence[str]) -> Record:
        """The document that one of the names (tried in order) is the path or id of, with its ``report``."""

    def text(self, names: Sequence[str]) -> str:
        """A document's canonical text."""

    def remove(self, names: Sequence[str]) -> Record:
        """Take a document out of the library; the document as it was."""

    def kept(self) -> list[Record]:
        """What is still kept of documents that are gone."""

    def purge(self, kinds: Sequence[str]) -> Record:
        """Remove what is kept of these kinds: what was ``removed``, and whether that is ``complete``."""

    def export(self, target: str, replace: bool) -> Record:
        """Write a backup to a file, by its absolute path; what is in it."""

    def examine(self, deep: float | None = None) -> list[Record]:
        """What is wrong with the index; for so many seconds documents are read and embedded again to compare."""

    def repair(self, deep: float | None = None) -> list[Record]:
        """Mend the index; what is still wrong."""

    def model(self) -> Record:
        """The embedding model that answers, and how the building of another goes."""

    def use_model(self, name: str | None, chunk_tokens: int | None, watch: Callable[[Record], None]) -> Record:
        """Have another model, or another size of chunks, built beside what answers, and wait until it answers.

        :param name: the model's name or folder; None for the one that answers.
        :param chunk_tokens: tokens of a chunk at most; 0 for what is usual, None for what it is.
        :param watch: told how it goes, as ``model`` gives it.
        :returns: as ``model``.
        """

    def follow_settings(self, watch: Callable[[Record], None]) -> None:
        """Build what the settings name where something else answers, or what was left half built; wait for it."""

    def cancel_model(self) -> bool:
        """Give up what is being built; whether anything was."""


class LocalService:
    """Does the work itself, on a library that this process holds open.

    :param assistant: an assistant over the same library; made when the first question comes if not given.
    :param patience: seconds that a question to an empty library waits for indexing to begin.
    """

    def __init__(self, library: Library, assistant: Assistant | None = None, *, patience: float = 0.0) -> None:
        self._library = library
        self._assistant = assistant
        self._patience = patience

    def ask(self, question: str, history: Sequence[Turn], only: Filter | None) -> Record:
        """See ``Service``."""
        from assistant.assistant import Assistant
        from assistant.contract import to_json
        from assistant.settings import Settings

        self._wait_for_documents()
        if self._assistant is None:
            self._assistant = Assistant(self._library, Settings.load().reranker)
        return to_json(self._assistant.ask(question, history, self._placed(only)))

    def _placed(self, only: Filter | None) -> Filter | None:
        """The filter with its absolute folders said as the library knows them: its own, or inside one of those."""
        if only is None or not only.folders:
            return only
        followed = [folder.path for folder in self._library.catalog.folders()]
        folders: list[str] = []
        for name in only.folders:
            path = Path(name)
            if not path.is_absolute():
                folders.append(name)
                continue
            found = [str(one) for one in followed if one == path or path in one.parents]
            found = found or [path.relative_to(one).as_posix() for one in followed if one in path.parents]
            if not found:
                raise RequestError(f"The folder {path} is not in the library. To follow it: quoth index '{path}'")
            folders += found
        return replace(only, folders=tuple(folders))

    def _wait_for_documents(self) -> None:
        """Wait until the first document of a library that is being indexed can be answered from."""
        began = time.monotonic()
        while not self._library.catalog.count_chunks():
            if not self._library.activity.busy and time.monotonic() - began >= self._patience:
                raise RequestError("The library holds no document to answer from. Index some first: quoth index FOLDER")
            time.sleep(0.1)

    def sync(self, paths: Sequence[Path], watch: Callable[[Activity], None]) -> Record:
        """See ``Service``."""
        library = self._library
        if not paths and not library.catalog.documents() and not library.folders():
            raise RequestError("No folder is followed yet. Name one: quoth index FOLDER")
        followed = [library.add_folder(path) for path in paths]
        return report_record(library.sync(followed or None, watch))

    def folders(self) -> list[Record]:
        """See ``Service``."""
        from assistant.console.folders import folder_records

        return folder_records(self._library)

    def follow(self, paths: Sequence[Path], include: Sequence[str], exclude: Sequence[str]) -> None:
        """See ``Service``."""
        for path in paths:
            self._library.add_folder(path, include, exclude)

    def set_patterns(self, path: Path, include: Sequence[str] | None, exclude: Sequence[str] | None) -> None:
        """See ``Service``."""
        from assistant.console.folders import followed

        folder = followed(self._library, path)
        self._library.set_patterns(
            folder.path,
            folder.include if include is None else include,
            folder.exclude if exclude is None else exclude,
        )

    def unfollow(self, path: Path) -> Record:
        """See ``Service``."""
        from assistant.console.folders import followed

        folder = followed(self._library, path)
        record = next(one for one in self.folders() if one["path"] == str(folder.path))
        self._library.drop_folder(folder.path)
        self._library.scrubbing.now()
        return record

    def confirm_gone(self, path: Path) -> int:
        """See ``Service``."""
        count = self._library.confirm_gone(path)
        self._library.scrubbing.now()
        return count

    def documents(self) -> list[Record]:
        """See ``Service``."""
        return [document_record(document) for document in self._library.catalog.documents()]

    def problems(self) -> list[Record]:
        """See ``Service``."""
        from assistant.console.problems import all_problems

        found, gone = all_problems(self._library.catalog)
        documents = [one for one in self._library.catalog.documents() if one.id in found or one.id in gone]
        return [
            {**document_record(one), "problems": found.get(one.id, []), "vanished": gone.get(one.id)}
            for one in documents
        ]

    def document(self, names: Sequence[str]) -> Record:
        """See ``Service``."""
        from assistant.console.problems import report_of

        document = self._find(names)
        return {**document_record(document), "report": report_of(self._library.catalog, document)}

    def text(self, names: Sequence[str]) -> str:
        """See ``Service``."""
        document = self._find(names)
        if document.version is None:
            reason = document.reason or "It has not been read yet."
            raise RequestError(f"There is no text of {document.path}. {reason}")
        return self._library.catalog.text(document.version, document.id)

    def remove(self, names: Sequence[str]) -> Record:
        """See ``Service``."""
        document = self._find(names)
        try:
            self._library.remove(document.id)
        except KeyError:
            raise _unknown(names[0]) from None
        self._library.scrubbing.now()
        return document_record(document)

    def kept(self) -> list[Record]:
        """See ``Service``."""
        from index.keeping import purging

        return [asdict(one) for one in purging.kept(self._library)]

    def purge(self, kinds: Sequence[str]) -> Record:
        """See ``Service``."""
        from index.keeping import purging, scrubbing

        removed = [asdict(one) for one in purging.purge(self._library, kinds)]
        return {"removed": removed, "complete": not scrubbing.is_unclean(self._library.catalog)}

    def export(self, target: str, replace: bool) -> Record:
        """See ``Service``."""
        from index.keeping import backup

        manifest = backup.write(self._library.catalog, self._library.data, Path(target), replace=replace)
        record = asdict(manifest)
        files = record.pop("files")
        return {**record, "uploads": len(files) - 1, "size": Path(target).stat().st_size}

    def examine(self, deep: float | None = None) -> list[Record]:
        """See ``Service``."""
        from index import doctor

        return [finding_record(finding) for finding in doctor.examine(self._library, deep=deep)]

    def repair(self, deep: float | None = None) -> list[Record]:
        """See ``Service``."""
        from index import doctor

        return [finding_record(finding) for finding in doctor.repair(self._library, deep=deep)]

    def model(self) -> Record:
        """See ``Service``."""
        library = self._library
        state = library.switch
        size = library.chunk_tokens
        return {
            "model": library.model_name,
            "chunk_tokens": size,
            "chunks": library.catalog.count_chunks(),
            "building": None if state is None or state.ended else _building(state),
        }

    def use_model(self, name: str | None, chunk_tokens: int | None, watch: Callable[[Record], None]) -> Record:
        """See ``Service``."""
        if self._library.use_model(name, chunk_tokens):
            self._wait_for_model(watch)
        return self.model()

    def follow_settings(self, watch: Callable[[Record], None]) -> None:
        """See ``Service``."""
        if self._library.follow_settings():
            self._wait_for_model(watch)

    def _wait_for_model(self, watch: Callable[[Record], None]) -> None:
        state = self._library.switching.wait(lambda _: watch(self.model()))
        if state is not None and state.problem is not None:
            raise RequestError(state.problem)

    def start_model(self, name: str | None, chunk_tokens: int | None) -> Record:
        """As ``use_model``, without waiting."""
        self._library.use_model(name, chunk_tokens)
        return self.model()

    def cancel_model(self) -> bool:
        """See ``Service``."""
        return self._library.switching.cancel()

    def _find(self, names: Sequence[str]) -> Document:
        catalog = self._library.catalog
        for name in names:
            document = catalog.document(name)
            if document is None and name.isascii() and name.isdigit():
                document = catalog.document(int(name))
            if document is not None:
                return document
        name = names[0]
        alike = [one for one in catalog.documents() if one.path == name or one.path.endswith("/" + name)]
        if alike:
            listed = ", ".join(f"{one.folder}/{one.path} (id {one.id})" for one in alike[:5])
            raise RequestError(f"{len(alike)} documents are named {name}: {listed}. Name one by its whole path or id.")
        raise _unknown(name)


def _unknown(name: str) -> RequestError:
    return RequestError(f"There is no document {name} in the library. See: quoth documents list")


def document_record(document: Document) -> Record:
    """A document as JSON; times are seconds since the epoch."""
    return {**asdict(document), "state": str(document.state)}


def report_record(report: Report) -> Record:
    """A sync's report as JSON."""

    def entry(one: Entry) -> Record:
        return {**asdict(one), "reused": one.reused}

    lists = {name: [entry(one) for one in getattr(report, name)] for name in REPORT_LISTS}
    return {
        **lists,
        "unchanged": report.unchanged,
        "embedded": report.embedded,
        "reused": report.reused,
        "seconds": round(report.seconds, 3),
        "stopped": report.stopped,
    }


def _building(state: SwitchState) -> Record:
    return {**asdict(state), "seconds_left": None if state.seconds_left is None else round(state.seconds_left, 1)}


def finding_record(finding: Finding) -> Record:
    """A finding of the doctor's as JSON; ``rebuild`` says that the catalog has to be built anew."""
    wanted = ("subject", "problem", "mendable", "remedy", "rebuild")
    return {name: getattr(finding, name) for name in wanted}
