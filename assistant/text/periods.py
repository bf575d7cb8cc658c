"""Periods: which quarter, year or date a question, a document or the head of a column speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?" + (
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATE = re.compile(
    rf"\b(?:{_MONTH}\s+(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?{_YEAR}"
    rf"|(?P<day2>\d{{1,2}})\.?\s+{_MONTH.replace('month', 'month2')},?\s+{_YEAR.replace('year', 'year2')}"
    r"|(?P<year3>(?:19|20)\d\d)-(?P<month3>[01]\d)-(?P<day3>[0-3]\d))\b",
    re.IGNORECASE,
)
_BARE_MONTH = re.compile(_MONTH, re.IGNORECASE)
_OTHER_WORDS = ("may", "march", "mar")
"""Names of months that are other words too, where they are written small."""
_IN_MONTH = re.compile(
    rf"\b(?:in|of|for|during|since|until|till|by|from|and|to|or|than|between)\s+{_MONTH}(?!\w)", re.IGNORECASE
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_FISCAL = r"(?:fiscal\s+(?:year\s+)?|fy\s*|calendar\s+(?:year\s+)?|the\s+year\s+)?"
_QUARTER = re.compile(
    rf"\b(?:(?:q(?P<q1>[1-4])|(?P<word>{'|'.join(_ORDINALS)})[\s-]quarter)(?:\s+of|,)?[\s_'-]*{_FISCAL}(?P<y1>(?:19|20)\d\d)"
    r"|(?P<y2>(?:19|20)\d\d)[\s_'-]*q(?P<q2>[1-4]))(?!\d)",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(r"(?<![\d.,$€£/-])(?:19|20)\d\d(?!\d|%|[.,]\d)")
_ENDED = re.compile(r"\b(?:ended|ending|as\s+of|through|dated?)[:\s]+(?:on\s+)?(.{4,24})", re.IGNORECASE | re.DOTALL)
_THING = r"(?:\w+[\s-]+){0,2}?(?:quarter|report|filing|10-?[qk]|statement|period|year|month|edition|results|version)"
_LATEST = re.compile(rf"\b(?:latest|most\s+recent|newest|current|last)\s+{_THING}(?:ly|s)?\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"""\b(?:over\s+(?:time|the\s+(?:\w+\s+){0,2}(?:quarters|years|months|periods?|reports|timeframe))
    |(?:these|those|all|each|every|multiple|several|previous|prior|earlier|past|preceding|other|reported|reporting|covered|between|across|throughout|the\s+(?:three|four|five|six|provided|given|various))
      \s+(?:of\s+)?(?:the\s+|these\s+|those\s+)?(?:\w+\s+){0,2}(?:quarters?|years?|months|periods?|reports?|filings?|10-?[qk]s?|documents?|statements?|timeframe)
    |(?:from|by)\s+(?:quarter|year|month|period)\s+to\s+(?:quarter|year|month|period)|quarter[\s-](?:to|over|on|by)[\s-]quarter
    |period[\s-](?:to|over|by)[\s-]period|year[\s-](?:to|over|by)[\s-]year|in\s+the\s+\d+-[qk]s|trend(?:s|ed|ing)?|evolv\w+|evolution
    |10-?[qk]s\b|quarters\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_LENGTHS = {"three": 3, "3": 3, "six": 6, "6": 6, "nine": 9, "9": 9, "twelve": 12, "12": 12, "thirteen": 3}
_LENGTH = re.compile(
    rf"\b(?:(?P<months>{'|'.join(_LENGTHS)})(?:-|\s+)(?:and\s+\w+-)?months?|(?P<quarter>quarter)|(?P<year>(?:fiscal\s+)?years?)\s+ended"
    r"|(?P<to_date>year[\s-]to[\s-]date))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time: a year, with a quarter or a month and a day where they are said (0 where not)."""

    year: int
    quarter: int = 0
    month: int = 0
    day: int = 0

    def calendar(self) -> tuple[int, int, int]:
        """Its end as year, month and day, to order periods by; a quarter without a month counts by the calendar."""
        return self.year, self.month or 3 * self.quarter or 12, self.day or 31


def dates(text: str) -> list[Period]:
    """The dates of a text, with their months, in order."""
    found: list[Period] = []
    for match in _DATE.finditer(text):
        year = match["year"] or match["year2"] or match["year3"]
        name = match["month"] or match["month2"]
        month = int(match["month3"]) if name is None else _month(name)
        day = match["day"] or match["day2"] or match["day3"] or "0"
        found.append(Period(int(year), 0, month, int(day)))
    return found


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def month_called(head: str) -> int:
    """The month that a text is the name of, and no more than that: 1 to 12, or 0."""
    return _month(head.strip()) if _BARE_MONTH.fullmatch(head.strip()) else 0


def months_named(question: str) -> tuple[int, ...]:
    """The months, 1 to 12, that a question names with no year of theirs, in order, as in "between March and June"."""
    found = [match["month"] for match in _IN_MONTH.finditer(_DATE.sub(" ", question))]
    return tuple(_month(name) for name in found if name not in _OTHER_WORDS)


def quarters(text: str) -> list[Period]:
    """The quarters that a text names ("Q3 2023", "third quarter of fiscal year 2023"), in order."""
    found: list[Period] = []
    for match in _QUARTER.finditer(text):
        quarter = match["q1"] or match["q2"]
        number = int(quarter) if quarter else _ORDINALS[match["word"].lower()]
        found.append(Period(int(match["y1"] or match["y2"]), number))
    return found


def years(text: str) -> list[Period]:
    """The bare years of a text, in order: those that belong to no quarter and no date."""
    rest = _QUARTER.sub(" ", _DATE.sub(" ", text))
    return [Period(int(year)) for year in _BARE_YEAR.findall(rest)]


def asked(question: str) -> list[Period]:
    """The periods that a question names: its quarters and dates, else its years; each once."""
    return list(dict.fromkeys((*quarters(question), *dates(question)))) or list(dict.fromkeys(years(question)))


def asks_latest(question: str) -> bool:
    """Whether a question is about the latest report or quarter, and no other."""
    return _LATEST.search(question) is not None


def asks_several(question: str) -> bool:
    """Whether a question is about how something went over several periods or reports."""
    return _SEVERAL.search(question) is not None


def ended(text: str) -> Period | None:
    """The date at which what a document tells of ends, as its first page says it: "for the quarter ended ..."."""
    for match in _ENDED.finditer(text):
        if found := dates(match[1]):
            return found[0]
    return None


def months(text: str) -> int:
    """How many months the head of a column or a question speaks of: 3, 6, 9 or 12; 0 where none is said."""
    match = _LENGTH.search(text)
    if match is None:
        return 0
    if match["months"]:
        return _LENGTHS[match["months"].lower()]
    return 3 if match["quarter"] else 12


_DOCUMENT = r"(?:10-?[qk]s?|8-?ks?|reports?|filings?|forms?|statements?|documents?|quarters?|periods?|year)"
_WHERE = re.compile(
    r"(?:,\s*)?\b(?:as\s+)?(?:(?:re|)stated|reported|detailed|revealed|disclosed|outlined|given|shown|provided|mentioned"
    r"|according\s+to|contained)?\s*\b(?:in|for|from|of|during|by|over|throughout|across)\s+"
    rf"(?:(?:its|the|their|this|these|those|each|all)\s+)?(?:of\s+)?(?:,|(?:reported|reporting|quarterly|annual)\s+)*\s*"
    rf"(?:,\s*)?{_DOCUMENT}(?:\s+{_DOCUMENT})*\b",
    re.IGNORECASE,
)
_FORM = re.compile(r"\b(?:form\s+)?(?:10|8|20)-?[qkf]s?\b", re.IGNORECASE)


def without(question: str) -> str:
    """A question without the periods and reports that it names, each as a comma: what stands around is no phrase."""
    for pattern in (_QUARTER, _DATE, _LATEST, _BARE_YEAR):
        question = pattern.sub(" , ", question)
    return _FORM.sub(" , ", _WHERE.sub(" , ", question))
