"""What the guard finds: how well quotes bear a claim out, and what in it they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.answers import Support

Sort = Literal["number", "date", "name", "negation", "quantity", "direction", "order", "added", "meaning"]
"""What a claim has that its quotes do not: another number, date or name; a negation more or less; "all" for "some";
"rose" for "fell"; the parts of two things exchanged; words that nothing bears out; another sense as a whole.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a claim that its quotes do not bear out."""

    sort: Sort
    why: str
    """A short phrase for people: "the number 50 is not in what is cited"."""
    grave: bool = True
    """Whether the claim says something else, and not only something that may be missing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How well quotes bear a claim out."""

    support: Support
    why: str = ""
    """The first reason against it; empty where it is supported."""
    findings: tuple[Finding, ...] = ()


class Meaning(Protocol):
    """What tells how far a claim means what quotes say: an embedding, or a cross-encoder."""

    def scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Give the probability, 0 to 1, that the second of each pair says what the first claims."""
        ...
