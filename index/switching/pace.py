"""When a build steps aside or stops, and what it tells of itself meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from index.switching.state import SwitchState
from index.switching.target import Target

REST = 0.5
"""Seconds between looks at whether a sync, which goes before the build, is over."""


class Halted(Exception):
    """The build was asked to stop, by a cancel or at the end of the process."""


class Pace:
    """How a build goes. State: what was told last, and whether it is to stop.

    :param busy: whether a sync is at work, for which the build steps aside.
    """

    def __init__(self, busy: Callable[[], bool]) -> None:
        self._busy = busy
        self.halt = threading.Event()
        """Set to have the build stop at the next look."""
        self.state: SwitchState | None = None

    def waits(self, target: Target, stage: str = "waiting") -> None:
        """Say of a build that it has not begun yet, or, by another stage, that it has ended."""
        self.state = SwitchState(target.model, target.chunk_tokens, stage)

    def tell(self, **changed: object) -> None:
        """Say what has changed since it was told last."""
        if self.state is not None:
            self.state = replace(self.state, **changed)  # type: ignore[arg-type]

    def go_on(self) -> None:
        """Step aside while a sync is at work: what it takes in answers at once.

        :raises Halted: the build is to stop.
        """
        self.look()
        if self._busy():
            self.tell(stage="waiting", rate=0.0, seconds_left=None)
            while self._busy():
                if self.halt.wait(REST):
                    raise Halted

    def look(self, *_: int) -> None:
        """Go on without stepping aside.

        :raises Halted: the build is to stop.
        """
        if self.halt.is_set():
            raise Halted
