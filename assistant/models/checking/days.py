"""Dates of claims: whether each is said by the quotes, in whatever spelling and in as many parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.models.checking.verdict import Finding
from assistant.models.checking.wordlists import in_order

_NAMES = in_order("january february march april may june july august september october november december")
_MONTH = (
    r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_WEEKDAY = r"(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"
_YEAR = r"(?P<{0}>1\d{{3}}|20\d\d)"
_DAY = r"(?P<{0}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_ERA = r"(?P<era>BCE?|B\.C\.|AD|A\.D\.|CE)(?![\w])"
_ORDINALS = in_order("""first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first""")
_CLOCK = (
    r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-3])(?::(?P<minute>[0-5]\d)(?::[0-5]\d)?|\.(?P<minute2>[0-5]\d)(?=\s?[ap]\.?m))?"
)
_M = [_MONTH.format(f"m{number}") for number in range(5)]
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<![\d.-]){_YEAR.format('y0')}-(?P<n0>0[1-9]|1[0-2])-{_DAY.format('d0')}(?!\d)",
        r"(?<![\d./])(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y1>(?:19|20)\d\d|\d\d)(?![\d/]|\.\d)",
        rf"\b{_DAY.format('d1')}(?:\sof)?\s{_M[0]}(?:,?\s{_YEAR.format('y2')}\b)?",
        rf"\b{_M[1]}\s{_DAY.format('d2')}(?![\d:%])(?!\.\d)(?:,?\s{_YEAR.format('y3')}\b)?",
        rf"\b{_M[2]}(?:\sof)?,?\s{_YEAR.format('y4')}\b",
        rf"\b(?:Q(?P<q0>[1-4])|(?P<q1>first|second|third|fourth)[- ]quarter)\b(?:\sof)?(?:\s{_YEAR.format('y5')}\b)?",
        rf"\b(?:(?P<century>\d{{1,2}})(?:st|nd|rd|th)|(?P<ordinal>{'|'.join(reversed(_ORDINALS))}))[- ]"
        rf"centur(?:y|ies)\b(?:\s{_ERA})?",
        r"(?<![\d.,])(?P<decade>1\d\d0|20\d0|['’]?\d0)['’]?s\b",
        rf"{_CLOCK}\s?(?P<half>[ap])\.?m\b\.?",
        rf"{_CLOCK.replace('minute', 'm_').replace('hour', 'hour2').replace('m_2', 'x2').replace('m_', 'minute3')}"
        r"(?<=:\d\d)(?!\d)",
        rf"\b(?P<y9>\d{{1,4}})\s?{_ERA}|\b(?P<era2>AD)\s(?P<y10>\d{{1,4}})\b",
        rf"(?<![\d.,$£€#/:-]){_YEAR.format('y6')}\s?[-–/]\s?(?P<y7>(?:1\d|20)\d\d|\d\d)(?![\d,.]\d|%)(?!\d)",
        rf"(?<![\d.,$£€#:-]){_YEAR.format('y8')}(?![\d%]|[.,]\d)(?!-(?:year|strong|page|mile|seat|acre|member))",
        _WEEKDAY,
        rf"(?<![\w]){_M[3]}(?![\w])",
    )
)
"""From the most to the least exact; what one has taken, no later one takes."""
_COUNTED = re.compile(r"\s(?:\w+\s)?(?P<noun>[a-z]{3,})\b")
_UNITS = re.compile(
    r"\s?(?:km|m|cm|mm|kg|g|lbs?|feet|foot|ft|miles?|met(?:re|er)s?|kilomet(?:re|er)s?|people|men|women|years|dollars"
    r"|pounds|euros|acres|tonn?es|tons|million|billion|percent|per cent|members|employees|workers|jobs|students|copies"
    r"|homes|votes|points|troops|soldiers|words|pages|hours|days|families|children|others|times|vehicles|cars)\b"
)
_MAYBE = re.compile(r"\b(?:in|on|of|by|since|until|till|from|to|last|next|early|late|mid|this|every|during|and|for) $")
_SPOKEN = {"y": "year", "m": "month", "d": "day", "q": "quarter"}


@dataclass(frozen=True, slots=True)
class When:
    """A date ``text[start:end]`` by its parts: year, month, day, weekday, clock, quarter, decade, century, era."""

    start: int
    end: int
    parts: tuple[tuple[str, str], ...]


@lru_cache(maxsize=4096)
def whens(text: str) -> tuple[When, ...]:
    """The dates of a text, in order."""
    found: list[When] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            if not _alone(text, match):
                continue
            found += (When(*match.span(), tuple(parts.items())) for parts in _parts(match) if parts)
    return tuple(sorted(found, key=lambda one: (one.start, one.parts)))


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a year or a month is one: not "1500 people", not the verb "March"."""
    raw = match.group()
    if re.fullmatch(r"\d{4}", raw):
        return not _UNITS.match(text, match.end()) and not re.search(r"[$£€]\s?$", text[: match.start()])
    if re.fullmatch(r"(?:March|May|Mar|Jan|Jun|Sep|Dec|Apr|Oct|Nov|Feb|Jul|Aug|Sept)\.?", raw):
        return _MAYBE.search(text[: match.start()]) is not None
    return True


def _parts(match: re.Match[str]) -> Iterator[dict[str, str]]:
    got = {name: value for name, value in match.groupdict().items() if value}
    if "a" in got:
        year = got["y1"] if len(got["y1"]) == 4 else f"20{got['y1']}"
        for day, month in ((got["a"], got["b"]), (got["b"], got["a"])):
            if int(month) <= 12 and int(day) <= 31:
                yield {"year": year, "month": str(int(month)), "day": str(int(day))}
        return
    if "y7" in got:
        yield {"year": got["y6"]}
        yield {"year": got["y7"] if len(got["y7"]) == 4 else got["y6"][:2] + got["y7"]}
        return
    parts: dict[str, str] = {}
    for name, value in got.items():
        if name[0] in _SPOKEN and name[1:].isdigit():
            parts[_SPOKEN[name[0]]] = _value(name[0], value)
        elif name == "n0":
            parts["month"] = str(int(value))
        elif name in ("era", "era2"):
            parts["era"] = "BC" if value.upper().startswith("B") else "AD"
        elif name == "century":
            parts["century"] = value
        elif name == "ordinal":
            parts["century"] = str(_ORDINALS.index(value) + 1)
        elif name == "decade":
            parts["decade"] = value.lstrip("'’")[-2:] if len(value.lstrip("'’")) == 2 else value
        elif name == "weekday":
            parts["weekday"] = value
        elif name in ("hour", "hour2"):
            parts["clock"] = _clock(got)
    yield parts


def _value(sort: str, value: str) -> str:
    if sort == "m":
        return str(next(place for place, name in enumerate(_NAMES, 1) if name.startswith(value.lower()[:3])))
    if sort == "q":
        return value if value.isdigit() else str(_ORDINALS.index(value) + 1)
    return str(int(value))


def _clock(got: dict[str, str]) -> str:
    hour = int(got.get("hour") or got["hour2"])
    minute = got.get("minute") or got.get("minute2") or got.get("minute3") or "00"
    if half := got.get("half"):
        hour = hour % 12 + 12 * (half == "p")
    return f"{hour}:{minute}"


def masked(text: str) -> str:
    """A text with its dates blanked out, all offsets as before."""
    for one in whens(text):
        text = text[: one.start] + " " * (one.end - one.start - 1) + "," + text[one.end :]
    return text


def found(claim: str, quotes: Sequence[str], around: Sequence[str]) -> Iterator[Finding]:
    """The dates of a claim that its quotes do not say; years and weekdays may stand around them."""
    here = [dict(one.parts) for quote in quotes for one in whens(quote)]
    near = [dict(one.parts) for text in around for one in whens(text)]
    seen: dict[tuple[int, int], list[str]] = {}
    for one in whens(claim):
        trouble = _against(dict(one.parts), here, near)
        seen.setdefault((one.start, one.end), []).append(trouble)
    for (start, end), troubles in seen.items():
        either = "/" in claim[start:end] or "." in claim[start:end]
        if all(troubles) if either else any(troubles):
            yield Finding("date", f"the date {claim[start:end]} is not in what is cited")


def _against(parts: dict[str, str], here: list[dict[str, str]], near: list[dict[str, str]]) -> str:
    """The part of a date that is not said, or that is said otherwise; empty where all is well."""
    missing = min((_missing(parts, other) for other in here), key=len, default=set(parts))
    if not missing:
        return ""
    other = [one for one in here if not _conflict(parts, one)]
    rest = {part for part in missing if not any(_says(part, parts, one) for one in other)}
    if not rest and not any(_conflict(parts, one) and _shared(parts, one) for one in here):
        return ""
    agreeing = [one for one in here if parts.keys() & one.keys() and not _conflict(parts, one)]
    lent = {part for part in missing if any(_says(part, parts, one) for one in near)}
    bare = not any("year" in one for one in here) if "year" in missing else True
    if (agreeing or not here) and missing <= lent and bare:
        return ""
    return sorted(missing)[0]


def _missing(parts: dict[str, str], other: dict[str, str]) -> set[str]:
    return {part for part in parts if not _says(part, parts, other)}


def _says(part: str, parts: dict[str, str], other: dict[str, str]) -> bool:
    value = parts[part]
    if part in ("decade", "century") and "year" in other and part not in other:
        return _within(part, value, other["year"])
    if part == "century" and "decade" in other and len(other["decade"]) == 4:
        return _within(part, value, other["decade"])
    if part == "decade" and "century" in other and value.endswith("00"):
        return int(value) // 100 + 1 == int(other["century"])
    if part == "decade" and "decade" in other:
        return value[-2:] == other["decade"][-2:] and len({len(value), len(other["decade"]), 4}) <= 2
    if part == "era" and value == "AD":
        return other.get("era", "AD") == "AD"
    if part == "clock" and "clock" in other:
        return value in (other["clock"], _later(other["clock"])) or other["clock"] == _later(value)
    if part == "quarter" and "month" in other and "quarter" not in other:
        return (int(other["month"]) + 2) // 3 == int(value)
    return other.get(part) == value


def _later(clock: str) -> str:
    hour, minute = clock.split(":")
    return f"{(int(hour) + 12) % 24}:{minute}"


def _within(part: str, value: str, year: str) -> bool:
    if part == "century":
        return (int(year) - 1) // 100 + 1 == int(value) or int(year) // 100 + 1 == int(value)
    return year[:3] == value[:3] if len(value) == 4 else year[2:3] == value[:1]


def _shared(parts: dict[str, str], other: dict[str, str]) -> bool:
    return any(other.get(part) == value for part, value in parts.items())


def _conflict(parts: dict[str, str], other: dict[str, str]) -> bool:
    return any(part in other and not _says(part, parts, other) for part in parts)
