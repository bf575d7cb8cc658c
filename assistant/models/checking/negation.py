"""Negation: whether a claim denies what the quotes say, or says what they deny."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.models.checking.clauses import Clauses, read, root, telling
from assistant.models.checking.verdict import Finding
from assistant.text.opposites import opposed
from assistant.text.words import fold, listed

_STRONG = re.compile(
    r"\b(?:not(?! only\b| (?:just|merely)\b.{1,90}\bbut\b| least\b| all\b| every\b| to mention\b)"
    r"|never|no longer|no(?! doubt\b| \d| one hundred\b"
    r"| less than\b| fewer than\b| more than\b|\.)|none|nobody|nothing|nowhere|neither|nor|cannot|without)\b"
    r"|\w+n['’]t\b|\b(?:is|are|was|were|do|does|did|has|have|had|could|would|should|wo|ca)nt\b",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:fail(?:s|ed|ing|ure)?|refus(?:es?|ed|ing|al)|lack(?:s|ed|ing)?|unable|hardly|barely|scarcely|except|exclu\w+"
    r"|rather|instead|absen\w+|declin\w+|forb\w+|prohibit\w*|ban(?:s|ned|ning)?|exempt\w*|ineligible|den(?:y|ies|ied)"
    r"|reject\w*|avoid\w*|prevent\w*|stop(?:s|ped)?|end(?:s|ed)?|ceas\w+|cancel\w*|rul\w+ out"
    r"|impossible|few|little|rare(?:ly)?|seldom|less|until|unless|oppos\w+|disput\w+|dismiss\w*|doubt\w*|miss(?:es|ed|ing)?"
    r"|drop(?:s|ped)?|lost|lose|loses|withdr[ae]w\w*|unlike|far from|longer|zero|wrong|false|untrue|ignor\w+"
    r"|un(?!de|it|iv|ion|i[qt]u|less|til|cle)\w{4,}|in(?:ability|capable|sufficient|dependent|complete|adequate\w*|valid)"
    r"|dis\w{5,}|non-?\w+|\w{3,}less)\b",
    re.IGNORECASE,
)
"""Words by which a negation may be said otherwise."""
_UNTIL = re.compile(r"\w+(?:n['’]t)?(?:\s\w+){0,5}\s(?:until|till|before)\b", re.IGNORECASE)
"""A negation that says when something did happen."""
_LIMIT = re.compile(r"\b(?:until|till|before)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:was|were|had|did|used to|once|formerly|until|\w+ed)\b", re.IGNORECASE)
"""What tells of former times, when what is no longer so was."""
_FILLERS = listed("be been being have had has ever yet any also even longer really actually a an the to do")
_SCOPE = 3
"""Telling words that a negation may reach."""
_ABOUT = 5
"""Words on both sides that stand about a word."""
_FAR = 60
"""Characters after which a negation does not reach a word."""


def found(claim: str, quotes: Sequence[str]) -> Iterator[Finding]:
    """Negations that a claim has and its quotes have not, or the other way."""
    mine, theirs = read(claim), [read(quote) for quote in quotes]
    for word, reach in _denied(mine):
        if not _balanced(mine, reach, theirs):
            yield Finding("negation", f"what is cited has no “{word}” there")
            return
    dropped = next((hit for quote in theirs for hit in _dropped(mine, quote, theirs)), None)
    if dropped:
        yield Finding("negation", f"what is cited says “{dropped}”")


def _denied(one: Clauses) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each negation of a text, with the roots of the telling words that it reaches, the nearest first."""
    for match in _STRONG.finditer(one.text):
        yield match.group(), _reach(one, match.end(), match.start())


def _reach(one: Clauses, end: int, start: int) -> tuple[str, ...]:
    at = one.place(end)
    if at >= len(one.words):
        return ()
    found: list[str] = []
    for place in range(at, len(one.words)):
        if one.clause[place] != one.clause[at] or len(found) == _SCOPE:
            break
        word = one.words[place]
        if telling(word) and fold(word.raw) not in _FILLERS:
            found.append(root(word))
    return tuple(found)


def _told(one: Clauses, stem: str) -> list[tuple[bool, frozenset[str]]]:
    """Where a text says a word: whether it is denied there, and the roots of what stands about it."""
    reaches = [(match.end(), _reach(one, match.end(), match.start())) for match in _STRONG.finditer(one.text)]
    found: list[tuple[bool, frozenset[str]]] = []
    for place, word in enumerate(one.words):
        if root(word) != stem:
            continue
        near = range(max(0, place - _ABOUT), min(len(one.words), place + _ABOUT + 1))
        about = [root(one.words[at]) for at in near if one.clause[at] == one.clause[place] and telling(one.words[at])]
        denied = any(stem in reach and 0 <= word.start - end < _FAR for end, reach in reaches)
        found.append((denied, frozenset(about) - {stem}))
    return found


def _reaches(one: Clauses) -> list[tuple[str, ...]]:
    return [reach for _, reach in _denied(one) if reach]


def _said_plainly(one: Clauses, stem: str) -> bool:
    """Whether a text says a word without denying it."""
    return any(not denied for denied, _ in _told(one, stem))


def _side(mine: Clauses, stem: str, theirs: Sequence[Clauses]) -> tuple[float, float]:
    """How much of what a claim says about a word stands about it in the quotes where they say it, and deny it."""
    own = frozenset().union(*(about for _, about in _told(mine, stem))) or mine.stems
    said = [one for quote in theirs for one in _told(quote, stem)]
    overlaps = [[len(own & about) + 0.5 for denied, about in said if denied is which] for which in (False, True)]
    return max(overlaps[0], default=0.0), max(overlaps[1], default=0.0)


def _balanced(mine: Clauses, reach: tuple[str, ...], theirs: Sequence[Clauses]) -> bool:
    """Whether a claim's negation has its like in the quotes: one of the same, another word for it, or a contrary."""
    if not reach:
        return True
    if any(denied >= said and denied for said, denied in (_side(mine, one, theirs) for one in reach)):
        return True
    for quote in theirs:
        if any(
            one[0] in mine.stems and one[0] not in reach and not _said_plainly(quote, one[0]) for one in _reaches(quote)
        ):
            return True
        near = [match for match in _WEAK.finditer(quote.text) if not _said(mine, match.group())]
        places = [next((at for at, word in enumerate(quote.words) if root(word) == one), None) for one in reach]
        contrary = any(opposed(reach[0], other) for other in quote.stems - mine.stems)
        if not any(place is not None for place in places):
            strong = [one for _, one in _denied(quote) if not set(one[:1]) & mine.stems]
            if strong or near or contrary:
                return True
            continue
        if any(_beside(quote, match.start(), match.end(), at) for match in near for at in places[:2] if at is not None):
            return True
        if places[0] is None and (contrary or any(set(reach) & set(one) for _, one in _denied(quote))):
            return True
    return False


def _said(one: Clauses, word: str) -> bool:
    """Whether a text has a word that denies, too, so that it does not stand for another one."""
    return re.search(rf"\b{re.escape(word)}\b", one.text, re.IGNORECASE) is not None


def _beside(quote: Clauses, start: int, end: int, place: int) -> bool:
    """Whether a word that denies stands near another, in its clause."""
    word = quote.words[place]
    at = quote.place(start)
    same = at < len(quote.words) and quote.clause[at] == quote.clause[place]
    return same and (0 <= word.start - end < 40 or 0 <= start - word.end < 24 or start <= word.start < end)


def _dropped(mine: Clauses, quote: Clauses, theirs: Sequence[Clauses]) -> Iterator[str]:
    """The words of a quote that are denied there, and that the claim says without a negation."""
    own = list(_denied(mine))
    if own and len(own) >= len(list(_denied(quote))):
        return
    for match in _STRONG.finditer(quote.text):
        word, reach = match.group(), _reach(quote, match.end(), match.start())
        if fold(word) in ("nor", "without") or not reach:
            continue
        if (word.lower() == "no longer" and _BEFORE.search(mine.text)) or (
            _UNTIL.match(quote.text, match.start()) and not _LIMIT.search(mine.text)
        ):
            continue
        first = reach[0]
        both = first in mine.stems and (len(reach) == 1 or any(other in mine.stems for other in reach[1:]))
        both = both or (first in mine.stems and len(set(_told(quote, first)[0][1]) & mine.stems) > 1)
        if not both or any(first in other for _, other in own) or _weakly(mine, first):
            continue
        said, denied = _side(mine, first, theirs)
        if denied > said and not any(opposed(first, other) for other in mine.stems):
            yield _shown(quote, word, first)


def _weakly(one: Clauses, stem: str) -> bool:
    """Whether a text denies a word in other words than "not"."""
    places = [at for at, word in enumerate(one.words) if root(word) == stem]
    return any(_beside(one, match.start(), match.end(), at) for match in _WEAK.finditer(one.text) for at in places)


def _shown(quote: Clauses, negation: str, first: str) -> str:
    raw = next(word.raw for word in quote.words if root(word) == first)
    return f"{negation.lower()} {raw}"
