"""What a sync did, and what it is doing now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.documents import State

if TYPE_CHECKING:
    from index.syncing.window import Target


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one document in a sync."""

    path: str
    """Path inside its library folder."""
    folder: str
    reason: str | None = None
    """What is said of it: why it failed or was skipped ("is protected by a password"), or where it was moved from."""
    chunks: int = 0
    embedded: int = 0
    """Chunks whose vectors were computed; the other ``chunks - embedded`` were known."""

    @property
    def reused(self) -> int:
        """Chunks whose vectors were known already."""
        return self.chunks - self.embedded


@dataclass(frozen=True, slots=True)
class Report:
    """What a sync did: every document of the synced folders is in exactly one of the lists, or unchanged.

    ``failed`` and ``skipped`` hold documents whose files could not be read, also those known from before.
    """

    added: tuple[Entry, ...] = ()
    updated: tuple[Entry, ...] = ()
    moved: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    failed: tuple[Entry, ...] = ()
    skipped: tuple[Entry, ...] = ()
    unchanged: int = 0
    embedded: int = 0
    reused: int = 0
    seconds: float = 0.0
    stopped: bool = False
    """Whether the sync was asked to stop before its end; the rest is done by the next one."""

    @property
    def vanished(self) -> tuple[Entry, ...]:
        """Of those that failed the followed folders that are not there, by their absolute paths."""
        return tuple(entry for entry in self.failed if entry.path == entry.folder)

    def news(self, noted: Container[tuple[str, str]]) -> Report | None:
        """What is new in it, None where nothing is.

        :param noted: folder and path of those failed and skipped documents that were not so before.
        """
        failed, skipped = (
            tuple(entry for entry in entries if (entry.folder, entry.path) in noted)
            for entries in (self.failed, self.skipped)
        )
        if not (self.added or self.updated or self.moved or self.removed or failed or skipped):
            return None
        return replace(self, failed=failed, skipped=skipped)


@dataclass(slots=True)
class Tally:
    """The lists of a report in the making."""

    entries: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    noted: set[tuple[str, str]] = field(default_factory=set)
    """Folder and path of those failed and skipped documents that were not so before."""
    unchanged: int = 0
    done: int = 0
    """Files finished."""
    embedded: int = 0
    embedding_seconds: float = 0.0

    def without(self, state: State, path: str, folder: str, reason: str) -> None:
        """Count a document that has no text to answer from."""
        self.entries["skipped" if state is State.SKIPPED else "failed"].append(Entry(path, folder, reason))

    def live(self, target: Target, chunks: int, embedded: int) -> None:
        """Count a document whose new version answers."""
        entry = Entry(target.path, target.folder, None, chunks, embedded)
        self.entries["added" if target.new else "updated"].append(entry)
        self.done += target.file

    def moved(self, path: str, folder: str, before: str, chunks: int) -> None:
        """Count a document that is somewhere else than before."""
        self.entries["moved"].append(Entry(path, folder, f"was {before}", chunks))

    def removed(self, paths: Iterable[str], folder: str) -> None:
        """Count documents that are gone."""
        self.entries["removed"] += [Entry(path, folder) for path in paths]

    def report(self, seconds: float, *, stopped: bool) -> Report:
        """All of it, each list in the order of paths."""
        lists = {
            name: tuple(sorted(self.entries[name], key=lambda entry: (entry.folder, entry.path)))
            for name in ("added", "updated", "moved", "removed", "failed", "skipped")
        }
        return Report(
            **lists,
            unchanged=self.unchanged,
            embedded=self.embedded,
            reused=sum(entry.reused for name in ("added", "updated") for entry in lists[name]),
            seconds=seconds,
            stopped=stopped,
        )


@dataclass(frozen=True, slots=True)
class Activity:
    """What indexing is doing at this moment; ``stage`` is empty when it does nothing."""

    stage: str = ""
    """``looking``, ``loading the model``, ``indexing`` or ``tidying up``."""
    done: int = 0
    """Files finished."""
    total: int = 0
    """Files to do."""
    path: str = ""
    """The file being read."""
    embedded: int = 0
    """Chunks embedded so far."""
    rate: float = 0.0
    """Chunks embedded a second."""
    seconds_left: float | None = None

    @property
    def busy(self) -> bool:
        """Whether indexing is under way."""
        return bool(self.stage)


Watch = Callable[[Activity], None]
"""Called with the state of a sync as it goes on."""
