"""Abbreviations and what they stand for: those that the documents themselves define, and a few that everybody knows.

A document that says "Special Forces (SF)" once says "SF" from then on, and a question may use either. Definitions are
found as Schwartz and Hearst do (A simple algorithm for identifying abbreviation definitions in biomedical text, 2003):
the letters of what stands in brackets are looked for, from the last to the first, in the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.retrieval.lexical import CAPITALS, capitals
from assistant.retrieval.wordings import Wording, phrase
from assistant.text.words import STOP, fold, listed, rarity

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog

_BRACKETS = re.compile(r"\s\(([^()\n]{2,60})\)")
_SHORT = re.compile(r"[^\W_][\w.&/-]{1,9}")
_WORD = re.compile(r"[^\W_]+")
_LOOKED_AT = 40
"""Chunks with an abbreviation in which its definition is looked for."""
_FREQUENT = 2_000
"""Chunks with a word from which it is too frequent to be looked up."""
_LONGEST = 6
"""Words of a name that is looked for as an abbreviation."""
_LIKENESS = 0.9

_KNOWN = """
US:United States|United States of America|America  UK:United Kingdom|Great Britain|Britain  EU:European Union
UN:United Nations  USSR:Soviet Union  UAE:United Arab Emirates  PM:prime minister  MP:member of parliament
WWI:First World War|World War I|World War One  WWII:Second World War|World War II|World War Two
GDP:gross domestic product  CEO:chief executive officer|chief executive  CFO:chief financial officer
COO:chief operating officer  CTO:chief technology officer  IPO:initial public offering  HQ:headquarters
TV:television  AI:artificial intelligence  IMF:International Monetary Fund  ECB:European Central Bank
WTO:World Trade Organisation|World Trade Organization  WHO:World Health Organisation|World Health Organization
NHS:National Health Service  FBI:Federal Bureau of Investigation  CIA:Central Intelligence Agency
NATO:North Atlantic Treaty Organisation|North Atlantic Treaty Organization  IT:information technology
NASA:National Aeronautics and Space Administration  SEC:Securities and Exchange Commission  VAT:value added tax
"""
KNOWN: Mapping[str, tuple[str, ...]] = {
    short: tuple(long.split("|"))
    for short, long in (entry.split(":", 1) for entry in re.split(r"\s{2,}|\n", _KNOWN.strip()))
}
"""Abbreviations that texts use without saying what they stand for."""


_AMBIGUOUS = listed("us who it pm sec")
"""Which are words, or mean something else, in small letters."""


def defined(text: str) -> Iterator[tuple[str, str]]:
    """The abbreviations that a text defines, each with what it stands for, as both are written there.

    >>> list(defined("He joined the Special Forces (SF) early."))
    [('SF', 'Special Forces')]
    """
    for match in _BRACKETS.finditer(text):
        inside = re.split(r"[;,] ", match[1])[0].strip()
        before = text[max(0, match.start() - 160) : match.start()]
        before = re.split(r"[.;:!?]\s|\n", before)[-1]
        if _SHORT.fullmatch(inside) and any(letter.isupper() for letter in inside) and not inside.istitle():
            long = _long_form(inside, before)
            if long:
                yield inside, long
        else:  # "SF (Special Forces)"
            words = before.split()
            if words and CAPITALS.fullmatch(words[-1]) and _long_form(words[-1], inside) == inside:
                yield words[-1], inside


def _long_form(short: str, before: str) -> str | None:
    """The shortest end of ``before`` that has the letters of ``short`` in order, the first one at a word's start."""
    letters = [letter.casefold() for letter in short if letter.isalnum()]
    words = before.split()
    room = " ".join(words[-min(len(letters) + 5, 2 * len(letters)) :])
    place = len(room)
    for number in range(len(letters) - 1, -1, -1):
        place -= 1
        first = number == 0
        while place >= 0 and (
            room[place].casefold() != letters[number] or (first and place > 0 and room[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
    found = room[place:].strip(" \"'“”‘’")
    own = {part.casefold() for part in _WORD.findall(found)}
    return found if len(found) > len(short) and fold(short) not in own else None


def wordings(question: str, words: Sequence[str], frequencies: Mapping[str, int], catalog: Catalog) -> list[Wording]:
    """What the abbreviations of a question stand for, and the abbreviations of its names.

    :param words: the question's telling words.
    :param frequencies: in how many chunks each of them occurs.
    """
    found = [one for short in _shorts(question, words) for one in _written_out(short, words, frequencies, catalog)]
    found += _known_names(question, words)
    return found + list(_shortened(question, words, catalog))


def _shorts(question: str, words: Sequence[str]) -> list[str]:
    """Words of a question that may be abbreviations, in capitals."""
    found = capitals(question)
    strange = (word.upper() for word in words if 2 <= len(word) <= 5 and word.isalpha() and rarity(word) >= 1.0)
    known = (word.upper() for word in words if word.upper() in KNOWN and word not in _AMBIGUOUS)
    return list(dict.fromkeys([*found, *strange, *known]))


def _written_out(
    short: str, words: Sequence[str], frequencies: Mapping[str, int], catalog: Catalog
) -> Iterator[Wording]:
    bare = short.replace(".", "").upper()
    stood = tuple(word for word in words if word.replace(".", "").upper() == bare)
    if not stood:
        return
    longs = dict.fromkeys(KNOWN.get(bare, ()))
    if not longs and 0 < frequencies.get(stood[0], 0) <= _FREQUENT:
        longs = dict.fromkeys(_definitions(bare, catalog))
    for long in longs:
        yield phrase(stood, long, _LIKENESS)
    if longs or fold(bare) in STOP or "." in short:
        yield phrase(stood, bare, 1.0, exact=True)
        if "." in short or bare in KNOWN:
            yield phrase(stood, ".".join(bare) + ".", 1.0, exact=True)


def _definitions(short: str, catalog: Catalog) -> list[str]:
    """What the documents say that an abbreviation stands for, the most frequent first, at most three."""
    counts: dict[str, int] = {}
    ids = [id_ for id_, _ in catalog.match(f'"{short.lower()}"', _LOOKED_AT)] if short.isalnum() else []
    for chunk in catalog.chunks(ids).values():
        for found, long in defined(chunk.chunk.text):
            if found.replace(".", "").upper().removesuffix("S") in (short, short.removesuffix("S")):
                plain = " ".join(long.split())
                counts[plain] = counts.get(plain, 0) + 1
    return sorted(counts, key=lambda long: (-counts[long], long))[:3]


def _known_names(question: str, words: Sequence[str]) -> Iterator[Wording]:
    for short, longs in KNOWN.items():
        for long in longs:
            if match := re.search(rf"(?<!\w){re.escape(long)}(?:['’]s)?(?!\w)", question, re.IGNORECASE):
                stood = tuple(part for part in words if part in fold(match.group()).split() or part == long.lower())
                yield phrase(stood, short, _LIKENESS, exact=True)
                if len(short) == 2:
                    yield phrase(stood, ".".join(short) + ".", _LIKENESS, exact=True)
                break


_INNER = listed("of the and for in on to de la des du und für van der")


def _shortened(question: str, words: Sequence[str], catalog: Catalog) -> Iterator[Wording]:
    """Abbreviations of names in the question that a document defines beside the name, by its words' first letters."""
    every = [match.group().lower() for match in _WORD.finditer(question)]
    rows = [
        every[start : start + length]
        for length in range(2, _LONGEST + 1)
        for start in range(len(every) - length + 1)
        if every[start] not in STOP and every[start + length - 1] not in STOP
    ]
    shorts: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if any(word in STOP and word not in _INNER for word in row):
            continue
        for parts in (row, [word for word in row if word not in _INNER]):
            if len(parts) > 1 and all(part[0].isalpha() for part in parts):
                shorts["".join(part[0] for part in parts)] = tuple(row)
    counts = catalog.document_frequencies(shorts)
    for short, named in shorts.items():
        if 0 < counts[short] <= _FREQUENT and catalog.match(f'"{" ".join(named)} {short}"', 1):
            stood = tuple(word for word in words if word in named)
            yield phrase(stood, short.upper(), _LIKENESS, exact=True)
