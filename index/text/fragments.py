"""Parts of a sentence that is longer than a chunk may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from index.documents import Span
from index.text.cutting import Atom, Rank
from index.text.sentences import stripped

_CLAUSES = re.compile(r"[,;:—–]\s+|[、，；：]|[\t\n]+|\s[-–—]\s")
_WORDS = re.compile(r"\s+")
_STAGES = (
    (Rank.CLAUSE, _CLAUSES),
    (Rank.WORD, _WORDS),
    (Rank.CHARACTER, re.compile(r"[\s\S]{16}")),
    (Rank.CHARACTER, re.compile(r"[\s\S]")),
)


def fragments(
    text: str, atoms: Sequence[Atom], limit: int, count: Callable[[Sequence[str]], Sequence[int]]
) -> list[Atom]:
    """The atoms, with each of more than ``limit`` tokens divided.

    It is divided into clauses; those that are still too long into words, and these into characters.
    """
    done: list[Atom] = []
    long: list[Atom] = []
    for atom in atoms:
        (done if atom.tokens <= limit else long).append(atom)
    for rank, pattern in _STAGES:
        if not long:
            break
        smaller: list[tuple[Span, Rank]] = []
        for atom in long:
            spans = _divided(text, atom, pattern)
            smaller += [(span, rank) for span in spans[:-1]]
            smaller.append((spans[-1], atom.rank))
        sizes = count([text[span.start : span.end] for span, _ in smaller])
        long = []
        for (span, after), size in zip(smaller, sizes, strict=True):
            part = Atom(span.start, span.end, size, after)
            (done if size <= limit else long).append(part)
    return sorted([*done, *long], key=lambda atom: atom.start)


def _divided(text: str, atom: Atom, pattern: re.Pattern[str]) -> list[Span]:
    stops = [match.end() for match in pattern.finditer(text, atom.start, atom.end)]
    return stripped(text, list(pairwise([atom.start, *stops, atom.end])))
