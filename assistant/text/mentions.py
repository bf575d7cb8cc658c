"""What a question or answer speaks of: names, things, dates, as they stand in its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.text.spans import dates, names
from assistant.text.verbs import is_verb
from assistant.text.words import STOP, fold, listed


class Sort(StrEnum):
    """What a mention is, as far as its form tells."""

    PERSON = "person"
    PLACE = "place"
    NAME = "name"
    """A proper name of something else, or of what its form does not tell."""
    THING = "thing"
    """A common noun with its article: "the golden bridge"."""
    MANY = "many"
    """More than one: "the workers"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A part ``text[start:end]`` of a text that a later pronoun may stand for."""

    text: str
    start: int
    end: int
    sort: Sort


_AUX = "is are was were do does did has have had can could will would should may might must"
_TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Dame|Prof|Professor|President|King|Queen"
    r"|Prince|Princess|Pope|Saint|St|General|Captain|Judge|Senator|Chancellor|Secretary|Chairman|Chairwoman|Minister)"
)
_OFFICE = re.compile(rf"(?:[A-Z]\w+ ){{0,2}}{_TITLES}\.? ")
_AUXILIARY = frozenset(_AUX.split())
_BODIES = """university college school company corporation inc ltd plc bank city county state states kingdom republic
    union party war battle cup league prize award act treaty museum church river lake mountain ocean sea
    island street road bridge tower castle palace park airport station hospital house parliament congress
    senate court commission committee council ministry department agency office association organization
    organisation institute society club team united national international games festival magazine times
    news force forces army navy operation project system gmbh ag sa spa llc llp co corp sons bros
    brothers bv nv oy ab group holdings championship championships open olympics guide"""
_NOT_PERSON = frozenset(_BODIES.split())
_PLACE_BEFORE = re.compile(
    r"\b(?:in|to|from|at|near|into|across|outside|around|leave|leaves|left|visit|visited) (?:the )?$"
)
_DETERMINED = re.compile(r"\b(?P<det>[Tt]he|[Aa]n?)\s(?P<rest>[^\W_][\w'’-]*(?:\s[^\W_][\w'’-]*){0,4})")
_WANTED = re.compile(r"^(?:which|what)\s(?P<noun>[a-z-]+)\s(?P<rest>.+?)\s*\?*$", re.IGNORECASE)
_DEFINED = re.compile(
    r"^(?:what|who)(?: is| are| was| were|'s|’s)\s(?P<noun>[\w'’-]+(?:\s[\w'’-]+){0,3})\s*\?*$", re.IGNORECASE
)
_VERBS = """is are was were be been being do does did has have had can could will would should may might must of in on
    at to for from by with and or but that which who when where why how as than about into over under after before
    during since until between against through per not it he she they we you i there first last also still ever become
    becomes became mean means cost costs say says said take takes took make makes made get gets got give gives gave
    leave leaves left win wins won lose lost go goes went come comes came start starts end ends happen happens happened
    work works live lives open opens close closes buy buys bought sell sells sold build builds built begin begins
    began use uses used need needs want wants plan plans play plays run runs ran hold holds held pay pays paid meet
    meets met choose chose die dies died announce expect have lie lies stand stands grow grew rise rose fall fell
    receive cause keep find found think know see look call called named"""
_ENDINGS = frozenset(_VERBS.split())
_OPENERS = listed(
    """likewise therefore thus hence similarly instead finally moreover furthermore additionally consequently initially
    originally eventually recently currently generally typically usually unlike overall describe explain compare discuss
    list summarise summarize name define wow yes no okay sorry please thanks"""
)
"""Capitalised for their place alone."""
_PLURAL_ODD = frozenset(("people", "men", "women", "children", "police"))


def mentions(text: str) -> list[Mention]:
    """Names and things that a text speaks of, in order; dates are not among them.

    A name that is part of a longer thing ("the French minister") is left to it.
    """
    when = dates(text)
    things = _things(text)
    found = [
        _named(text, start, end)
        for start, end in names(text)
        if not any(a <= start < b for a, b in when)
        and not any(t.start <= start < t.end for t in things)
        and not _grammar(text[start:end])
    ]
    return sorted([*found, *things], key=lambda mention: mention.start)


def _grammar(name: str) -> bool:
    """Whether a capitalised word is only grammar, as in a title, and no abbreviation such as "US"."""
    return fold(name) in STOP | _OPENERS and not (len(name) > 1 and name.isupper())


def wanted(question: str) -> Mention | None:
    """What a question itself asks for, to stand for its answer where that is not known: "the film that won"."""
    if match := _WANTED.match(question):
        noun, rest = match["noun"].lower(), match["rest"]
        first = rest.split(" ")[0].lower()
        if noun not in _ENDINGS and first not in _AUXILIARY:
            return Mention(f"the {noun} that {rest}", match.start("noun"), match.end(), Sort.THING)
    if (match := _DEFINED.match(question)) and " of " not in match["noun"]:  # of an attribute its owner is spoken of
        noun = match["noun"]
        many = noun.endswith("s") and not noun.endswith(("ss", "us", "is"))
        return Mention(noun, match.start("noun"), match.end("noun"), Sort.MANY if many else Sort.THING)
    if match := re.match(r"^who (?P<rest>.+?)\s*\?*$", question, re.IGNORECASE):
        rest = match["rest"]
        if rest.split(" ")[0].lower() not in _AUXILIARY:
            return Mention(f"the person who {rest}", match.start(), match.end(), Sort.PERSON)
    return None


def plurals(text: str) -> list[Mention]:
    """Plain plural words, such as "documents", that no article announces."""
    return [
        Mention(match.group(), match.start(), match.end(), Sort.MANY)
        for match in re.finditer(r"\b[a-z]{3,}(?<![sui])s\b", text)
        if match.group() not in _ENDINGS and fold(match.group()) not in STOP
    ]


def _named(text: str, start: int, end: int) -> Mention:
    """A name, without the office before a full name: "Foreign Minister Jean-Yves Le Drian"."""
    sort = sort_of(text, start, end)
    if (
        sort is Sort.PERSON
        and (office := _OFFICE.match(text[start:end]))
        and len(text[start + office.end() : end].split()) > 1
    ):
        start += office.end()
    return Mention(text[start:end], start, end, sort)


def sort_of(text: str, start: int, end: int) -> Sort:
    """What the name ``text[start:end]`` is, as far as its form and the words before it tell."""
    raw = text[start:end].split()
    parts = [fold(part) for part in text[start:end].replace("-", " ").split()]
    if _OFFICE.match(f"{text[start:end]} ") or _OFFICE.search(text[max(0, start - 12) : start]):
        return Sort.PERSON
    if _NOT_PERSON.intersection(parts):
        return Sort.NAME
    if _PLACE_BEFORE.search(text[:start]) and len(parts) <= 2:
        return Sort.PLACE
    capitals = all(part[:1].isupper() or part in ("de", "van", "von", "da", "la", "al", "bin") for part in raw)
    if 2 <= len(raw) <= 4 and capitals and "of" not in parts and not text[start:end].isupper():
        return Sort.PERSON
    return Sort.NAME


def _things(text: str) -> list[Mention]:
    found: list[Mention] = []
    place = 0
    while match := _DETERMINED.search(text, place):
        place = match.start("rest")  # the next article may stand among the words that follow this one
        kept: list[str] = []
        for word in match["rest"].split():
            if word in _ENDINGS or (kept and _goes_on(word)):
                break
            kept.append(word)
        if not kept or not kept[-1][0].islower():
            continue
        end = match.start("rest") + len(" ".join(kept))
        last = kept[-1]
        many = last in _PLURAL_ODD or (last.endswith("s") and not last.endswith(("ss", "us", "is", "'s", "’s")))
        sort = Sort.MANY if many else Sort.THING
        found.append(Mention(_article(text[match.start() : end]), match.start(), end, sort))
    return found


def _goes_on(word: str) -> bool:
    """Whether a word after a noun is no part of its phrase: a verb, grammar or an adverb."""
    plain = word.islower() and (fold(word) in STOP or is_verb(word))
    return plain or (len(word) > 4 and word.endswith(("ed", "ing", "ly")))


def _article(phrase: str) -> str:
    """A thing once spoken of is known: "a bridge" is "the bridge" from then on."""
    return re.sub(r"^(?:an?|The|An?) ", "the ", phrase)


def when(text: str) -> list[str]:
    """Dates that a text speaks of."""
    return [text[start:end] for start, end in dates(text)]


def names_in(found: Sequence[Mention]) -> list[Mention]:
    """Those of the mentions that are proper names."""
    return [mention for mention in found if mention.sort in (Sort.PERSON, Sort.PLACE, Sort.NAME)]


def looks_like_person(name: str) -> bool:
    """Whether a name has the form of a person's: an office before it, or two to four capitalised words."""
    return sort_of(name, 0, len(name)) is Sort.PERSON


def never_person(name: str) -> bool:
    """Whether a name says itself that it is no person's: a company, a river, a war."""
    return bool(_NOT_PERSON.intersection(fold(part) for part in name.split()))
