"""What a question asks figures for: its measures, part by part, and whether it wants one row or all of a kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.tables.measures import GENERIC, canonical
from assistant.text import periods
from assistant.text.words import fold, stem, words

_BREAKS = re.compile(
    r"[,;:?!()\n]|\b(?:and|or|versus|vs|than|with|against|to|between"
    r"|did|does|do|was|were|is|are|has|have|had|can|could|would)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"\b(?:breakdowns?|broken\s+down|break\s+down|components?|compos(?:ed|ition)|made\s+up|distribut(?:ed|ion)|details?"
    r"|itemi[sz]ed?|list|each|every|all\s+(?:the\s+)?\w+s"
    r"|which\s+(?:\w+\s+){0,2}(?:segments|regions|categories|products|countries|lines|departments)"
    r"|by\s+(?:\w+\s+){0,2}(?:segments?|regions?|categor(?:y|ies)|types?|products?|countr(?:y|ies)|lines?|areas?|departments?"
    r"|months?|terms?|years?|quarters?|class(?:es)?|groups?|kinds?|items?)|per\s+(?:month|term|year|quarter|class|group|item))\b",
    re.IGNORECASE,
)
_SPENT = re.compile(
    r"\bhow\s+much\s+(?:cash|money)(?=\s+(?:did|does|has|was|were)\b.{0,50}\b(?:spen[dt]|pa(?:y|id)|used?|invest|return))",
    re.I,
)
"""Money that is no measure, but what was spent."""
_BEHIND = re.compile(
    r"\b(?:drivers?|driv(?:e|en|ing)|factors?|reasons?|contribut(?:ors?|ed|ions?|ing)|components?|made\s+up|breakdown)\b",
    re.IGNORECASE,
)

_EXPLAINS = re.compile(
    r"""\b(?:why|drivers?|driv(?:e|en|ing)|factors?|reasons?|caus\w+|contribut(?:ors?|ed\ to)|impact\w*|affect\w*
    |influenc\w+|risks?
    |strateg\w+|discuss\w*|relationship|relate\w*|correlat\w+|connect\w*|role|explain\w*|describ\w+|analy[sz]e\w*|align\w*
    |correspond\w*|suggest\w*|reflect\w*|insights?|summari[sz]e|outline|disclos\w+|polic(?:y|ies)
    |proceedings?|breakdown|components?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words of a question that sentences answer, beside figures."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question asks for in one part: the stems of its telling words, and those that are names."""

    words: frozenset[str]
    names: frozenset[str]
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Words that stand right before others, with those: "contingent" of "contingent liabilities"."""


def topics(question: str) -> tuple[Topic, ...]:
    """What a question asks for, part by part."""
    found: list[Topic] = []
    for part in _BREAKS.split(canonical(periods.without(_SPENT.sub("how much", question)))):
        kept = [word for word in words(part) if not word.stop and not word.raw[0].isdigit() and len(word.raw) > 1]
        kept = [word for word in kept if stem(fold(word.raw)) not in GENERIC]
        stems = frozenset(stem(fold(word.raw)) for word in kept)
        capital = frozenset(stem(fold(word.raw)) for word in kept if word.raw[0].isupper() and word.start)
        pairs = frozenset(
            (stem(fold(one.raw)), stem(fold(other.raw))) for one, other in pairwise(kept) if other.start - one.end <= 2
        )
        if stems and stems not in [one.words for one in found]:
            found.append(Topic(stems, capital, pairs))
    return tuple(found)


def asks_list(question: str) -> bool:
    """Whether a question asks for all rows of a kind: "by region", "in each term", "the breakdown of"."""
    return _LISTS.search(question) is not None


def asks_behind(question: str) -> bool:
    """Whether a question asks what is behind a figure, or what it is made of."""
    return _BEHIND.search(question) is not None


def asks_why(question: str) -> bool:
    """Whether a question asks for more than a figure: reasons, effects, what is told of it."""
    return _EXPLAINS.search(question) is not None
