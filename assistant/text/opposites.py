"""Words that exclude each other: what a question may say where the documents say the contrary."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from assistant.text.words import fold, listed, stem

_PAIRS = """
    first last | first second | second third | third fourth | first third | early late | earlier later
    earliest latest | oldest newest | oldest youngest | old new | young old | ancient modern
    before after | above below | inside outside | north south | east west
    northern southern | eastern western | northeast southwest | northwest southeast | northeast northwest
    southeast southwest | upper lower | top bottom | front back
    large small | larger smaller | largest smallest | big small | biggest smallest | long short | longer shorter
    longest shortest | high low | higher lower | highest lowest | tall short | tallest shortest | wide narrow
    deep shallow | deepest shallowest | heavy light | fast slow | faster slower | fastest slowest | hot cold
    warm cool | wet dry | strong weak | stronger weaker | strongest weakest | hard soft | rich poor | richest poorest
    good bad | better worse | best worst | easy difficult | easier harder | simple complex | cheap expensive
    more less | more fewer | most least | most fewest | major minor | majority minority | maximum minimum
    all none | always never | often rarely | often seldom | frequent rare | common rare | common uncommon
    increase decrease | increase reduce | increase decline | increase fall | increase drop | rise fall | rise drop
    rise decline | raise lower | grow shrink | growth decline | gain lose | gain loss | expand contract | expand shrink
    win lose | winner loser | victory defeat | success failure | succeed fail | pass fail | profit loss
    begin end | start end | start finish | start stop | beginning end | open close | opening closing | found dissolve
    birth death | born die | alive dead | arrive leave | arrival departure | arrive depart | enter leave | enter exit
    join leave | import export | buy sell | lend borrow | give receive | teach learn | send receive
    accept reject | accept refuse | approve reject | agree disagree | agree refuse | allow forbid | allow prevent
    allow prohibit | permit forbid | permit prohibit | legal illegal | support oppose | favor oppose | favour oppose
    praise criticise | praise criticize | confirm deny | admit deny | include exclude | attack defend | build destroy
    create destroy | build demolish | construct demolish | cause prevent | help hinder | encourage discourage
    encourage deter | protect harm | love hate | hire fire | appoint dismiss | employ dismiss
    remember forget | connect disconnect | connect separate | unite divide | unify divide | attach detach
    advantage disadvantage | benefit harm | strength weakness | positive negative | active passive | public private
    formal informal | direct indirect | internal external | domestic foreign | local global | national international
    rural urban | male female | man woman | men women | boy girl | husband wife | father mother | son daughter
    brother sister | king queen | present past | future past | temporary permanent | partial total
    primary secondary | primary tertiary | secondary tertiary | general specific | natural artificial
    guilty innocent | friend enemy | ally enemy | war peace | day night | summer winter | morning evening
    spring autumn | spring fall | landlord tenant | employer employee | buyer seller | seller purchaser
    creditor debtor | parent child | teacher student | conservative liberal | vertical horizontal
    solid liquid | liquid gas | full empty | true false | safe dangerous | popular unpopular
"""
"""Pairs in which what is one is not the other."""
_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis", "anti", "mis", "de")
"""What turns a word into its contrary."""
_WHOLE = frozenset(
    stem(word)
    for word in listed(
        """indeed increase invest invent install intern intend intent include income input inform instance deal deed
        delay deny depart depend deposit design desire detail determine develop unit union uniform universal until
        unless important image immigrate impact impress improve dish distance disc district discover disk mission miss
        mist into inner"""
    )
)
"""Stems that only begin as if with such a prefix."""


def opposed(one: str, other: str) -> bool:
    """Whether two stems exclude each other, as ``strong`` and ``weak`` do, or ``legal`` and ``illegal``."""
    return other in _opposites().get(one, ()) or _negates(one, other) or _negates(other, one)


def _negates(one: str, other: str) -> bool:
    if len(other) < 4 or one in _WHOLE or not one.endswith(other):
        return False
    return one[: -len(other)].rstrip("-") in _PREFIXES


@cache
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in _pairs():
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


def _pairs() -> Iterator[tuple[str, str]]:
    for line in _PAIRS.strip().splitlines():
        for pair in line.split("|"):
            one, other = pair.split()
            yield stem(fold(one)), stem(fold(other))
