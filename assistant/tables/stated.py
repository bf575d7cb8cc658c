"""Figures in sentences: "Our effective tax rate was 18% and 19% for the three months ended ...".

What no table has as a row, a report often states in a sentence that names the measure and says what it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.grounding import claim_text, quote_of
from assistant.tables.figures import Topic, topics
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
    r"\s*(?:\([^)]*\)\s*)?(?:\w+\s+){0,6}?(?:was|were|is|are|of|to|totaled|amounted|reached|by)\b", re.IGNORECASE
)
_LONGEST = 70
"""Words of a sentence at most."""
_LEAST = 0.65
"""How well a sentence must say what is asked for."""


def find(question: str, names: frozenset[str], hits: Sequence[Hit]) -> tuple[Hit, Span] | None:
    """The sentence of the hits that states the figure asked for; None where none does.

    :param names: folded words that name the document, which its sentences need not say.
    """
    own = frozenset(map(stem, names))
    asked = [Topic(rest, topic.names) for topic in topics(question) if (rest := topic.words - own)]
    best: tuple[float, Hit, Span] | None = None
    for place, hit in enumerate(hits):
        for span in hit.sentences:
            quote = quote_of(hit.passage, span)
            if of_row(quote) or not _VALUE.search(quote):
                continue
            score = max((_states(claim_text(quote), topic) for topic in asked), default=0.0) - 0.01 * place
            if score >= _LEAST and (best is None or score > best[0]):
                best = (score, hit, span)
    return None if best is None else best[1:]


def _states(sentence: str, topic: Topic) -> float:
    """How well a sentence says what a part of a question asks for, and its value right after: 0 to 1."""
    said = telling(sentence)
    there = weight(topic.words & said) / weight(topic.words)
    if there < _LEAST or len(sentence.split()) > _LONGEST:
        return 0.0
    plain = canonical(sentence)
    ends = [word.end for word in words(plain) if stem(fold(word.raw)) in topic.words]
    stated = any((match := _WAS.match(plain, end)) and _near(plain, match.end()) for end in ends)
    return there * (1.0 if stated else 0.7)


def _near(text: str, at: int) -> bool:
    """Whether a value stands within a few words after a place."""
    match = _VALUE.search(text, at)
    return match is not None and len(text[at : match.start()].split()) <= 6
