"""The numbers that a text says, in figures or words, so that those of two texts can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.text.words import listed

_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_WORDS = {word: ("number", value) for value, word in enumerate(_CARDINALS.split()) if word not in ("zero", "one")} | {
    word: ("ordinal", value) for value, word in enumerate(_ORDINALS.split()) if value > 1
}
"""Numbers in words, but for those that mostly say something else, as "one" and "first" do."""
_NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI"
_ROMAN = {numeral: value for value, numeral in enumerate(_NUMERALS.split(), 1)}
_MONTHS = listed("january february march april may june july august september october november december")
_FIGURE = re.compile(r"(?<![\w.,])(?P<value>\d[\d,]*(?:\.\d+)?)(?P<ending>st|nd|rd|th|s)?(?!\w)")
_LETTERS = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number ``text[start:end]``."""

    sort: Literal["year", "century", "month", "ordinal", "number"]
    values: tuple[str, ...]
    """What it may be written as; two figures that share one say the same."""
    start: int
    end: int
    word: bool = False
    """Whether it is a number in words, which are often said of what they only count."""


@lru_cache(maxsize=8192)
def figures(text: str) -> tuple[Figure, ...]:
    """The numbers of a text, in figures first."""
    found = [_figure(match, text) for match in _FIGURE.finditer(text)]
    for match in _LETTERS.finditer(text):
        raw, word = match.group(), match.group().lower()
        if word in _WORDS:
            sort, value = _WORDS[word]
            century = text[match.end() :].lstrip(" -").startswith("centur")
            if sort == "ordinal" and century:
                found.append(Figure("century", (f"century {value}",), *match.span()))
            else:
                found.append(Figure("ordinal" if sort == "ordinal" else "number", (str(value),), *match.span(), True))
        elif word in _MONTHS and raw[0].isupper():
            found.append(Figure("month", (word,), *match.span()))
        elif raw in _ROMAN and match.start() and text[match.start() - 1] == " ":
            found.append(Figure("ordinal", (str(_ROMAN[raw]),), *match.span(), True))
    return tuple(found)


def _figure(match: re.Match[str], text: str) -> Figure:
    value, ending = match["value"].replace(",", "").rstrip("."), match["ending"] or ""
    if len(value) == 4 and value.isdigit() and 1000 <= int(value) <= 2100 and "," not in match["value"]:
        if ending == "s" and value.endswith("00"):
            return Figure("century", (f"century {int(value) // 100 + 1}", value), *match.span())
        return Figure("year", (value,), *match.span())
    if ending in ("st", "nd", "rd", "th") and text[match.end() :].lstrip(" -").startswith("centur"):
        return Figure("century", (f"century {value}",), *match.span())
    return Figure("ordinal" if ending else "number", (value,), *match.span())
