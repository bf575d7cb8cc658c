"""What documents are about as wholes: whose they are, and of which period, by their names, titles and first pages.

"What was Apple's net income in the third quarter of 2023?" is answered from the report of that company and quarter,
though the chunk that has the figure names neither. Reports of a series differ by hardly a word: retrieval alone cannot
tell them apart. Only long documents are told apart this way; a short one says in its passages what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.retrieval.lately import remembered
from assistant.text import periods
from assistant.text.periods import Period
from assistant.text.words import STOP, fold, words
from index.catalog.openings import Opening, count, openings
from index.documents import Filter

if TYPE_CHECKING:
    from assistant.reach import Reach
    from index.catalog.catalog import Catalog

MOST = 8
"""Documents of one series that are read for one question: the latest."""
_SPACED = re.compile(r"[_\W]+")
_COMMAS = re.compile(r"\s*,(?:\s*,)*")
_DANGLING = re.compile(
    r"\b(?:as\s+)?(?:in|for|from|of|by|during|over|throughout)(?:\s+(?:its|it|the|their|these|those))?\s*(?:,\s*)*(?=[,?!]|$)"
    r"|\b(?:in|for|from)\s+(?:its|the)\s*,\s*(?:report|filing)\b",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"\b(?:(?:analy[sz]e|assess|examine|evaluate|discuss|outline|explain)\s+(?=how|what|why|the\b)|notable|specifically|reported|disclosed"
    r"|particularly|especially)\b",
    re.IGNORECASE,
)
"""Words that speak of the asking, and of no subject."""
_NAMES_AT_MOST = 0.9
"""Share of the long documents from which on a name tells none of them apart, unless all are asked for by it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A long document, the words that name it, and the period that it is of."""

    opening: Opening
    named: frozenset[str]
    """Words of its path and title, folded."""
    said: frozenset[str]
    """Capitalised words of its beginning, folded."""
    periods: tuple[Period, ...]
    """As its path and title say."""
    ended: Period | None
    """The end of what it tells of, as its beginning says."""

    @property
    def order(self) -> tuple[int, int, int]:
        """By which documents of a series are put in order."""
        if self.ended is not None:
            return self.ended.calendar()
        return max((period.calendar() for period in self.periods), default=(0, 0, 0))

    def is_of(self, period: Period) -> bool:
        """Whether it is of a period that a question names: by its name where that has one, else by its beginning."""
        exact = [own for own in self.periods if own.quarter]
        if period.quarter:
            if exact:
                return any((own.year, own.quarter) == (period.year, period.quarter) for own in exact)
            return self.ended is not None and self.ended.year == period.year and _quarter(self.ended) == period.quarter
        own = [*self.periods, *([self.ended] if self.ended else [])]
        if period.month:
            return any((one.year, one.month) == (period.year, period.month) for one in own)
        return any(one.year == period.year for one in self.periods or own)


def _quarter(period: Period) -> int:
    """The calendar quarter of a date; the first days of a month count for the month before."""
    month = period.month - (1 if 0 < period.day <= 7 else 0)
    return (max(1, month) - 1) // 3 + 1 if month else 4


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that a question is about."""

    documents: tuple[Identity, ...]
    """In the order of their periods."""
    several: bool
    """Whether each of them is to answer, and not one of them."""
    sure: bool
    """Whether the question names their period too, or asks for the latest, so that no other can answer."""
    names: frozenset[str]
    """The words of the question that name them, folded."""


def scope(question: str, reach: Reach) -> Scope | None:
    """The documents that a question is about; None where it names none, or nothing tells them from the others.

    :param question: standalone, as it was asked.
    """
    shelf = _shelf(reach.catalog, reach.only)
    known = shelf.long
    if not known:
        return None
    asked = periods.asked(question)
    latest, several = periods.asks_latest(question), periods.asks_several(question)
    # Among many short documents that speak of the same, a name at the beginning of a long one does not tell it apart.
    named, names = _named(question, known, by_beginning=shelf.mostly_long or bool(asked or latest or several))
    found = known if named is None else named
    if named is None and not (asked or latest or several):
        return None
    found = sorted(found, key=lambda one: (one.order, one.opening.path))
    dated = [one for one in found if one.order > (0, 0, 0)]
    of = [one for one in dated if any(one.is_of(period) for period in asked)]
    if of:
        return Scope(tuple(of[-MOST:]), several=len(of) > 1 and len(asked) > 1, sure=True, names=names)
    if several and len(dated) > 1 and named is not None:
        return Scope(tuple(dated[-MOST:]), several=True, sure=True, names=names)
    if latest and dated and named is not None:
        return Scope((dated[-1],), several=False, sure=True, names=names)
    return None if named is None else Scope(tuple(found[-MOST:]), several=False, sure=False, names=names)


def inside(question: str, scope_: Scope) -> str:
    """A question as it is put to the documents that it is about: without what names these, and their periods.

    Else a page that says whose report of which quarter it is would be the best answer to everything.
    """
    rest = periods.without(question)
    for word in reversed(words(rest)):
        if fold(word.raw) in scope_.names:
            own = rest[word.end : word.end + 2] in ("'s", "’s")
            rest = rest[: word.start] + ("its" if own else "it") + rest[word.end + (2 if own else 0) :]
    rest = _DANGLING.sub(" , ", _TALK.sub(" ", rest))
    rest = _COMMAS.sub(", ", " ".join(rest.split()))
    rest = re.sub(r"[\s,]+([?.!])", r"\1", rest).strip(" ,")
    return rest[:1].upper() + rest[1:] or question


def bound(scope_: Scope, reach: Reach) -> Reach:
    """What may be reached of a scope: its documents alone."""
    return replace(reach, only=_filter(reach.only, scope_.documents))


def only(identity: Identity, reach: Reach) -> Reach:
    """What may be reached of one document."""
    return replace(reach, only=_filter(reach.only, [identity]))


def _filter(before: Filter | None, identities: Sequence[Identity]) -> Filter:
    paths = tuple(dict.fromkeys(one.opening.path for one in identities))
    return replace(before or Filter(), documents=paths)


def _named(
    question: str, known: Sequence[Identity], *, by_beginning: bool
) -> tuple[list[Identity] | None, frozenset[str]]:
    """The documents that have most of the question's names, and these; None where none tells documents apart.

    :param by_beginning: whether to look for them in the documents' beginnings too, and not only in paths and titles.
    """
    names: set[str] = set()
    found: dict[int, int] = {}
    casual = question == question.lower()
    for word in words(question):
        folded = fold(word.raw)
        if word.stop or folded in STOP or len(folded) < 3 or folded.isdigit():
            continue
        if not casual and not word.raw[0].isupper():
            continue
        begun = by_beginning and word.raw[0].isupper()
        having = [one for one in known if folded in one.named or (begun and folded in one.said)]
        if not having or len(having) > _NAMES_AT_MOST * len(known) > 1:
            continue
        names.add(folded)
        for one in having:
            found[one.opening.document] = found.get(one.opening.document, 0) + 1
    most = max(found.values(), default=0)
    return ([one for one in known if found.get(one.opening.document) == most] if most else None), frozenset(names)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The documents that may be answered from."""

    long: tuple[Identity, ...]
    mostly_long: bool
    """Whether at least half of them are long."""


@remembered(8)
def _shelf(catalog: Catalog, only_: Filter | None) -> _Shelf:
    known = tuple(identity(opening) for opening in openings(catalog, only_))
    return _Shelf(known, 2 * len(known) >= count(catalog, only_))


def identity(opening: Opening) -> Identity:
    """What a document's name, title and beginning say of it."""
    name = f"{opening.path.rsplit('.', 1)[0]} {opening.title}"
    plain = _SPACED.sub(" ", name)
    capital = {fold(word.raw) for word in words(opening.text) if word.raw[0].isupper() and not word.stop}
    own = (*periods.quarters(plain), *periods.dates(name))
    return Identity(
        opening,
        frozenset(fold(word.raw) for word in words(plain)),
        frozenset(capital),
        own or tuple(periods.years(plain)),
        periods.ended(opening.text),
    )
