"""Covering: the few sentences or chunks that stand for the whole of a text.

The choice maximises a monotone submodular function of the chosen set, which greedy steps bring within 1 - 1/e of the
best (Lin and Bilmes 2011): how well every unit has one like it among the chosen, how many sections they come from, and
how well each can stand by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from assistant.text.lines import ENDS, heading, of_row
from index.documents import Vectors32

_SECTION = 0.35
"""What a first sentence of a section that has none yet adds, beside coverage of 1 in all."""
_ALONE = 0.6
"""What a sentence's own standing adds at most."""
_LEANS = re.compile(
    r"[\"“'(]*(?:He|She|It|They|This|These|Those|That|His|Her|Its|Their|Such|There|But|And|Or|So|Also|However|Yet|Then|"
    r"Meanwhile|Moreover|Furthermore|Instead|Therefore|Thus|Nevertheless|Still|Both|Another|Others?)\b"
)
_SPOKEN = re.compile(r"^[\"“'‘]|\b(?:I|we|my|our|me|us)\b")


def cover(vectors: Vectors32, count: int, sections: Sequence[int], standing: Sequence[float]) -> list[int]:
    """Choose ``count`` rows that cover all, in their order.

    :param vectors: (n, dimension), rows of length 1.
    :param sections: the section of each row, from 0.
    :param standing: how well each row can stand by itself, 0 to 1.
    """
    total = len(vectors)
    if total <= count:
        return list(range(total))
    alike = np.maximum(vectors @ vectors.T, 0.0) ** 2
    weight = 1.0 / max(1e-6, float(alike.max(axis=1).sum()))
    covered = np.zeros(total, dtype=np.float32)
    own = np.asarray(standing, dtype=np.float32) * (_ALONE / count)
    sizes = np.bincount(np.asarray(sections))
    share = np.sqrt(sizes / max(1, sizes.max()))
    chosen: list[int] = []
    while len(chosen) < count:
        gain = np.maximum(alike - covered[None, :], 0.0).sum(axis=1) * weight + own
        fresh = [0.0 if section in {sections[one] for one in chosen} else share[section] for section in sections]
        gain += np.asarray(fresh, dtype=np.float32) * (_SECTION / count)
        gain[chosen] = -np.inf
        best = int(np.argmax(gain))
        chosen.append(best)
        covered = np.maximum(covered, alike[best])
    return sorted(chosen)


def whole(sentence: str) -> bool:
    """Whether a line is a sentence that a digest may take: no heading, no row of a table, no scrap, no question."""
    words = len(sentence.split())
    if not 5 <= words <= 60 or of_row(sentence) or heading(" ".join(sentence.split()), words):
        return False
    return sentence.rstrip()[-1:] in ENDS and not sentence.rstrip(" \"”'’)").endswith("?")


def standing(sentence: str, place: float, first: bool) -> float:
    """How well a sentence stands by itself, 0 to 1: early ones more, spoken or leaning ones less.

    :param place: where it stands in the text, 0 to 1.
    :param first: whether it opens its section.
    """
    words = len(sentence.split())
    value = 0.55 - 0.15 * place + (0.3 if first else 0.0)
    if _LEANS.match(sentence):
        value -= 0.35
    if _SPOKEN.search(sentence):
        value -= 0.2
    if words < 8 or words > 40:
        value -= 0.15
    return max(0.0, min(1.0, value))
