"""What the library holds, read once for all readers and again only when it has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from index.documents import Document, State
from index.report import Activity

if TYPE_CHECKING:
    from index.library import Library


class Shelf:
    """The documents and what indexing does, as the page shows them.

    :param looked: tells whether all folders have been looked at since the start, so that what is not here is not there.
    """

    def __init__(self, library: Library, looked: Callable[[], bool] = lambda: True) -> None:
        self._library = library
        self._looked = looked
        self._lock = threading.Lock()
        self._documents: tuple[Document, ...] = ()
        self._answering = 0
        self.version = 0
        """Grows whenever the documents are read anew."""
        self._stamp: tuple[object, ...] = ()
        self._next = 0.0

    def documents(self) -> tuple[Document, ...]:
        """All documents by folder and path, at most a moment old."""
        activity = self._library.activity
        stamp = (self._library.catalog.revision(), activity.stage, activity.done, activity.total)
        with self._lock:
            now = time.monotonic()
            if stamp != self._stamp and (now >= self._next or not activity.busy):
                self._documents = tuple(self._library.catalog.documents())
                self._answering = sum(document.version is not None for document in self._documents)
                self._stamp = stamp
                self.version += 1
                # A long list is not read all the time while indexing changes it.
                self._next = now + 10 * (time.monotonic() - now)
            return self._documents

    def answering(self) -> int:
        """How many documents can be answered from."""
        self.documents()
        return self._answering

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
    def ready(self) -> bool:
        """Whether the embedding model is loaded."""
        return self._library.ready()

    def folders(self) -> list[str]:
        """The followed folders, without the one for uploads."""
        return [str(folder.path) for folder in self._library.catalog.folders() if not folder.uploads]


def folder_name(folder: str) -> str:
    """A folder's last part, which tells it from the others in few words."""
    return Path(folder).name or folder
