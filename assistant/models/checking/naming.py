"""Names of claims: whether the quotes name the same, be it shorter, in letters, or as its people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.models.checking import days, peoples
from assistant.models.checking.clauses import read, root, telling
from assistant.models.checking.verdict import Finding
from assistant.text.words import STOP, alike, fold, listed, rarity, stem, words

_TITLES = listed(
    """mr mrs ms miss dr sir lord lady dame prof professor president king queen prince princess pope saint st general
    captain judge senator chancellor secretary chairman chairwoman minister mayor governor emperor duke earl count
    prime foreign chief executive director bishop archbishop cardinal colonel major king's inc ltd plc corp co company
    gmbh ag group the state city province county university river lake mount island church party street road court
    republic kingdom empire dynasty war battle act treaty bank union council committee department office ministry
    airport station museum airlines north south east west northern southern eastern western new great upper lower"""
)
"""Words of names that say what is named rather than which one; a name is not another for these alone."""
_ROMAN = re.compile(r"(?=[IVX])(?:X{0,3})(?:IX|IV|V?I{0,3})$")
_TOKEN = re.compile(r"[^\W_][\w&]*(?:\.(?=[A-Za-z]\b)[A-Za-z])*(?:[-'’][^\W_]+)*")
_STARTS = re.compile(r"(?:^|[.!?:;]\s|[\"“‘(]|^[-•*\d.)\s]+)$")
_FORM = 0.8
"""How alike two stems are at least to be forms of one word."""
_RARE = 0.85
"""Rarity from which a first word is a name even where no other name may stand in its place."""
_COMMON = 0.55
"""Rarity below which a first word is taken for a plain one, unless the quotes have it as a name."""


_LEANING = re.compile(
    r"\b(?:he|she|it|they|his|her|its|their|him|them)\b|^\W*(?:This|That|These|Those|The|Such)\b", re.IGNORECASE
)
"""What a sentence has that leans on a name before it."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name ``text[start:end]``, by its words."""

    start: int
    end: int
    words: tuple[str, ...]
    sure: bool = True
    """Whether it is one for certain; a plain word may open a sentence."""


@lru_cache(maxsize=4096)
def named(text: str) -> tuple[Name, ...]:
    """The names of a text; a first word that may be there for its place alone only where it is rare."""
    taken = [(one.start, one.end) for one in days.whens(text)]
    runs: list[list[tuple[int, int, str]]] = []
    for match in _TOKEN.finditer(text):
        start, raw = match.start(), re.sub(r"['’]s$|['’]$", "", match.group())
        if not _capital(raw) or any(a <= start < b for a, b in taken):
            continue
        if fold(raw) in STOP and not (raw.isupper() and len(raw) > 1):
            continue
        if _STARTS.search(text[:start]) and not _telling(raw, text[match.end() :]):
            continue
        joined = runs and text[runs[-1][-1][1] : start] in (" ", "-", ". ", " of ", " de ", " van ", " von ", " & ")
        if not joined or text[runs[-1][-1][1] - 2 : runs[-1][-1][1]] in ("'s", "’s"):
            runs.append([])
        runs[-1].append((start, match.end(), raw))
    return tuple(
        Name(run[0][0], run[-1][1], tuple(raw for _, _, raw in run), len(run) > 1 or not _opens(text, run[0]))
        for run in runs
    )


def _formed(word: str, quotes: Sequence[str]) -> bool:
    """Whether a first word is another form of one that is quoted: "Imperialistic" of "imperialist"."""
    own = stem(fold(word))
    return any(alike(own, other) >= _FORM for quote in quotes for other in read(quote).stems)


def _rare(word: str) -> bool:
    return min(rarity(word), rarity(word.removesuffix("s"))) >= _RARE


def _opens(text: str, token: tuple[int, int, str]) -> bool:
    """Whether a word stands first in a sentence and has no capitals inside."""
    start, _, raw = token
    return _STARTS.search(text[:start]) is not None and raw[1:] == raw[1:].lower()


def _capital(raw: str) -> bool:
    if any(letter.isdigit() for letter in raw):
        return raw[0].isalpha() or any(letter.isupper() for letter in raw)
    return len(raw) > 1 and any(letter.isupper() for letter in raw[:3])


def _telling(raw: str, after: str) -> bool:
    """Whether a first word is likely a name: rare, or with capitals inside or after it."""
    if raw[1:] != raw[1:].lower():
        return True
    follows = re.match(r"['’]s?\s[a-z]|\s[A-Z]\w", after) is not None
    return rarity(raw) >= _COMMON or (follows and fold(raw) not in STOP and rarity(raw) >= 0.45)


def found(claim: str, quotes: Sequence[str], around: Sequence[str]) -> Iterator[Finding]:
    """The names of a claim that its quotes do not say, nor the text around them that they lean on."""
    here, near = _known(tuple(quotes)), _known((*quotes, *around))
    leans = any(_LEANING.search(quote) for quote in quotes)
    for name in named(claim):
        missing = [word for word in name.words if not here.has(word) and not _roman_alone(word, name)]
        if not missing or here.letters(name.words):
            continue
        raw = re.sub(r"['’]s?$", "", claim[name.start : name.end])
        telling = [word for word in missing if fold(word) not in _TITLES]
        if near.row(name.words) and len(missing) < len(name.words):
            continue  # a name that is said shorter
        if not name.sure and _formed(name.words[0], quotes):
            continue
        likely = name.sure or near.named(name.words[0]) or _rare(name.words[0])
        if not likely and not peoples.also(name.words) and not _others(claim, quotes):
            continue
        lent = all(near.has(word) for word in missing) or near.letters(name.words)
        if lent and (not telling or not _rivalled(claim, name, quotes)):
            if telling and not leans and _others(claim, quotes):
                yield Finding("name", f"{raw} is named only near what is cited", grave=False)
            continue
        if telling:
            yield Finding("name", f"{raw} is not named in what is cited")
        elif len(missing) == len(name.words) or _contrary(missing, quotes):
            yield Finding("name", f"what is cited does not say {raw}")


def _roman_alone(word: str, name: Name) -> bool:
    return len(name.words) == 1 and _ROMAN.fullmatch(word) is not None


def _rivalled(claim: str, name: Name, quotes: Sequence[str]) -> bool:
    """Whether a name of the claim may stand in the place of one that the quotes have, and the claim has not.

    So it is where both stand by the same words.
    """
    place = _beside(claim, name)
    return any(
        sum(x == y for x, y in zip(place, _beside(quote, one), strict=True)) >= 2
        for quote, one in _others(claim, quotes)
    )


def _others(claim: str, quotes: Sequence[str]) -> list[tuple[str, Name]]:
    """The names of quotes of which a claim says no word, each with its quote."""
    mine = _known((claim,))
    return [(quote, one) for quote in quotes for one in named(quote) if not any(mine.has(word) for word in one.words)]


def _beside(text: str, name: Name) -> tuple[str, str, str]:
    """The word before a name, the telling word before it, and the word after it."""
    one = read(text)
    at, end = one.place(name.start), one.place(name.end)
    before = fold(one.words[at - 1].raw) if at else "^"
    told = next((root(word) for word in reversed(one.words[:at]) if telling(word)), "^")
    return before, told, root(one.words[end]) if end < len(one.words) else "$"


_DIRECTIONS = listed("north south east west northern southern eastern western upper lower new old great")


def _contrary(missing: Sequence[str], quotes: Sequence[str]) -> bool:
    """Whether a name has another direction than what is quoted: "North Korea" for "South Korea"."""
    mine = {fold(word) for word in missing} & _DIRECTIONS
    return bool(mine) and any(
        fold(word) in _DIRECTIONS for quote in quotes for one in named(quote) for word in one.words
    )


class _Words:
    """The words of texts as names are looked for among them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._plain: set[str] = set()
        self._capital: set[str] = set()
        self._lower: set[str] = set()
        self._letters: set[str] = set()
        self._rows: set[str] = set()
        for text in texts:
            raws = [re.sub(r"['’]s$|['’]$", "", match.group()) for match in _TOKEN.finditer(text)]
            parts = [part for raw in raws for part in (raw, *re.split(r"[-'’]", raw))]
            self._plain.update(fold(part) for part in parts)
            self._plain.update(word.stem for word in words(text))
            self._lower.update(part for part in parts if part.islower())
            self._capital.update(part for part in parts if part[:1].isupper() and len(part) > 2)
            self._letters.update(fold(raw) for raw in raws if raw.isupper() and 2 <= len(raw) <= 6)
            self._rows.update(
                "_".join(fold(raw) for raw in raws[at : at + n]) for n in (2, 3) for at in range(len(raws))
            )
            self._row = " ".join(raws)

    def has(self, word: str) -> bool:
        """Whether a word of a name is said, in one of its forms."""
        folded = fold(word)
        if folded in self._plain or (len(folded) > 3 and folded.rstrip("s") in self._plain):
            return True
        if any(digit.isdigit() for digit in word):
            return False
        parts = re.split(r"[-'’]", word)
        if len(parts) > 1 and all(self.has(part) for part in parts if part):
            return True
        if any(fold(name) in self._plain or name in self._rows for name in peoples.also((word,))):
            return True
        if any(peoples.same(word, other) for other in self._capital):
            return True
        return word.isupper() and 2 <= len(word) <= 6 and self._stands_for(folded)

    def letters(self, name: tuple[str, ...]) -> bool:
        """Whether a whole name is said by its initials, or by another of its names."""
        if peoples.also(name) & (self._plain | self._rows):
            return True
        first = peoples.initials(list(name))
        return len(first) >= 2 and first in self._letters

    def named(self, word: str) -> bool:
        """Whether a word is said with a capital, and never without."""
        return word in self._capital and word.lower() not in self._lower

    def row(self, name: tuple[str, ...]) -> bool:
        """Whether the words of a name stand one after the other."""
        return "_".join(fold(word) for word in name) in self._rows

    def _stands_for(self, letters: str) -> bool:
        """Whether letters begin the words of a row: "EU" of "European Union"."""
        spaced = r"\s(?:(?:of|the|and|for|on|in|de)\s)*"
        pattern = spaced.join(rf"{re.escape(letter)}\w+" for letter in letters)
        return re.search(rf"\b{pattern}", self._row, re.IGNORECASE) is not None


@lru_cache(maxsize=512)
def _known(texts: tuple[str, ...]) -> _Words:
    return _Words(texts)
