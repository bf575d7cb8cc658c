"""Which column a question's words ask for: "old" asks for an age, "leave" for a departure, "where" for a city.

The lists name columns that tables of all sorts have, best first where a row may have several of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.text.kinds import Kind
from assistant.text.words import Word, alike, fold, listed, stem, words

_ASKING = """
old aged: age
live living lived reside dwell: city town address residence home location place country
born birth birthday: birthday born birth birthdate birthplace dob
located situated based lie stand: location address place site city town region country
stored store kept keep find located: warehouse storage location shelf room place bin
held meet meeting: venue room location place
work employed employ: company employer department office workplace job
occupation profession job do: job occupation profession role position title
cost price expensive pay charge worth: price cost fee charge fare rent amount
earn paid wage salary: salary wage pay income
weigh heavy: weight mass
tall high: height elevation altitude
wide broad: width
deep: depth
loud: noise volume
book novel film movie song album poem paper article: title name
long: length duration
far: distance
fast quick: speed
hot cold warm: temperature temp
big large: size area
leave depart: departure departs leaves dep
arrive reach: arrival arrives arr
begin start open: start begin opening opens
end finish close expire: end finish closing closes expiry until
call phone telephone ring: phone telephone tel mobile
email mail: email mail
own belong: owner
write wrote written: author writer
paint painted: artist painter
make made manufacture produce: manufacturer maker producer brand
lead run head manage: manager lead leader head director
treat: doctor physician therapist
win: winner champion
teach: teacher lecturer instructor
responsible: responsible owner manager contact
people inhabitants: population inhabitants
stock available: quantity qty available stock inventory
quantity number: quantity qty count number amount stock
city town: city town municipality
country nation: country nation
speak: language
called named name: name title
price: price cost
hour time: time hour departure arrival
come originate: origin country source
spend: spent cost expense
"""
_KINDS = {
    Kind.PLACE: """address location place venue room city town site warehouse office building street region state
        country home residence shelf""",
    Kind.PERSON: """name contact person owner author manager responsible leader director coach teacher artist player
        employee customer client member driver speaker winner""",
    Kind.DATE: "date day time when year month deadline due start departure born birthday weekday hour hours",
    Kind.MONEY: "price cost amount fee total sum salary fare rent budget value",
    Kind.AMOUNT: "price cost fare fee amount quantity qty total weight value rate",
    Kind.COUNT: "quantity qty count number amount stock units total population",
    Kind.AGE: "age",
    Kind.PERCENT: "percentage percent share rate proportion",
    Kind.COLOUR: "colour color",
    Kind.DURATION: "duration length time period",
    Kind.LENGTH: "length duration time",
    Kind.NAME: "name title",
}
AGGREGATES = frozenset(
    stem(fold(word))
    for word in listed(
        """most least fewest highest lowest cheapest dearest oldest youngest longest shortest largest biggest smallest
        greatest heaviest lightest tallest fastest slowest earliest latest newest best worst maximum minimum max min
        average mean median total sum altogether overall combined together difference compare more less than"""
    )
)
"""Words that ask for what many rows say together, which no one row answers."""
CARRIERS = frozenset(stem(word) for word in listed("address number name date time day code id"))
"""Nouns that tell less than the word before them: "phone number", "e-mail address"."""
VERBS = frozenset(stem(word) for word in listed("won own made used"))
"""Verbs that are mostly grammar, and yet name columns."""
FRAMING = frozenset(
    stem(word)
    for word in listed(
        """exact exactly current currently unit full money value contain include content run amount year date
        day month city country place state town location number name people person kind type sort"""
    )
)
"""Words that a row need not say: sorts of answers, and what only joins a thing to its value."""


def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _ASKING.strip().splitlines():
        asking, heads = line.split(":")
        for word in asking.split():
            key = stem(word)
            found[key] = (*found.get(key, ()), *(stem(head) for head in heads.split()))
    return found


_HEADS = _table()
_GENERIC = {kind: tuple(stem(word) for word in heads.split()) for kind, heads in _KINDS.items()}
_UNIT = re.compile(r"[(\[][^)\]]*[)\]]")
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAIL = re.compile(r"\be-?mails?\b", re.IGNORECASE)


@lru_cache(maxsize=8192)
def label_words(label: str) -> tuple[Word, ...]:
    """The telling words of a label, without its unit: "Length (km)" gives "length" alone."""
    plain = _MAIL.sub("email", _UNIT.sub(" ", label).replace("_", " "))
    found = words(_JOINED.sub(" ", plain)) or words(label)
    return tuple(word for word in found if not word.stop) or tuple(found)


@lru_cache(maxsize=8192)
def label_stems(label: str) -> tuple[str, ...]:
    """Stems of a label's telling words."""
    return tuple(word.stem for word in label_words(label))


@lru_cache(maxsize=8192)
def unit_stems(label: str) -> frozenset[str]:
    """Stems of the words of a label's unit: "kcal" of "Energy (kcal)"."""
    return frozenset(word.stem for part in _UNIT.findall(label) for word in words(part))


def same(one: str, other: str) -> bool:
    """Whether two stems are the same word, or nearly: "coached" and "coach"."""
    return alike(one, other) >= 0.8


def akin(one: Word, other: Word) -> bool:
    """Whether two words are the same or of one family, as "supplies" and "supplier" are."""
    return same(one.stem, other.stem) or same(fold(one.raw), fold(other.raw))


def asks(word: str, stems: tuple[str, ...]) -> float:
    """How well a word of a question asks for a column by another name: 0 not at all, up to 1.

    :param word: the question's word, as a stem.
    :param stems: the label's, see `label_stems`.
    """
    return _place(_HEADS.get(word, ()), stems)


def expected(kind: Kind, stems: tuple[str, ...]) -> float:
    """How well a column holds what a kind of question asks for without a noun ("where", "who"): 0 to 1."""
    return _place(_GENERIC.get(kind, ()), stems)


def _place(heads: Sequence[str], stems: tuple[str, ...]) -> float:
    return next((1.0 - 0.03 * place for place, head in enumerate(heads) if any(same(head, one) for one in stems)), 0.0)
