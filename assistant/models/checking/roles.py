"""Roles: whether a claim gives two things each other's part: "X beat Y" for "Y beat X"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from assistant.models.checking import days
from assistant.models.checking.clauses import Clauses, read, root, telling
from assistant.models.checking.naming import named
from assistant.models.checking.peoples import same
from assistant.models.checking.quantities import quantities
from assistant.models.checking.verdict import Finding
from assistant.text.verbs import is_verb
from assistant.text.words import base_form, fold

_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|got|gets)\s(?:\w+\s){0,2}?\w+(?:ed|en|wn|ne|d|t|un|ung|ought|aught)\b"
    r"(?=(?:\s\w+){0,4}?\sby\b)|\b\w+ed\sby\b|\b(?:lost|lose|loses|losing|fell|falling)\sto\b|\b(?:fol|succe|prece)\w+ed\sby\b",
    re.IGNORECASE,
)
_ALIKE = re.compile(
    r"^\W*(?:(?:and|or|with|between|as well as|both|nor|to|versus|v|vs|against|met|meets|married|&)\W*)*$"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name, a number or a date ``text[start:end]``, whose part can be compared."""

    key: tuple[str, ...]
    start: int
    end: int


@lru_cache(maxsize=2048)
def anchors(text: str) -> tuple[Anchor, ...]:
    """What a text names, dates and counts, in order."""
    found = [Anchor(tuple(fold(word) for word in one.words), one.start, one.end) for one in named(text)]
    found += [Anchor(("#", str(one.value), one.sort), one.start, one.end) for one in quantities(text)]
    found += [Anchor(("@", *(v for _, v in one.parts)), one.start, one.end) for one in days.whens(text)]
    return tuple(sorted(found, key=lambda one: one.start))


def found(claim: str, quotes: Sequence[str]) -> Iterator[Finding]:
    """The first pair of things in a claim that the quotes give each other's part."""
    mine = anchors(claim)
    if len(mine) < 2:
        return
    for quote in quotes:
        theirs = anchors(quote)
        if moved := _moved(claim, mine, quote, theirs):
            yield Finding("order", f"what is cited says {moved} of something else")
            return
        places = [(one, [other for other in theirs if _one(one, other)]) for one in mine]
        for (a, at), (b, bt) in combinations([pair for pair in places if pair[1]], 2):
            if _one(a, b) or any(x.start == y.start for x in at for y in bt):
                continue
            if _exchanged(claim, quote, (a, b), at, bt) or _turned(claim, quote, (a, b), at, bt):
                if any(_kept(claim, other, (a, b)) for other in quotes if other is not quote):
                    continue
                first, second = claim[a.start : a.end], claim[b.start : b.end]
                yield Finding("order", f"what is cited says it of {first} and {second} the other way round")
                return


def _one(one: Anchor, other: Anchor) -> bool:
    """Whether two are the same date or number, or names of one, be it shorter."""
    if one.key[0] in "#@" or other.key[0] in "#@":
        return one.key == other.key
    return same(one.key[-1], other.key[-1]) or (
        one.key[0] == other.key[0] and any(same(a, b) for a in one.key for b in other.key)
    )


def _moved(claim: str, mine: Sequence[Anchor], quote: str, theirs: Sequence[Anchor]) -> str:
    """The number that a claim says of one date or name where the quote says another one of it."""
    for number, thing in _joined(claim, mine):
        at = [other for one, other in _joined(quote, theirs) if one.key == number.key]
        rivals = [one for one, other in _joined(quote, theirs) if _one(thing, other) and one.key != number.key]
        moved = at and not any(_one(thing, other) for other in at)
        if moved and any(one.key[2] == number.key[2] for one in rivals):
            return claim[number.start : number.end].strip()
    return ""


def _joined(text: str, found: Sequence[Anchor]) -> list[tuple[Anchor, Anchor]]:
    """Numbers with the date or name that stands right behind each: "8.1% in March", "300,000 in Bogor"."""
    return [
        (one, other)
        for one, other in pairwise(found)
        if one.key[0] == "#" and other.key[0] != "#" and _JOIN.fullmatch(text[one.end : other.start])
    ]


_JOIN = re.compile(r"%?(?:\s(?:per ?cent|percent|\w+))?\s(?:in|for|at|of|on|during)\s(?:the\s)?", re.IGNORECASE)


def _kept(claim: str, quote: str, pair: tuple[Anchor, Anchor]) -> bool:
    """Whether another quote has both in the claim's order."""
    theirs = anchors(quote)
    first = [one.start for one in theirs if _one(pair[0], one)]
    second = [one.start for one in theirs if _one(pair[1], one)]
    return bool(first and second) and min(first) < max(second)


def _beside(one: Clauses, anchor: Anchor) -> tuple[str, str, str]:
    """What stands about a thing: the word before it, the telling word before it, and the word after it."""
    at, end = one.place(anchor.start), one.place(anchor.end)
    before = fold(one.words[at - 1].raw) if at else "^"
    told = next((root(word) for word in reversed(one.words[:at]) if telling(word)), "^")
    return before, told, (root(one.words[end]) if end < len(one.words) else "$")


def _exchanged(claim: str, quote: str, pair: tuple[Anchor, Anchor], at: Sequence[Anchor], bt: Sequence[Anchor]) -> bool:
    """Whether each of two things stands in the claim where the other stands in the quote, word by word."""
    mine, theirs = read(claim), read(quote)
    a, b = (_beside(mine, one) for one in pair)
    if a == b or len(at) != 1 or len(bt) != 1:
        return False
    first, second = _beside(theirs, at[0]), _beside(theirs, bt[0])
    if _ALIKE.match(quote[min(at[0].end, bt[0].end) : max(at[0].start, bt[0].start)]):
        return False
    low, high = sorted((at[0], bt[0]), key=lambda one: one.start)
    if _passive(claim, pair[0].end, pair[1].start) != _passive(quote, low.end, high.start):
        return False
    crossed, straight = _like(a, second) + _like(b, first), _like(a, first) + _like(b, second)
    return crossed >= 4 and crossed >= straight + 2


def _like(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    return sum(x == y for x, y in zip(one, other, strict=True))


def _turned(claim: str, quote: str, pair: tuple[Anchor, Anchor], at: Sequence[Anchor], bt: Sequence[Anchor]) -> bool:
    """Whether two things stand on other sides of one verb than in the quote, which is not turned as well."""
    if pair[0].key[0] in "#@" or pair[1].key[0] in "#@":
        return False
    between = _between(claim, pair[0], pair[1])
    shared = {r for r, verb in between if verb}
    if not shared:
        return False
    verdicts = []
    for x in at:
        for y in bt:
            low, high = (x, y) if x.start < y.start else (y, x)
            there = {r for r, verb in _between(quote, low, high) if verb}
            if not shared & there:
                continue
            turned = _passive(claim, pair[0].end, pair[1].start) != _passive(quote, low.end, high.start)
            verdicts.append((x.start < y.start) == turned)
    return bool(verdicts) and all(verdicts)


def _between(text: str, first: Anchor, second: Anchor) -> list[tuple[str, bool]]:
    """Roots of the telling words between two things in one clause, and whether each is a verb; none over clauses."""
    one = read(text)
    at, end = one.place(first.end), one.place(second.start)
    if end <= at or end - at > 6 or one.clause[at] != one.clause[min(end, len(one.clause) - 1)]:
        return []
    return [(root(word), _deed(word.raw)) for word in one.words[at:end] if telling(word)]


def _deed(raw: str) -> bool:
    folded = fold(raw)
    return raw.islower() and (is_verb(raw) or folded.endswith("ed") or base_form(folded) != folded)


def _passive(text: str, start: int, end: int) -> bool:
    return _PASSIVE.search(text[start:end] + " ") is not None
