"""Questions go before the embedding of documents: they share the processor's cores, and somebody waits for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE = 1.0
"""Seconds that a batch of documents waits for questions at most, so that indexing goes on whatever is asked."""

LINGER = 3.0
"""Seconds after a question within which another one is likely."""


class Courtesy:
    """Who asks now, or did a moment ago. Safe to share between threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._asking = 0
        self._last = float("-inf")

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Have batches of documents wait meanwhile."""
        with self._changed:
            self._asking += 1
        try:
            yield
        finally:
            with self._changed:
                self._asking -= 1
                self._last = time.monotonic()
                self._changed.notify_all()

    def give_way(self) -> None:
        """Wait while questions are being answered, for :data:`PAUSE` at most."""
        if self._asking:
            with self._changed:
                self._changed.wait_for(lambda: not self._asking, PAUSE)

    @property
    def wanted(self) -> bool:
        """Whether somebody is asking, or did so less than :data:`LINGER` ago."""
        return self._asking > 0 or time.monotonic() - self._last < LINGER


QUESTIONS = Courtesy()
"""That of this process, whose questions and documents share the same cores."""
