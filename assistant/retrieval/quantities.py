"""Quantities: the same number in another spelling, "5m", "five million", "5,000,000", and the same day.

Numbers of a question count only where a passage says them; how they are written differs from text to text. What a
text says is read as a value, and a question's value is looked for in its usual spellings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.retrieval.wordings import Wording
from assistant.text.days import Days, dates_in

_UNITS, _TENS, _ORDINALS = (
    tuple(words.split())
    for words in (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen",
        "twenty thirty forty fifty sixty seventy eighty ninety",
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth",
    )
)
_SMALL = {word: value for value, word in enumerate(_UNITS)} | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12,
}  # fmt: skip
_WORDS = "|".join(sorted(_SMALL, key=len, reverse=True))
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?<![\w.,])(?:(?P<figure>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?P<word>(?:{_WORDS})(?:[\s-](?:and[\s-])?(?:{_WORDS}))*))"
    rf"(?P<scales>(?:[\s-]?(?:{_SCALE})s?(?![^\W\d_])){{0,2}})(?P<ordinal>st|nd|rd|th)?(?![^\W_]|[.,]\d)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(rf"(?<!\w)(?:{'|'.join(_ORDINALS)})(?!\w)", re.IGNORECASE)
_BOUND = re.compile(
    r"(?:(?P<more>over|above|more than|exceed(?:s|ed|ing)?|at least|upwards? of)"
    r"|(?P<less>under|below|less than|fewer than|at most|up to))\s+[$£€¥]?\s?$",
    re.IGNORECASE,
)
_FAR = 20.0
"""How many times a bound a number may be and still be taken for one of the same kind."""
_BOUNDED = 0.6
"""What a number on the right side of a bound counts, beside the bound itself."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number ``text[start:end]``."""

    start: int
    end: int
    value: float
    ordinal: bool = False

    @property
    def year(self) -> bool:
        """Whether it may be a year: those are written in one way."""
        return self.end - self.start == 4 and 1000 <= self.value <= 2100


@lru_cache(maxsize=512)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers that a text says in figures or words, in order.

    >>> [one.value for one in quantities("5m people, two hundred ships and 1,200 horses on the 3rd")]
    [5000000.0, 200.0, 1200.0, 3.0]
    """
    found = []
    for match in _QUANTITY.finditer(text):
        figure, word = match["figure"], match["word"]
        value = float(figure.replace(",", "")) if figure else float(_said(word))
        for scale in re.findall(r"[a-z]+", match["scales"].lower()):
            value *= _SCALES.get(scale) or _SCALES[scale.removesuffix("s")]
        found.append(Quantity(*match.span(), value, bool(match["ordinal"])))
    for match in _ORDINAL.finditer(text):
        found.append(Quantity(*match.span(), float(_ORDINALS.index(match.group().lower()) + 2), ordinal=True))
    return tuple(sorted(found, key=lambda one: one.start))


def _said(words: str) -> int:
    return sum(_SMALL[word] for word in re.findall(r"[a-z]+", words.lower()) if word != "and")


def wordings(question: str, words: Collection[str]) -> list[Wording]:
    """Other spellings of the numbers and days that a question names.

    :param words: the question's telling words; a number of which none is among them is left out.
    """
    dates = [one for one in dates_in(question) if one.days.end.toordinal() - one.days.first.toordinal() < 40]
    found = [_day(one.days, stood) for one in dates if (stood := _stood(question[one.start : one.end], words))]
    for one in quantities(question):
        inside = any(date.start < one.end and one.start < date.end for date in dates)
        stood = _stood(question[one.start : one.end], words)
        if stood and not one.year and not inside:
            found.append(_number(one, question, stood))
    return found


def _stood(text: str, words: Collection[str]) -> tuple[str, ...]:
    parts = re.findall(r"\d+(?:[.,]\d+)+|[^\W_]+", text.lower())
    return tuple(part for part in parts if part in words)


def _number(asked: Quantity, question: str, words: tuple[str, ...]) -> Wording:
    bound = _BOUND.search(question[: asked.start])

    def places(text: str) -> Iterator[int]:
        for one in quantities(text):
            if one.ordinal == asked.ordinal and (one.value == asked.value or _beyond(one.value, asked.value, bound)):
                yield one.start

    return Wording(words, tuple(spellings(asked)), places, _BOUNDED if bound else 1.0)


def _beyond(value: float, limit: float, bound: re.Match[str] | None) -> bool:
    if bound is None or limit < 10:
        return False
    return limit < value <= _FAR * limit if bound["more"] else limit / _FAR <= value < limit


def spellings(asked: Quantity) -> Iterator[str]:
    """How a number may be written, as rows of words for a full-text search that parts "5,000" and "2.5" in two."""
    value = asked.value
    whole = value == int(value)
    if asked.ordinal:
        if 2 <= value <= 20:
            yield _ORDINALS[int(value) - 2]
        yield f"{value:.0f}{'th' if 10 < value % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(int(value) % 10, 'th')}"
        return
    if whole:
        yield f"{value:.0f}"
        if value >= 1_000:
            yield f"{value:,.0f}"
    small = value if value < 100 else None
    for scale, short in (("thousand", "k"), ("million", "m"), ("billion", "bn"), ("trillion", "tn")):
        many = value / _SCALES[scale]
        if 1 <= many < 1_000 and round(many, 3) == many:
            yield f"{many:g} {scale}"
            yield f"{many:g}{short}"
            if many < 100 and many == int(many):
                yield f"{_in_words(int(many))} {scale}"
    if small is not None and whole and small >= 2:
        yield _in_words(int(small))
    if whole and 100 <= value < 1_000 and value % 100 == 0:
        yield f"{_UNITS[int(value) // 100]} hundred"


def _in_words(value: int) -> str:
    if value < 20:
        return _UNITS[value]
    return _TENS[value // 10 - 2] + (f" {_UNITS[value % 10]}" if value % 10 else "")


def _day(days: Days, words: tuple[str, ...]) -> Wording:
    def places(text: str) -> Iterator[int]:
        return (one.start for one in dates_in(text) if days.first <= one.days.first and one.days.end <= days.end)

    first = days.first
    searched = [f"{first:%Y-%m}"]
    if days.holds(first) and (days.end - first).days == 1:
        month = f"{first:%B}"
        searched = [f"{first:%Y-%m-%d}", f"{first:%d.%m.%Y}", f"{first:%d/%m/%Y}", f"{first:%m/%d/%Y}"]
        searched += [f"{first.day} {month} {first.year}", f"{month} {first.day} {first.year}"]
    return Wording(words, tuple(searched), places)
