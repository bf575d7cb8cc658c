"""Whether a text holds an answer, and how near one answer is to another."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

_ALIKE = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})
_FIGURE = re.compile(r"(?<![\w.,])[$€£]?(\d[\d,]*(?:\.\d+)?)(?![\w]|[.,]\d)")
_DATE = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{1,2}\b"
    r"|\b\d{1,2}\s+(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\b\d{4} q[1-4]\b|\bq[1-4] \d{4}\b|^\s*\d+\.\s",
    re.IGNORECASE | re.MULTILINE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def holds(text: str, wordings: Iterable[str]) -> bool:
    """Whether a text says one of the wordings, as whole words; case, quotes, dashes and white space are no matter."""
    plain = _plain(text)
    return any(_wording(wording).search(plain) for wording in wordings)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return " ".join(text.translate(_ALIKE).casefold().split())


@lru_cache(maxsize=4096)
def _wording(wording: str) -> re.Pattern[str]:
    plain = _plain(wording)
    before = r"(?<!\w)(?<!\d[.,])" if plain[:1].isalnum() else ""
    after = r"(?!\w|[.,]\d)" if plain[-1:].isalnum() else ""
    return re.compile(before + re.escape(plain) + after)


def figures(text: str) -> tuple[str, ...]:
    """The figures that a prose answer gives, without signs of currency: no years, days of a month or list numbers."""
    found = (match[1].rstrip(",") for match in _FIGURE.finditer(_DATE.sub(" ", text)))
    return tuple(dict.fromkeys(one for one in found if not _YEAR.fullmatch(one)))


def exact(given: str, wordings: Sequence[str]) -> float:
    """Whether an answer is one of the wordings, 1 or 0, both normalised as SQuAD's evaluation does."""
    return float(any(_words(given) == _words(wording) for wording in wordings))


def f1(given: str, wordings: Sequence[str]) -> float:
    """The best overlap of words of an answer with the wordings, 0 to 1, as in SQuAD's evaluation (Rajpurkar 2016)."""
    return max((_overlap(_words(given), _words(wording)) for wording in wordings), default=0.0)


def _overlap(given: list[str], wanted: list[str]) -> float:
    common = sum((Counter(given) & Counter(wanted)).values())
    return 2 * common / (len(given) + len(wanted)) if common else 0.0


def _words(text: str) -> list[str]:
    """Words without articles, case and punctuation."""
    kept = "".join(character for character in text.casefold() if character not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", kept).split()
