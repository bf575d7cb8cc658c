"""The date of a document: the one that it states of itself, else the one of its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from assistant.text.words import fold

if TYPE_CHECKING:
    from assistant.answers import Passage
    from index.catalog.catalog import Catalog

_HEAD = 1_500
"""Characters of a document in which it states its date."""
_LINES = 15
"""Lines of them."""
_MONTHS = {
    start: number
    for number, starts in enumerate(
        ("jan ene", "feb fev", "mar", "apr avr abr", "may mai", "jun juin", "jul juil", "aug aou ago", "sep", "oct okt",
         "nov", "dec dez dic"),
        1,
    )
    for start in starts.split()
}  # fmt: skip
"""By how their names begin in English, German, French and Spanish, without accents."""
_DAY_FIRST = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+|of\s+)?"
    r"(?P<month>[^\W\d_]{3,10})\.?,?\s+(?:de\s+)?(?P<year>\d{4})"
)
_MONTH_FIRST = r"(?P<month2>[^\W\d_]{3,10})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{4})"
_DOTTED = r"(?P<day3>\d{1,2})\.\s?(?P<month3>\d{1,2})\.\s?(?P<year3>\d{4})"
_ISO = r"(?P<year4>\d{4})-(?P<month4>\d{2})-(?P<day4>\d{2})"
_MONTH_ALONE = r"(?P<month5>[^\W\d_]{3,10})\.?,?\s+(?P<year5>\d{4})"
_DATE = re.compile(rf"(?<!\w)(?:{_DAY_FIRST}|{_MONTH_FIRST}|{_DOTTED}|{_ISO}|{_MONTH_ALONE})(?!\d)")
_LABEL = re.compile(
    r"(?:(?:last )?(?:updated?|changed|modified|revised)(?: on)?|date(?: of issue)?|dated|issued|published|effective"
    r"(?: from)?|valid from|as of|version(?: of)?|edition(?: of)?|status|stand|datum|fecha|date|le|mise a jour)\W*",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[-_.]?(?P<month>0[1-9]|1[0-2])(?:[-_.]?(?P<day>[0-3]\d))?)?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """When a document is of."""

    day: date
    stated: bool
    """Whether the document says it itself, in its head or name; else it is when its file was last changed."""
    exact: bool = True
    """Whether the very day is known; else ``day`` is the first of its month or year."""


def date_of(passage: Passage, catalog: Catalog) -> Dated | None:
    """The date of the document that a passage is of; None where it is gone."""
    try:
        head = catalog.excerpt(passage.version, 0, _HEAD, passage.document_id or None)
    except KeyError:
        return None
    if (said := stated(head)) is not None:
        return said
    if (named := in_name(passage.document)) is not None:
        return named
    document = catalog.document(passage.document_id)
    return None if document is None else Dated(datetime.fromtimestamp(document.modified).date(), stated=False)


def stated(head: str) -> Dated | None:
    """The date in the first lines of a text that stands in a line of its own, perhaps after a label or a place."""
    for line in head.splitlines()[:_LINES]:
        bare = line.strip(" \t*_#|()[]")
        for match in _DATE.finditer(bare):
            before, after = bare[: match.start()].strip(), bare[match.end() :].strip(" .)*")
            alone = not before or bool(_LABEL.search(before)) or re.fullmatch(r"[^\W\d_][\w .-]{1,30},", before)
            if alone and not after and (found := _day(match)) is not None:
                return found
    return None


def in_name(path: str) -> Dated | None:
    """The date in a file's name: ``minutes-2021-03-14.pdf``, ``handbook 2019.docx``."""
    match = _NAMED.search(path.rpartition("/")[2])
    if match is None:
        return None
    return _made(match["year"], match["month"], match["day"])


def words(dated: Dated) -> str:
    """A date as it is put before what the document says."""
    day = dated.day
    month = f"{_NAMES[day.month - 1]} {day.year}"
    if not dated.exact:
        return month if day.month > 1 or day.day > 1 else str(day.year)
    return f"{day.day} {month}" if dated.stated else f"file of {day.day} {month}"


_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _day(match: re.Match[str]) -> Dated | None:
    for suffix in ("", "2", "3", "4", "5"):
        if match[f"year{suffix}"]:
            month = match[f"month{suffix}"]
            number = month if month.isdigit() else next(_month(month), None)
            day = match[f"day{suffix}"] if suffix != "5" else None
            return _made(match[f"year{suffix}"], number, day) if number else None
    return None


def _month(name: str) -> Iterator[str]:
    folded = fold(name)
    return (str(_MONTHS[start]) for start in (folded[:4], folded[:3]) if start in _MONTHS)


def _made(year: str, month: str | None, day: str | None) -> Dated | None:
    try:
        return Dated(date(int(year), int(month or 1), int(day or 1)), stated=True, exact=bool(day))
    except ValueError:
        return None
