"""Disagreement: documents that answer one question differently, each answer given with its source and date.

Only answers that exclude each other count: other numbers of the same unit, other dates, other names for what can
have but one. Sentences that speak of different years or of different things by name are both true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.gathering import dating
from assistant.grounding import Evidence
from assistant.honesty.premises import broken
from assistant.reading import confidence, shortanswer
from assistant.reading.evidence import Read, Sentence, matches, share
from assistant.reading.extractive import Scored
from assistant.reading.reading import Reading
from assistant.text.kinds import VALUES, Kind
from assistant.text.numerals import figures
from assistant.text.pages import page_of
from assistant.text.phrases import say
from assistant.text.question import Question
from assistant.text.spans import dates, names
from assistant.text.words import fold, words

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog

MOST = 4
"""Answers that are shown side by side."""
_MET = 0.8
"""How far a word of the question is met, at least, for a sentence to speak of it."""
_TOLD = 0.5
"""The share of what is asked about the names in a question that a sentence says, at least, for others to gainsay it."""
_ROUND = 0.03
"""Two amounts that differ by no more may be the same, one of them rounded."""
_ROUGH = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|over|under|more than|less than|fewer than|at least|at most"
    r"|up to|some|circa|between|estimated)\b|~",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})\b|\b(\d{1,2})\s?(?=[ap]\.?m\b)", re.IGNORECASE)
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
}
_VALUED = VALUES - {Kind.COLOUR}


@dataclass(frozen=True, slots=True)
class _Said:
    """What one document answers."""

    scored: Scored
    bold: tuple[int, int]
    sure: float

    @property
    def value(self) -> str:
        return self.scored.text[self.bold[0] : self.bold[1]]


def differing(reading: Reading, catalog: Catalog) -> list[Evidence]:
    """The answers of documents that exclude each other, the newest document first; none where all agree."""
    said = _answers(reading)
    if len(said) < 2:
        return []
    language = reading.question.language
    when = [dating.date_of(one.scored.hit.passage, catalog) for one in said]
    order = sorted(range(len(said)), key=lambda place: _newest(when[place]), reverse=True)
    evidence: list[Evidence] = []
    for place in order:
        one, day = said[place], when[place]
        passage = one.scored.hit.passage
        opening = f"{say('differ', language)}\n" if not evidence else "\n"
        of = f" ({dating.words(day)})" if day else ""
        evidence.append(
            Evidence(
                passage,
                one.scored.span,
                one.sure,
                page_of(catalog, one.scored.hit.chunks, one.scored.span),
                one.bold,
                f"{opening}- {passage.document}{of}: ",
            )
        )
    return evidence


def _newest(when: dating.Dated | None) -> date:
    return when.days.first if when else date.min


def _answers(reading: Reading) -> list[_Said]:
    """One answer of each value, of different documents, all as sure as it takes to be shown."""
    question = reading.question
    if not reading.ranked or question.kind not in _VALUED | {Kind.PERSON, Kind.PLACE, Kind.NAME} or _many(question):
        return []
    if not says_what_is_asked(question, reading.ranked[0].sentence):
        return []  # it names what is asked about, and says something else of it
    first = _said(reading, reading.ranked[0], reading.sure)
    if first is None:
        return []
    kept = [first]
    for other in reading.ranked[1:]:
        if len(kept) == MOST or any(_one_document(other, one.scored) for one in kept):
            continue
        if not _parallel(question, first.scored, other):
            continue
        sure = confidence.of(question, reading.ranked, other, broken(question, other))
        answer = _said(reading, other, sure)
        if answer is not None and all(_excludes(question.kind, answer, one) for one in kept):
            kept.append(answer)
    return kept


def _said(reading: Reading, scored: Scored, sure: float) -> _Said | None:
    """What a sentence answers, if it is sure enough to be shown."""
    if sure < confidence.PERHAPS:
        return None
    bold = shortanswer.find(reading.question, scored.sentence.read, scored.heard)
    return None if bold is None else _Said(scored, bold, sure)


def _many(question: Question) -> bool:
    """Whether a question asks for several names: "Which companies ..."."""
    raw = next((fold(word.raw) for word in question.words if word.stem == question.focus), "")
    return question.kind not in VALUES and raw.endswith("s") and not raw.endswith(("ss", "us"))


def _one_document(one: Scored, other: Scored) -> bool:
    a, b = one.hit.passage, other.hit.passage
    return a.document_id == b.document_id or a.version == b.version or a.document in b.also_in


def _parallel(question: Question, one: Scored, other: Scored) -> bool:
    """Whether two sentences speak of the same: all that one says of the question the other says, of no other time."""
    mine, theirs = _spoken_of(question, one), _spoken_of(question, other)
    if not mine <= theirs or len(mine) < max(1, 0.6 * len(question.terms)):
        return False
    if broken(question, other):
        return False
    return not _set_apart(question, one.sentence.read, other.sentence.read)


def says_what_is_asked(question: Question, sentence: Sentence) -> bool:
    """Whether a sentence says of the names in a question what is asked: "heads" of "Who heads the mill in Orm?"."""
    return share(_met(question, sentence), question.deeds) >= _TOLD


def _spoken_of(question: Question, scored: Scored) -> set[str]:
    """The terms of the question that a sentence has, or its document's title and headings."""
    return {term for term, met in zip(question.terms, _met(question, scored.sentence), strict=True) if met >= _MET}


def _met(question: Question, sentence: Sentence) -> list[float]:
    """How well each term of the question is met by a sentence, or by its document's title and headings."""
    own, around = matches(question, sentence.read), matches(question, sentence.around)
    return [max(a, b) for a, b in zip(own, around, strict=True)]


def _set_apart(question: Question, one: Read, other: Read) -> bool:
    """Whether each sentence names something, or a time, that the other does not: they speak of different things."""
    if question.kind is not Kind.DATE and _apart(_times(one.text), _times(other.text)):
        return True
    if question.kind in (Kind.PERSON, Kind.PLACE, Kind.NAME):
        return False
    return _apart(_called(question, one.text), _called(question, other.text))


def _apart(one: set[str], other: set[str]) -> bool:
    return bool(one - other) and bool(other - one)


def _times(text: str) -> set[str]:
    return {text[start:end].casefold() for start, end in dates(text)}


def _called(question: Question, text: str) -> set[str]:
    found = {word.stem for start, end in names(text) for word in words(text[start:end]) if not word.stop}
    return found - question.stems


# Whether two answers exclude each other


def _excludes(kind: Kind, one: _Said, other: _Said) -> bool:
    if kind is Kind.DATE:
        return dates_differ(one.value, other.value)
    if kind in VALUES:
        rough = any(_ROUGH.search(_before(said)) for said in (one, other))
        return not rough and amounts_differ(one.value, other.value)
    return names_differ(one.value, other.value)


def _before(said: _Said) -> str:
    """A value with the words right before it."""
    return said.scored.text[max(0, said.bold[0] - 16) : said.bold[1]]


def dates_differ(one: str, other: str) -> bool:
    """Whether two dates or times cannot be the same: "March 2019" and "14 March 2019" can."""
    a, b = _parts(one), _parts(other)
    shared = a.keys() & b.keys()
    if any(a[part] != b[part] for part in shared):
        return True
    return not shared and not (a or b) and amounts_differ(one, other)


def _parts(text: str) -> dict[str, str]:
    """Year, month, day, weekday and hour, as far as a date says them."""
    found: dict[str, str] = {}
    if clock := _CLOCK.search(text):
        late = re.search(r"\bp\.?m\b", text, re.IGNORECASE) is not None
        hour = int(clock[1] or clock[3]) % 12 + 12 * late if late else int(clock[1] or clock[3])
        found["clock"] = f"{hour}:{clock[2] or '00'}"
        text = text[: clock.start()] + text[clock.end() :]
    for figure in figures(text):
        if figure.sort in ("year", "century", "month"):
            found.setdefault(figure.sort, figure.values[0])
        elif figure.sort in ("number", "ordinal") and "month" in {f.sort for f in figures(text)}:
            found.setdefault("day", figure.values[0])
    if weekday := re.search(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", text, re.IGNORECASE):
        found["weekday"] = weekday.group().lower()
    return found


def amounts_differ(one: str, other: str) -> bool:
    """Whether two amounts of the same unit are clearly not the same; those of different units cannot be compared."""
    (a, unit), (b, other_unit) = _amount(one), _amount(other)
    if a is None or b is None or unit != other_unit:
        return False
    return abs(a - b) > _ROUND * max(abs(a), abs(b))


def _amount(text: str) -> tuple[float | None, frozenset[str]]:
    """A number with its scale, and the words that are its unit."""
    found = [figure for figure in figures(text) if figure.sort != "month"]
    if len(found) != 1:
        return None, frozenset()
    try:
        value = float(found[0].values[0].removesuffix("s"))
    except ValueError:
        return None, frozenset()
    rest = text[: found[0].start] + " " + text[found[0].end :]
    unit = set()
    for word in words(rest):
        if fold(word.raw) in _SCALES:
            value *= _SCALES[fold(word.raw)]
        elif not word.stop:
            unit.add(word.stem)
    unit.update(char for char in rest if char in "%$€£¥")
    return value, frozenset(unit)


def names_differ(one: str, other: str) -> bool:
    """Whether two names have no word in common, and one is not the other's initials."""
    a, b = words(one), words(other)
    if {word.stem for word in a} & {word.stem for word in b}:
        return False
    initials = ["".join(word.raw[0] for word in tokens).casefold() for tokens in (a, b)]
    return fold(one) != initials[1] and fold(other) != initials[0]
