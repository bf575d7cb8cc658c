"""CSV, TSV and their kin: every row with the heads of its columns.

Kept: every cell, as its file writes it, under its column's head; comment lines and titles over the table. Lost: the
quotes around cells, and the breaks between the lines of a cell. The delimiter is found by trying each: the standard
library's sniffer is slow on long lines and takes a decimal comma for a delimiter. A quote that is never closed is
read as a character of its cell, so that it cannot swallow the rest of the file.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from index.loaders.draft import Draft
from index.loaders.encoding import read
from index.loaders.loaded import Loaded
from index.loaders.tables import add_table
from index.text.layout import Kind

_DELIMITERS = "\t;|,"
"""In the order in which they are preferred: commas stand in numbers and sentences too."""
_SEPARATOR = re.compile(r"sep=(.)[ \t]*\n", re.I)
_SAMPLE = 200
_SAMPLED = 256 * 1024
_MOST_LINES = 500
"""Lines that a quoted cell may reach over."""
_FAILURES = 20
"""Quotes left open after which no quote is taken to reach over its line."""


@dataclass(frozen=True, slots=True)
class _Dialect:
    delimiter: str
    """Empty where there is one column."""
    escapes: bool
    r"""Whether a quote in a quoted cell is written ``\"`` instead of ``""``."""


def load(data: bytes) -> Loaded:
    """Read a table. Raises Unsupported where it holds no text, LoadError where it is binary."""
    decoded, encoding = read(data)
    text = decoded.removeprefix("\ufeff").replace("\x00", "")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    draft = Draft()
    given = _SEPARATOR.match(text)
    start = given.end() if given else 0
    dialect = _dialect(text[start : start + _SAMPLED], given[1] if given else None)
    start = _comments(text, start, dialect, draft)
    add_table(draft, rows(text, start, dialect))
    return draft.loaded("csv", None, encoding)


def rows(text: str, start: int, dialect: _Dialect) -> Iterator[list[str]]:
    """The cells of each row from ``start`` on; an empty line is an empty row."""
    failures = 0
    while start < len(text):
        end = _line_end(text, start)
        line = text[start:end]
        if '"' in line and dialect.delimiter:
            cells, whole = _cells(line, dialect)
            if not whole and failures < _FAILURES:
                longer = _reaching_over(text, start, dialect)
                if longer is None:
                    failures += 1
                else:
                    cells, end = longer
            yield cells
        elif dialect.delimiter:
            yield line.split(dialect.delimiter)
        else:
            yield [_unquoted(line)]
        start = end + 1


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _reaching_over(text: str, start: int, dialect: _Dialect) -> tuple[list[str], int] | None:
    """The cells of a row whose quoted cells hold line breaks, and where it ends; None where no quote closes it."""
    end = _line_end(text, start)
    quotes = text.count('"', start, end)
    for _ in range(_MOST_LINES):
        if end >= len(text):
            return None
        before, end = end, _line_end(text, end + 1)
        added = text.count('"', before, end)
        quotes += added
        if not added or (quotes % 2 and not dialect.escapes):
            continue
        row = text[start:end]
        # A quote that closes a cell stands before a delimiter or the end, not inside a word.
        cells, whole = _cells(row, dialect)
        if whole and re.search(r'"[ \t]*(?:\Z|' + re.escape(dialect.delimiter) + ")", text[before + 1 : end]):
            return cells, end
    return None


def _cells(line: str, dialect: _Dialect) -> tuple[list[str], bool]:
    """The cells of a row, and whether its last quoted cell is closed (else its quote is read as a character)."""
    if line.count('"') % 2 == 0 and not dialect.escapes and "\n" not in line:
        return next(csv.reader([line], delimiter=dialect.delimiter), []), True
    cells: list[str] = []
    at = 0
    quoted = re.compile(_ESCAPED if dialect.escapes else _DOUBLED, re.S)
    while at <= len(line):
        found = quoted.match(line, at)
        end = found.end() if found else at
        closed = line.find(dialect.delimiter, end)
        closed = len(line) if closed < 0 else closed
        if found:
            inside = found[1].replace('""', '"')
            cells.append((inside.replace('\\"', '"') if dialect.escapes else inside) + line[end:closed])
        elif line[at:closed].lstrip().startswith('"'):
            return [*cells, *line[at:].split(dialect.delimiter)], False
        else:
            cells.append(line[at:closed])
        at = closed + 1
    return cells, True


_DOUBLED = r'[ ]*"([^"]*+(?:""[^"]*+)*+)"'
_ESCAPED = r'[ ]*"([^"\\]*+(?:(?:\\.|"")[^"\\]*+)*+)"'


def _unquoted(line: str) -> str:
    cell = line.strip()
    quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"') if quoted else cell


def _dialect(sample: str, given: str | None) -> _Dialect:
    escapes = sample.count('\\"') > 2 * len(re.findall(r'\\"[ ]*(?:[,;|\t\n]|\Z)', sample))
    if given:
        return _Dialect(given, escapes)
    lines = [line for line in islice(sample.split("\n"), _SAMPLE) if line.strip()]
    best, most = "", 0.0
    for delimiter in _DELIMITERS:
        if not any(delimiter in line for line in lines):
            continue
        dialect = _Dialect(delimiter, escapes)
        widths = Counter(len(row) for row in islice(rows(sample, 0, dialect), _SAMPLE) if any(row))
        fitting = {width: count for width, count in widths.items() if width > 1}
        if not fitting:
            continue
        # Rows may leave cells out at their end, so a width counts with those of one or two cells fewer.
        width = max(fitting, key=lambda width: (fitting[width], width))
        share = sum(n for w, n in widths.items() if max(2, width - 2) <= w <= width) / widths.total()
        score = share * (1 + 0.5 * fitting[width] / widths.total())
        if score > most + 0.1:
            best, most = delimiter, score
    return _Dialect(best if most >= 0.3 else "", escapes)


def _comments(text: str, start: int, dialect: _Dialect, draft: Draft) -> int:
    """Add the comment lines over a table as paragraphs; returns where it starts.

    A comment line with as many cells as the row after it holds the heads.
    """
    while text.startswith("#", start):
        end = _line_end(text, start)
        following = text[end + 1 : _line_end(text, end + 1)]
        width = len(_cells(text[start:end], dialect)[0]) if dialect.delimiter else 1
        if width > 1 and not following.startswith("#") and width == len(_cells(following, dialect)[0]):
            return start + 1
        draft.add(Kind.PARAGRAPH, text[start:end].lstrip("# \t"))
        start = end + 1
    return start
