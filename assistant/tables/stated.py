"""Figures in sentences: "Our effective tax rate was 18% and 19% for the three months ended ...".

What no table has as a row, a report often states in a sentence that names the measure and says what it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.grounding import claim_text, quote_of
from assistant.tables.asked import Topic, topics
from assistant.tables.measures import canonical, telling, weight
from assistant.text.lines import of_row
from assistant.text.words import fold, stem, words
from index.documents import Span

if TYPE_CHECKING:
    from assistant.retrieval.retriever import Hit

_VALUE = re.compile(
    r"(?<![\w.])(?:US)?[$€£¥]\s?\d[\d.,]*\d?|\b\d[\d.,]*\s?(?:%|percent\b|million\b|billion\b|thousand\b)"
)
_WAS = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:\w+,?\s+){0,6}?(?:was|were|is|are|of|to|totaled|amounted|reached|by)\b", re.IGNORECASE
)
_RATE = re.compile(r"%|\bper ?cent|\b(?:rates?|margins?|share|proportion|growth|grew|grow|chang\w+|increas\w+)\b", re.I)
"""Words of a question that a percentage answers."""
_ONLY_RATE = re.compile(r"[$€£¥]|\b(?:million|billion|thousand)\b", re.IGNORECASE)
_BECAUSE = re.compile(
    r"\b(?:due to|driven (?:primarily |mainly |largely |in part )?by|because of|as a result of|result(?:ed|s|ing) from"
    r"|reflect(?:s|ed|ing)"
    r"|attribut(?:able|ed) to|caused by|led to|(?:primarily|mainly|largely) from|on account of|thanks to|contributed to"
    r"|had an? (?:\w+ )?(?:impact|effect) on|included an? (?:un)?favou?rable)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:increas|decreas|declin|grew|grow|rose|ris|fell|fall|drop|higher|lower|chang|improv|weak|unfavorabl|favorabl|up\b|down\b)",
    re.IGNORECASE,
)
_LONGEST = 70
"""Words of a sentence at most."""
_FURTHEST = 12
"""Passages from which on none is further down than the others."""
_LEAST = 0.65
"""How well a sentence must say what is asked for."""


def find(question: str, names: frozenset[str], hits: Sequence[Hit]) -> tuple[Hit, Span] | None:
    """The sentence of the hits that states the figure asked for; None where none does.

    :param names: folded words that name the document, which its sentences need not say.
    """
    rate = _RATE.search(question) is not None

    def score(sentence: str, topic: Topic) -> float:
        lacking = 0.0 if rate or _ONLY_RATE.search(sentence) else 0.1  # "grew 12 %" says no amount
        return _states(sentence, topic) - lacking if _VALUE.search(sentence) else 0.0

    return _best(question, names, hits, score)


def explained(question: str, names: frozenset[str], hits: Sequence[Hit]) -> tuple[Hit, Span] | None:
    """The sentence of the hits that says why the measure asked for moved; None where none does."""

    def score(sentence: str, topic: Topic) -> float:
        if not _BECAUSE.search(sentence) or not _MOVED.search(sentence) or len(sentence.split()) > _LONGEST:
            return 0.0
        said = telling(sentence)
        opening = telling(" ".join(sentence.split()[:8]))
        there = weight(topic.words & said) / weight(topic.words)
        return there + 0.2 * weight(topic.words & opening) / weight(topic.words)

    return _best(question, names, hits, score)


def _best(
    question: str, names: frozenset[str], hits: Sequence[Hit], score: Callable[[str, Topic], float]
) -> tuple[Hit, Span] | None:
    """The best sentence for any part of a question, the better the further up its passage; None under `_LEAST`."""
    own = frozenset(map(stem, names))
    asked = [Topic(rest, topic.names) for topic in topics(question) if (rest := topic.words - own)]
    best: tuple[float, Hit, Span] | None = None
    for place, hit in enumerate(hits):
        for span in hit.sentences:
            quote = quote_of(hit.passage, span)
            if of_row(quote):
                continue
            sentence = claim_text(quote)
            scored = max((score(sentence, topic) for topic in asked), default=0.0) - 0.01 * min(place, _FURTHEST)
            if scored >= _LEAST and (best is None or scored > best[0]):
                best = (scored, hit, span)
    return None if best is None else best[1:]


def _states(sentence: str, topic: Topic) -> float:
    """How well a sentence says what a part of a question asks for, and its value right after: 0 to 1."""
    said = telling(sentence)
    there = weight(topic.words & said) / weight(topic.words)
    if there < _LEAST or len(sentence.split()) > _LONGEST:
        return 0.0
    plain = canonical(sentence)
    ends = [word.end for word in words(plain) if stem(fold(word.raw)) in topic.words]
    stated = any(
        _VALUE.match(plain[end:].lstrip()) or ((match := _WAS.match(plain, end)) and _near(plain, match.end()))
        for end in ends
    )
    return there * (1.0 if stated else 0.7)


def _near(text: str, at: int) -> bool:
    """Whether a value stands within a few words after a place."""
    match = _VALUE.search(text, at)
    return match is not None and len(text[at : match.start()].split()) <= 6
