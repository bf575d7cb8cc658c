"""Figures out of tables: the rows that a question asks for.

A row is found by what it is called, the labels over it, the heads of its columns and its table's caption, all with the
names of measures read as one (see `measures`). A table may also stand the other way: its rows are years, places or
people, and its columns are what is asked for. A row that is called what the question asks for is enough; where a
question asks for several things, each row adds what those before it do not say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.retrieval.lately import remembered
from assistant.tables import columns
from assistant.tables.asked import Topic, asks_list, topics
from assistant.tables.measures import GENERIC, telling, weight
from assistant.text import periods
from assistant.text.words import fold, stem, words
from index.text.tabular import Row, Tables, is_value, tables_of

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog

LEAST = 0.64
"""How well a row must be called what is asked for."""
_OVER, _CAPTION, _HEAD = 0.6, 0.4, 0.9
"""What a word asked for counts in a label over a row, in its table's caption and in its heads, beside one in its own
label."""
_SURELY = 0.8
"""How well a row of a long document is, that a part of its name tells from all others, under the measure asked for."""
_ACROSS = 0.97
"""What a row counts that is found by the head of its column."""
_LATER = 0.02
"""Taken off for standing at a document's end: the main tables come first."""
_FEW = 4
"""Rows at most that a part of their names tells from all others of a document."""
_PARTLY = 0.95
"""How well a row is found whose whole name stands in the question, or whose name alone has all words asked for."""
_CHANGES = frozenset(map(stem, ("change", "changes", "changed", "variation")))
_ALL = 12
"""Rows at most where a question asks for all of a kind."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row that answers: its table, its values, and how well it is what was asked for (0 to 1)."""

    tables: Tables
    row: Row
    places: tuple[int, ...]
    """Indexes of the values among the row's, the first most asked for."""
    score: float
    whole: bool
    """Whether it says all that the question asks for."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a row: of its label, the labels over it, its table's caption and its table's heads."""

    row: Row
    label: frozenset[str]
    above: frozenset[str]
    caption: frozenset[str]
    heads: frozenset[str]
    dated: bool = False
    """Whether its table's columns are of periods."""

    @property
    def all(self) -> frozenset[str]:
        """All its words."""
        return self.label | self.above | self.caption | self.heads


def find(
    question: str, names: frozenset[str], tables: Tables, most: int, *, short: bool = False, every: bool = False
) -> list[Figure]:
    """The rows of a document that answer, best first, at most ``most``; none where no row is called what is asked.

    Each after the first is about a part of the question that those before it say nothing of, or is called as well what
    is asked for as the one before it.

    :param names: folded words that name the document, which no row needs to say.
    :param short: whether the document is short, so that a part of a row's name may tell it from all others.
    :param every: whether a question that names no period is about all periods of a row.
    """
    said = read(tables)
    own = frozenset(map(stem, names))
    open_, unknown = _open(topics(question), own, said)
    if not open_ and periods.asked(question):  # "What happened in 2021?" names its row alone
        return []
    asked = _Asked(
        question, frozenset(word for topic in open_ for word in topic.words), "total" in question.lower(), short
    )
    found: list[Figure] = []
    while open_ and len(found) < most:
        scored = [
            (_score(one, open_, asked, tables) - _LATER * at / len(said), -at, one) for at, one in enumerate(said)
        ]
        best = max(scored, default=None, key=lambda entry: entry[:2])
        if best is None or best[0] < LEAST:
            break
        if asked.short and (best := _told_apart(best, scored, asked, tables)) is None:
            break
        taken = best[2]
        ours = max(open_, key=lambda topic: likeness(taken, topic.words))
        lacking = bool(ours.names - taken.all) and not found
        for score, _, one in [best, *_alike(best, scored, open_, asked)]:
            places = columns.places(question, tables, one.row, every=every)
            if places:
                found.append(Figure(tables, one.row, places, min(1.0, score), not lacking and not unknown))
        open_ = [topic for topic in open_ if topic is not ours and not topic.words <= taken.label | taken.above]
        said = [other for other in said if other.row is not taken.row and other.label != taken.label]
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    words: frozenset[str]
    total: bool
    short: bool


def _told_apart(
    best: tuple[float, int, Said], scored: Sequence[tuple[float, int, Said]], asked: _Asked, tables: Tables
) -> tuple[float, int, Said] | None:
    """Of rows that are called the same, the one whose further cells of words the question says; None if it says none.

    A row for each month of a city: "How many visitors did Oslo have in March?" is answered by one of them alone.
    """
    one = best[2]
    rows = [entry for entry in scored if entry[2].row.table == one.row.table and entry[2].label == one.label]
    if len(rows) < 2 or len({_words_in(entry[2].row, tables) for entry in rows}) < 2:
        return best
    said = {fold(word.raw) for word in words(asked.question)}
    told = [len(_words_in(entry[2].row, tables) & said) for entry in rows]
    most = max(told)
    return rows[told.index(most)] if most and told.count(most) == 1 else None


def _words_in(row: Row, tables: Tables) -> frozenset[str]:
    """The folded words of a row's cells that hold no figure."""
    cells = (tables.text[start:end] for start, end in row.cells)
    return frozenset(fold(word.raw) for cell in cells if not is_value(cell) for word in words(cell))


def _alike(
    best: tuple[float, int, Said],
    scored: Sequence[tuple[float, int, Said]],
    open_: Sequence[Topic],
    asked: _Asked,
) -> list[tuple[float, int, Said]]:
    """Rows of the same table that are called as well what is asked for, beside the best: two kinds of bandages.

    All rows under the same label where the question asks for all of a kind.
    """
    words = frozenset(word for topic in open_ for word in topic.words)
    one = best[2]
    common = one.label & words
    rows = [entry for entry in scored if entry[2].row is not one.row and entry[2].row.table == one.row.table]
    wanted = periods.asked(asked.question)
    if asked.short and len(wanted) > 1 and any(columns.is_of(one.row.label, period) for period in wanted):
        return [entry for entry in rows if any(columns.is_of(entry[2].row.label, period) for period in wanted)]
    if asked.short and common and weight(one.label - words) >= 0.5:
        rows = [entry for entry in rows if entry[2].label & words == common and best[0] - entry[0] < 0.1]
        return rows[: _FEW - 1] if len(rows) < _FEW else []
    if asked.short and not common and asks_list(asked.question) and not wanted:
        return [entry for entry in rows if entry[2].row.above == one.row.above][: _ALL - 1]
    return []


def _open(asked: Sequence[Topic], names: frozenset[str], said: Sequence[Said]) -> tuple[list[Topic], int]:
    """The parts of a question that the tables know words of, and how many words of these they do not know.

    The names of the document itself are left out, unless a row is called so too. Words that the tables do not know
    count where they stand right before one that rows are called by ("contingent liabilities"): elsewhere they speak of
    the asking ("the chief catalyst of net income").
    """
    known = frozenset(word for one in said for word in one.all)
    labels = frozenset(word for one in said for word in one.label | one.heads)
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


def _score(one: Said, open_: Sequence[Topic], asked: _Asked, tables: Tables) -> float:
    """How well a row is called what one part asks for; what else is asked counts where it stands over the row."""
    best = max(likeness(one, topic.words) for topic in open_)
    if best < _PARTLY and _quoted(one.row, tables.key(one.row), asked.question):
        best = _PARTLY if asked.short or len(one.label) > 1 else best
    if best < _PARTLY and _alone(one, open_, tables, over=not asked.short):
        best = _PARTLY if asked.short else max(best, _SURELY)
    best = max(best, *(_ACROSS * _across(one, topic.words, asked, tables) for topic in open_))
    if best <= 0:
        return 0.0
    rest = asked.words - one.label
    ours = frozenset(word for topic in open_ if topic.words & one.label for word in topic.words)
    over = weight(rest & one.above) * _OVER + weight(rest & ours & (one.caption - one.above)) * _CAPTION
    stray = 0.005 if weight(one.above - asked.words - one.label) >= 0.5 else 0.0
    if not asked.short:  # a statement of periods before one of other columns, a balance before its change
        stray += 0.0 if one.dated else 0.05
        stray += 0.05 if _CHANGES & one.above and not _CHANGES & telling(asked.question) else 0.0
    total = 0.05 if asked.total and "total" in one.label else 0.0
    return best + 0.15 * over / max(1.0, weight(asked.words)) - stray + total


def likeness(one: Said, asked: frozenset[str]) -> float:
    """The harmonic mean of how much of a label is asked for and how much of what is asked is there."""
    common = one.label & asked - {"total"}
    if weight(common) < 0.5:
        return 0.0
    precision = weight(common) / weight(one.label - {"total"})
    recall = min(1.0, (weight(common) + _beside(one, asked - one.label)) / weight(asked))
    return 2 * precision * recall / (precision + recall)


def _beside(one: Said, rest: frozenset[str]) -> float:
    """What words count that stand over a row, not in it."""
    heads = rest & one.heads
    above = (rest - heads) & one.above
    return _HEAD * weight(heads) + _OVER * weight(above) + _CAPTION * weight((rest - heads - above) & one.caption)


def _across(one: Said, asked: frozenset[str], whole: _Asked, tables: Tables) -> float:
    """How well the head of one of a row's columns is called what is asked for, where its label is named too.

    Its label is a year that the question names, or has a word of it; or the question asks for all rows, or for the
    total.
    """
    asked = asked - telling(tables.key(one.row)) or asked  # "each year group": of a column, not in it
    if not any(columns.alike(word, one.heads) for word in asked):
        return 0.0
    named = weight(one.label & whole.words - {"total"}) >= 0.5
    dated = periods.asked(whole.question)
    pinned = (
        named
        or _quoted(one.row, tables.key(one.row), whole.question)
        or any(columns.is_of(one.row.label, one_) for one_ in dated)
    )
    pinned = pinned or (not dated and (asks_list(whole.question) or (whole.total and "total" in one.label)))
    if not pinned:
        return 0.0
    best = 0.0
    for head in tables.heads(one.row):
        words = telling(periods.without(head)) - GENERIC or telling(head)
        common = frozenset(word for word in words if columns.alike(word, asked))
        if weight(common) < 0.5:
            continue
        precision = weight(common) / weight(words)
        rest = asked - common
        there = weight(asked & common) + weight(rest & one.label)
        there += _OVER * weight(rest & one.above) + _CAPTION * weight(rest & one.caption)
        recall = min(1.0, max(there, weight(common)) / weight(asked))
        best = max(best, 2 * precision * recall / (precision + recall))
    return best


def _quoted(row: Row, key: str, question: str) -> bool:
    """Whether all that a row is called stands in the question, as "Year 8" does."""
    names = [row.label, f"{key} {row.label}" if key else ""]
    return any(
        re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", question.lower())
        for name in names
        if len(name) > 2 and re.search(r"[^\W\d_]", name)
    )


def _alone(one: Said, open_: Sequence[Topic], tables: Tables, *, over: bool) -> bool:
    """Whether a row's name has all the words asked for that nothing over it has, and few other rows have them too.

    :param over: whether a label over it, or its caption, has to have some of them: the measure.
    """
    for topic in open_:
        above = (one.above | one.caption) - one.label
        own = topic.words - one.heads - above
        if over and not topic.words & above:
            continue
        if own and own <= one.label and sum(own <= other.label for other in read(tables)) <= _FEW:
            return True
    return False


@remembered(64)
def tables_in(catalog: Catalog, version: str, document: int) -> Tables:
    """The tables of a document, remembered until the catalog changes. KeyError where it is not live any more."""
    return tables_of(catalog.text(version, document), catalog.layout(version, document))


@lru_cache(maxsize=64)
def read(tables: Tables) -> list[Said]:
    """The words of each row of a document's tables, of its labels, its table's caption and heads."""
    heads = [
        telling(" . ".join(periods.without(tables.text[start:end]) for line in table.heads for start, end in line))
        for table in tables.tables
    ]
    dated = [
        any(_dated(tables.text[start:end]) for line in table.heads for start, end in line) for table in tables.tables
    ]
    return [_said(tables, row, heads[row.table], dated[row.table]) for row in tables.rows]


def _dated(head: str) -> bool:
    return bool(periods.dates(head) or periods.years(head) or periods.quarters(head) or periods.months(head))


def _said(tables: Tables, row: Row, heads: frozenset[str], dated: bool) -> Said:
    above = telling(" . ".join(row.above))
    label = telling(row.label)
    if not weight(label - {"total"}) >= 0.5 and row.above:  # "Total" of what stands over it
        label = label | telling(row.above[-1])
    if row.named:
        heads = heads | telling(" . ".join(map(periods.without, row.named)))
    return Said(row, label, above, telling(tables.tables[row.table].caption[-240:]), heads, dated)
