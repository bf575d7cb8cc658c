"""What a sync did, and what it is doing now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


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
