"""Near-identical passages: when two passages say the same, so that one of them is enough."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from difflib import SequenceMatcher

from assistant.retrieval.coverage import stems

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:['’][^\W\d_]+)*")
_NEGATION = {"no", "not", "never", "none", "nor", "neither", "without", "cannot", "except", "unless"}
ALIKE = 0.9
"""Share of words, in the same order, that two passages have in common at least."""


def says_the_same(one: str, other: str, asked: Collection[str] = ()) -> bool:
    """Whether two passages are the same text but for small changes that cannot change an answer.

    Nine words in ten must agree, in order. Numbers, names and the words of the question that stand in one text in
    the place of others, and a negation in one alone, make them different: forms and reports differ in just these.

    :param asked: stems of the question's telling words.
    """
    if one == other:
        return True
    a, b = _WORD.findall(one), _WORD.findall(other)
    if 2 * min(len(a), len(b)) < ALIKE * (len(a) + len(b)):
        return False
    folded_a, folded_b = [w.casefold() for w in a], [w.casefold() for w in b]
    shared = sum((Counter(folded_a) & Counter(folded_b)).values())
    if 2 * shared < ALIKE * (len(a) + len(b)):
        return False
    matcher = SequenceMatcher(None, folded_a, folded_b, autojunk=False)
    if matcher.ratio() < ALIKE:
        return False
    return not any(_tells(a[i:j], b[k:m], asked) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal")


def _tells(one: list[str], other: list[str], asked: Collection[str]) -> bool:
    """Whether a stretch of words in the place of another may change an answer."""
    if any(_negates(word.casefold()) for word in (*one, *other)):
        return True
    if not one or not other:
        return False
    return any(_names(word) or any(stem in asked for stem in stems(word)) for word in (*one, *other))


def _negates(word: str) -> bool:
    return word in _NEGATION or word.endswith(("n't", "n’t"))


def _names(word: str) -> bool:
    return word[0].isupper() or any(character.isdigit() for character in word)
