"""Questions about the latest, the earliest, or a stretch of time, by the dates of the documents.

Only sentences that answer about as well as the best one are put in another order, so that a date never outweighs what a
sentence says. A sentence's own date counts before its document's, a stated date before that of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.gathering.dating import changed, stated
from assistant.reach import Reach
from assistant.reading.extractive import Scored
from assistant.reading.reading import Reading
from assistant.text.days import Days, dates_in

_MARGIN = 1.5
"""Log odds that a sentence may lie below the best one and still be put before it."""

_LATEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|current(?:ly)?|now|at present|nowadays|these days|as of (?:now|today)|"
    r"to date|so far|up to now)\b",
    re.IGNORECASE,
)
_EARLIEST = re.compile(
    r"\b(?:earliest|oldest|first) (?:report|document|version|article|mention|news|edition|file|minutes|message|email|"
    r"letter|draft|record|figure|estimate|forecast)s?\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?P<word>since|after|from|before|until|by|in|during|on|as of)\s(?:the (?:year|end of) )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The time that a question asks for."""

    order: int = 0
    """1 for the latest first, -1 for the earliest first, 0 for neither."""
    days: Days | None = None
    """The days that the answer must be from."""


def wanted(question: str) -> Wanted | None:
    """What a question says of the time of its answer; None where it says nothing.

    >>> wanted("What is the latest price?").order
    1
    """
    for one in dates_in(question):
        match = _SINCE.search(question[: one.start])
        word = match["word"].lower() if match else ""
        if word in ("since", "after"):
            return Wanted(1, Days(one.days.first if word == "since" else one.days.end, date.max))
        if word in ("before", "until"):
            return Wanted(0, Days(date.min, one.days.first if word == "before" else one.days.end))
        if word in ("in", "during", "on", "as of"):
            return Wanted(0, one.days)
    if _EARLIEST.search(question):
        return Wanted(-1)
    return Wanted(1) if _LATEST.search(question) else None


def ordered(reading: Reading, reach: Reach) -> Reading:
    """A reading with its sentences in the order that the question's time asks for; as it was for any other.

    Sentences of the days that are asked for stand before the others, and so does what is newer where the latest is
    asked for. Where no date tells the sentences apart, the reading itself is given back.
    """
    time = wanted(reading.question.text)
    if time is None or len(reading.ranked) < 2:
        return reading
    best = reading.ranked[0].score
    near = [one for one in reading.ranked if one.score >= best - _MARGIN]
    if len(near) < 2:
        return reading
    when = _dates(near, reach)
    fits = [_fits(days, time.days) for days in when]
    places = list(range(len(near)))
    if time.order and any(when):
        places.sort(key=lambda place: (not fits[place], _rank(when[place], time.order)))
    else:
        places.sort(key=lambda place: not fits[place])
    if places == list(range(len(near))):
        return reading
    moved = [replace(near[place], score=near[rank].score) for rank, place in enumerate(places)]
    return replace(reading, ranked=(*moved, *reading.ranked[len(near) :]))


def _dates(found: Sequence[Scored], reach: Reach) -> list[tuple[Days, ...]]:
    """When each sentence is from: by what it or its document states, or where none does by when its file changed."""
    when = [_own(one) or _of_document(one, reach) for one in found]
    if any(when):
        return when
    days = [changed(max((s.modified for s in one.hit.chunks[0].sources), default=0.0)) for one in found]
    return [(Days(day, day + timedelta(days=1)),) for day in days] if len(set(days)) > 1 else when


def _own(one: Scored) -> tuple[Days, ...]:
    return tuple(item.days for item in dates_in(one.text))


def _of_document(one: Scored, reach: Reach) -> tuple[Days, ...]:
    passage = one.hit.passage
    days = stated(reach.catalog, passage.version, passage.document_id, passage.document)
    return (days,) if days else ()


def _fits(when: Sequence[Days], asked: Days | None) -> bool:
    """Whether any of the days touch those asked for."""
    return asked is not None and any(days.first < asked.end and asked.first < days.end for days in when)


def _rank(when: Sequence[Days], order: int) -> tuple[int, int]:
    """What to sort by: dated sentences before others, the latest or the earliest first."""
    if not when:
        return 1, 0
    return 0, -order * max(days.first for days in when).toordinal()
