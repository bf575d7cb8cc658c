"""Whether a table's first row names its columns.

Heads are told from values by what stands below them: a word above numbers, dates or codes is a head; a word that
comes again in its column is a value. Where all is words, heads are told by how they are written (``first_name``
above "Anna") and by words that name columns in most tables. In doubt there are none: a wrong head would make a
row say what its table does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from index.loaders.characters import names

_ABSENT = names("n/a na nan null none nil - -- – — ? . x #n/a unknown k.a. s.o.")
_NUMBER = re.compile(
    r"(?:[^\w\s]{1,2}\s?|[A-Z]{3}\s)?[-+−(]?\s?(?:\d[\d.,'’\u00a0\u202f ]*\d|\d)(?:e[-+]?\d+)?\s?"
    r"\)?(?:%|‰|°|[a-zA-Zµ²³/€$£¥°]{1,5})?"
)
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?(?:[T ]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?"
    r"|\d{1,2}\.? [^\W\d_]{3,9}\.? \d{2,4}|[^\W\d_]{3,9}\.? \d{1,2}, \d{4}",
    re.I,
)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w+|(?:https?|ftp)://\S+|www\.\S+|/?(?:[\w.-]+/)+[\w.-]*", re.I)
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_IDENTIFIER = re.compile(
    r"[a-z]+(?:_[a-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+|[A-Z]+(?:_[A-Z0-9]+)+|[A-Za-z_]+(?:\.[A-Za-z_]+)+"
)
_NAMING = names(
    "id no nr number name names title type kind category class group code key label date day month year time week "
    "age sex gender email e-mail mail phone telephone tel mobile fax address street city town country state region "
    "county zip postcode currency price cost costs amount total sum quantity qty count unit value values rate score "
    "rank status description comment comments note notes remark remarks text question answer subject message author "
    "authors publisher isbn language url link website source file filename path size weight height width length color "
    "colour first last firstname lastname surname forename company department position job role salary customer client "
    "product item order invoice brand model version from to start end begin born died birthday birthplace capital "
    "population area owner responsible task project location place room floor building team player points species "
    "nummer vorname nachname titel datum tag monat jahr uhrzeit alter stadt ort land straße plz preis betrag menge "
    "anzahl beschreibung bemerkung kategorie gruppe firma abteilung hauptstadt sprache art wert einheit kunde artikel "
    "nom prénom titre âge ville pays adresse prix montant quantité catégorie groupe langue valeur auteur "
    "nombre apellido título fecha edad ciudad país dirección precio cantidad categoría descripción idioma valor autor "
    "nome cognome titolo data età città paese indirizzo prezzo quantità categoria descrizione lingua autore"
)
_LONGEST = 200
"""Characters of a head at most; survey tables have whole questions as heads."""
_TITLES = 6
"""Rows with hardly a cell that may stand over the heads: a title, a date, a source."""


def heads_at(rows: Sequence[Sequence[str]]) -> int | None:
    """Index of the row that names the columns of the rows after it, or None.

    ``rows`` are the first of a table, without empty ones; each cell is on one line. Rows before the heads are titles.
    """
    filled = [sum(1 for cell in row if cell) for row in rows]
    usual = median(filled) if filled else 0
    found: int | None = None
    for at in range(min(_TITLES + 1, len(rows) - 1)):
        if found is not None and filled[at] <= filled[found]:
            return found
        if (usual < 2 or filled[at] >= max(2, usual / 2)) and _is_heads(rows[at], rows[at + 1 :]):
            found = at  # unless the next row names more columns: then this one stands over groups of them
        elif found is not None:
            return found
        if found is None and filled[at] >= usual:
            return None  # a row of values, and so is all below it
    return found


def _is_heads(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    named = [cell for cell in row if cell]
    width = max(len(row), *(len(other) for other in below))
    if len(named) < max(min(width, 2), 0.6 * width - 1) or any(len(cell) > _LONGEST for cell in named):
        return False
    if width == 1 and len(named[0].split()) > 2:
        return False  # a list under its title
    if len({cell.casefold() for cell in named}) < len(named) * 0.8:
        return False
    years = _years(row, below)
    votes = 0.0
    for column, head in enumerate(row):
        values = [other[column] for other in below if column < len(other) and other[column]]
        values = [value for value in values if value.casefold() not in _ABSENT]
        if not head or column in years:
            continue
        if _is_value(head):
            return False
        votes += _vote(head, values, narrow=width <= 3) if values else 0.0
    return votes + len(years) * 0.5 > 0.6


def _vote(head: str, values: Sequence[str], *, narrow: bool) -> float:
    """What speaks for ``head`` as the name of its column (above 0), or as one of its values (below).

    A ``narrow`` table may be a list of names with their values, one a row.
    """
    folded = head.casefold()
    count = len(values)
    if sum(value.casefold() == folded for value in values) >= max(1, count // 20):
        return -2.0
    typed = sum(_is_value(value) for value in values) / count
    if typed >= 0.7:
        return 1.0
    if not _has_digit(head) and sum(map(_has_digit, values)) >= 0.8 * count:
        return 0.7
    vote = 0.0
    naming = sum(_names_something(value) for value in values) / count
    if _names_something(head):
        vote += 0.7 if naming < 0.25 else -1.0 if naming >= 0.5 and narrow else 0.0
    if head[0].islower() and sum(value[0].islower() for value in values) <= 0.3 * count:
        vote += 0.4
    if sum(map(len, values)) / count > 40 and len(head) < 25:
        vote += 0.5
    if count >= 6 and len({value.casefold() for value in values}) <= count // 2:
        vote += 0.5  # a few values come again and again, and the head is none of them
    return vote


def _is_value(cell: str) -> bool:
    """Whether a cell is what heads are not: a number, an amount, a date, an address."""
    if not any(c.isdigit() or c in "@/" for c in cell):
        return False
    return len(cell) <= 120 and any(form.fullmatch(cell) for form in (_NUMBER, _DATE, _ADDRESS))


def _has_digit(cell: str) -> bool:
    return any(c.isdigit() for c in cell)


def _names_something(cell: str) -> bool:
    if len(cell) > 40 or _IDENTIFIER.fullmatch(cell):
        return len(cell) <= 40
    words = [word.strip(".:()[]#").casefold() for word in cell.split()]
    return len(words) <= 4 and any(word in _NAMING for word in words)


def _years(row: Sequence[str], below: Sequence[Sequence[str]]) -> set[int]:
    """Columns whose heads are years one after another, over values that are none."""
    columns = [column for column, cell in enumerate(row) if _YEAR.fullmatch(cell)]
    found = [int(row[column]) for column in columns]
    steps = {after - before for before, after in pairwise(found)}
    if len(columns) < 2 or len(steps) != 1 or 0 in steps or len(columns) == sum(1 for cell in row if cell) > 2:
        return set()
    values = [other[column] for other in below for column in columns if column < len(other)]
    return set(columns) if sum(bool(_YEAR.fullmatch(value)) for value in values) < 0.5 * len(values) else set()
