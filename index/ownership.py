"""Who owns a data folder: one process at a time, told by a lock that ends with the process."""

from __future__ import annotations

import errno
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

_LETTING_GO = 5.0
"""Seconds in which the lock of a process that is dead comes free: one that was killed while it started another, such as
the reader of files, shares its lock with that one until it has begun."""


class LibraryError(Exception):
    """The data folder cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that owns a data folder, and where its API listens if it has one."""

    pid: int
    command: str
    url: str | None = None
    token: str | None = None


class Locked(LibraryError):
    """Another process owns the data folder; ``owner`` tells which, if it could be read."""

    def __init__(self, data: Path, owner: Owner | None) -> None:
        who = f"by '{owner.command}' (process {owner.pid})" if owner else "by another process"
        super().__init__(f"The data folder {data} is in use {who}. Wait until it is done, or stop it.")
        self.data = data
        self.owner = owner


class Ownership:
    """The lock on a data folder, held until :meth:`release`; a killed process lets go of it too.

    :raises Locked: another process holds it.
    :raises LibraryError: the folder cannot be written to.
    """

    def __init__(self, data: Path, command: str) -> None:
        self._card = data / "owner.json"
        self._fresh = data / "owner.new"
        self._lock = FileLock(data / "lock", mode=0o600, thread_local=False)
        self._owner = Owner(os.getpid(), command)
        try:
            self._take(data)
            self._write_if_room()
        except OSError as error:
            self._lock.release()
            raise LibraryError(
                f"The data folder {data} cannot be written to: {error.strerror or error}. Make room or give it "
                "permission, or choose another data folder with --data."
            ) from error

    def _take(self, data: Path) -> None:
        until = time.monotonic() + _LETTING_GO
        while True:
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                owner = read_owner(data)
                if owner is None or _lives(owner.pid) or time.monotonic() > until:
                    raise Locked(data, owner) from None
                time.sleep(0.05)
            else:
                return

    def announce(self, url: str, token: str) -> None:
        """Let other commands know where this process's API listens, and the token that it asks for."""
        self._owner = Owner(self._owner.pid, self._owner.command, url, token)
        self._write_if_room()

    def _write_if_room(self) -> None:
        """Write the card; where the disk is full the folder can still be read from, and is owned without it."""
        try:
            self._write()
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            for file in (self._card, self._fresh):
                file.unlink(missing_ok=True)  # what it says may be of an owner before

    def _write(self) -> None:
        # Written aside and renamed, for its readers; private, since the token lets its holder ask.
        descriptor = os.open(self._fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(self._owner), file)
        self._fresh.replace(self._card)

    def release(self) -> None:
        """Let another process own the folder."""
        if self._lock.is_locked:
            self._card.unlink(missing_ok=True)
            self._lock.release()


def _lives(pid: int) -> bool:
    import psutil

    return bool(psutil.pid_exists(pid))


def read_owner(data: Path) -> Owner | None:
    """What the owner of a data folder says of itself, or None where nothing (readable) is said."""
    try:
        return Owner(**json.loads((data / "owner.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
