"""Refusals and doubts: an honest "the documents do not say", with what is there of the question and what is not.

Every word of it is checked: a name that is said to be missing is in no document that may be answered from, a number
that is said to stand in the place of another stands in the sentence that comes nearest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.honesty.premises import Broken
from assistant.reading.evidence import read
from assistant.reading.reading import Found, Reading
from assistant.retrieval import lexical
from assistant.text.kinds import GENERAL, Kind
from assistant.text.mentions import Sort, mentions
from assistant.text.phrases import listed, say
from assistant.text.question import Question
from assistant.text.words import Word, fold, rarity

if TYPE_CHECKING:
    from assistant.reach import Reach

_PROPER = (Sort.PERSON, Sort.PLACE, Sort.NAME)
_MOST = 2
"""Sentences about what is missing."""
_NAMED = 3
"""Missing names that are listed."""
_RARE = 0.45
"""Rarity from which a plain word that no document has is worth saying."""
_ABOUT = 0.5
"""Share of the question that a sentence covers, at least, for what it says otherwise to be told."""


def refuse(reading: Reading, reach: Reach, sure: float | None = None) -> Found:
    """Answer that the documents do not say, with what is missing and the nearest passages.

    :param sure: the probability that they do after all; by default the reading's own.
    """
    text = refusal(reading, reach)
    return Found("not said", text, passages=reading.passages, confidence=reading.sure if sure is None else sure)


def refusal(reading: Reading, reach: Reach) -> str:
    """Say honestly that the documents do not answer, and what of the question they have and do not have."""
    language = reading.question.language
    if not reach.catalog.count_chunks():
        return say("no document", language)
    said = [say("not said", language), *missing(reading, reach, language)]
    if reading.passages:
        said.append(say("nearest", language))
    return " ".join(said)


def doubt(reading: Reading) -> str:
    """What is put before an answer that is shown with its doubt, in the words of the question's language."""
    language = reading.question.language
    told = next(_instead(reading, language), None)
    return say("perhaps", language) if told is None else f"{say('perhaps', language)} {told}"


def contrary(reading: Reading, against: Broken) -> str:
    """What is put before a sentence that says otherwise than the question takes for granted.

    Of another year or number it need not be denied: the documents only do not speak of the one that is asked about.
    """
    language = reading.question.language
    if against.sort != "number" or reading.question.kind is Kind.YES_NO:
        return say("otherwise", language)
    told = _numbers(reading, language)
    return f"{say('not said', language)} {told.rstrip('.')}:" if told else say("otherwise", language)


def missing(reading: Reading, reach: Reach, language: str = "en") -> list[str]:
    """What of a question the documents do not have, in sentences; none where nothing certain can be told."""
    question = reading.question
    if absent := _absent(reading, reach):
        return [say("not mentioned", language, what=listed(absent, language))]
    told = list(_instead(reading, language))
    if not told and (lack := _lacking(question, reach)) is not None:
        topic, wanted = lack
        told = [say("named but", language, what=topic, wanted=wanted)]
    return told[:_MOST]


def _absent(reading: Reading, reach: Reach) -> list[str]:
    """Names, numbers and telling words of the question that no document has, as the question writes them."""
    question = reading.question
    nearest = (read(passage.text, language=question.language).stems for passage in reading.passages)
    said = frozenset[str]().union(*nearest)  # "won" is "win", which the full-text index keeps apart
    found: list[str] = []
    end = -1
    for word in question.words:
        if word.start < end or not _telling(word) or word.stem in said or _has(reach, word.raw):
            continue
        start, end = _run(question, word)
        found.append(question.text[start:end])
    named = [text for text in found if text[0].isupper() or text[0].isdigit()]
    return (named or [f"“{text}”" for text in found])[:_NAMED]


def _telling(word: Word) -> bool:
    """Whether it is worth saying that no document has a word: sorts of answer, as "colour", need not be said."""
    if word.stop or word.stem in GENERAL:
        return False
    return _named(word) or rarity(word.raw) >= _RARE


def _named(word: Word) -> bool:
    return word.start > 0 and (word.raw[0].isupper() or word.raw[0].isdigit())


def _run(question: Question, word: Word) -> tuple[int, int]:
    """The whole name that a word is part of, or the word alone."""
    for name in question.names:
        run = [other for other in question.words if other.stem in name and not other.stop]
        if word in run and _named(word) and all(other.raw[0].isupper() for other in run):
            return run[0].start, run[-1].end
    return word.start, word.end


def _has(reach: Reach, *phrases: str) -> bool:
    """Whether one passage of the documents has all of some words, each side by side as it is written."""
    expressions = [lexical.phrase(phrase) for phrase in phrases]
    if any(expression == '""' for expression in expressions):
        return True  # nothing that could be looked up
    return bool(reach.catalog.match(" AND ".join(expressions), 1, reach.only))


def _instead(reading: Reading, language: str) -> Iterator[str]:
    """What the best sentence has in the place of a number, a name or a word of the question."""
    if not reading.ranked or reading.ranked[0].number("coverage") < _ABOUT:
        return
    if told := _numbers(reading, language):
        yield told
    for one in reading.broken:
        if one.said is None or not one.beside:
            continue
        if one.sort in ("name", "subject"):
            yield say("name instead", language, said=one.said, asked=one.asked)
        elif one.sort == "opposite":
            yield say("say instead", language, said=one.said, asked=one.asked)


def _numbers(reading: Reading, language: str) -> str | None:
    """What the best sentence has in the place of the question's numbers, a month with its year."""
    swapped = [one for one in reading.broken if one.sort == "number" and one.said and one.beside]
    if not swapped:
        return None
    said = dict.fromkeys(one.said for one in swapped if one.said)
    return say("speak of", language, said=" ".join(said), asked=" ".join(one.asked for one in swapped))


def _lacking(question: Question, reach: Reach) -> tuple[str, str] | None:
    """What the documents name of a question, and the thing asked about it that no passage has along with it."""
    topic = next((topic for topic in _topics(question) if _has(reach, topic)), None)
    if topic is None:
        return None
    parts = {fold(part) for part in topic.split()}
    for word in _wanted(question):
        if fold(word.raw) not in parts and not _has(reach, topic, word.raw):
            return topic, word.raw
    return None


def _topics(question: Question) -> Iterator[str]:
    """What a question is about: its names, what it quotes, its things."""
    spoken = mentions(question.text)
    yield from (one.text for one in spoken if one.sort in _PROPER and one.text[0].isalpha())
    yield from question.quoted
    for one in spoken:
        if one.sort in (Sort.THING, Sort.MANY):
            yield one.text.removeprefix("the ").removeprefix("The ")


def _wanted(question: Question) -> Iterator[Word]:
    """What is asked of it, the thing asked for first, then its other telling words."""
    plain = [word for word in question.words if not word.stop and word.raw.islower() and word.stem not in GENERAL]
    yield from (word for word in plain if word.stem == question.focus)
    yield from (word for word in plain if word.stem != question.focus and rarity(word.raw) >= _RARE)
