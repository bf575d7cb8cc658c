"""Names that are written in several ways: lands and their peoples, letters for words, endings."""

from __future__ import annotations

from assistant.models.checking.wordlists import in_order
from assistant.text.words import fold

_LANDS = """
    france french frenchman frenchmen frenchwoman | denmark danish dane danes | poland polish pole poles
    | spain spanish spaniard spaniards | ireland irish irishman | netherlands dutch holland dutchman
    | finland finnish finn finns | switzerland swiss | wales welsh welshman | thailand thai thais
    | us usa america american americans united_states | uk britain british briton britons great_britain united_kingdom
    | england english englishman englishmen | scotland scottish scots scot scotsman | germany german germans
    | china chinese | greece greek greeks | turkey turkish turk turks turkiye | sweden swedish swede swedes
    | norway norwegian norwegians norse | iceland icelandic | portugal portuguese | wales cymru | czech czechia bohemian
    | philippines filipino filipinos philippine | peru peruvian | cyprus cypriot cypriots | iraq iraqi iraqis
    | israel israeli israelis | pakistan pakistani | saudi saudis | eu europe european europeans european_union
    | un united_nations | ussr soviet soviets soviet_union | venice venetian venetians | naples neapolitan
    | vienna viennese | moscow muscovite | florence florentine | norman normans normandy | rome roman romans
    | mongol mongols mongolia mongolian | afghanistan afghan afghans | argentina argentine argentinian
    | new_zealand nz zealand zealander kiwi | uae emirates united_arab_emirates emirati | belgium belgian belgians
    | slovakia slovak slovaks | slovenia slovene | croatia croat croats croatian | serbia serb serbs serbian
    | ww1 wwi first_world_war world_war_i | ww2 wwii second_world_war world_war_ii | fed federal_reserve
    | deutschland germany | münchen munich | köln cologne | wien vienna | bill william | bob robert rob | mike michael
    | tony anthony | jim james jimmy | tom thomas | dave david | joe joseph | liz elizabeth | kate katherine catherine
    | ed edward | chris christopher | dan daniel | nick nicholas | ben benjamin | steve steven stephen | sam samuel
    | alex alexander | tim timothy | greg gregory | matt matthew | andy andrew | jeff jeffrey geoffrey | ken kenneth
"""
_ENDINGS = frozenset(
    in_order("""a ae an ans ar as e ean eans ee eer en ene er ern ers es ese i ia ian ians ic ical ier ies ii in
    ine ism ist ists ite ites ity land lands lander n ns o os ic s us y yan yans ne o ean ois d ed ing
    esque ize""")
) | {""}
_LONG = 4
"""Letters that two forms of a name share at least."""


def same(one: str, other: str) -> bool:
    """Whether two words of names may name the same: "Italy" and "Italian", "Dutch" and "Netherlands"."""
    a, b = fold(one), fold(other)
    if a == b or a.rstrip("s") == b.rstrip("s"):
        return True
    if _GROUPS.get(a, frozenset()) & _GROUPS.get(b, frozenset()):
        return True
    return _derived(a, b) or _mistyped(a, b)


def also(words: tuple[str, ...]) -> frozenset[str]:
    """Other ways to write a row of words: "United States" gives "us", "america" …"""
    key = "_".join(fold(word) for word in words)
    return frozenset(name for group in _GROUPS.get(key, ()) for name in _MEMBERS[group])


def initials(words: list[str]) -> str:
    """The first letters of the words that begin with a capital."""
    return "".join(word[0] for word in words if word[:1].isupper()).casefold()


def _derived(a: str, b: str) -> bool:
    """Whether two words differ by endings that names of places, faiths and peoples take."""
    shared = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared += 1
    least = max(_LONG, round(0.55 * max(len(a), len(b))))
    return any(
        a[:cut] == b[:cut] and a[cut:] in _ENDINGS and b[cut:] in _ENDINGS for cut in range(shared, least - 1, -1)
    ) and (shared >= 5 or "" in (a[shared:], b[shared:]) or max(len(a), len(b)) <= 8)


def _mistyped(a: str, b: str) -> bool:
    """Whether two long words differ by one letter that is left out, put in, or exchanged with its neighbour."""
    if min(len(a), len(b)) < 7 or a[0] != b[0] or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        places = [at for at in range(len(a)) if a[at] != b[at]]
        return len(places) == 2 and a[places[0]] == b[places[1]] and a[places[1]] == b[places[0]]
    short, long = sorted((a, b), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _groups() -> tuple[dict[str, frozenset[int]], list[list[str]]]:
    members = [group.split() for group in _LANDS.split("|")]
    found: dict[str, set[int]] = {}
    for number, group in enumerate(members):
        for name in group:
            found.setdefault(fold(name) if "_" not in name else name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}, members


_GROUPS, _MEMBERS = _groups()
