"""What the library holds, read once for all readers and again only when it has changed."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.service.problems import copies, missing
from index.catalog import reports
from index.documents import Document, State
from index.following.vanished import Vanished, vanished
from index.syncing.report import Activity, Report

if TYPE_CHECKING:
    from index.catalog.folders import Folder
    from index.library import Library
    from index.switching.state import SwitchState


@dataclass(frozen=True, slots=True)
class Followed:
    """A followed folder as the page shows it."""

    folder: Folder
    documents: int
    vanished: tuple[Vanished, ...] = ()
    """What of it is not there: the whole, or disks mounted inside it."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the library holds at one moment."""

    documents: tuple[Document, ...] = ()
    """By folder and path, those inside a file after it."""
    by_id: Mapping[int, Document] = field(default_factory=dict)
    notes: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """What is to be looked at in documents that were read, by id: predicates of the document's name."""
    followed: tuple[Followed, ...] = ()
    content: frozenset[tuple[int, str]] = frozenset()
    """The documents that answer, each with its version."""


class Shelf:
    """The documents and what indexing does, as the page shows them.

    :param looked: tells whether all folders have been looked at since the start, so that what is not here is not there.
    """

    def __init__(self, library: Library, looked: Callable[[], bool] = lambda: True) -> None:
        self._library = library
        self._looked = looked
        self._lock = threading.Lock()
        self._held = Held()
        self.version = 0
        """Grows whenever the documents are read anew."""
        self._stamp: tuple[object, ...] = ()
        self._next = 0.0

    def held(self) -> Held:
        """What the library holds, at most a moment old."""
        activity = self._library.activity
        stamp = (self._library.catalog.revision(), activity.stage, activity.done, activity.total)
        with self._lock:
            now = time.monotonic()
            if stamp != self._stamp and (now >= self._next or not activity.busy):
                self._held = _read(self._library)
                self._stamp = stamp
                self.version += 1
                # A long list is not read all the time while indexing changes it.
                self._next = now + 10 * (time.monotonic() - now)
            return self._held

    def documents(self) -> tuple[Document, ...]:
        """All documents by folder and path."""
        return self.held().documents

    def document(self, id_: int) -> Document | None:
        """One document, if it is still there."""
        return self.held().by_id.get(id_)

    def answering(self) -> int:
        """How many documents can be answered from."""
        return len(self.held().content)

    def waiting(self) -> bool:
        """Whether documents may become readable by themselves: some are queued, or folders are not looked at yet."""
        return not self.looked or any(document.state is State.QUEUED for document in self.documents())

    @property
    def looked(self) -> bool:
        """Whether all folders have been looked at since the start."""
        return self._looked()

    @property
    def activity(self) -> Activity:
        """What indexing is doing."""
        return self._library.activity

    @property
    def switch(self) -> SwitchState | None:
        """How the building for another embedding model goes, if there is one."""
        return self._library.switch

    @property
    def ready(self) -> bool:
        """Whether the embedding model is loaded."""
        return self._library.ready()

    def news(self, since: int | None) -> tuple[int, list[Report]]:
        """What syncs changed, and a number to ask for what comes after; None for nothing but the number."""
        number, told = self._library.news(since or 0)
        return number, [] if since is None else told

    def folders(self) -> list[str]:
        """The followed folders, without the one for uploads."""
        return [str(one.folder.path) for one in self.held().followed]


def _read(library: Library) -> Held:
    catalog = library.catalog
    with catalog.snapshot():
        # A slash sorts before all that a name holds, so that what is inside a file comes right after it.
        documents = sorted(catalog.documents(), key=lambda one: (one.folder, one.path.replace("/", "\0")))
        noticed, alike = reports.qualities(catalog), reports.all_resembling(catalog)
        folders, away = library.folders(), vanished(catalog)
    counts = Counter(document.folder for document in documents)
    notes = {}
    for document in documents:
        said = [*missing(noticed.get(document.id)), *copies(document, alike.get(document.id, ()))]
        if said:
            notes[document.id] = said
    followed = tuple(
        Followed(folder, counts[str(folder.path)], tuple(one for one in away if one.folder == folder.id))
        for folder in folders
    )
    return Held(
        documents=tuple(documents),
        by_id={document.id: document for document in documents},
        notes=notes,
        followed=followed,
        content=frozenset((one.id, one.version) for one in documents if one.version is not None),
    )


def folder_name(folder: str) -> str:
    """A folder's last part, which tells it from the others in few words."""
    return Path(folder).name or folder
