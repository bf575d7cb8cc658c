"""Additions: which words of a claim nothing in its quotes bears out, and how much they weigh."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.models.checking.clauses import read, root, telling
from assistant.models.checking.naming import named
from assistant.text.opposites import opposed
from assistant.text.words import Word, alike, fold, listed, rarity, stem

_LIGHT = listed(
    """say said says tell told state stated according report reported note noted document documents call called name
    named know known include includes including involve type kind part number time way thing people person year
    years date day happen occur find found show shown describe described explain explained mention mentioned also
    first main major certain specific various several different example result due cause lead led make made take took
    use used serve served locate located situated place country city group member consider considered think believe
    provide provided give given become became cited source text passage additionally furthermore overall moreover
    respectively hence therefore total currently"""
)
"""Words that tell little of what a claim says, since writing about a text brings them along."""
_LEAST = 0.15
"""Weight of a light word."""


_PARTS = re.compile(
    r"[,;:()–—]|\b(?:and|but|or|because|which|who|while|whereas|although|though|after|before|since|so that|in order"
    r"|thanks to|due to|by|with|as|despite|when|where|for|to)\b",
    re.IGNORECASE,
)
"""Where a part of a claim may begin that says something of its own."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """What of a claim is not in its quotes."""

    share: float
    """Of the weight of all its words, 0 to 1."""
    longest: float
    """The weight of the heaviest row of words one after the other of which none is met."""
    words: tuple[str, ...]
    """The words of that row."""
    part: float
    """The unmet weight of the part of the claim, from its second on, that is met least."""
    part_share: float
    """The share of that part's weight that is not met."""
    rest: float
    """The same of all else."""


def unmet(claim: str, quotes: Sequence[str], around: Sequence[str]) -> Unmet:
    """Measure what of a claim is not in its quotes; what stands around them counts as met by half."""
    weighed = _weighed(claim, quotes, around)
    total, missing = sum(one.weight for one in weighed), sum(one.missing for one in weighed)
    row, words, heaviest, best = 0.0, list[str](), 0.0, tuple[str, ...]()
    for one in weighed:
        if one.missing < one.weight / 2:
            row, words = 0.0, []
            continue
        row += one.missing
        words.append(one.raw)
        if row > heaviest:
            heaviest, best = row, tuple(words)
    starts = sorted({match.start() for match in _PARTS.finditer(claim)})
    part = (0.0, 0.0, 0.0)
    for start in starts:
        for end in (*(other for other in starts if other > start), len(claim)):
            inside = [one for one in weighed if start <= one.start < end]
            weight, lost = sum(one.weight for one in inside), sum(one.missing for one in inside)
            if len(inside) < len(weighed) and weight and lost / weight >= _MOSTLY and lost > part[0]:
                rest = (missing - lost) / (total - weight) if total > weight else 1.0
                part = (lost, lost / weight, rest)
    return Unmet(missing / total if total else 0.0, heaviest, best, *part)


_MOSTLY = 0.6
"""Share of a part's weight that nothing bears out, at least, for it to be an addition."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A telling word of a claim: its weight, and how much of that is not met."""

    raw: str
    start: int
    weight: float
    missing: float


def _weighed(claim: str, quotes: Sequence[str], around: Sequence[str]) -> list[_Weighed]:
    here = _stems(tuple(quotes))
    near = _stems(tuple(around)) if around else frozenset()
    names = [(one.start, one.end) for one in named(claim)]
    found: list[_Weighed] = []
    for word in read(claim).words:
        if not telling(word):
            continue
        weight = _weight(word)
        checked = word.stem[0].isdigit() or any(a <= word.start < b for a, b in names)
        met = 1.0 if checked else _met(word, here)
        if met < 0.5 and near:
            met = max(met, _LENT * _met(word, near))
        found.append(_Weighed(word.raw, word.start, weight, weight * (1.0 - met)))
    return found


_LENT = 0.5
"""What a word counts that only stands around the quotes."""


def _weight(word: Word) -> float:
    return _LEAST if fold(word.raw) in _LIGHT or root(word) in _LIGHT else 0.4 + 0.6 * rarity(word.raw)


@lru_cache(maxsize=512)
def _stems(texts: tuple[str, ...]) -> frozenset[str]:
    found = {form for text in texts for word in read(text).words for form in (word.stem, root(word))}
    parts = {stem(fold(part)) for text in texts for word in text.split() if "-" in word for part in word.split("-")}
    return frozenset(found | parts)


def _met(word: Word, stems: frozenset[str]) -> float:
    forms = {word.stem, root(word)}
    if forms & stems:
        return 1.0
    own = root(word)
    if any(_same(own, other) for other in stems):
        return 0.9
    return max((alike(own, other) for other in stems if not opposed(own, other)), default=0.0)


def _same(one: str, other: str) -> bool:
    """Whether two stems are forms of one word: "decid" and "decision", "high" and "height"."""
    if min(len(one), len(other)) < 4 or one[:4] != other[:4]:
        return False
    return opposed(one, other) is False and len(one) - 4 <= 4 and len(other) - 4 <= 4 and one[:5] == other[:5]
