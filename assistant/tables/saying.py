"""How a claim says a figure: what its row is called, the heads over it, and the value with its unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.tables import columns
from assistant.tables.measures import telling, weight
from index.text.tabular import Row, Tables, is_value

if TYPE_CHECKING:
    from assistant.tables.figures import Figure

_SHARES = re.compile(r"\bshares\b|\bstock outstanding\b", re.IGNORECASE)
_PER_SHARE = re.compile(r"\bper\b(?! cent)|\brates?\b|\bratio\b|\bpercent", re.IGNORECASE)
_SCALE = re.compile(r"\b(thousand|million|billion)s?\b(?: of (?!dollars)([a-z]+)\b)?", re.IGNORECASE)
_SIGN = re.compile(r"\((?:in )?(?P<sign>%|per ?cent|[$€£¥])\)|\bin (?P<word>per ?cent|%|[$€£¥])(?![\w])", re.IGNORECASE)
"""A unit that a head or caption states: "Attendance (%)", "Costs in €"."""
_NOTES = re.compile(r"(?:\s*\(\d{1,2}\))+$")
"""Numbers of footnotes at a label's end."""
_LAST = 80
"""Characters at a caption's end that may state the unit of all values: "(in per cent)"."""


def shown(figure: Figure, *, before: bool = False) -> tuple[str, tuple[int, int] | None]:
    """What a claim says of a figure, and which part of that is the value with its unit; None where it has several.

    :param before: whether the value of the period before is said too.
    """
    tables, row = figure.tables, figure.row
    heads = tables.heads(row)
    label = _label(tables, row)
    head = heads[figure.places[0]]
    opening = f"{label}, {_lowered(head)}: " if head else f"{label}: "
    value = amount(tables, row, figure.places[0])
    text = opening + value
    for place in figure.places[1:]:
        text += f"; {_lowered(heads[place])}: {amount(tables, row, place)}" if heads[place] else ""
    if before and len(figure.places) == 1 and (other := columns.earlier(heads, figure.places[0])) is not None:
        text += f" ({_lowered(heads[other])}: {amount(tables, row, other)})"
    return text, (len(opening), len(opening) + len(value)) if len(figure.places) == 1 else None


def _label(tables: Tables, row: Row) -> str:
    """What a row is called, with what stands over it where that alone tells it from others."""
    label = " ".join((row.label or " ".join(row.above[-1:])).split()).rstrip(" :")
    label = _NOTES.sub("", label)
    if (key := tables.key(row)) and (label.isdigit() or len(label) <= 2):
        return f"{key} {label}"
    if (
        row.above
        and (weight(telling(label) - {"total"}) < 0.5 or len(label.split()) <= 2)
        and not telling(row.above[-1]) <= telling(label)
    ):
        return f"{label} ({_lowered(row.above[-1])})"
    return label


def _lowered(head: str) -> str:
    """A head within a sentence: its first word small, unless it is a name or a month."""
    first, _, rest = head.partition(" ")
    small = first.lower() in {"three", "six", "nine", "twelve", "fiscal", "year", "quarter", "as", "change", "total"}
    said = f"{first.lower()} {rest}".strip() if small else head
    return re.sub(r"\b(Months?|Weeks?|Years?|Quarters?|Ended|Ending)\b", lambda match: match[0].lower(), said)


def amount(tables: Tables, row: Row, place: int) -> str:
    """A value with its unit as it reads in a sentence: "$81,797 million", "12.5%", "-$265 million"."""
    raw = " ".join(tables.text[slice(*row.cells[place])].split())
    digits = re.search(r"\d[\d,.\s'’]*\d|\d", raw)
    if digits is None or not is_value(raw):
        return raw
    if "%" in raw or re.search(r"pts?$|bps$", raw):
        return re.sub(r"\s+(?=[%)])", "", raw)
    called = " ".join((row.label, *row.above, tables.heads(row)[place]))
    sign, percent = _stated(tables, row, place, raw)
    if percent:
        return f"{raw}%"
    plain = bool(_PER_SHARE.search(called))
    shares = bool(_SHARES.search(called)) and not plain
    scale = "" if plain else _scale(tables.unit(row), shares=shares)
    if shares or (plain and not re.search(r"[$€£¥]", raw) and re.search(r"\brates?\b|\bratio\b", called, re.I)):
        sign = ""
    minus = "-" if raw.lstrip("$€£¥ ")[:1] in "(-−–" else ""
    return f"{minus}{sign}{digits.group()}{' ' if scale else ''}{scale}"


def _stated(tables: Tables, row: Row, place: int, raw: str) -> tuple[str, bool]:
    """The sign of currency of a value, and whether it is a percentage, by its head, its label or its table."""
    if own := re.findall(r"[$€£¥]", raw):
        return own[0], False
    heads = tables.heads(row)
    caption = tables.tables[row.table].caption[-_LAST:]
    for said in (heads[place], row.label, *row.above[-1:], *([caption] if "." in raw or len(raw) < 3 else [])):
        if match := _SIGN.search(said):
            sign = (match["sign"] or match["word"]).lower()
            return ("", True) if sign[0] in "%p" else (sign, False)
    if any(_SIGN.search(head) for head in heads) or (row.named and len(set(heads)) > 1):
        return "", False  # its columns have units of their own
    return tables.money(row, place), False


def _scale(unit: str, *, shares: bool) -> str:
    """The power of ten of a table's figures in words; shares may have one of their own."""
    if shares and (own := re.search(r"shares(?:, which)?[^,;]*?\bin (thousand|million|billion)", unit, re.IGNORECASE)):
        return own[1].lower()
    if shares and re.search(r"except (?:for )?(?:number of )?shares?\b(?! data| amounts)", unit, re.IGNORECASE):
        return ""
    found = _SCALE.search(unit)
    return " ".join(filter(None, found.groups())).lower() if found else ""
