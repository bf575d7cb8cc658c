"""Whether a path lies inside another."""

from __future__ import annotations

from collections.abc import Container


def within(path: str, above: Container[str]) -> bool:
    """Whether a path lies inside one of some others."""
    end = path.rfind("/")
    while end > 0:
        if path[:end] in above:
            return True
        end = path.rfind("/", 0, end)
    return False
