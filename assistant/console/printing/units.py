"""Sizes and times in words."""

from __future__ import annotations

from datetime import UTC, datetime


def size(number: int) -> str:
    """A number of bytes for people."""
    if number < 1000:
        return f"{number} B"
    value = number / 1000
    for unit in ("kB", "MB", "GB"):
        if value < 999.95 or unit == "GB":
            break
        value /= 1000
    return f"{value:.1f} {unit}"


def iso(seconds: float | None) -> str | None:
    """A time in seconds since the epoch as ISO 8601 in UTC, for scripts."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def local(seconds: float | None) -> str:
    """The same as a person here reads it."""
    return "-" if seconds is None else datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")
