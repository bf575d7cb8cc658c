"""Lists: what several sentences and documents each say a part of, every item cited, none twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.grounding import Evidence, claim_text
from assistant.reach import Reach
from assistant.reading import shortanswer
from assistant.reading.extractive import Scored, rank
from assistant.reading.reading import Reading, cosines
from assistant.text.kinds import Kind
from assistant.text.lines import opens_list
from assistant.text.pages import page_of
from assistant.text.spans import names
from assistant.text.words import STOP, fold, stem, words

if TYPE_CHECKING:
    from assistant.retrieval.retriever import Hit
    from assistant.text.question import Question

MOST = 10
"""Items of one list."""
_HITS = 16
"""Passages that a list is collected from."""
_AT_ONCE = 4
"""Passages whose sentences are ranked against each other; of each group the best few are looked at."""
_MARGIN = 2.0
"""Log odds that an item's sentence may lie below the best one's."""
_SAYS = 0.8
"""What a sentence must say of the question at least, as a share of what the best one says."""

_ALL = re.compile(
    r"^(?:please )?(?:(?:can|could) you )?(?:list|name|give(?: me)?|enumerate|show(?: me)?|mention|tell me)"
    r"(?: (?:all|some|the|of|every|each|other|two|three|four|five|any))* "
    r"(?P<noun>(?!about|of|how|why)[a-z-]+(?: [a-z-]+)?)\b",
    re.IGNORECASE,
)
_AUX = frozenset(
    ("are", "were", "do", "did", "have", "had", "can", "could", "will", "would", "should", "must", "may", "might")
)
_SINGULAR = frozenset(("is", "was", "does", "has", "s"))
_WHICH = re.compile(r"^(?:(?:in|at|on|for|by|to|with|from) )?(?P<word>which|what)(?: (?:other|different|of the))* ")
_WHO_ARE = re.compile(
    r"^(?:who|what) (?:are|were) (?:all )?(?:the|some|some of the) (?:\w+ )?"
    r"(?P<noun>[a-z-]+s|people|men|women|children)\b"
)
_PLURAL_ODD = frozenset(("people", "men", "women", "children", "media", "criteria", "countries"))
_NOT_PLURAL = ("ss", "us", "is", "series", "news", "species", "means")
_NAMED = frozenset((Kind.NAME, Kind.PERSON, Kind.PLACE))


@dataclass(frozen=True, slots=True)
class _Item:
    """A sentence that says one item of the list."""

    scored: Scored
    bold: tuple[int, int] | None
    name: frozenset[str]
    """The item's words, as stems; none where the sentence itself is the item."""


def as_question(text: str) -> str:
    """An order to name things as the question that it stands for; any other question as it is.

    >>> as_question("Name the towns hit by the storm.")
    'Which towns were hit by the storm?'
    """
    asked = " ".join(text.split())
    match = _ALL.match(asked)
    if match is None or not asks_for_list(asked):
        return text
    noun, *more = match["noun"].split()
    if not _plural(noun) and more and _plural(more[0]):
        noun, more = f"{noun} {more[0]}", []
    rest = " ".join([*more, asked[match.end() :].strip(" .?!")]).strip()
    first = rest.split(" ")[0].lower() if rest else ""
    if first in ("that", "which", "who"):
        return f"Which {noun} {rest.partition(' ')[2]}?"
    if first.endswith(("ed", "en", "wn", "ght", "ng")) or first in (
        "hit",
        "made",
        "sold",
        "held",
        "led",
        "won",
        "sent",
    ):
        return f"Which {noun} were {rest}?"
    return f"What are the {noun} {rest}?" if rest else text


def asks_for_list(text: str) -> bool:
    """Whether a question asks for several things: "which companies", "name the films", "who are the members"."""
    question = " ".join(text.split())
    if match := _ALL.match(question):
        return any(_plural(word) for word in match["noun"].split())
    lowered = question[:1].lower() + question[1:]
    if match := _WHO_ARE.match(lowered):
        return _plural(match["noun"])
    if match := _WHICH.match(lowered):
        return _asks_for_several(match["word"], lowered[match.end() :].strip(" ?.!").split())
    return False


def _asks_for_several(asked: str, rest: Sequence[str]) -> bool:
    """Whether a plural noun follows "which" or "what": "which *companies* made", "what *films* did she make"."""
    for place, word in enumerate(rest[:3]):
        if word in _AUX or word in _SINGULAR or word == "of":
            return False
        if _plural(word):  # "what causes it" asks with a verb, "what phone makers use" with a noun
            after = rest[place + 1] if place + 1 < len(rest) else ""
            noun = place > 0 and after and fold(after) not in STOP
            return asked == "which" or after in _AUX or after.endswith("ed") or bool(noun)
    return False


def _plural(word: str) -> bool:
    return word in _PLURAL_ODD or (len(word) > 3 and word.endswith("s") and not word.endswith(_NOT_PLURAL))


def collect(reading: Reading, reach: Reach) -> tuple[list[Evidence], int]:
    """The items of a list question, the most certain first, and how many more there are; none for any other question.

    Where one sentence says all that is found, there is nothing to collect: it is read like any answer.
    """
    if not reading.ranked or not asks_for_list(reading.question.text) or opens_list(reading.ranked[0].text):
        return [], 0
    hits = reach.retriever.hits(reading.question.text, _HITS, reach.only)
    items = _distinct(reading.question, _candidates(reading, hits, reach))
    if len(items) < 2:
        return [], 0
    best = max(item.scored.score for item in items)
    evidence = [
        Evidence(
            item.scored.hit.passage,
            item.scored.span,
            reading.sure * float(np.exp((item.scored.score - best) / 2)),
            page_of(reach.catalog, item.scored.hit.chunks, item.scored.span),
            item.bold,
            lead="\n- ",
        )
        for item in items[:MOST]
    ]
    return evidence, max(0, len(items) - MOST)


def _candidates(reading: Reading, hits: Sequence[Hit], reach: Reach) -> list[Scored]:
    """Sentences that say about as much of the question as the best one does, best first."""
    best = reading.ranked[0]
    found = list(reading.ranked)
    known = {(one.hit.passage.version, one.span) for one in found}
    compare = cosines(reading.question.text, reach.embedder)
    for at in range(0, len(hits), _AT_ONCE):
        for one in rank(reading.question, hits[at : at + _AT_ONCE], compare):
            if (one.hit.passage.version, one.span) not in known:
                found.append(one)
    least = best.score - _MARGIN
    said = _SAYS * best.number("coverage")
    kept = [one for one in found if one.score >= least and one.number("coverage") >= said]
    whole = [one for one in kept if not one.number("question") and not one.number("fragment")]
    return sorted(whole, key=lambda one: -one.score)


def _distinct(question: Question, found: Sequence[Scored]) -> list[_Item]:
    """Each item once, by its name where the question asks for names, else by what the sentence says."""
    asked = question.stems
    items: list[_Item] = []
    texts: list[frozenset[str]] = []
    for scored in found:
        bold = shortanswer.find(question, scored.sentence.read, scored.heard)
        text = claim_text(scored.text)
        name = _stems(text[bold[0] : bold[1]]) - asked if bold else frozenset()
        if question.kind in _NAMED and not name:  # whichever it is, it is among the names that the question lacks
            name = frozenset().union(*(_stems(text[start:end]) for start, end in names(text))) - asked
            if not name:
                continue
        own = scored.sentence.read.stems
        if any(name and (name <= item.name or item.name <= name) for item in items if item.name):
            continue
        if any(len(own & other) > 0.7 * min(len(own), len(other)) for other in texts):
            continue
        items.append(_Item(scored, bold, name))
        texts.append(own)
    return items


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(fold(word.raw)) for word in words(text) if not word.stop)
