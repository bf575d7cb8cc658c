"""Waiting for something to come through a pipe: by asking the system, or, where it cannot tell, by a thread."""

from __future__ import annotations

import os
import queue
import selectors
import threading
from contextlib import suppress
from typing import Self

_PIPE = 2**20

SELECTABLE = os.name == "posix"
"""Whether pipes can be waited for; Windows waits for sockets alone."""


class Pump:
    """Reads a pipe in a thread of its own, where a system cannot tell whether there is something to read."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._parts: queue.Queue[bytes] = queue.Queue(maxsize=4)
        self._next: bytes | None = None
        threading.Thread(target=self._run, name="listening", daemon=True).start()

    def within(self, seconds: float) -> bool:
        """Wait so long for something to take; whether there is any."""
        if self._next is None:
            with suppress(queue.Empty):
                self._next = self._parts.get(timeout=seconds)
        return self._next is not None

    def take(self) -> bytes:
        """What came next; nothing at the end. Raises BlockingIOError where nothing has come yet."""
        part = self._next
        if part is None:
            raise BlockingIOError
        if part:  # the end stays
            self._next = None
        return part

    def _run(self) -> None:
        part = b"."
        while part:
            try:
                part = os.read(self._fd, _PIPE)
            except (OSError, ValueError):
                part = b""
            self._parts.put(part)


class Readiness:
    """Waits for one end of a pipe."""

    def __init__(self, fd: int, event: int, pump: Pump | None) -> None:
        self._pump = pump
        self._selector = None if pump is not None else selectors.DefaultSelector()
        if self._selector is not None:
            self._selector.register(fd, event)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._selector is not None:
            self._selector.close()

    def within(self, seconds: float) -> bool:
        """Whether it is ready within so many seconds."""
        if self._selector is not None:
            return bool(self._selector.select(seconds))
        return self._pump is not None and self._pump.within(seconds)
