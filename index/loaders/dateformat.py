"""Dates and times as a spreadsheet shows them, by the tokens of a format code."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

_MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_LAST = 2958466
"""The day after the last one that spreadsheets know, 9999-12-31."""


def is_date(tokens: Sequence[tuple[str, str]]) -> bool:
    """Whether a format shows a date, a time of day, or a span of time."""
    return any(kind in ("date", "elapsed") and text.lower()[0] in "ymdhse" for kind, text in tokens)


def format_date(value: float, tokens: Sequence[tuple[str, str]], from_1904: bool) -> str | None:
    """A day's number and fraction by a format's tokens, or None where it is no date."""
    if from_1904:
        value += 1462
    if not 0 <= value < _LAST:
        return None
    places = _fraction_digits(tokens)
    unit = 10**places
    ticks = round(value * 86400 * unit)
    day, ticks = divmod(ticks, 86400 * unit)
    # 1900 is taken for a leap year, as the first of these programs had it.
    moment = datetime.date(1899, 12, 31) + datetime.timedelta(day if day < 60 else day - 1)
    seconds, rest = divmod(ticks, unit)
    half = any(kind == "half" for kind, _ in tokens)
    hours = seconds // 3600
    out: list[str] = []
    for at, (kind, text) in enumerate(tokens):
        low = text.lower()
        if kind == "elapsed":
            whole = day * 86400 + seconds
            out.append(f"{whole // {'h': 3600, 'm': 60, 's': 1}[low[0]]:0{len(low)}d}")
        elif kind == "half":
            name = "AM" if hours < 12 else "PM"
            out.append(name if len(text) > 3 else name[0])
        elif kind == "date" and low[0] == "m" and _is_minute(tokens, at):
            out.append(f"{seconds // 60 % 60:0{min(2, len(low))}d}")
        elif kind == "date" and low[0] in "hs":
            number = (hours - 1) % 12 + 1 if low[0] == "h" and half else hours if low[0] == "h" else seconds % 60
            out.append(f"{number:0{min(2, len(low))}d}")
        elif kind == "date":
            out.append(_calendar(moment, low))
        elif kind == "digit":
            continue
        elif kind == "point":
            shown = at + 1 < len(tokens) and tokens[at + 1][0] == "digit"
            out.append(f".{rest:0{places}d}" if shown and places else "" if shown else text)
        elif kind != "general" and kind != "text":
            out.append(text)
    return "".join(out)


def _calendar(day: datetime.date, token: str) -> str:
    first, size = token[0], len(token)
    if first in "ye":
        return f"{day.year % 100:02d}" if first == "y" and size < 3 else str(day.year)
    if first == "m":
        name = _MONTHS[day.month - 1]
        return {1: str(day.month), 2: f"{day.month:02d}", 3: name[:3], 5: name[0]}.get(size, name)
    if first == "d":
        name = _DAYS[day.weekday()]
        return {1: str(day.day), 2: f"{day.day:02d}", 3: name[:3]}.get(size, name)
    return ""


def _is_minute(tokens: Sequence[tuple[str, str]], at: int) -> bool:
    """An m means minutes after hours and before seconds, else months."""
    parts = [(n, text.lower()[0]) for n, (kind, text) in enumerate(tokens) if kind in ("date", "elapsed")]
    place = next(k for k, (n, _) in enumerate(parts) if n == at)
    before = parts[place - 1][1] if place else ""
    after = parts[place + 1][1] if place + 1 < len(parts) else ""
    return len(tokens[at][1]) < 3 and (before == "h" or after == "s")


def _fraction_digits(tokens: Sequence[tuple[str, str]]) -> int:
    """How many digits of a second are shown, at most 6."""
    count = 0
    after_point = False
    for kind, _ in tokens:
        after_point = kind == "point" or (after_point and kind == "digit")
        count += after_point and kind == "digit"
    return min(6, count)
