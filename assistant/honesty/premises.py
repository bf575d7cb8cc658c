"""Premises: what a question takes for granted, held against what the documents say.

"When did Ash win the 2005 prize?" takes for granted that Ash won it. Where the sentence that comes nearest says that
Birch did, or speaks of 2004, or denies it, the question is not answered by it, however well the other words agree.
Most questions of SQuAD 2.0 that cannot be answered are made like this (Rajpurkar, Jia and Liang, "Know What You Don't
Know", 2018): by a negation, an opposite, or another name or number put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from assistant.grounding import claim_text
from assistant.reading.evidence import Read, matches, read
from assistant.reading.extractive import Scored
from assistant.text.kinds import Kind
from assistant.text.numerals import Figure, figures
from assistant.text.opposites import opposed
from assistant.text.question import Question
from assistant.text.spans import names
from assistant.text.words import Word, alike, fold, listed, words
from assistant.text.words import stem as stemmed

Sort = Literal["negation", "denied", "opposite", "number", "name", "elsewhere", "subject"]
"""What a premise is broken by: a negation in the question alone; one in the sentence alone, before a word of the
question; an opposite; another number, year or month; a name that the passage does not have at all, or only far from
the sentence, or near it but with another name in its place.
"""

SORTS: tuple[tuple[Sort, bool], ...] = (
    ("negation", False),
    ("denied", True),
    ("opposite", True),
    ("opposite", False),
    ("number", True),
    ("number", False),
    ("name", True),
    ("name", False),
    ("elsewhere", True),
    ("elsewhere", False),
    ("subject", True),
)
"""The sorts that there are, with whether something stands beside the same words."""

_NEGATION = re.compile(
    r"\b(?:not(?! only\b)|never|no(?! \d)|none|nor|neither|nobody|nothing|nowhere|without|cannot|unable|hardly"
    r"|fail(?:s|ed|ing)? to|refus(?:es?|ed|ing)|lack(?:s|ed|ing)?|except|exclu\w+|rather than|instead of|absent"
    r"|declin(?:es?|ed) to|forb\w+|prohibit\w*|ban(?:s|ned)?|exempt\w*|ineligible|denie[sd]|reject(?:s|ed)?|avoid\w*"
    r"|prevent\w*)\b"
    r"|n['’]t\b|\b(?:is|are|was|were|do|does|did|has|have|had|could|would|should|wo|ca)nt\b|\bnon-",
    re.IGNORECASE,
)
_ASKED_NEGATION = re.compile(
    r"\b(?:not(?! only\b)|never|none|nobody|nothing|without|cannot)\b|\bno (?=[a-z]+\b)|n['’]t\b"
    r"|\b(?:is|are|was|were|do|does|did|has|have|had|could|would|should|wo|ca)nt\b|\bnon?t?-(?=[a-z])",
    re.IGNORECASE,
)

_BOUND = re.compile(
    r"\b(?:since|before|after|until|till|by|over|under|above|below|than|least|most|between|from|to|within|past|last"
    r"|next|top|around|about)(?: the)?(?: [$€£])?(?: [A-Z]\w+)?[ $€£]$",
    re.IGNORECASE,
)
"""What stands before a number that is only a bound: "since 2004", "over 5 million"."""
_AUXILIARY = listed("had has have was were is are will would also then first later")

_CALLED = """french:france danish:denmark dane:denmark polish:poland spanish:spain irish:ireland dutch:netherlands
    dutch:holland finnish:finland swiss:switzerland welsh:wales thai:thailand american:america"""
_PEOPLES = {stemmed(people): stemmed(land) for people, land in (pair.split(":") for pair in _CALLED.split())}
"""Peoples that are not called as their land is, by stems."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A premise of a question that the sentence next to an answer does not bear out."""

    sort: Sort
    asked: str
    """The words of the question."""
    said: str | None = None
    """What stands in their place in the sentence, if something may."""
    beside: bool = False
    """Whether that stands beside the same words as in the question, so that it clearly is in their place."""


def broken(question: Question, best: Scored) -> list[Broken]:
    """The premises of a question that its best sentence, with what stands around it, does not bear out."""
    sentence = best.sentence
    near = [part for part in (sentence.read, sentence.before, sentence.after, sentence.around) if part is not None]
    passage = read(claim_text(best.hit.passage.text), language=question.language)
    if question.kind is Kind.YES_NO:  # a denial or an opposite is its answer
        return [*_numbers(question, sentence.read, [*near, passage]), *_names(question, sentence.read, near, passage)]
    swapped = list(_opposites(question, sentence.read))
    return [
        *_negations(question, sentence.read, bool(swapped)),
        *swapped,
        *_numbers(question, sentence.read, [*near, passage]),
        *_names(question, sentence.read, near, passage),
    ]


def _negations(question: Question, sentence: Read, swapped: bool) -> Iterator[Broken]:
    """A negation in one of question and sentence alone; an opposite is one too."""
    asked, said = _ASKED_NEGATION.search(question.text), _NEGATION.search(sentence.text)
    if asked and not said and not swapped:
        yield Broken("negation", asked.group())
    elif said and not asked and not _NEGATION.search(question.text):
        deeds = {term for term, weight in zip(question.terms, question.deeds, strict=True) if weight}
        for negation in _NEGATION.finditer(sentence.text):
            following = [word for word in sentence.words if word.start >= negation.end()][:3]
            if denied := next((word for word in following if word.stem in deeds), None):
                yield Broken("denied", denied.raw, sentence.text[negation.start() : denied.end], beside=True)
                return


def _opposites(question: Question, sentence: Read) -> Iterator[Broken]:
    """Words of the question in whose place the sentence has their opposite, unless the question denies them."""
    if _ASKED_NEGATION.search(question.text):
        return
    for word in question.words:
        if word.stem in sentence.stems or question.text[max(0, word.start - 1) : word.start] == "-":
            continue
        for other in sentence.words:
            if other.stem in question.stems or not opposed(word.stem, other.stem):
                continue
            if word.raw[0].isupper() and word.start and not other.raw[0].isupper():
                continue  # part of a name: the "New" of "New York"
            yield Broken("opposite", word.raw, other.raw, _beside(question.words, word, sentence.words, other))
            break


def _beside(asked: Sequence[Word], word: Word, said: Sequence[Word], other: Word) -> bool:
    """Whether two words have a content word next to them in common, over words of grammar."""
    mine = _neighbours(asked, word.start, word.end)
    return bool(mine & _neighbours(said, other.start, other.end))


def _neighbours(tokens: Sequence[Word], start: int, end: int) -> set[str]:
    """Stems of the nearest content words on both sides of a part of a text, at most three words away."""
    before = [word for word in tokens if word.end <= start][-3:]
    after = [word for word in tokens if word.start >= end][:3]
    nearest = (
        next((word.stem for word in reversed(before) if not _grammar(word)), None),
        next((word.stem for word in after if not _grammar(word)), None),
    )
    return {stem for stem in nearest if stem is not None}


def _grammar(word: Word) -> bool:
    """Whether a word is only grammar; "won" is not, though it is what is left of "won't"."""
    return word.stop and fold(word.raw) != "won"


def _numbers(question: Question, sentence: Read, near: Sequence[Read]) -> Iterator[Broken]:
    """Numbers, years and months of the question that are not said, and what is said in their place."""
    asked = figures(question.text)
    if not asked:
        return
    here = figures(sentence.text)
    known = {value for figure in here for value in figure.values}
    around = {value for part in near for figure in figures(part.text) for value in figure.values}
    for figure in asked:
        if _BOUND.search(question.text, 0, figure.start):
            continue
        if known.intersection(figure.values) or (figure.sort != "year" and around.intersection(figure.values)):
            continue
        alike_ones = [other for other in here if other.sort == figure.sort and not _among(other, asked)]
        place = next((other for other in alike_ones if _in_place(question, figure, sentence, other)), None)
        other = place or next(iter(alike_ones), None)
        if figure.word and place is None:
            continue  # "What are the three ..." is answered by three things, counted or not
        said = sentence.text[other.start : other.end] if other else None
        yield Broken("number", question.text[figure.start : figure.end], said, place is not None)


def _among(figure: Figure, others: Sequence[Figure]) -> bool:
    return any(set(figure.values).intersection(other.values) for other in others)


def _in_place(question: Question, figure: Figure, sentence: Read, other: Figure) -> bool:
    """Whether a number stands where the question has another: a year or month anywhere, others by the same words."""
    if figure.sort in ("year", "month"):
        return True
    mine = _neighbours(question.words, figure.start, figure.end)
    return bool(mine & _neighbours(sentence.words, other.start, other.end))


def _names(question: Question, sentence: Read, near: Sequence[Read], passage: Read) -> Iterator[Broken]:
    """Names of the question that are not said near the sentence."""
    others = _other_names(question, sentence)
    for stems in question.names:
        run = [word for word in question.words if word.stem in stems]
        initials = "".join(fold(word.raw)[0] for word in run)
        name = (*stems, initials) if len(initials) > 1 else stems
        start, end = run[0].start, run[-1].end
        if any(_met(stem, sentence) for stem in name):
            if question.kind is Kind.YES_NO and not _does(name, question, end, sentence):
                yield from _instead(question, start, end, sentence, others)
            continue
        mine = _neighbours(question.words, start, end)
        place = next((other for other in others if mine & _neighbours(sentence.words, *other)), None)
        other = place or next(iter(others), None)
        said = sentence.text[other[0] : other[1]] if other else None
        if any(_met(stem, part) for stem in name for part in near):
            yield from _instead(question, start, end, sentence, others)
            continue
        sort: Sort = "elsewhere" if any(_met(stem, passage) for stem in name) else "name"
        yield Broken(sort, question.text[start:end], said, place is not None)


def _instead(
    question: Question, start: int, end: int, sentence: Read, others: Sequence[tuple[int, int]]
) -> Iterator[Broken]:
    """Another name that the sentence says to do what the question says of the one that stands at a place in it."""
    deed = _deed(question.words, end)
    does = [other for other in others if deed is not None and deed == _deed(sentence.words, other[1])]
    if does:
        yield Broken("subject", question.text[start:end], sentence.text[does[0][0] : does[0][1]], beside=True)


def _does(name: Sequence[str], question: Question, end: int, sentence: Read) -> bool:
    """Whether a name, by its stems, stands before the same deed in the sentence as in the question."""
    deed = _deed(question.words, end)
    return any(word.stem in name and deed == _deed(sentence.words, word.end) for word in sentence.words)


def _deed(tokens: Sequence[Word], end: int) -> str | None:
    """Stem of the plain word that follows a name, perhaps over one auxiliary: what the one named does."""
    following = [word for word in tokens if word.start >= end][:2]
    if following and fold(following[0].raw) in _AUXILIARY:
        following = following[1:]
    return following[0].stem if following and not _grammar(following[0]) and following[0].raw.islower() else None


def _other_names(question: Question, sentence: Read) -> list[tuple[int, int]]:
    """Places of names in the sentence of which the question says no word."""
    found = []
    for start, end in names(sentence.text):
        inside = [word for word in sentence.words if start <= word.start < end]
        if inside and not any(word.stem in question.stems for word in inside):
            found.append((start, end))
    return found


def _met(stem: str, part: Read) -> bool:
    """Whether a name's word is said, be it as "French" for "France", mistyped, or in letters for its words."""
    if stem in part.stems or _PEOPLES.get(stem) in part.stems or any(_PEOPLES.get(o) == stem for o in part.stems):
        return True
    if len(stem) >= 4 and any(alike(stem, other) or _close(stem, other) for other in part.stems):
        return True
    return 2 <= len(stem) <= 5 and stem in "".join(fold(word.raw)[0] for word in part.words if word.raw[0].isupper())


def _close(one: str, other: str) -> bool:
    """Whether two stems begin alike, or differ by a slip of the finger."""
    if one[:4] == other[:4] or (len(other) == 3 and one.startswith(other)):
        return True  # "Italian", "Italy"
    if abs(len(one) - len(other)) > 1 or len(one) < 5 or one[0] != other[0]:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.8


_CLEAR = frozenset({"opposite", "number", "name", "subject"})
"""Sorts that a sentence can clearly say otherwise by."""
_AGREES = 0.75
"""Share of the question's other words that such a sentence has at least."""


def otherwise(question: Question, best: Scored, found: Sequence[Broken]) -> Broken | None:
    """The premise that the best sentence clearly contradicts: all else in it agrees with the question."""
    for one in found:
        if one.sort not in _CLEAR or not one.beside:
            continue
        own = {word.stem for word in words(one.asked)}
        rest = [
            (weight, met)
            for term, weight, met in zip(
                question.terms, question.weights, matches(question, best.sentence.read), strict=True
            )
            if term not in own
        ]
        total = sum(weight for weight, _ in rest)
        if len(rest) > 1 and sum(weight * met for weight, met in rest) >= _AGREES * total:
            return one
    return None
