"""Direction: whether a claim says that something rose, came first or won where the quotes say the contrary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from assistant.models.checking.clauses import Clauses, read, root, telling
from assistant.models.checking.negation import _STRONG
from assistant.models.checking.verdict import Finding
from assistant.text.opposites import opposed
from assistant.text.words import Word, fold, listed, stem

_UP = """rise rose risen rising increase grow growth gain climb jump soar surge higher expand advance rally rebound
    improve leap double triple strengthen accelerate recover swell upward boost escalate outnumber exceed raise"""
_DOWN = """fall fell fallen falling decrease decline drop shrink loss slump plunge lower contract slide tumble
    worsen halve weaken slow sink dip reduce cut diminish downward plummet dwindle slash recede"""
_SETS = (
    (_UP, _DOWN),
    ("more greater larger bigger higher above over exceed", "less fewer smaller lower below under"),
    ("before earlier prior preceding until", "after later following since"),
    ("win won beat defeat victory triumph", "lose lost defeated loss"),
)
_LITTLE = listed("before after more less over under above below until since earlier later prior")
"""Words that count as grammar elsewhere and are compared all the same."""
_COMPARES = listed("before after more less above below over under win lose lost won exceed earlier later defeat beat")
"""What says as much of two things as its contrary says of them exchanged."""
_NEAR = 4
_APART = 0.25
"""What a shared word counts that stands in another part of the sentence."""


def found(claim: str, quotes: Sequence[str]) -> Iterator[Finding]:
    """Words of a claim in whose place the quotes have the contrary."""
    mine, theirs = read(claim), [read(quote) for quote in quotes]
    for place, word in enumerate(mine.words):
        if not _compared(mine, word) or _denied(mine, place):
            continue
        same, contrary, said = 0.0, 0.0, ""
        for quote in theirs:
            for at, other in enumerate(quote.words):
                if not _compared(quote, other) or _denied(quote, at):
                    continue
                if root(other) == root(word) or other.stem == word.stem:
                    same = max(same, _near(mine, place, quote, at) + 0.5)
                elif _contrary(word, other) and not _crossed(mine, place, quote, at):
                    near = _near(mine, place, quote, at)
                    contrary, said = max((contrary, said), (near, other.raw))
        if contrary >= 1.0 and contrary > same + (0.5 if same else 0.0):
            yield Finding("direction", f"what is cited says “{said}”, not “{word.raw}”")
            return


def _near(mine: Clauses, place: int, quote: Clauses, at: int) -> float:
    """How much of what stands about a word of a claim stands about one of a quote; fully where it is in its part."""
    left, right = _sides(mine, place)
    other_left, other_right = _sides(quote, at)
    shared = (left | right) & (other_left | other_right)
    part = _part(quote, at)
    return sum(1.0 if one in part else _APART for one in shared)


def _part(one: Clauses, place: int) -> set[str]:
    """Roots of the words about a word, as far as no "and" or clause's end parts them from it."""
    first, last = place, place
    while first and not _parted(one, first - 1, first):
        first -= 1
    while last + 1 < len(one.words) and not _parted(one, last, last + 1):
        last += 1
    return {root(word) for word in one.words[first : last + 1]}


def _parted(one: Clauses, before: int, after: int) -> bool:
    return one.clause[before] != one.clause[after] or fold(one.words[after].raw) in ("and", "while", "or")


def _denied(one: Clauses, place: int) -> bool:
    """Whether a word stands right after a negation."""
    start = one.words[max(0, place - 4)].start
    return _STRONG.search(one.text, start, one.words[place].end) is not None


def _compared(one: Clauses, word: Word) -> bool:
    """Whether a word may be the contrary of another; not the "elected" of "un-elected"."""
    return one.text[word.start - 1 : word.start] != "-" and (telling(word) or fold(word.raw) in _LITTLE)


def _contrary(word: Word, other: Word) -> bool:
    a, b = root(word), root(other)
    if word.raw[:1].isupper() and word.start and other.raw[:1].isupper() and other.start:
        return False
    if opposed(a, b) or opposed(word.stem, other.stem):
        return True
    return any((a in x and b in y) or (a in y and b in x) for x, y in _pairs())


@cache
def _pairs() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    def stems(text: str) -> frozenset[str]:
        return read(text).stems | frozenset(stem(fold(word)) for word in text.split())

    return tuple((stems(up), stems(down)) for up, down in _SETS)


def _crossed(mine: Clauses, place: int, quote: Clauses, at: int) -> bool:
    """Whether two contraries that compare stand between the same words exchanged: "A before B", "B after A"."""
    if fold(mine.words[place].raw) not in _COMPARES and root(mine.words[place]) not in _COMPARES:
        return False
    left, right = _sides(mine, place)
    other_left, other_right = _sides(quote, at)
    same = (left & other_left) | (right & other_right)
    crossed = (left & other_right) | (right & other_left)
    return len(crossed) >= len(same)


def _sides(one: Clauses, place: int) -> tuple[set[str], set[str]]:
    """Roots of the nearest telling words before a word and after it, in its sentence."""
    before = [root(word) for word in one.words[:place] if telling(word)][-_NEAR:]
    after = [root(word) for word in one.words[place + 1 :] if telling(word)][:_NEAR]
    return set(before), set(after)
