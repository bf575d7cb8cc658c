"""How a loader says that a document takes longer than most, before it starts on the slow part.

Reading is under a time limit, so that no file can hang what reads it. Recognizing the text of a scan takes seconds
a page, rightly so: its loader asks for the time first, and whoever keeps the limit moves it.
"""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[float], None]] = []


def listen(listener: Callable[[float], None]) -> None:
    """From now on ``listener(seconds)`` is called for every request; one listener a process."""
    _listeners[:] = [listener]


def ask(seconds: float) -> None:
    """Ask for this many seconds more than the limit gives. Nothing happens where nobody listens."""
    for listener in _listeners:
        listener(seconds)
