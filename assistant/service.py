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

from index.report import Activity, Entry, Report

if TYPE_CHECKING:
    from assistant.answers import Turn
    from assistant.assistant import Assistant
    from index.doctor import Finding
    from index.documents import Document, Filter
    from index.library import Library

Record = dict[str, Any]
"""An object of JSON."""

REPORT_LISTS = ("added", "updated", "moved", "removed", "failed", "skipped")
"""The lists of documents in a report, in the order in which they are shown."""


class RequestError(Exception):
    """What was asked for cannot be done as asked; the message says why and what to do."""


def is_expected(error: BaseException) -> bool:
    """Whether an error's message is meant for the user: what is wrong with a file, folder, model or request."""
    from index.database import CatalogError
    from index.models import EmbeddingError
    from index.ownership import LibraryError
    from index.walk import FolderMissing

    return isinstance(error, (RequestError, LibraryError, FolderMissing, EmbeddingError, CatalogError))


class Service(Protocol):
    """What the commands ask of a library. Every method may raise ``RequestError``."""

    def ask(self, question: str, history: Sequence[Turn], only: Filter | None) -> Record:
        """Answer a question: the contract's JSON object."""

    def sync(self, paths: Sequence[Path], watch: Callable[[Activity], None]) -> Record:
        """Follow the paths and sync them, or all that is followed where none are given; the report."""

    def documents(self) -> list[Record]:
        """All documents."""

    def document(self, names: Sequence[str]) -> Record:
        """The document that one of the names (tried in order) is the path or id of."""

    def text(self, names: Sequence[str]) -> str:
        """A document's canonical text."""

    def remove(self, names: Sequence[str]) -> Record:
        """Take a document out of the library; the document as it was."""

    def examine(self) -> list[Record]:
        """What is wrong with the index."""

    def repair(self) -> list[Record]:
        """Mend the index; what is still wrong."""


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

        self._wait_for_documents()
        if self._assistant is None:
            self._assistant = Assistant(self._library)
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

    def documents(self) -> list[Record]:
        """See ``Service``."""
        return [document_record(document) for document in self._library.catalog.documents()]

    def document(self, names: Sequence[str]) -> Record:
        """See ``Service``."""
        return document_record(self._find(names))

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
        return document_record(document)

    def examine(self) -> list[Record]:
        """See ``Service``."""
        from index import doctor

        return [_finding(finding) for finding in doctor.examine(self._library)]

    def repair(self) -> list[Record]:
        """See ``Service``."""
        from index import doctor

        return [_finding(finding) for finding in doctor.repair(self._library)]

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


def _finding(finding: Finding) -> Record:
    return {"subject": finding.subject, "problem": finding.problem, "mendable": finding.mendable}
