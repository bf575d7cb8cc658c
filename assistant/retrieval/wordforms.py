"""Word forms that the full-text index keeps apart: British and American spelling, irregular forms, compounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.retrieval.wordings import Wording, phrase
from assistant.text.words import STOP, irregular_forms

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog

_ENDS = ("", "s", "d", "r", "rs", "ed", "ing", "er", "ers", "able", "al", "ful", "less", "ite", "ites", "hood")
_PAIRS = tuple(
    pair
    for british, american, ends in (
        ("ise", "ize", ("", "s", "d", "r", "rs")), ("isi", "izi", ("ng",)), ("isation", "ization", ("", "s", "al")),
        ("yse", "yze", ("", "s", "d", "r")), ("ysi", "yzi", ("ng",)), ("our", "or", _ENDS),
        ("ence", "ense", ("", "s", "less")), ("ogue", "og", ("", "s")), ("lled", "led", ("",)),
        ("lling", "ling", ("",)), ("ller", "ler", ("", "s")), ("gramme", "gram", ("", "s")),
        ("mould", "mold", ("", "s", "ed", "y")), ("plough", "plow", ("", "s", "ed", "ing")),
        ("grey", "gray", ("", "s")), ("tyre", "tire", ("", "s")), ("cheque", "check", ("", "s")),
        ("aluminium", "aluminum", ("",)), ("paed", "ped", ("ia", "ic", "ics", "iatric")),
        ("aemi", "emi", ("a", "c")), ("sceptic", "skeptic", ("", "s", "al", "ism")),
        ("artefact", "artifact", ("", "s")),
        ("jewellery", "jewelry", ("",)), ("ageing", "aging", ("",)), ("judgement", "judgment", ("", "s")),
        ("fulfil", "fulfill", ("", "s", "ment")), ("enrol", "enroll", ("", "s", "ment")),
        ("oeuvre", "euver", ("", "s")), ("storey", "story", ("",)), ("kerb", "curb", ("", "s")),
    )
    for end in ends
    for pair in ((british + end, american + end), (american + end, british + end))
)  # fmt: skip
"""British and American endings of words, both ways."""
_LEAST = 5
"""Letters of a word whose spelling may differ by its ending."""
_LIKENESS = 0.95
_COMPOUND = 7
"""Letters of a compound at least."""


def spellings(word: str) -> list[str]:
    """A word as others would spell it, by the rules that part British from American English; not all are words.

    >>> spellings("organisations"), spellings("color"), spellings("theatre")
    (['organizations'], ['colour'], ['theater'])
    """
    if not word.isascii() or not word.isalpha():
        return []
    found = {
        word[: -len(one)] + other
        for one, other in _PAIRS
        if word.endswith(one) and (len(word) >= _LEAST or word == one)
    }
    if len(word) < _LEAST:
        return sorted(found)
    if match := re.fullmatch(r"(\w{3,}[bcdgt])re(s|d)?", word):
        found.add(f"{match[1]}er{match[2] or ''}")
    if match := re.fullmatch(r"(\w{3,}[bcdgt])er(s|ed)?", word):
        found.add(f"{match[1]}re{(match[2] or '').removeprefix('e')}")
    return sorted(found)


def wordings(words: Sequence[str], catalog: Catalog) -> tuple[list[Wording], Mapping[str, int]]:
    """Other forms of a question's words that occur in the documents, and in how many chunks they and the words do."""
    others = list(_others(words))
    frequencies = catalog.document_frequencies([*words, *(other for _, other in others)])
    found = [phrase(stood, other, _LIKENESS) for stood, other in others if frequencies[other]]
    known = {word for one in found for word in one.words}
    parted = [
        ((word,), parts) for word in words if not frequencies[word] and word not in known for parts in _parted(word)
    ]
    if parted:
        counts = catalog.document_frequencies(part for _, parts in parted for part in parts)
        rows = [(stood, " ".join(parts)) for stood, parts in parted if all(counts[part] for part in parts)]
        found += [phrase(stood, row, _LIKENESS) for stood, row in rows if catalog.match(f'"{row}"', 1)]
    return found, frequencies


def _parted(word: str) -> Iterator[tuple[str, str]]:
    """The two words that a compound may be made of: "websites" of "web" and "sites"."""
    if word.isalpha() and len(word) >= _COMPOUND:
        for place in range(3, len(word) - 2):
            if word[:place] not in STOP and word[place:] not in STOP:
                yield word[:place], word[place:]


def _others(words: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    for word in dict.fromkeys(words):
        for other in (*spellings(word), *irregular_forms(word)):
            yield (word,), other
    for first, second in pairwise(words):  # "data base": "database"
        if first.isalpha() and second.isalpha() and len(first + second) >= _COMPOUND:
            yield (first, second), first + second
