"""How much of one text stands in another: sketches that find the candidates, and a measure over the texts.

A sketch is the smallest hashes of a text's runs of three words, the bottom-k form of MinHash: A. Broder, "On the
resemblance and containment of documents", 1997; E. Cohen and H. Kaplan, "Summarizing data using bottom-k
sketches", 2007. Two texts that are nearly the same share nearly all of their smallest hashes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

KEPT = 256
"""Hashes in a sketch: the share of common runs is then told to within about .03."""

KEYS = 8
"""Of those, the smallest by which candidates are found: texts with 80 % of their runs in common share none of
their smallest eight once in 400,000 pairs."""

LEAST_WORDS = 20
"""Texts of fewer words say too little for a likeness to mean anything; they have no sketch."""

_RUN = 3
_WORD = re.compile(r"\w+")
_GAP = re.compile(r"\s")

_PIECE = 2**20
"""Characters of a text whose words are held in memory at a time: those of 50 MB would take half a GB."""


def runs(text: str) -> Hashes:
    """The hash of each run of three words, in order, whatever case they are in; shape (words - 2,)."""
    return np.concatenate([np.zeros(0, dtype=np.uint64), *_runs(text)])


def _runs(text: str) -> Iterator[Hashes]:
    """The same piece by piece."""
    last = np.zeros(0, dtype=np.uint64)  # words of the piece before that stand in runs with those of the next
    for piece in _pieces(text):
        found = np.fromiter((zlib.crc32(word.encode()) for word in _WORD.findall(piece.lower())), dtype=np.uint64)
        words = np.concatenate([last, found])
        last = words[1 - _RUN :]
        if len(words) >= _RUN:
            yield _mixed(words)


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces that end between words."""
    start = 0
    while start < len(text):
        gap = _GAP.search(text, start + _PIECE)
        end = gap.end() if gap else len(text)
        yield text[start:end]
        start = end


def _mixed(words: Hashes) -> Hashes:
    """The hash of each run of three, made of those of its words."""
    # Two multiplicative steps and a finisher in the manner of SplitMix64; sums wrap around.
    mixed = (words[:-2] * np.uint64(0x9E3779B97F4A7C15) + words[1:-1]) * np.uint64(0xC2B2AE3D27D4EB4F) + words[2:]
    mixed ^= mixed >> np.uint64(31)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(29)
    return np.asarray(mixed, dtype=np.uint64)


def sketch(text: str) -> Hashes:
    """The smallest distinct hashes of a text's runs, in order, `KEPT` at most; none for a very short text."""
    count = 0
    smallest = np.zeros(0, dtype=np.uint64)
    for hashes in _runs(text):
        count += len(hashes)
        smallest = np.unique(np.concatenate([smallest, hashes]))[:KEPT]
    return smallest if count + _RUN - 1 >= LEAST_WORDS else np.zeros(0, dtype=np.uint64)


def estimate(one: Hashes, other: Hashes) -> float:
    """The share of runs, of all in either text, that stand in both (Jaccard), told from their sketches; 0 to 1."""
    both = np.sort(np.concatenate([one, other]))
    if not len(both):
        return 0.0
    again = both[1:] == both[:-1]  # the second of a hash that both have
    rank = np.arange(1, len(both)) - np.cumsum(again)  # how many others are smaller, for all but the first
    union = min(KEPT, len(both) - int(again.sum()))
    return int((again & (rank < union)).sum()) / union


def common(one: Hashes, other: Hashes) -> float:
    """The share of words that stand in runs common to both texts, of the text that has less in common; 0 to 1.

    :param one: the `runs` of a text; ``other`` those of another.
    """
    return min(_covered(one, other), _covered(other, one))


def _covered(one: Hashes, other: Hashes) -> float:
    if not len(one) or not len(other):
        return 0.0
    found = np.isin(one, other)
    words = np.zeros(len(one) + _RUN - 1, dtype=bool)
    for place in range(_RUN):
        words[place : place + len(one)] |= found
    return float(words.mean())
