"""Spans that could answer: names, numbers, dates, amounts and other typed parts of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.languages.spans import spans_of
from assistant.text.kinds import Kind
from assistant.text.words import STOP, fold, listed, rarity

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_WHOLE_MONTH = (
    r"(?:January|February|April|June|July|August|September|October|November|December"
    r"|(?:(?<=in )|(?<=of )|(?<=by )|(?<=since )|(?<=until )|(?<=last )|(?<=next )|(?<=early )"
    r"|(?<=late ))(?:March|May))"
)
"""A month that stands alone: "Jan" is a name and "may" a verb as well."""
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NUMBER_WORD = (
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million"
    r"|billion|trillion|dozen|half|several|twice|once)"
)
_FIGURE = r"(?<!\d)\d++(?:,\d{3})*(?:\.\d+)?"
"""Begins and ends with a run of digits, never inside one, however long it is."""
_AMOUNT = rf"(?:{_FIGURE}|\b{_NUMBER_WORD}(?:[ -](?:and )?{_NUMBER_WORD}){{0,12}})"
_NUMBER = (
    rf"(?:{_AMOUNT}(?:[ -]?(?:hundred|thousand|million|billion|trillion|m|bn|k)\b)?"
    rf"(?:\s?(?:-|–|—|to)\s?{_FIGURE}(?:[-–]{_FIGURE})?(?:\s(?:thousand|million|billion|trillion)\b)?)?)"
)
_UNIT = (
    r"(?:kilomet(?:er|re)s?|met(?:er|re)s?|centimet(?:er|re)s?|millimet(?:er|re)s?|miles?|feet|foot"
    r"|inch(?:es)?|yards?"
    r"|acres?|hectares?|square (?:miles?|kilomet(?:er|re)s?|feet|met(?:er|re)s?)|kilograms?|grams?|tonn?es?|tons?"
    r"|pounds?|lbs?|ounces?|lit(?:er|re)s?|gallons?|degrees?|°\s?[CF]?|km/h|mph|km2?|cm|mm|kg|mi|ft|m|g|l|kW|MW|W|V"
    r"|Hz|[kMGT]?(?:B|bit)s?(?:/s)?|knots?|newtons?|joules?|watts?|volts?|bytes?|bits?)\b"
)
_TIME_UNIT = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies)|millenni(?:a|um))"
)

_DATE = re.compile(
    rf"\b(?:(?:early|late|mid)[ -])?(?:{_DAY},? )?(?:(?:the )?\d{{1,2}}(?:st|nd|rd"
    rf"|th)?(?: of)? {_MONTH}(?:,? \d{{3,4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|{_MONTH}(?:,? (?:of )?\d{{4}})|{_DAY}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}|(?:the )?\d{3,4}s|\d{1,4} ?(?:BCE?|AD|CE)\b"
    r"|(?:the )?(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"
    r"|twenty-first)[ -]centur(?:y|ies)(?: (?:BCE?|AD|CE))?"
    rf"|{_WHOLE_MONTH}|1[0-9]{{3}}(?:\s?[–-]\s?\d{{2,4}})?(?![\d,.]\d)"
    rf"|20[0-9]{{2}}(?:\s?[–-]\s?\d{{2,4}})?(?![\d,.]\d))\b"
    r"|\b(?:today|yesterday|tomorrow|tonight)\b"
)
_YEAR = re.compile(r"[12]\d{3}")
_COUNTED = re.compile(r" (?P<noun>[a-z]{3,})\b")
_PEOPLE = listed("people men women children police sheep cattle feet")
_DATED = re.compile(
    r"(?:\b(?:in|since|by|of|from|to|until|till|before|after|during|between|and|or|year|early|late|mid|the|an?|this"
    r"|that|its|his|her|their|circa|around|[A-Z]\w+,?)[ -]|[(\"“])$"
)
"""What stands before a year: "since 1500", "the 2004 elections", "January 2004"."""
_CLOCK = (
    r"\b(?:[01]?\d|2[0-3]):[0-5]\d\b(?:\s?[ap]\.?m\b\.?)?|\b(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?\s?[ap]\.?m\b\.?"
    r"|\b(?:1[0-2]|[1-9]|[a-z]{3,6}) o['’]clock\b|\b(?:noon|midday|midnight)\b"
)
_SEASON = (
    r"(?:(?:(?<=\bin )|(?<=\bthe )|(?<=\bevery )|(?<=\beach )|(?<=\blast )|(?<=\bnext )|(?<=\bthis )|(?<=\buntil )"
    r"|(?<=\bduring )|(?<=\bbefore )|(?<=\bsince )|(?<=\bearly )|(?<=\blate ))(?:spring|summer|autumn|fall|winter)"
    r"|\bmid-?(?:summer|winter))\b(?! of (?!\d))(?:,? (?:of )?\d{4})?"
)
_RELATIVE = (
    rf"\bwithin (?:the (?:first|next|last) )?(?:{_NUMBER}|an?)[ -](?:working |business |calendar )?{_TIME_UNIT}\b"
    rf"|\b(?:{_NUMBER}|an?|the)[ -](?:working |business |calendar )?{_TIME_UNIT} (?:later|earlier|ago|(?:after|before)"
    r" (?:(?:the|an?|its|his|her|their|this|that|your) )?[\w-]+)\b"
    rf"|\b(?:every|each) (?:{_NUMBER} )?(?:{_TIME_UNIT}|{_DAY}|morning|afternoon|evening)\b"
    rf"|\b(?:the )?(?:end|start|beginning|middle|first day|last day) of (?:the|each|every|a|next|this) {_TIME_UNIT}\b"
)
_WHEN = re.compile(rf"{_CLOCK}|\b{_DAY}s\b|{_SEASON}|{_RELATIVE}", re.IGNORECASE)
"""Times that are no dates, and yet say when: "9:30", "on Mondays", "in the autumn", "within 30 days"."""
_PERCENT = re.compile(rf"{_NUMBER}\s?(?:%|per\s?cent\b|percent\b|percentage points?\b)", re.IGNORECASE)
_MONEY = re.compile(
    rf"(?:(?:US|A|C|HK)?[$€£¥]\s?{_NUMBER}(?:\s?(?:m|bn|million|billion|trillion)\b)?"
    r"|\b\d{1,2}p\b"
    rf"|\b{_NUMBER}\s(?:US |Canadian |Australian )?(?:dollars?|euros?|pounds?|francs?|yen|cents?|pence|marks?"
    rf"|roubles?|rupees?)\b)",
    re.IGNORECASE,
)
_DURATION = re.compile(
    rf"\b(?:(?:more|less|fewer) than |over |about |around |almost |nearly |at least |up to )?"
    rf"(?:{_NUMBER}|an?)(?:[ -](?:and a half|more|to {_FIGURE}))?[ -]{_TIME_UNIT}\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    rf"\b{_NUMBER}[ -]years?[ -]olds?\b|\b(?:aged?|age of)\s{_NUMBER}\b|(?<=, )\d{{1,3}}(?=,)"
    rf"|\b{_NUMBER} years of age\b"
    rf"|(?:(?<=\bis )|(?<=\bwas ))\d{{1,3}}\b(?=[.,])",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    rf"(?:\b{_NUMBER}(?:\s?(?:by|x|×)\s?{_NUMBER})?[\s-]?{_UNIT}|\b(?:every|per|once|twice|each|{_NUMBER} times)"
    rf"(?: an?| every| per| each)? (?:{_NUMBER} )?{_TIME_UNIT}|\b(?:annually|daily|weekly|monthly|yearly|hourly)\b)",
    re.IGNORECASE,
)
_LENGTH = re.compile(rf"\b{_NUMBER}(?:\s?(?:by|x|×)\s?{_NUMBER})?[\s-]?{_UNIT}", re.IGNORECASE)
_LASTING = re.compile(
    r"\b(?:for|in|within|takes?|taking|took|taken|lasts?|lasting|lasted|after|until|spends?|spent|remain(?:s|ed)?|once"
    r"|of|is|was|over|under|about|around|almost|nearly|than|least|most|only|just|another|be|to|like)\s+$",
    re.IGNORECASE,
)
"""What stands before "a day" where it is a duration, and not a rate: "8,000 cars a day"."""
_EACH = re.compile(r"\b(?:every|each|per)\s+$", re.IGNORECASE)
_COUNT = re.compile(rf"(?<![\w$€£.,-]){_NUMBER}(?![\w%])", re.IGNORECASE)
_COLOUR = re.compile(
    r"\b(?:(?:light|dark|pale|bright|deep|navy|royal|golden|reddish|bluish|greenish)[ -])?(?:red|orange"
    r"|yellow|green|blue"
    r"|indigo|violet|purple|pink|brown|black|white|gr[ae]y|gold(?:en)?|silver|crimson|scarlet|maroon|turquoise|beige"
    r"|cream|magenta|cyan|teal|amber|ochre|colou?rless)\b",
    re.IGNORECASE,
)
_CAPITALS = (
    r"(?:[A-Z][\w'’]*(?:\.[A-Z])*\.?(?=\s[A-Z])|[A-Z][\w'’&]*(?:\.[A-Z]\b)*(?:\.(?=[A-Z]\b))?|[a-z]{1,2}[A-Z]\w+)"
)
_NAME = re.compile(
    rf"(?<![\w]){_CAPITALS}(?:[ -]{_CAPITALS}"
    rf"|-[a-z]+(?=[ -][A-Z])"
    rf"| (?:of|de|du|la|von|van|der|den|da|di|del|al|bin|ibn|and the|of the|the|for|&|’s|'s) {_CAPITALS}"
    r"| (?:[IVX]+|\d{1,3})\b(?! (?:percent|million|years)))*"
)
_PATTERNS: dict[Kind, re.Pattern[str]] = {
    Kind.PERCENT: _PERCENT,
    Kind.MONEY: _MONEY,
    Kind.AGE: _AGE,
    Kind.MEASURE: _MEASURE,
    Kind.COUNT: _COUNT,
    Kind.COLOUR: _COLOUR,
}
_JOINED: dict[Kind, tuple[re.Pattern[str], ...]] = {
    Kind.AMOUNT: (_MONEY, _PERCENT, _MEASURE, _COUNT),
    Kind.DURATION: (_DURATION,),
    Kind.LENGTH: (_LENGTH, _DURATION),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A part ``sentence[start:end]`` of a sentence, with the kind of answer that it could be."""

    start: int
    end: int
    kind: Kind


@lru_cache(maxsize=8192)
def dates(sentence: str) -> tuple[tuple[int, int], ...]:
    """Places of dates, years, weekdays and centuries."""
    return tuple(match.span() for match in _DATE.finditer(sentence) if not _counts(sentence, match))


def _counts(sentence: str, match: re.Match[str]) -> bool:
    """Whether four digits that look like a year count what follows them: "holds 1500 people"."""
    if not _YEAR.fullmatch(match.group()):
        return False
    counted = _COUNTED.match(sentence, match.end())
    noun = counted["noun"] if counted else ""
    plural = noun in _PEOPLE or (noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and noun not in STOP)
    return plural and not _DATED.search(sentence, max(0, match.start() - 20), match.start())


def _rate(sentence: str, match: re.Match[str]) -> bool:
    """Whether a stretch of time only says how often: "a day" of "8,000 cars a day", "every 20 minutes"."""
    before = max(0, match.start() - 20)
    if _EACH.search(sentence, before, match.start()):
        return True
    bare = re.match(r"an?[ -]", match.group(), re.IGNORECASE)
    return bool(bare) and match.start() > 0 and not _LASTING.search(sentence, before, match.start())


def candidates(sentence: str, kind: Kind, language: str = "en") -> list[Found]:
    """Parts of a sentence that are of a kind, in order; empty for kinds that no phrase answers.

    A person, place or name is any proper name: telling them apart is the caller's, by the question's words.
    """
    if language != "en":
        return _outermost([Found(start, end, kind) for start, end in spans_of(sentence, kind, language)])
    if kind in (Kind.PERSON, Kind.PLACE, Kind.NAME, Kind.THING):
        when = dates(sentence)
        return [Found(a, b, kind) for a, b in names(sentence) if not any(c < b and a < d for c, d in when)]
    if kind in _JOINED:
        joined = (match for pattern in _JOINED[kind] for match in pattern.finditer(sentence))
        return _outermost([Found(*m.span(), kind) for m in joined if m.re is not _DURATION or not _rate(sentence, m)])
    if kind is Kind.DATE:
        spans = [*dates(sentence), *(match.span() for match in _WHEN.finditer(sentence))]
        return _outermost([Found(start, end, kind) for start, end in spans])
    pattern = _PATTERNS.get(kind)
    if pattern is None:
        return []
    spans = [match.span() for match in pattern.finditer(sentence) if match.group().strip()]
    if kind is Kind.COUNT:
        taken = [*dates(sentence), *(match.span() for match in _PERCENT.finditer(sentence))]
        spans = [span for span in spans if not any(a <= span[0] < b for a, b in taken)]
    return [Found(start, end, kind) for span in spans for start, end in _fallen(sentence, *span)]


_FALL = re.compile(rf"({_FIGURE}) to (?={_FIGURE})")


def _fallen(sentence: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The amounts of "5,000 to 2,500", which are two: no range goes down."""
    match = _FALL.match(sentence, start, end)
    lower = re.match(_FIGURE, sentence[match.end() : end]) if match else None
    if match and lower and float(lower.group().replace(",", "")) < float(match[1].replace(",", "")):
        yield start, match.end(1)
        start = match.end()
    yield start, end


def _outermost(found: list[Found]) -> list[Found]:
    """Drop what lies inside another span, and put the rest in order."""
    kept: list[Found] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


@lru_cache(maxsize=8192)
def names(sentence: str) -> tuple[tuple[int, int], ...]:
    """Places of proper names. The first word counts only where it cannot be there for its place alone."""
    return tuple(_names(sentence))


def _names(sentence: str) -> Iterator[tuple[int, int]]:
    first = len(sentence) - len(sentence.lstrip(" \"'“‘([—-•*"))
    for match in _NAME.finditer(sentence):
        start, end = match.span()
        if start <= first:
            start = _after_plain(sentence, start, end)
        end = start + len(sentence[start:end].rstrip(" .'’"))
        for first_at, last_at in _apart(sentence, start, end):
            if last_at - first_at > 1 or (last_at > first_at and sentence[first_at] not in "IA"):
                yield first_at, last_at


def _apart(sentence: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names in a run such as "France's Minister": an owner and what it owns are two."""
    base = start
    for match in re.finditer(r"['’]s(?: |$)", sentence[start:end]):
        yield start, base + match.start()
        start = base + match.end()
    if start < end:
        yield start, end


_OPENERS = listed(
    "despite yesterday today tomorrow meanwhile however last next earlier later following according many several "
    "relations although because former even like unlike dear"
)


def _after_plain(sentence: str, start: int, end: int) -> int:
    """Where a name at a sentence's start begins: after a first word that any sentence could begin with."""
    parts = sentence[start:end].split(" ")
    word = fold(parts[0])
    plain = word in STOP or word in _OPENERS or (len(parts) == 1 and rarity(word) < 0.55 and "-" not in parts[0])
    return min(end, start + len(parts[0]) + 1) if plain else start
