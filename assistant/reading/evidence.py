"""Evidence: what speaks for a sentence as the answer to a question, as a short row of numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.languages.reading import anaphor_of, cue_of, in_compound, likely
from assistant.text.cells import Cell
from assistant.text.headwords import asks, label_stems
from assistant.text.kinds import VALUES, Kind
from assistant.text.lines import ENDS
from assistant.text.mentions import Sort, sort_of
from assistant.text.question import Question
from assistant.text.spans import candidates
from assistant.text.words import Word, alike, words

NAMES = (
    "passage",
    "rank",
    "cosine",
    "coverage",
    "telling",
    "context",
    "passage coverage",
    "pairs",
    "names",
    "typed",
    "untyped",
    "near",
    "fragment",
    "length",
    "cue",
    "focus",
    "first",
    "anaphor",
    "next",
    "question",
    "all",
    "deeds",
    "apt",
    "reason",
)
"""What each number of a row is; `weights` has one weight for each."""

_CUES = {
    Kind.REASON: re.compile(
        r"\b(?:because|due to|owing to|since|so that|in order to|as a result|therefore|thus|hence|reasons?|caused? by"
        r"|caus(?:e|es|ed|ing)|led to|lead(?:s|ing)? to|result(?:s|ed|ing)? (?:in|from)|to (?:avoid|prevent"
        r"|ensure|protect|reduce|help|make|allow|keep)|thanks to|fear(?:ed|ing|s)?|blam(?:e|ed|ing))\b",
        re.IGNORECASE,
    ),
    Kind.OUTCOME: re.compile(
        r"\b(?:when|whenever|if|once|while|after|until|unless|as soon as|each time|every time|in case|then)\b",
        re.IGNORECASE,
    ),
    Kind.MANNER: re.compile(r"\b(?:by \w+ing|through|using|via|with the help|means of|first|then)\b", re.IGNORECASE),
    Kind.DEFINITION: re.compile(
        r"\b(?:is|was|are|were) (?:an?|the|one of)\b|\b(?:known as|refers? to|defined as|called|means)\b"
        r"|, (?:an?|the) ",
        re.IGNORECASE,
    ),
    Kind.PLACE: re.compile(r"\b(?:in|at|from|to|near|into|across|on|through|outside|within) (?:the )?[A-Z]"),
    Kind.NAME: re.compile(r"\b(?:called|named|known as|termed|entitled|titled)\b|[\"“]", re.IGNORECASE),
}
_CAUSAL = (Kind.REASON, Kind.OUTCOME)
"""Kinds whose cue tells much: what follows from what."""
_ANAPHOR = re.compile(r"[\"“'(]*(?:He|She|It|They|This|These|Those|That|His|Her|Its|Their|Such|There)\b")


def points_back(text: str, language: str) -> bool:
    """Whether a sentence begins with a word that stands for something said before it."""
    pattern = _ANAPHOR if language == "en" else anaphor_of(language)
    return pattern is not None and pattern.match(text) is not None


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence with its words taken apart."""

    text: str
    words: tuple[Word, ...]
    stems: frozenset[str]
    beginnings: dict[str, tuple[str, ...]]
    """Its stems of four letters and more by their first four letters."""
    cells: tuple[Cell, ...] = ()
    """Those of a row or of a label with its value; none for a sentence."""

    def in_value(self, start: int, end: int) -> bool:
        """Whether a part lies in the value of one cell, not in a label nor across cells; always so in a sentence."""
        return not self.cells or any(cell.start <= start and end <= cell.end for cell in self.cells)


@lru_cache(maxsize=4096)
def read(text: str, cells: tuple[Cell, ...] = (), language: str = "en") -> Read:
    """Take a sentence apart, in the language of the question that it is held against; remembered, since the same
    passages come back.
    """
    tokens = tuple(words(text, language))
    stems = frozenset(token.stem for token in tokens)
    beginnings: dict[str, tuple[str, ...]] = {}
    for stem in stems:
        if len(stem) >= 4:
            beginnings[stem[:4]] = (*beginnings.get(stem[:4], ()), stem)
    return Read(text, tokens, stems, beginnings, cells)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a retrieved passage, with what stands around it."""

    passage: int
    """Index of its passage among those read, from 0."""
    place: int
    """Index among its passage's sentences."""
    read: Read
    before: Read | None
    after: Read | None
    around: Read
    """Title and headings of its passage."""
    answers: bool = False
    """Whether it answers though it is no whole sentence: see `lines.answers`."""


def matches(question: Question, sentence: Read) -> list[float]:
    """How well each term of a question is met by a sentence, 0 to 1 each."""
    found: list[float] = []
    for term in question.terms:
        if term in sentence.stems:
            found.append(1.0)
        else:
            alikes = sentence.beginnings.get(term[:4], ()) if len(term) >= 4 else ()
            other = max((alike(term, other) for other in alikes), default=0.0)
            if question.language != "en" and other < 1.0:
                other = max(other, in_compound(term, sentence.stems, question.language))
            found.append(max(other, _asked(term, sentence)) if sentence.cells else other)
    return found


def _asked(term: str, sentence: Read) -> float:
    """How far a term is met by a label that it asks for, as "old" by "Age"."""
    return 0.8 if any(asks(term, label_stems(cell.label)) for cell in sentence.cells if cell.label) else 0.0


def rows(
    question: Question, sentences: Sequence[Sentence], scores: Sequence[float], cosines: Sequence[float]
) -> list[list[float]]:
    """One row of numbers for each sentence, in the order of `NAMES`.

    :param scores: the passages' scores, best first.
    :param cosines: each sentence's cosine with the question.
    """
    met = [matches(question, sentence.read) for sentence in sentences]
    telling = _telling(question, met)
    whole: dict[int, list[float]] = {}
    for sentence, found in zip(sentences, met, strict=True):
        other = matches(question, sentence.around)
        known = whole.setdefault(sentence.passage, [0.0] * len(found))
        whole[sentence.passage] = [max(a, b, 0.8 * c) for a, b, c in zip(known, found, other, strict=True)]
    result = []
    for sentence, found, cosine in zip(sentences, met, cosines, strict=True):
        result.append(_row(question, sentence, found, telling, whole[sentence.passage], scores, cosine))
    return result


def _telling(question: Question, met: Sequence[Sequence[float]]) -> list[float]:
    """Weights of the terms among these very sentences: a word that all of them say tells nothing."""
    count = len(met)
    weights = []
    for place, weight in enumerate(question.weights):
        having = sum(row[place] > 0.5 for row in met)
        weights.append(weight * math.log((count + 1.0) / (having + 0.5)))
    return weights


def share(found: Sequence[float], weights: Sequence[float]) -> float:
    """Weighted share of the terms that are met, 0 to 1."""
    total = sum(weights)
    return sum(a * b for a, b in zip(found, weights, strict=True)) / total if total > 0 else 0.0


def _row(
    question: Question,
    sentence: Sentence,
    found: Sequence[float],
    telling: Sequence[float],
    whole: Sequence[float],
    scores: Sequence[float],
    cosine: float,
) -> list[float]:
    text = sentence.read.text
    weights = question.weights
    own = share(found, weights)
    near_by = _context(question, sentence, found)
    typed, near, apt = _typed(question, sentence.read)
    kind = question.kind
    expects = kind in VALUES or kind in (Kind.PERSON, Kind.PLACE, Kind.NAME)
    names = [all(stem in sentence.read.stems for stem in name) for name in question.names]
    cue = cue_of(kind, question.language) if question.language != "en" else _CUES.get(kind)
    after = share(matches(question, sentence.after), weights) if sentence.after else 0.0
    return [
        scores[sentence.passage] / max(scores[0], 1e-6),
        1.0 / (1 + sentence.passage),
        cosine,
        own,
        share(found, telling),
        share(near_by, weights) - own,
        share(whole, weights),
        _pairs(question, sentence.read),
        sum(names) / len(names) if names else 0.0,
        1.0 if expects and typed else 0.0,
        1.0 if expects and not typed else 0.0,
        near,
        1.0 if not sentence.answers and (len(sentence.read.words) < 5 or text[-1:] not in ENDS) else 0.0,
        math.log(1 + len(sentence.read.words)),
        1.0 if kind not in _CAUSAL and cue and cue.search(text) else 0.0,
        1.0 if question.focus and question.focus in sentence.read.stems else 0.0,
        1.0 if sentence.place == 0 else 0.0,
        1.0 if points_back(text, question.language) else 0.0,
        max(0.0, after - own),
        1.0 if text.rstrip("\"”')").endswith("?") else 0.0,
        1.0 if own > 0.99 else 0.0,
        share(found, question.deeds),
        1.0 if apt else 0.0,
        1.0 if kind in _CAUSAL and cue and cue.search(text) else 0.0,
    ]


def _context(question: Question, sentence: Sentence, found: Sequence[float]) -> list[float]:
    """How well the terms are met by the sentence, the one before it, and the titles above it."""
    best = list(found)
    for other, trust in ((sentence.before, 0.8), (sentence.around, 0.8)):
        if other is not None:
            best = [max(a, trust * b) for a, b in zip(best, matches(question, other), strict=True)]
    return best


def _pairs(question: Question, sentence: Read) -> float:
    """Share of the question's neighbouring content words that are neighbours in the sentence too."""
    telling = [word.stem for word in question.words if not word.stop]
    pairs = set(pairwise(telling))
    if not pairs:
        return 0.0
    said = [word.stem for word in sentence.words if not word.stop]
    have = set(pairwise(said))
    return sum((a, b) in have or (b, a) in have for a, b in pairs) / len(pairs)


def _typed(question: Question, sentence: Read) -> tuple[bool, float, bool]:
    """Whether a part of the expected kind is there that the question does not say, how near, and whether it is apt.

    A name is apt for a person where it has the form of a person's, for a place where it stands after "in" or "at".
    """
    best = 0.0
    there = apt = False
    for span in candidates(sentence.text, question.kind, question.language):
        inside = [word for word in sentence.words if word.start >= span.start and word.end <= span.end]
        if not inside or all(word.stem in question.stems for word in inside):
            continue
        if not sentence.in_value(span.start, span.end):
            continue
        there = True
        best = max(best, nearness(question, sentence, span.start, span.end))
        if question.language != "en":
            apt = apt or likely(sentence.text, span.start, span.end, question.kind, question.language)
        elif question.kind is Kind.PERSON:
            apt = apt or sort_of(sentence.text, span.start, span.end) is Sort.PERSON
        elif question.kind is Kind.PLACE:
            apt = apt or sort_of(sentence.text, span.start, span.end) is Sort.PLACE
    return there, best, apt


def nearness(question: Question, sentence: Read, start: int, end: int) -> float:
    """How near the question's terms stand to a part of the sentence, 0 to 1: 1 where all are beside it."""
    places = dict(zip(question.terms, question.weights, strict=True))
    first = sum(word.end <= start for word in sentence.words)
    last = first + sum(word.start >= start and word.end <= end for word in sentence.words) - 1
    best: dict[str, float] = {}
    for place, word in enumerate(sentence.words):
        weight = places.get(word.stem)
        if weight is None or first <= place <= last:
            continue
        distance = first - place if place < first else place - last
        best[word.stem] = max(best.get(word.stem, 0.0), weight / (1.0 + 0.15 * (distance - 1)))
    total = sum(best.values())
    return total / max(sum(question.weights), 1e-6)
