"""Figures out of tables: the rows that a question asks for, each said with its heads and its unit.

A row is found by what it is called, the labels over it and its table's caption, all with the names of measures read
as one (see `measures`). Its column is that of the period that the question names, else the first: the latest, and the
shortest, in reports of all kinds. A row that is called what the question asks for is enough; where a question asks
for several things, each row adds what those before it do not say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.tables.measures import GENERIC, canonical, telling, weight
from assistant.text import periods
from assistant.text.words import fold, stem, words
from index.text.tabular import Row, Tables, tables_of

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog

_LEAST = 0.65
"""How well a row must be called what is asked for."""
_OVER, _CAPTION = 0.6, 0.4
"""What a word asked for counts in a label over a row, and in its table's caption, beside one in its own label."""
_LATER = 0.02
"""Taken off for standing at a document's end: the main tables come first."""
_LAST = 120
"""Characters at a caption's end that say what the table is of."""
_BREAKS = re.compile(
    r"[,;:?!()\n]|\b(?:and|or|versus|vs|than|with|against|to|between"
    r"|did|does|do|was|were|is|are|has|have|had|can|could|would)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"\b(?:change|variance|growth|increase|decrease)\b|%", re.IGNORECASE)
_SHARES = re.compile(r"\bshares\b|\bstock outstanding\b", re.IGNORECASE)
_PER_SHARE = re.compile(r"\bper\b(?! cent)|\brates?\b|\bratio\b|\bpercent", re.IGNORECASE)
_SCALE = re.compile(r"\b(thousand|million|billion)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question asks for in one part: the stems of its telling words, and those that are names."""

    words: frozenset[str]
    names: frozenset[str]
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Words that stand right before others, with those: "contingent" of "contingent liabilities"."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row that answers: its table, its value, and how well it is what was asked for (0 to 1)."""

    tables: Tables
    row: Row
    place: int
    """Index of the value among the row's."""
    score: float
    whole: bool
    """Whether it says all that the question asks for."""


@dataclass(frozen=True, slots=True)
class _Said:
    row: Row
    label: frozenset[str]
    above: frozenset[str]
    caption: frozenset[str]


def topics(question: str) -> tuple[Topic, ...]:
    """What a question asks for, part by part."""
    found: list[Topic] = []
    for part in _BREAKS.split(canonical(periods.without(question))):
        kept = [word for word in words(part) if not word.stop and not word.raw[0].isdigit() and len(word.raw) > 1]
        kept = [word for word in kept if stem(fold(word.raw)) not in GENERIC]
        stems = frozenset(stem(fold(word.raw)) for word in kept)
        capital = frozenset(stem(fold(word.raw)) for word in kept if word.raw[0].isupper() and word.start)
        pairs = frozenset(
            (stem(fold(one.raw)), stem(fold(other.raw))) for one, other in pairwise(kept) if other.start - one.end <= 2
        )
        if stems and stems not in [one.words for one in found]:
            found.append(Topic(stems, capital, pairs))
    return tuple(found)


def find(question: str, names: frozenset[str], tables: Tables, most: int) -> list[Figure]:
    """The rows of a document that answer, best first, at most ``most``; none where no row is called what is asked.

    Each after the first is about a part of the question that those before it say nothing of.

    :param names: folded words that name the document, which no row needs to say.
    """
    said = _read(tables)
    open_, unknown = _open(topics(question), frozenset(map(stem, names)), said)
    every = frozenset(word for topic in open_ for word in topic.words)
    whole = "total" in question.lower()
    found: list[Figure] = []
    while open_ and len(found) < most:
        scored = [(_score(one, open_, every, whole) - _LATER * at / len(said), -at, one) for at, one in enumerate(said)]
        best = max(scored, default=None, key=lambda entry: entry[:2])
        if best is None or best[0] < _LEAST:
            break
        score, _, one = best
        place = column(question, tables, one.row)
        if place is not None:
            lacking = any(topic.names - _all(one) for topic in open_) and not found
            found.append(Figure(tables, one.row, place, min(1.0, score), not lacking and not unknown))
        ours = max(open_, key=lambda topic: _likeness(one, topic.words))
        open_ = [topic for topic in open_ if topic is not ours and not topic.words <= one.label | one.above]
        said = [other for other in said if other.row is not one.row and other.label != one.label]
    return found


def components(figure: Figure, question: str, most: int) -> list[Figure]:
    """The rows that a figure is made of: those right above the total of its name, under the same label."""
    tables = figure.tables
    name = telling(figure.row.label) - {"total"}
    for at, row in enumerate(tables.rows):
        said = telling(row.label)
        if "total" not in said or not name:
            continue
        if said - {"total"} != name and not (
            said == {"total"} and not row.above and name <= telling(tables.tables[row.table].caption[-_LAST:])
        ):
            continue
        found = _made_of(tables, at, question, most, figure.score)
        if found:
            return found
    return []


def _made_of(tables: Tables, at: int, question: str, most: int, score: float) -> list[Figure]:
    """The rows right above one, of its table and under its label."""
    row = tables.rows[at]
    found: list[Figure] = []
    for other in reversed(tables.rows[max(0, at - most) : at]):
        if other.table != row.table or other.above != row.above or "total" in telling(other.label):
            break
        place = column(question, tables, other)
        if place is not None:
            found.append(Figure(tables, other, place, score, whole=False))
    return found[::-1]


def _open(asked: Sequence[Topic], names: frozenset[str], said: Sequence[_Said]) -> tuple[list[Topic], int]:
    """The parts of a question that the tables know words of, and how many words of these they do not know.

    The names of the document itself are left out, unless a row is called so too. Words that the tables do not know
    count where they stand right before one that rows are called by ("contingent liabilities"): elsewhere they speak of
    the asking ("the chief catalyst of net income").
    """
    known = frozenset(word for one in said for word in _all(one))
    labels = frozenset(word for one in said for word in one.label)
    found: list[Topic] = []
    unknown = 0
    for topic in asked:
        words_ = topic.words - (names - labels)
        own = topic.names & words_
        tight = {one for one, other in topic.pairs if one in words_ and one not in known and other in labels}
        if kept := (words_ & known) | own | tight:
            found.append(Topic(kept, own))
            unknown += len(tight - own)
    return found, unknown


def _all(one: _Said) -> frozenset[str]:
    return one.label | one.above | one.caption


def _score(one: _Said, asked: Sequence[Topic], every: frozenset[str], total: bool) -> float:
    """How well a row is called what one part asks for; what else is asked counts where it stands over the row.

    :param total: whether the question asks for a total.
    """
    best = max(_likeness(one, topic.words) for topic in asked)
    if best <= 0:
        return 0.0
    rest = every - one.label
    over = weight(rest & one.above) * _OVER + weight(rest & (one.caption - one.above)) * _CAPTION
    stray = 0.01 if weight(one.above - every - one.label) >= 0.5 else 0.0
    return best + 0.15 * over / max(1.0, weight(every)) - stray + (0.05 if total and "total" in one.label else 0.0)


def _likeness(one: _Said, asked: frozenset[str]) -> float:
    """The harmonic mean of how much of a label is asked for and how much of what is asked is there."""
    common = one.label & asked - {"total"}
    if weight(common) < 0.5:
        return 0.0
    precision = weight(common) / weight(one.label - {"total"})
    rest = asked - one.label
    there = weight(common) + _OVER * weight(rest & one.above) + _CAPTION * weight(rest & (one.caption - one.above))
    recall = min(1.0, there / weight(asked))
    return 2 * precision * recall / (precision + recall)


@lru_cache(maxsize=64)
def _known(catalog: Catalog, revision: int, version: str, document: int) -> Tables:
    return tables_of(catalog.text(version, document), catalog.layout(version, document))


def tables_in(catalog: Catalog, version: str, document: int) -> Tables:
    """The tables of a document, remembered until the catalog changes. KeyError where it is not live any more."""
    return _known(catalog, catalog.revision(), version, document)


@lru_cache(maxsize=64)
def _read(tables: Tables) -> list[_Said]:
    """The words of each row of a document's tables, of its labels and of its caption."""
    return [_said(tables, row) for row in tables.rows]


def _said(tables: Tables, row: Row) -> _Said:
    above = telling(" . ".join(row.above))
    label = telling(row.label)
    if not weight(label - {"total"}) >= 0.5 and row.above:  # "Total" of what stands over it
        label = label | telling(row.above[-1])
    return _Said(row, label, above, telling(tables.tables[row.table].caption[-240:]))


def column(question: str, tables: Tables, row: Row) -> int | None:
    """The place of the value that a question asks for; None where the row has none."""
    heads = tables.heads(row)
    values = [tables.text[start:end] for start, end in row.cells]
    able = [n for n, value in enumerate(values) if any(map(str.isdigit, value))]
    if not _CHANGE.search(question):
        able = [n for n in able if not _CHANGE.search(heads[n])] or able
    if not able:
        return None
    length = periods.months(question)
    fitting = [n for n in able if length and periods.months(heads[n]) == length]
    able = fitting or able
    wanted = periods.asked(question)
    dated = [n for n in able if any(_of(heads[n], period) for period in wanted)]
    return (dated or able)[0]


def _of(head: str, period: periods.Period) -> bool:
    """Whether a column is of a year or date."""
    own = periods.dates(head) or periods.years(head)
    if period.month:
        return any((one.year, one.month) == (period.year, period.month) for one in own)
    return any(one.year == period.year for one in own)


def shown(figure: Figure, *, before: bool = False) -> tuple[str, tuple[int, int]]:
    """What a claim says of a figure, and which part of that is the figure with its unit.

    :param before: whether the value of the period before is said too.
    """
    tables, row = figure.tables, figure.row
    heads = tables.heads(row)
    label = " ".join((row.label or " ".join(row.above[-1:])).split()).rstrip(" :")
    if row.above and (weight(telling(label) - {"total"}) < 0.5 or _short(label)):
        label = f"{label} ({_lowered(row.above[-1])})" if label not in row.above else label
    head = heads[figure.place]
    opening = f"{label}, {_lowered(head)}: " if head else f"{label}: "
    value = amount(tables, row, figure.place)
    text = opening + value
    if before and (other := _earlier(heads, figure.place)) is not None:
        text += f" ({_lowered(heads[other])}: {amount(tables, row, other)})"
    return text, (len(opening), len(opening) + len(value))


def _short(label: str) -> bool:
    return len(label.split()) <= 2


def _lowered(head: str) -> str:
    """A head within a sentence: its first word small, unless it is a name or a month."""
    first, _, rest = head.partition(" ")
    small = first.lower() in {"three", "six", "nine", "twelve", "fiscal", "year", "quarter", "as", "change", "total"}
    said = f"{first.lower()} {rest}".strip() if small else head
    return re.sub(r"\b(Months?|Weeks?|Years?|Quarters?|Ended|Ending)\b", lambda match: match[0].lower(), said)


def _earlier(heads: Sequence[str], place: int) -> int | None:
    """The column of the same length whose date is earlier."""
    own = periods.dates(heads[place]) or periods.years(heads[place])
    for other, head in enumerate(heads):
        there = periods.dates(head) or periods.years(head)
        if own and there and there[0] < own[0] and periods.months(head) == periods.months(heads[place]):
            return other
    return None


def amount(tables: Tables, row: Row, place: int) -> str:
    """A value with its unit as it reads in a sentence: "$81,797 million", "12.5%", "-$265 million"."""
    raw = " ".join(tables.text[slice(*row.cells[place])].split())
    digits = re.search(r"\d[\d,.\s'’]*\d|\d", raw)
    if digits is None:
        return raw
    if "%" in raw or re.search(r"pts?$|bps$", raw):
        return re.sub(r"\s+(?=[%)])", "", raw)
    called = " ".join((row.label, *row.above))
    unit = tables.unit(row)
    plain = bool(_PER_SHARE.search(called))
    shares = bool(_SHARES.search(called)) and not plain
    scale = "" if plain else _scale(unit, shares=shares)
    sign = "" if shares else next(iter(re.findall(r"[$€£¥]", raw)), "") or tables.money(row)
    if plain and not re.search(r"[$€£¥]", raw) and re.search(r"\brates?\b|\bratio\b", called, re.I):
        sign = ""
    minus = "-" if raw.lstrip("$€£¥ ")[:1] in "(-−–" else ""
    return f"{minus}{sign}{digits.group()}{' ' if scale else ''}{scale}"


def _scale(unit: str, *, shares: bool) -> str:
    """The power of ten of a table's figures in words; shares may have one of their own."""
    if shares and (own := re.search(r"shares[^,;]*?\bin (thousand|million|billion)", unit, re.IGNORECASE)):
        return own[1].lower()
    if shares and re.search(r"except (?:for )?(?:number of )?shares?\b(?! data| amounts)", unit, re.IGNORECASE):
        return ""
    found = _SCALE.search(unit)
    return found[1].lower() if found else ""
