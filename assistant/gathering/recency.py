"""Questions about the latest, the earliest, or a stretch of time, by the dates of the documents.

Only sentences that answer about as well as the best one are put in another order, so that a date never outweighs what a
sentence says. A sentence's own date counts before its document's, a stated date before that of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.gathering.dating import date_of
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
    places = order_of(_dates(near, reach), time)
    if places == list(range(len(near))):
        return reading
    moved = [replace(near[place], score=near[rank].score) for rank, place in enumerate(places)]
    return replace(reading, ranked=(*moved, *reading.ranked[len(near) :]))


def _dates(found: Sequence[Scored], reach: Reach) -> list[tuple[Days, ...]]:
    """When each sentence is from: by what it or its document states, or where none does by when its file changed."""
    of = [date_of(one.hit.passage, reach.catalog) for one in found]
    own = [tuple(item.days for item in dates_in(one.text)) for one in found]
    when = [days or ((dated.days,) if dated and dated.stated else ()) for days, dated in zip(own, of, strict=True)]
    return when if any(when) else [(dated.days,) if dated else () for dated in of]


def order_of(when: Sequence[tuple[Days, ...]], time: Wanted) -> list[int]:
    """The places of sentences in the order that is asked for.

    Where only the latest or earliest is, one of no date keeps its place: nothing says that it is older than another.
    """
    places = list(range(len(when)))
    if time.days is None:
        dated = [place for place in places if when[place]]
        among = iter(sorted(dated, key=lambda place: _rank(when[place], time.order)))
        return [next(among) if when[place] else place for place in places]
    asked = time.days
    met = [[days.first < asked.end and asked.first < days.end for days in one] for one in when]
    fits = [0 if one and all(one) else 1 if any(one) else 2 for one in met]  # wholly, in part, not at all
    return sorted(places, key=lambda place: (fits[place], _rank(when[place], time.order) if fits[place] < 2 else 0))


def _rank(when: Sequence[Days], order: int) -> int:
    """What to sort by for the latest (1) or the earliest (-1) first; nought where neither is asked for (0)."""
    return -order * max(days.first for days in when).toordinal()
