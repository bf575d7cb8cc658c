"""Columns: which of a row's values a question asks for, by the periods and the words that it names.

"In the spring term of 2023" has a column by its word or by its year. Where a question names none, the latest period
answers, and the shortest before the longer; where the columns are of no periods, all of them do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.tables.measures import telling, weight
from assistant.text import periods
from index.text.tabular import Row, Tables, is_value

MOST = 6
"""Values of one row at most."""
_LEAST = 0.5
"""The share of a head's words that a question must have."""
_FEWEST = 5
"""Letters from which on a stem may be the beginning of another: "expir" of "expiri"."""
_CHANGE = re.compile(r"\b(?:change|variance|growth|increase|decrease)\b|(?<!\()%", re.IGNORECASE)
"""Heads of columns that say how values changed; "(%)" is a unit."""
_THE_CHANGE = re.compile(
    r"\b(?:the|an?y?|percent(?:age)?|%|net|year[\s-]over[\s-]year)\s+(?:change|variance|growth|increase|decrease)\b"
    r"|\bhow\s+(?:much|fast)\s+.*\b(?:change|grow|grew|increase|decrease|rise|rose|fall|fell)",
    re.IGNORECASE,
)
_PRICE = re.compile(r"\b(?:costs?|prices?|priced|pay|paid|charges?|fees?|expensive|cheap)\b", re.IGNORECASE)


def places(question: str, tables: Tables, row: Row, *, every: bool = False) -> tuple[int, ...]:
    """The places of the values that a question asks for, in its order; none where the row has none.

    :param every: whether a question that names no period is about all that the row has.
    """
    heads = tables.heads(row)
    cells = [tables.text[start:end] for start, end in row.cells]
    able = [n for n, cell in enumerate(cells) if is_value(cell)]
    if not any(any(map(str.isdigit, cell)) for cell in cells):
        return ()
    if not _THE_CHANGE.search(question):
        able = [n for n in able if not _CHANGE.search(heads[n])] or able
    called = {n: month for n, head in enumerate(heads) if (month := periods.month_called(head))}
    if len(called) > 1 and (months := periods.months_named(question)):  # of other months it says nothing
        return tuple(n for month in dict.fromkeys(months) for n in able if called.get(n) == month)
    worded = _worded(question, range(len(cells)), heads, row)
    if not able and not worded:
        return ()
    length = periods.months(question)
    able = [n for n in able if length and periods.months(heads[n]) == length] or able
    pool = [n for n in worded if n in able] or worded or able
    if dated := _dated(question, pool, heads) or (_dated(question, able, heads) if not worded else []):
        return tuple(dated)
    priced = [n for n in able if _PRICE.search(question) and re.search(r"[$€£¥]", cells[n])]
    if not worded and 0 < len(priced) < len(able):  # the one column of money
        return (priced[0],)
    return tuple(worded[:1]) if worded else _unnamed(able, heads, cells, every)


def _worded(question: str, able: Sequence[int], heads: Sequence[str], row: Row) -> list[int]:
    """The columns whose heads say what the question says, and no more of it is said by the row's own label."""
    asked = telling(question) - telling(row.label)
    best, found = 0.0, list[int]()
    for n in able:
        head = telling(periods.without(heads[n]))
        total = weight(head)
        share = weight(frozenset(word for word in head if alike(word, asked))) / total if total else 0.0
        share = share if share >= _LEAST and head else 0.0
        if share > best:
            best, found = share, [n]
        elif share and share == best:
            found.append(n)
    return found


def alike(word: str, among: frozenset[str]) -> bool:
    """Whether a stem is among others, or one of these begins as it does."""
    if word in among:
        return True
    return len(word) >= _FEWEST and any(
        len(other) >= _FEWEST and (other.startswith(word) or word.startswith(other)) for other in among
    )


def _dated(question: str, able: Sequence[int], heads: Sequence[str]) -> list[int]:
    """The first column of each period that the question names."""
    found: list[int] = []
    for period in periods.asked(question):
        at = next((n for n in able if is_of(heads[n], period)), None)
        if at is not None and at not in found:
            found.append(at)
    return found


def _unnamed(able: Sequence[int], heads: Sequence[str], cells: Sequence[str], every: bool) -> tuple[int, ...]:
    """The columns to say where the question names none."""
    dates = {n: period for n in able if (period := _period(heads[n])) is not None}
    if dates:
        first = periods.months(heads[next(iter(dates))])
        same = [n for n in dates if periods.months(heads[n]) == first]
        if every:
            return tuple(same[:MOST])
        return (max(same, key=lambda n: (dates[n].calendar(), -n)),)
    named = [n for n in range(len(cells)) if heads[n]]
    if len(able) > 1 and len({heads[n] for n in named}) == len(cells):
        return tuple(n for n in named if any(map(str.isalnum, cells[n])))[:MOST]
    return (able[0],)


def _period(head: str) -> periods.Period | None:
    found = periods.dates(head) or periods.quarters(head) or periods.years(head)
    return found[-1] if found else None


def is_of(said: str, period: periods.Period) -> bool:
    """Whether a head or a label is of a year, quarter or date."""
    if period.quarter and (quarters := periods.quarters(said)):
        return period in quarters
    own = periods.dates(said) or periods.years(said) or periods.quarters(said)
    if period.month:
        return any((one.year, one.month) == (period.year, period.month) for one in own)
    return any(one.year == period.year for one in own)


def earlier(heads: Sequence[str], place: int) -> int | None:
    """The column of the same length whose date is earlier: the nearest before."""
    own = _period(heads[place])
    if own is None:
        return None
    before = [
        (there, -other)
        for other, head in enumerate(heads)
        if (there := _period(head)) is not None and there < own and periods.months(head) == periods.months(heads[place])
    ]
    return -max(before)[1] if before else None
