"""Wordings: other ways in which a passage may say words of a question, found by search and read as those words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

_GAP = r"[\s\-–/.,'’]{1,3}"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """Another way to say words of a question.

    >>> list(phrase(("eu",), "European Union").places("In the European Union."))
    [7]
    """

    words: tuple[str, ...]
    """Those of the question's telling words that it stands for."""
    searched: tuple[str, ...]
    """What the full-text search is to look for, each side by side; nothing where that would find too much."""
    places: Callable[[str], Iterable[int]]
    """Where a text says it: offsets."""
    likeness: float = 1.0
    """How much it counts beside the question's own words."""


def phrase(words: tuple[str, ...], text: str, likeness: float = 0.9, *, exact: bool = False) -> Wording:
    """A wording that is a word or a row of words.

    :param exact: upper and lower case differ, as "US" and "us" do; else the last word may have an ending of English
        inflection.
    """
    parts = [re.escape(part) for part in _WORD.findall(text)]
    if exact:
        pattern = re.compile(r"(?<![\w.])" + r"\.?".join(parts) + r"(?:['’]?s)?(?!\w)")
    else:
        pattern = re.compile(rf"(?<!\w){_GAP.join(parts)}(?:s|es|d|ed|ing|['’]s)?(?!\w)", re.IGNORECASE)

    def places(passage: str) -> Iterator[int]:
        return (match.start() for match in pattern.finditer(passage))

    return Wording(words, (text,), places, likeness)
