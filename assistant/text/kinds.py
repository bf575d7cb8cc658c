"""The kinds of answer that a question may expect, and the nouns that ask for each."""

from __future__ import annotations

from enum import StrEnum

from assistant.text.words import fold, listed, stem


class Kind(StrEnum):
    """The kind of answer that a question expects."""

    PERSON = "person"
    DATE = "date"
    PLACE = "place"
    COUNT = "count"
    """A plain number: how many."""
    MONEY = "money"
    AMOUNT = "amount"
    """A number, with or without a unit: how much."""
    MEASURE = "measure"
    """A number with its unit: how far, how tall, how fast."""
    DURATION = "duration"
    LENGTH = "length"
    """A measure or a duration: how long is it."""
    AGE = "age"
    PERCENT = "percent"
    COLOUR = "colour"
    NAME = "name"
    """A proper name: what is it called, which company."""
    REASON = "reason"
    MANNER = "manner"
    OUTCOME = "outcome"
    """What happens when something else does."""
    DEFINITION = "definition"
    """What something is."""
    THING = "thing"
    """Anything else that a phrase answers."""
    YES_NO = "yes or no"
    OPEN = "open"
    """Not a question that one phrase answers, or key words alone."""


VALUES = frozenset(
    {
        Kind.DATE,
        Kind.COUNT,
        Kind.MONEY,
        Kind.AMOUNT,
        Kind.MEASURE,
        Kind.DURATION,
        Kind.LENGTH,
        Kind.AGE,
        Kind.PERCENT,
        Kind.COLOUR,
    }
)
"""Kinds that only a number, a date or a listed word can answer."""
EXPLAINED = frozenset({Kind.REASON, Kind.MANNER, Kind.OUTCOME, Kind.DEFINITION, Kind.OPEN})
"""Kinds that one phrase seldom answers."""

_FOCUS_KINDS = {
    Kind.DATE: "year date day month century decade era season weekday time period",
    Kind.PLACE: """country countries city cities town state states place places location region province continent
        county river island capital village street area territory nation site district neighborhood neighbourhood
        mountain sea ocean lake port port building venue border hometown birthplace planet""",
    Kind.PERSON: """person people man woman actor actress author writer king queen president minister leader emperor
        general scientist philosopher artist singer player director founder inventor name's captain mathematician
        politician physicist architect ruler commander governor chancellor pope economist historian theologian
        musician composer poet coach manager""",
    Kind.COUNT: "number population",
    Kind.PERCENT: "percentage percent proportion share fraction",
    Kind.MONEY: "price cost salary revenue income profit fee budget sum loss",
    Kind.AGE: "age",
    Kind.COLOUR: "color colour",
    Kind.MEASURE: "height length width depth distance speed temperature area altitude mass",
    Kind.AMOUNT: "rate size weight",
    Kind.REASON: "reason cause purpose motive rationale",
    Kind.MANNER: "way manner method",
    Kind.NAME: """name company companies university school team organization organisation group party film movie book
        song band newspaper magazine title language religion war battle treaty law act club award prize agency
        airline bank nickname term word code acronym program newspaper""",
}
GENERAL = frozenset(
    stem(word)
    for word in listed(
        """year date day month century decade era country countries city cities town state place location region
        continent person people man woman king queen leader author number percentage percent proportion share color
        colour name company university school team organization group party film movie book song language religion
        term word kind type sort example thing part way"""
    )
)
"""Nouns that ask for a sort of answer, which an answer need not say: "Paris", not "the city of Paris"."""
_FOCUS = {fold(word): kind for kind, line in _FOCUS_KINDS.items() for word in line.split()}


def kind_of(noun: str) -> Kind | None:
    """The kind of answer that a noun asks for, as "population" asks for a count; None for most."""
    folded = fold(noun)
    return _FOCUS.get(folded) or _FOCUS.get(folded.removesuffix("s"))
