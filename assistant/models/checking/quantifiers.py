"""Words of quantity: whether a claim says "all" where the quotes say "some", or "must" where they say "may"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.models.checking.clauses import read, root, telling
from assistant.models.checking.verdict import Finding

_CLASSES = {
    "all": r"all|every|each|always|both|entire(?:ly)?|whole|everyone|everybody|everything|complete(?:ly)?|any|fully"
    r"|invariably|without exception|universal(?:ly)?",
    "most": r"most(?! of all\b)|majority|mostly|usually|generally|often|mainly|largely|typically|predominantly|tends?"
    r"|many|numerous|much|frequently|commonly|primarily",
    "some": r"some(?! \d)|several|sometimes|partly|partially|a few|certain|occasionally|at times|a number of|part of"
    r"|a minority|in part|a handful",
    "few": r"(?<!a )(?<!the )(?<!past )(?<!last )few|rarely|hardly|seldom|(?<!a )little|barely",
    "none": r"none|no|never|nobody|nothing|neither|not any|not one",
    "only": r"only|solely|exclusively|nothing but|no other|no one else",
}
_FINDER = re.compile("|".join(rf"(?P<{name}>\b(?:{form})\b)" for name, form in _CLASSES.items()), re.IGNORECASE)
_NOT_THESE = re.compile(
    r"not only|at most|most (?:\w+(?:ous|ful|ive|al|ent|ant|ed|ing|ic|able|ible|ly)|recent|famous|common)\b|no longer"
    r"|no doubt|no more than|no less than|at all|first of all|after all|above all|if any|only (?:in|on|when|if|after"
    r"|\d)|in all|all but|all over|as much|as many|how many|how much|so much|too much|much of|not all|not every"
    r"|no\.|most of the time|for some time|some (?:of )?(?:the )?\d|not any|the most|as a whole|on the whole",
    re.IGNORECASE,
)
_CLASH = {
    ("all", "most"),
    ("all", "some"),
    ("all", "few"),
    ("all", "none"),
    ("most", "some"),
    ("most", "few"),
    ("most", "none"),
    ("some", "few"),
    ("some", "none"),
    ("some", "all"),
    ("some", "most"),
    ("most", "all"),
    ("few", "all"),
    ("few", "most"),
    ("few", "some"),
    ("none", "all"),
    ("none", "most"),
    ("none", "some"),
    ("none", "few"),
}
_NOT_ALL = re.compile(r"\bnot (?:all|every|always|everyone)\b", re.IGNORECASE)
_MUST = re.compile(r"\b(?:must|shall|will|has to|have to|had to|required|definitely|certainly|always)\b", re.IGNORECASE)
_MAY = re.compile(
    r"\b(?:may(?= \w)|might|could|can|possibl[ey]|perhaps|probably|likely|expected|plan(?:s|ned)?|suggest\w*"
    r"|hop(?:es?|ed)|consider\w*|optional(?:ly)?|should|voluntar\w+)\b"
)
_AFTER_MAY = re.compile(r"\b(?:may|might|could|can)\s+(?:not\s+)?(?:be\s+|also\s+)?(?P<verb>\w+)")
_AFTER_MUST = re.compile(r"\b(?:must|shall|will|has to|have to)\s+(?:not\s+)?(?:be\s+|also\s+)?(?P<verb>\w+)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A word of quantity, its class, and the roots of what it is said of."""

    raw: str
    sort: str
    of: tuple[str, ...]


@lru_cache(maxsize=4096)
def amounts(text: str) -> tuple[Amount, ...]:
    """The words of quantity of a text."""
    one = read(text)
    skipped = [match.span() for match in _NOT_THESE.finditer(text)]
    found: list[Amount] = []
    for match in _FINDER.finditer(text):
        if any(start <= match.start() < end for start, end in skipped):
            continue
        at = one.place(match.end())
        following = [word for word in one.words[at : at + 5] if telling(word)][:2]
        found.append(Amount(match.group(), match.lastgroup or "", tuple(root(word) for word in following)))
    return tuple(found)


def found(claim: str, quotes: Sequence[str]) -> Iterator[Finding]:
    """Words of quantity and of duty in a claim that say more, or less, than the quotes do."""
    theirs = [one for quote in quotes for one in amounts(quote)]
    known = frozenset().union(*(read(quote).stems for quote in quotes)) if quotes else frozenset()
    for mine in amounts(claim):
        if any(other.sort == mine.sort for other in theirs):
            continue
        said = next((other for other in theirs if _clash(mine, other, claim)), None)
        if said is not None:
            yield Finding("quantity", f"what is cited says “{said.raw.lower()}”, not “{mine.raw.lower()}”")
            return
        limited = mine.sort == "only" and not any(_limits(quote) for quote in quotes)
        if limited and (not mine.of or set(mine.of) & known):
            yield Finding("quantity", f"what is cited does not say “{mine.raw.lower()}”", grave=False)
            return
    partial = any(_NOT_ALL.search(quote) for quote in quotes)
    if partial != (_NOT_ALL.search(claim) is not None):
        whole = (claim,) if partial else quotes
        if any(one.sort == "all" for text in whole for one in amounts(text)):
            yield Finding("quantity", f"what is cited says {'“not all”' if partial else '“all”'}")
            return
    yield from _duty(claim, quotes)


def _limits(quote: str) -> bool:
    return (
        re.search(
            r"\b(?:only|alone|sole|solely|exclusive\w*|just|nothing but|except|single|no other|unique\w*|but)\b",
            quote,
            re.IGNORECASE,
        )
        is not None
    )


def _clash(mine: Amount, other: Amount, claim: str) -> bool:
    """Whether two words of quantity are said of the same and exclude each other."""
    if (mine.sort, other.sort) not in _CLASH:
        return False
    return bool(set(mine.of[:1]) & set(other.of)) or bool(set(other.of[:1]) & set(mine.of))


def _duty(claim: str, quotes: Sequence[str]) -> Iterator[Finding]:
    """ "Must" and "will" for what only may be."""
    if _MAY.search(claim):
        return
    must = {root(word) for match in _AFTER_MUST.finditer(claim) for word in read(match["verb"]).words}
    for quote in quotes:
        if _MUST.search(quote):
            continue
        for match in _AFTER_MAY.finditer(quote):
            if must & {root(word) for word in read(match["verb"]).words}:
                yield Finding("quantity", f"what is cited says “{match.group()}”", grave=False)
                return
