"""The numbers that a text says, in figures or words, with their units, and how exact each is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.models.checking import days, units
from assistant.models.checking.wordlists import in_order
from assistant.text.words import STOP, fold, listed, stem

_SMALL = in_order("""zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""")
_TENS = {
    word: 10.0 * tens for tens, word in enumerate(in_order("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_VALUES = {word: float(value) for value, word in enumerate(_SMALL)} | _TENS
_ORDINAL_STEMS = in_order("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")
_ORDINALS = {word: float(value) for value, word in enumerate(_ORDINAL_STEMS, 1)} | {
    f"{word[:-1]}ieth": value for word, value in _TENS.items()
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
_WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
_BIG = "hundred|thousand|million|billion|trillion|dozen"
_SCALE = r"(?:hundred|thousand|millions?|billions?|trillion|dozen|bn|mn|mln|tn|[mk](?![\w/²])|M\b)"
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PATTERN = re.compile(
    rf"""(?P<share>\b(?P<few>one|two|three|four|five|six|seven|eight|nine|{_FIGURE})\s(?:in|(?:out\s)?of)\s(?:every\s)?
        (?P<of>two|three|four|five|six|seven|eight|nine|ten|twenty|\d[\d,]*)\b(?!\.\d))
    |(?P<fraction>\b(?P<parts>a|one|two|three|four|five)[\s-](?P<part>{"|".join(_PARTS)})s?\b(?!\s(?:of\s\d|year|day|time)\b)
        |\b(?P<half>[Hh]alf)\b(?:\s(?:of\s|a\s|an\s)?(?P<halved>million|billion|dozen|hour|year|century)\b)?)
    |(?P<sign>(?:US|A|C|HK|NZ)?[$€£¥]\s?)?(?<![\w.])(?P<minus>(?<![\w\s][-–])[-−](?=\d))?(?P<figure>(?<!\d){_FIGURE})
        (?P<ending>st|nd|rd|th)?(?![A-Za-z]*\d)(?:[\s-]?(?P<scale>{_SCALE}))?
    |\b(?P<words>(?:{_WORD}|(?:an?|several)\s(?={_BIG}))(?:(?:\s|-|\sand\s)?(?:{_WORD}|{_BIG}))*)\b
    |\b(?P<ordinal>{"|".join(_ORDINALS)}|(?:{"|".join(_TENS)})-(?:{"|".join(_ORDINALS)}))\b
    |\b(?P<times>twice|thrice|once\b(?=\s(?:a|per|every|each)))\b""",
    re.VERBOSE | re.IGNORECASE,
)
_MORE = (
    r"over|more than|above|at least|exceed\w*|upwards? of|no (?:fewer|less) than|minimum of|greater than|in excess of"
)
_LESS = r"under|less than|fewer than|below|up to|at most|no more than|maximum of|just under|lower than|not more than"
_ABOUT = (
    r"about|around|approximately|approx\.?|roughly|some|circa|c\.|nearly|almost|close to|an estimated|estimated|or so"
    r"|just over|just under|as many as|near|~|≈"
)
_BOUND = re.compile(
    rf"(?:\b(?P<more>{_MORE})|\b(?P<less>{_LESS})|(?P<about>\b(?:{_ABOUT})|[~≈]))\s?(?:the |a |an )?$", re.IGNORECASE
)
_ROLE = re.compile(r"\b(from|to|by|of|at|between|and|in|for)\s?(?:[$€£¥]|about |around )?$", re.IGNORECASE)
_AFTER = re.compile(r"[\s-]*([A-Za-z%°][\w/’'%]*|%)")
_ADJECTIVES = listed("new other such different main major big small large more further square old extra full million")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number ``text[start:end]`` as it is meant."""

    value: float
    """In basic units of ``sort``, so that those of one sort can be compared."""
    step: float
    """How finely it is said, in the same: 1,000,000 for "5 million", 10 for "4,970"."""
    sort: str
    """``%``, a currency's sign, ``ordinal``, ``times``, what its unit measures, or nothing for a plain count."""
    start: int
    end: int
    nouns: tuple[str, ...] = ()
    """Stems of the words that follow: what is counted."""
    bound: str = ""
    """``more``, ``less`` or ``about``, where it is not meant exactly."""
    role: str = ""
    """The preposition before it."""
    word: bool = False
    """Whether it is written in words."""


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text, in order, without its dates."""
    masked = days.masked(text)
    found = [one for match in _PATTERN.finditer(masked) for one in _quantity(masked, match)]
    return tuple(_ranged(masked, found))


def _quantity(text: str, match: re.Match[str]) -> Iterator[Quantity]:
    start, end = match.span()
    if match["share"]:
        of = _number(match["of"])
        if of:
            yield Quantity(100 * _number(match["few"]) / of, 1.0, "%", start, end, word=True)
        return
    if match["fraction"]:
        yield _fraction(text, match)
        return
    sort, word = "", False
    if match["figure"]:
        value, step = _figure(match["figure"])
        value, sort = (-value if match["minus"] else value), "ordinal" if match["ending"] else ""
        if match["scale"]:
            factor = units.scale(match["scale"]) or 1.0
            value, step = value * factor, step * factor
    elif match["words"]:
        value, step = spelled(match["words"])
        if not _counts(text, match, value):
            return
        word = True
    elif match["times"]:
        value, step, sort, word = {"twice": 2.0, "thrice": 3.0}.get(match["times"].lower(), 1.0), 1.0, "times", True
    else:
        value, step, sort, word = _ordinal(match["ordinal"].lower()), 1.0, "ordinal", True
        if value == 2 and re.match(r"s\b|,|\.", text[end:]) and re.search(r"\b(?:a|per|each)\s$", text[:start]):
            return
    yield _with_unit(text, match, Quantity(value, step, sort, start, end, word=word))


def _fraction(text: str, match: re.Match[str]) -> Quantity:
    """A share as percent; "half a million" as a number."""
    start, end = match.span()
    if match["half"]:
        if halved := match["halved"]:
            if factor := units.scale(halved):
                return _with_unit(text, match, Quantity(factor / 2, factor / 10, "", start, end, word=True))
            sort, factor = units.unit(halved) or ("", 1.0)
            return Quantity(factor / 2, factor / 2, sort, start, end, word=True)
        return Quantity(50.0, 1.0, "%", start, end, word=True)
    parts = 1.0 if match["parts"].lower() == "a" else _number(match["parts"])
    return Quantity(100 * parts / _PARTS[match["part"].lower()], 1.0, "%", start, end, word=True)


def _number(raw: str) -> float:
    return _VALUES.get(raw.lower()) or (float(raw.replace(",", "")) if raw[0].isdigit() else 0.0)


def _figure(raw: str) -> tuple[float, float]:
    """A figure's value and how finely it is said."""
    plain = raw.replace(",", "")
    whole, _, decimals = plain.partition(".")
    if decimals:
        return float(plain), 10.0 ** -len(decimals)
    zeros = len(whole) - len(whole.rstrip("0")) if whole.strip("0") else 0
    return float(plain), 10.0**zeros


def spelled(words: str) -> tuple[float, float]:
    """The value of a number in words, and how finely it is said: "two hundred and fifty" gives 250 and 10."""
    total = current = 0.0
    step = 1.0
    for word in re.findall(r"[a-z]+", words.lower()):
        factor = units.scale(word) if word not in ("m", "k") else None
        if factor is None:
            current += _VALUES.get(word, 0.0)
            step = 10.0 if word in _TENS and word != "ten" else 1.0 if word in _VALUES else step
        elif factor <= 100:
            current, step = (current or 1.0) * factor, factor
        else:
            total, current, step = total + (current or 1.0) * factor, 0.0, factor
    return total + current, step


def _counts(text: str, match: re.Match[str], value: float) -> bool:
    """Whether a number in words counts: "one" mostly stands for a thing or a person."""
    if value != 1 or match["words"].lower() != "one":
        return value > 0 or match["words"].lower() == "zero"
    after = _AFTER.match(text, match.end())
    word = after[1] if after else ""
    return bool(units.unit(word) or units.money(word) or word.lower() in units.PERCENT or word.lower() == "per")


def _ordinal(raw: str) -> float:
    tens, _, last = raw.partition("-")
    return _TENS[tens] + _ORDINALS[last] if last else _ORDINALS[tens]


def _with_unit(text: str, match: re.Match[str], one: Quantity) -> Quantity:
    """A number with what follows and stands before it: its unit, what it counts, how exactly it is meant."""
    before = text[max(0, one.start - 28) : one.start]
    bound = _BOUND.search(before)
    role = _ROLE.search(before)
    one = replace(
        one,
        bound=next((name for name in ("more", "less", "about") if bound and bound[name]), ""),
        role=role[1].lower() if role else "",
    )
    if match["sign"]:
        return replace(one, sort=match["sign"].strip()[-1], nouns=_nouns(text, one.end))
    after = _AFTER.match(text, one.end)
    word = after[1] if after else ""
    if re.match(r"\s?per\s?cent|\s?percent|\s?%", text[one.end :], re.IGNORECASE):
        return replace(one, sort="%", nouns=())
    if one.sort in ("ordinal", "times"):
        return replace(one, nouns=_nouns(text, one.end))
    if word == "times" or (word == "-fold"):
        return replace(one, sort="times")
    if word.lower() == "square" and after and (squared := _AFTER.match(text, after.end())):
        return replace(one, sort=f"square {stem(fold(squared[1]))}")
    if sign := units.money(word):
        return replace(one, sort=sign)
    if (known := units.unit(word)) and (len(word) > 1 or word.islower()):
        sort, factor = known
        return replace(
            one, value=one.value * factor, step=one.step * factor, sort=sort, nouns=_nouns(text, one.end)[1:]
        )
    nouns = _nouns(text, one.end)
    timed = next((known for noun in nouns[1:] if (known := units.unit(noun)) and known[0] in ("time", "span")), None)
    if timed:
        return replace(one, value=one.value * timed[1], step=one.step * timed[1], sort=timed[0])
    return replace(one, nouns=nouns)


def _nouns(text: str, end: int) -> tuple[str, ...]:
    """Stems of up to three words after a number, as far as they may be one phrase."""
    found: list[str] = []
    while len(found) < 3 and (after := _AFTER.match(text, end)):
        word = fold(after[1].removesuffix("'s").removesuffix("’s"))
        if word == "of" and not found:
            end = after.end()
            continue
        if (word in STOP and word not in ("such", "other", "more")) or after[1][0] in "%°":
            break
        if word not in _ADJECTIVES:
            found.append(stem(word))
        end = after.end()
        if text[end : end + 1] in ",.;:)":
            break
    return tuple(found)


_RANGE = re.compile(r"\s?(?:-|–|—|to|and)\s?[$€£¥]?")


def _ranged(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """The numbers, the first of a range with the unit and scale of the second: "5-10%", "2 to 3 million"."""
    for place, one in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        if following is None or not _RANGE.fullmatch(text, one.end, following.start):
            yield one
            continue
        if one.sort == "" and not one.nouns and following.sort not in ("ordinal", "times"):
            plain = _figure_of(text, following)
            factor = following.value / plain if plain and not one.word and following.value else 1.0
            factor = factor if one.value < plain * 1.0001 or factor == 1 else 1.0
            yield replace(
                one, value=one.value * factor, step=one.step * factor, sort=following.sort, nouns=following.nouns
            )
        else:
            yield one


def _figure_of(text: str, one: Quantity) -> float:
    raw = re.search(_FIGURE, text[one.start : one.end])
    return float(raw.group().replace(",", "")) if raw else 0.0
