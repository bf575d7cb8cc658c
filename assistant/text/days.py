"""Days: those that a date, a month, a year or words such as "last week" stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_NAMES = (
    "jan(?:uary|uar|v(?:ier)?)?|enero",
    "feb(?:ruary|ruar|rero)?|f[eé]vr(?:ier)?",
    "mar(?:ch|s|zo)?|m[aä]rz",
    "apr(?:il)?|a[vb]r(?:il)?",
    "mayo?|mai",
    "june?|juni|juin|junio",
    "july?|juli|juil(?:let)?|julio",
    "aug(?:ust)?|ao[uû]t|agosto",
    "sept?(?:ember|embre|iembre)?",
    "o[ck]t(?:ober|obre|ubre)?",
    "nov(?:ember|embre|iembre)?",
    "d[eéi][cz](?:ember|embre|iembre)?",
)
"""The months in English, German, French and Spanish."""
_MONTHS = tuple(re.compile(name, re.IGNORECASE) for name in _NAMES)
_MONTH = rf"(?P<month>{'|'.join(_NAMES)})\.?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_YEAR2 = _YEAR.replace("year", "year2")
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d.-]){_YEAR}[-/._](?P<number>0?[1-9]|1[0-2])[-/._]{_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}(?P<number>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
        rf"(?<![\d.]){_DAY}\.\s?(?P<number>0?[1-9]|1[0-2])\.\s?{_YEAR}(?!\d)",
        rf"\b{_DAY}(?:st|nd|rd|th|er)?\.?(?:\s(?:of|de))?\s{_MONTH},?(?:\sde)?\s{_YEAR}\b",
        rf"\b{_MONTH}\s{_DAY}(?:st|nd|rd|th)?,?\s{_YEAR}\b",
        rf"(?<![\d-]){_YEAR}-(?P<number>0[1-9]|1[0-2])(?![-\d])",
        rf"\b{_MONTH}(?:\s(?:of|de))?,?[\s_-]{_YEAR}\b",
        rf"\b{_YEAR}[\s_-]{_MONTH}\b",
        rf"(?<![A-Za-z])(?:Q(?P<quarter>[1-4])[\s_-]?{_YEAR}|{_YEAR2}[\s_-]?Q(?P<quarter2>[1-4]))(?!\d)",
        rf"(?<![\d.,$£€#/-])(?<!\bpage ){_YEAR}(?!\d|[.,]\d|-\d|%|/\d|s\b)",
    )
)
"""From the most to the least exact."""


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """The days from ``first`` up to, but without, ``end``."""

    first: date
    end: date

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day < self.end


@dataclass(frozen=True, slots=True)
class Dated:
    """A part ``text[start:end]`` of a text that states days."""

    start: int
    end: int
    days: Days


def dates_in(text: str) -> list[Dated]:
    """The dates, months, quarters and years that a text states, in order; the most exact where they overlap."""
    found: list[Dated] = []
    for form in _FORMS:
        for match in form.finditer(text):
            days = _days(match)
            if days and not any(match.start() < one.end and one.start < match.end() for one in found):
                found.append(Dated(match.start(), match.end(), days))
    return sorted(found, key=lambda one: one.start)


def _days(match: re.Match[str]) -> Days | None:
    parts = {name: value for name, value in match.groupdict().items() if value}
    year = int(parts.get("year") or parts["year2"])
    if quarter := parts.get("quarter") or parts.get("quarter2"):
        return Days(date(year, 3 * int(quarter) - 2, 1), _after(year, 3 * int(quarter)))
    if "number" not in parts and "month" not in parts:
        return Days(date(year, 1, 1), date(year + 1, 1, 1))
    month = int(parts["number"]) if "number" in parts else _month(parts["month"])
    if "day" not in parts:
        return Days(date(year, month, 1), _after(year, month))
    try:
        day = date(year, month, int(parts["day"]))
    except ValueError:  # 31 February
        return None
    return Days(day, day + timedelta(days=1))


def _month(name: str) -> int:
    """The number of a month, from 1."""
    return next(number for number, form in enumerate(_MONTHS, 1) if form.fullmatch(name))


def _after(year: int, month: int) -> date:
    """The first day after a month."""
    return date(year + month // 12, month % 12 + 1, 1)


def relative(text: str, today: date) -> Days | None:
    """What "today", "this week", "in the last 3 days" stand for in a text; None where it says nothing of the kind."""
    return next((days for found, days in _relatives(text, today) if found), None)


def _relatives(text: str, today: date) -> Iterator[tuple[re.Match[str] | None, Days]]:
    tomorrow, monday = today + timedelta(days=1), today - timedelta(days=today.weekday())
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    for words, first, end in (
        ("today", today, tomorrow),
        ("yesterday", today - timedelta(days=1), today),
        ("this week", monday, tomorrow),
        ("last week", monday - timedelta(days=7), monday),
        ("this month", month, tomorrow),
        ("last month", before, month),
        ("this year", year, tomorrow),
        ("last year", year.replace(year=year.year - 1), year),
        ("recently|lately", today - timedelta(days=6), tomorrow),
    ):
        yield re.search(rf"\b(?:{words})\b", text, re.IGNORECASE), Days(first, end)
    found = re.search(r"\b(?:last|past) (?P<count>\d{1,3}|few) (?P<unit>day|week|month)s?\b", text, re.IGNORECASE)
    if found:
        count = 3 if found["count"].lower() == "few" else int(found["count"])
        length = count * {"day": 1, "week": 7, "month": 30}[found["unit"].lower()]
        yield found, Days(today - timedelta(days=length - 1), tomorrow)
