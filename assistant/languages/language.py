"""What Quoth knows of one language: its grammar words, how it asks, and how it writes dates and amounts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.text.kinds import Kind


def plain(text: str) -> str:
    """Text in lower case without accents, one apostrophe for all; patterns of questions are written for it."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    bare = "".join(character for character in parts if not "\u0300" <= character <= "\u036f")
    return unicodedata.normalize("NFC", bare)  # the marks of Japanese syllables belong to them


def listed(*texts: str) -> frozenset[str]:
    """The words that texts list, in lower case without accents."""
    return frozenset(word for text in texts for word in plain(text).split())


def asked(**patterns: str) -> tuple[tuple[re.Pattern[str], Kind], ...]:
    """Patterns by the name of the kind that they ask for, in the order in which they are tried.

    A name may end in a number, so that one kind can be asked for in two places of the order.
    """
    return tuple(
        (re.compile(pattern), Kind[name.rstrip("0123456789").rstrip("_").upper()]) for name, pattern in patterns.items()
    )


@dataclass(frozen=True, slots=True)
class Language:
    """One language. Lists are in lower case without accents; patterns of questions are for `plain` text."""

    code: str
    """ISO 639-1."""
    stop: frozenset[str]
    """Words that carry no subject."""
    asks: tuple[tuple[re.Pattern[str], Kind], ...]
    """What a question asks for by its question word; the first that is found counts."""
    which: re.Pattern[str] | None = None
    """What stands before the noun that a question asks for: "which", "what is the"."""
    nouns: Mapping[Kind, frozenset[str]] = field(default_factory=dict)
    """Nouns that ask for a kind of answer."""
    yes_no: frozenset[str] = frozenset()
    """Verbs that open a question which yes or no answers."""
    months: str = ""
    """Pattern of the months' names; patterns of answers are for the text as it stands, without regard to case."""
    days: str = ""
    numbers: str = ""
    """Numbers as words."""
    scales: str = ""
    """Thousand, million and so on, after a figure."""
    times: str = ""
    """Units of time."""
    moneys: str = ""
    """Currencies as words."""
    units: str = ""
    """Units of measure as words; metric signs are known in every language."""
    percents: str = ""
    age: str = ""
    """Pattern of what follows or precedes a figure that is an age; ``{n}`` stands for the figure."""
    date: str = ""
    """Pattern of a whole date with a month's name; ``{month}`` stands for the months."""
    colours: str = ""
    particles: frozenset[str] = frozenset()
    """Small words inside proper names: "von", "de la"."""
    determiners: frozenset[str] = frozenset()
    """What stands before a common noun where common nouns are written with a capital; else nothing."""
    compounds: bool = False
    """Whether words are joined into longer ones without a space."""
    spaced: bool = True
    """Whether words are parted by spaces."""
    cues: Mapping[Kind, re.Pattern[str]] = field(default_factory=dict)
    """What a sentence says that answers a kind of question, for the text as it stands."""
    anaphors: re.Pattern[str] | None = None
    """A first word that points back to the sentence before."""
