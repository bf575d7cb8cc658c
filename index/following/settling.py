"""Waiting until a file is written out before it is read, and until a deletion is sure to be one."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

_STEADY = 0.3
"""Seconds for which a file must stay as it is."""

_STEADY_AGAIN = 1.5
"""The same for one that was seen to change more than once: a copy that comes in pieces."""

_STEADY_OPEN = 5.0
"""The same for one that some program has open to write to it: it may have paused, or never close it."""

_PATIENCE = 120.0
"""Seconds after which a file that goes on changing is read as it is."""

_DELETION = 2.0
"""Seconds that deletions wait at most for other changes to settle: both may be halves of a move."""

_RECENT_NS = 10_000_000_000
"""A file changed within this time before a look may still be being written."""

_LOOK = 0.1
"""Seconds between two looks at what is not settled."""

State = tuple[int, int] | None
"""A file's size and date; None where there is no file."""


@dataclass(slots=True)
class _Change:
    since: float
    state: State
    steady: float
    """Since when it is in this state."""
    changes: int = 0


class Settling:
    """Paths that changed and wait to be read. For one thread, but that `saw` may be called by others.

    :param clock: tells seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[Path, _Change] = {}
        self._overdue: set[Path] = set()

    def saw(self, paths: Iterable[Path]) -> None:
        """Note that these paths changed."""
        now = self._clock()
        for path in paths:
            self._waiting.setdefault(path, _Change(now, _state(path), now))

    def pause(self) -> float | None:
        """Seconds until the next look is worth while; None where nothing waits."""
        return _LOOK if self._waiting else None

    def ripe(self) -> list[Path]:
        """The paths that have settled; they wait no more."""
        now = self._clock()
        self._overdue = set()
        done: list[Path] = []
        deleted: list[Path] = []
        unsure = False
        for path, change in list(self._waiting.items()):
            state = _state(path)
            if state != change.state:
                change.state, change.steady = state, now
                change.changes += 1
            overdue = now - change.since >= _PATIENCE
            if now - change.steady < self._needed(path, change) and not overdue:
                unsure = True
            else:
                if overdue:
                    self._overdue.add(path)
                (done if state is not None else deleted).append(path)
        if unsure:
            deleted = [path for path in deleted if now - self._waiting[path].steady >= _DELETION]
        for path in (*done, *deleted):
            del self._waiting[path]
        return [*done, *deleted]

    def settled(self, path: Path) -> bool:
        """Whether a file that some look came across may be read, or one that it missed be forgotten.

        One that may not waits from now on.
        """
        if path in self._overdue:  # ripe only since it went on too long
            return True
        if path in self._waiting:
            return False
        try:
            status = path.stat()
        except OSError:
            return True
        age = time.time_ns() - status.st_mtime_ns
        if 0 <= age < _RECENT_NS and (age < _STEADY * 1e9 or being_written(path)):
            self.saw([path])
            return False
        return True

    def _needed(self, path: Path, change: _Change) -> float:
        if change.state == _FOLDER:
            return 0.0  # of what is inside each file settles by itself
        if change.state is not None and being_written(path):
            return _STEADY_OPEN
        return _STEADY if change.changes < 2 else _STEADY_AGAIN


_FOLDER = (-1, -1)


def _state(path: Path) -> State:
    try:
        if path.is_dir():
            return _FOLDER
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def being_written(path: Path) -> bool:
    """Whether some program has a file open to write to it; False where the system does not tell.

    Linux grants a lease on a file to be read (fcntl(2), F_SETLEASE) only while nobody has it open for writing.
    """
    try:
        import fcntl

        set_lease, set_signal = fcntl.F_SETLEASE, fcntl.F_SETSIG
    except (ImportError, AttributeError):
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        # Should a writer come in the instant that the lease is held, we are told by a signal that is ignored.
        fcntl.fcntl(descriptor, set_signal, signal.SIGURG)
        fcntl.fcntl(descriptor, set_lease, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, set_lease, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(descriptor)
    return False
