"""How the building of another edition goes, as others see it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SwitchState:
    """How the building of another edition goes."""

    model: str
    chunk_tokens: int | None
    """Tokens of a chunk at most, as chosen; None for what is usual."""
    stage: str = "waiting"
    """``waiting`` (for a start, or a sync), ``dividing``, ``embedding``, ``switching``, ``done``, ``cancelled`` or
    ``stopped`` (see ``problem``)."""
    done: int = 0
    """Documents divided, or chunks embedded."""
    total: int = 0
    rate: float = 0.0
    """Chunks embedded a second."""
    seconds_left: float | None = None
    problem: str | None = None
    """Why it does not go on, in words."""

    @property
    def ended(self) -> bool:
        """Whether nothing more is to come of it: it answers, or was given up."""
        return self.stage in ("done", "cancelled")
