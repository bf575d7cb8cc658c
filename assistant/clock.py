"""Where the time of a question went."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Literal

from assistant.answers import Timings

Spent = Literal["condense", "retrieve", "answer"]


class Clock:
    """Adds up the time of each step of one question, which begins when this is made."""

    def __init__(self) -> None:
        self._begun = perf_counter()
        self._spent: dict[Spent, float] = {"condense": 0.0, "retrieve": 0.0, "answer": 0.0}

    @contextmanager
    def on(self, step: Spent) -> Iterator[None]:
        """Count what is done inside to a step."""
        begun = perf_counter()
        try:
            yield
        finally:
            self._spent[step] += perf_counter() - begun

    def timings(self) -> Timings:
        """The times so far, in milliseconds."""
        total = 1000 * (perf_counter() - self._begun)
        return Timings(total=total, **{step: 1000 * seconds for step, seconds in self._spent.items()})
