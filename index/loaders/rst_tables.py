"""The two kinds of tables that reStructuredText draws with characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BORDER = re.compile(r"\+(?:[-=]+\+)+[ ]*$")
_RULE = re.compile(r"=+(?: +=+)+[ ]*$")

Table = tuple[list[list[str]], bool, int]
"""Rows, whether the first one is heads, and the line after the table."""


def is_grid(lines: Sequence[str], at: int) -> bool:
    """Whether a table with drawn borders starts at a line."""
    return lines[at].startswith("+-") and bool(_BORDER.match(lines[at]))


def is_simple(lines: Sequence[str], at: int) -> bool:
    """Whether a table of columns under ``=`` rules starts at a line."""
    return lines[at].startswith("=") and bool(_RULE.match(lines[at]))


def grid_table(lines: Sequence[str], at: int) -> Table:
    """Read a table with drawn borders; a cell over several columns stands in its first."""
    end = at
    while end < len(lines) and lines[end].startswith(("+", "|")):
        end += 1
    edges = sorted({n for line in lines[at:end] if line[0] == "+" for n, c in enumerate(line) if c == "+"})
    starts = {edge: column for column, edge in enumerate(edges)}
    rows: list[list[str]] = []
    row = [""] * len(edges)
    heads = False
    for line in lines[at + 1 : end]:
        border = bool(_BORDER.match(line))
        if border or line.startswith("+"):
            if any(cell.strip() for cell in row):
                rows.append(row)
                row = [""] * len(edges)
            heads = heads or (border and "=" in line and len(rows) == 1)
            if border:
                continue
        bars = [n for n, c in enumerate(line) if c in "|+" and n in starts]
        for left, right in zip(bars, [*bars[1:], len(line)], strict=False):
            text = line[left + 1 : right].strip(" |")
            if text and not re.fullmatch(r"[-=+]+", text):
                row[starts[left]] = f"{row[starts[left]]} {text}".strip()
    if any(cell.strip() for cell in row):
        rows.append(row)
    return rows, heads, end


def simple_table(lines: Sequence[str], at: int) -> Table:
    """Read a table of columns under rules; a line whose first column is empty goes on with the row above it."""
    starts = [found.start() for found in re.finditer(r"=+", lines[at])]
    rows: list[list[str]] = []
    rules = 1
    heads = 0
    end = at + 1
    while end < len(lines):
        line = lines[end]
        end += 1
        if _RULE.match(line) or re.fullmatch(r"=+ *", line):
            rules += 1
            heads = len(rows) if rules == 2 else heads
            following = lines[end] if end < len(lines) else ""
            if rules >= 3 or not following.strip():
                break
            continue
        if not line.strip() or re.fullmatch(r"[- ]+", line):
            continue
        cells = [line[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
        if cells[0] or not rows:
            rows.append(cells)
        else:
            rows[-1] = [f"{above} {cell}".strip() for above, cell in zip(rows[-1], cells, strict=True)]
    return rows, rules >= 3 and heads == 1, end
