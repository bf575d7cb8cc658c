"""What a figure is made of: the rows above a total, the lines of a statement above its last, a table's own rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.tables import columns
from assistant.tables.asked import topics
from assistant.tables.figures import Figure, read
from assistant.tables.measures import GENERIC, PARTS, telling, weight
from assistant.text.words import stem
from index.text.tabular import Row, Tables

_LEAST = 0.65
"""How much of what is asked for must stand over a table whose rows are all given."""
_ABOVE, _LINES, _SHORT = 600, 6, 90
"""Characters and lines above a table that may name it; characters of a line that is no sentence."""
_MOST = 16
"""Rows of a table that are given together."""
_SURE = 0.85
"""How sure rows are that answer together for a measure that no row is called by."""


def components(figure: Figure, question: str, most: int) -> list[Figure]:
    """The rows that a figure is made of: those right above the total of its name, under the same label."""
    tables = figure.tables
    name = telling(figure.row.label) - {"total"}
    for at, row in enumerate(tables.rows):
        said = telling(row.label)
        if "total" not in said or not name:
            continue
        if said - {"total"} != name and not (
            said == {"total"} and not row.above and any(_named(line, name) > 0.9 for line in _over(tables, row.table))
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
        places = columns.places(question, tables, other)
        if places and _says(tables, other, places[0]):
            found.append(Figure(tables, other, places, score, whole=False))
    return found[::-1]


def lines(figure: Figure, question: str, most: int) -> list[Figure]:
    """The lines of a figure's statement that its measure is worked out from."""
    parts = frozenset(part for word in telling(figure.row.label) for part in PARTS.get(word, ()))
    rows = [
        row
        for row in figure.tables.rows
        if row.table == figure.row.table and row.start < figure.row.start and _is_one(telling(row.label), parts)
    ]
    return _figures(figure.tables, rows[-most:], question, figure.score) if parts else []


def _is_one(label: frozenset[str], parts: frozenset[str]) -> bool:
    """Whether a label is the name of one of the parts, and no more than that."""
    return bool(label & parts) and weight(label - parts - {"total"}) < 0.5


def instead(question: str, names: frozenset[str], tables: Tables) -> list[Figure]:
    """The rows that together are a measure asked for which no row is called by: the kinds of operating expenses."""
    own = frozenset(map(stem, names))
    for topic in topics(question):
        for word in topic.words - own:
            if not (parts := PARTS.get(word)) or any(_is_one(one.label, frozenset([word])) for one in read(tables)):
                continue
            for table in range(len(tables.tables)):
                rows = [row for row in tables.rows if row.table == table and _is_one(telling(row.label), parts)]
                rows = list({telling(row.label): row for row in reversed(rows)}.values())[::-1]
                if len(rows) > 1:
                    return _figures(tables, rows, question, _SURE)
    return []


def listed(question: str, names: frozenset[str], tables: Tables) -> list[Figure]:
    """All rows of the table, or of the part of it under a label, that what is asked for stands over.

    Where the rows of several tables do, those whose caption says least else.
    """
    own = frozenset(map(stem, names))
    asked = [rest for topic in topics(question) if (rest := topic.words - own)]
    groups: dict[tuple[int, tuple[str, ...]], list[Row]] = {}
    for row in tables.rows:
        groups.setdefault((row.table, row.above), []).append(row)
    best, found = _LEAST, list[Row]()
    for (table, above), rows in groups.items():
        if not 1 < len(rows) <= _MOST:
            continue
        lines = [
            *above,
            *(_over(tables, table) if rows[0].start == tables.rows[tables.tables[table].rows[0]].start else []),
        ]
        score = max((_named(line, words) for line in lines for words in asked), default=0.0)
        if score > best:
            best, found = score, rows
    return _figures(tables, found, question, best)


def _over(tables: Tables, table: int) -> list[str]:
    """The lines that stand right above a table."""
    own = tables.tables[table]
    start = min([tables.rows[own.rows[0]].start, *(line[0][0] for line in own.heads[:1])])
    return [line for line in tables.text[max(0, start - _ABOVE) : start].split("\n")[1:] if line.strip()][-_LINES:]


def _named(line: str, asked: frozenset[str]) -> float:
    """How well a line over a table names what is asked for; of a sentence, how much of that it says."""
    said = frozenset(word for word in telling(line) - GENERIC if not word[0].isdigit())
    common = weight(said & asked)
    if common < 0.5:
        return 0.0
    recall = common / weight(asked)
    if len(line) > _SHORT:
        return 0.9 * recall
    precision = common / weight(said)
    return 2 * precision * recall / (precision + recall)


def share_of(figure: Figure, question: str) -> Figure | None:
    """The row that gives a margin in percent, where a figure gives it in money."""
    name = telling(figure.row.label) - {"total"}
    for row in figure.tables.rows:
        called = telling(row.label) - {"total", "percentag", "percent"}
        above = telling(" . ".join(row.above))
        if row is figure.row or not called <= name or not (called == name or name <= called | above):
            continue
        for place in columns.places(question, figure.tables, row)[:1]:
            if "%" in figure.tables.text[slice(*row.cells[place])]:
                return replace(figure, row=row, places=(place,), whole=False)
    return None


def _figures(tables: Tables, rows: Sequence[Row], question: str, score: float) -> list[Figure]:
    found = [(row, columns.places(question, tables, row)) for row in rows]
    digits = [(row, places) for row, places in found if places and _says(tables, row, places[0])]
    return [Figure(tables, row, places, score, whole=True) for row, places in digits]


def _says(tables: Tables, row: Row, place: int) -> bool:
    """Whether a value is a figure, and no dash."""
    return any(map(str.isdigit, tables.text[slice(*row.cells[place])]))
