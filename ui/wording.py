"""Numbers, sizes and times as a person says them."""

from __future__ import annotations

import time
from collections.abc import Sequence

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def counted(n: int, noun: str) -> str:
    """A number with its noun: ``1 page``, ``2,000 pages``."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Names in a row: ``a``, ``a and b``, ``a, b and c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def size_words(size: int) -> str:
    """A size in bytes as a person says it."""
    amount, unit = float(size), "bytes"
    for larger in ("kB", "MB", "GB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    if unit == "bytes":
        return counted(size, "byte")
    return f"{amount:.0f} {unit}" if amount >= 10 else f"{amount:.1f} {unit}"


def time_words(seconds: float) -> str:
    """A time to wait, roughly."""
    if seconds < 90:
        return f"about {max(1, round(seconds)):.0f} s"
    if seconds < 5400:
        return f"about {seconds / 60:.0f} min"
    return f"about {seconds / 3600:.1f} h"


def date_words(when: float, *, clock: bool = False) -> str:
    """A day, in this machine's time zone: ``9 Mar 2026``; with ``clock`` also the time: ``9 Mar 2026, 14:05``."""
    moment = time.localtime(when)
    day = f"{moment.tm_mday} {_MONTHS[moment.tm_mon - 1]} {moment.tm_year}"
    return f"{day}, {moment.tm_hour:02}:{moment.tm_min:02}" if clock else day
