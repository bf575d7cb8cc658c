"""Dating: the days that a document is from, as it says itself, as its name says, or else as its file says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from assistant.text.days import Days, dates_in

if TYPE_CHECKING:
    from assistant.answers import Passage
    from index.catalog.catalog import Catalog

_HEAD = 1_500
"""Characters of a document in which it states its date."""
_LINES = 15
"""Lines of them."""
_QUARTER = timedelta(days=92)
"""A line that says no more than a year says nothing of when it was written."""
_LABEL = (
    r"(?:last )?(?:updated?|changed|modified|revised|amended)(?: on)?|date(?: of issue)?|dated|issued|published|posted"
    r"|sent|effective(?: from)?|valid from|as of|version(?: of)?|edition(?: of)?|status|stand|datum|fecha|mise à jour"
)
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_LABELLED = re.compile(rf"(?:\w+ ){{0,2}}(?:{_LABEL})\W*(?:(?:{_WEEKDAY}|le|the)\W*)?", re.IGNORECASE)
_BARE = re.compile(rf"(?:(?:{_WEEKDAY}|le)\W*)?", re.IGNORECASE)
_PLACED = re.compile(r"[^\W\d_a-z][\w .'’-]{1,30},(?: le)?")
_GOES_ON = re.compile(r"\W*[-–—:(]")
"""What follows the date that news begin with: "OLDHAVEN, 3 March - The bridge"."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dated:
    """When a document is from."""

    days: Days
    """The very day, or the month, quarter or year, as far as it is known."""
    stated: bool
    """Whether the document says it itself, in its head or name; else it is when its file was last changed."""


def date_of(passage: Passage, catalog: Catalog) -> Dated | None:
    """When the document that a passage is of is from; None where it is gone."""
    try:
        head = catalog.excerpt(passage.version, 0, _HEAD, passage.document_id or None)
    except KeyError:  # the document changed since the search
        return None
    if (said := stated(head) or in_name(passage.document)) is not None:
        return Dated(said, stated=True)
    document = catalog.document(passage.document_id)
    if document is None:
        return None
    day = datetime.fromtimestamp(document.modified).date()
    return Dated(Days(day, day + timedelta(days=1)), stated=False)


def stated(head: str) -> Days | None:
    """The date that a text's first lines give: after a label, after the place in a letter's or news' head, or alone."""
    for line in head.splitlines()[:_LINES]:
        bare = line.strip(" \t*_#|()[]")
        for one in dates_in(bare)[:1]:
            before, after = bare[: one.start].strip(" \t*_"), bare[one.end :].strip(" \t*_.)")
            exact = one.days.end - one.days.first <= _QUARTER
            if _LABELLED.fullmatch(before):
                return one.days
            if exact and _BARE.fullmatch(before) and not after:
                return one.days
            if exact and _PLACED.fullmatch(before) and (not after or _GOES_ON.match(after)):
                return one.days
    return None


def in_name(path: str) -> Days | None:
    """The date in a file's name: ``minutes-2021-03-14.pdf``, ``handbook 2019.docx``."""
    stem = PurePosixPath(path).stem.replace("_", " ")
    found = dates_in(re.sub(r"(?<=[^\W\d])[-.](?=\d)", " ", stem))
    return found[-1].days if found else None


def words(dated: Dated) -> str:
    """A date as it is put before what the document says."""
    first, last = dated.days.first, dated.days.end - timedelta(days=1)
    if first == last:
        said = f"{first.day} {_MONTHS[first.month - 1]} {first.year}"
        return said if dated.stated else f"file of {said}"
    if first.month == last.month:
        return f"{_MONTHS[first.month - 1]} {first.year}"
    if last.month - first.month < 11:
        return f"{_MONTHS[first.month - 1]} to {_MONTHS[last.month - 1]} {first.year}"
    return str(first.year)
