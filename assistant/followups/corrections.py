"""Corrections of what was understood: "no, the other Clarke", "I meant the film", "not Lund, Lunden"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.followups.ellipsis import is_question, replaced
from assistant.followups.salience import Entity
from assistant.text.mentions import Mention, Sort, mentions, names_in, when
from assistant.text.words import fold, listed

_LEAD = re.compile(
    r"^(?:(?:no|nope|not quite|sorry|actually|wait|oops|hm+|well|but|i think)\b[\s,.:;–—-]*"
    r"|(?:that|this|it)(?:['’]s| is| was) not what i (?:asked|meant|mean)(?: for| about)?\b[\s,.:;–—-]*"
    r"|(?:i (?:meant|mean|was asking about|was thinking of|asked about|asked for|want(?:ed)?|am asking about)"
    r"|i['’]m asking about|make (?:that|it)|rather|instead|i said|the question was(?: about)?)\b[\s,:]*(?:to ask )?)+",
    re.IGNORECASE,
)
_PLAIN_LEAD = re.compile(r"^(?:well|but|i think|i want(?:ed)?|rather|instead)\b", re.IGNORECASE)
_NOT_BUT = re.compile(r"^not (?P<old>.+?)(?:,? but|,|;| -|:) (?P<new>.+)$", re.IGNORECASE)
_BUT_NOT = re.compile(r"^(?P<new>.+?)(?:,? (?:not|and not)|,? (?:instead of|rather than)) (?P<old>.+)$", re.IGNORECASE)
_OTHER = re.compile(r"^the other (?P<name>[A-Z][\w'’-]+)$")
_KINDS = listed(
    """film movie book novel play song album series show game ship boat car train plane company firm bank brand band
    team club city town country state river lake mountain island village county man woman person author actor
    singer painter writer player politician minister king queen poet composer building hotel street church
    school university programme program language magazine newspaper"""
)
"""Sorts that tell things of one name apart: "the film", not the ship."""


def correct(asked: str, before: str, known: Sequence[Entity]) -> str | None:
    """Give the question before as a correction changes it; None where a text corrects nothing.

    :param before: the question before, standing alone.
    :param known: what was spoken of, the heaviest first.
    """
    lead = _LEAD.match(asked)
    alone = _NOT_BUT.match(asked.rstrip(" .!?"))
    if (lead is None or (_PLAIN_LEAD.match(asked) and lead.end() < 8)) and alone is None:
        return None
    said = asked[lead.end() :] if lead else asked
    said = said.strip().rstrip(" .!?")
    if not said:
        return None
    if lead and is_question(said):
        return said[0].upper() + said[1:] + ("?" if asked.rstrip().endswith("?") else "")
    old, new = None, said
    if match := _NOT_BUT.match(said) or _BUT_NOT.match(said):
        old, new = match["old"], match["new"]
    new = re.sub(r"^(?:the question )?about ", "", new)
    if match := _OTHER.match(new):
        last = match["name"]
        return _swapped(before, _name(before, last) or last, _other(last, before, known, new))
    if old is not None and (where := _find(before, old)):
        return _put(before, where, new)
    return _meant(new, before)


def _meant(new: str, before: str) -> str:
    """The question before with what was meant in place of what was understood."""
    named = names_in(mentions(f"is {new}"))
    known = names_in(mentions(before))
    if named and not when(new):
        kin = [one for one in known if set(fold(one.text).split()) & set(fold(new).split())]
        if kin:
            return _put(before, (kin[0].start, kin[0].end), new)
    head = fold(new.split()[-1])
    things = [one for one in mentions(before) if one.sort in (Sort.THING, Sort.MANY)]
    if not named and known and new.startswith(("the ", "a ", "an ")) and (head in _KINDS or not things):
        sort = re.sub(r"^an? ", "the ", new)
        one = known[0]
        start = one.start - 4 if before[: one.start].endswith("the ") else one.start
        return f"{before[:start]}{sort} {one.text}{before[one.end :]}"
    return replaced(new, before)


def _put(before: str, where: tuple[int, int], new: str) -> str:
    start, end = where
    if new.startswith("the ") and before[:start].endswith("the "):
        start -= 4
    return f"{before[:start]}{new}{before[end:]}"


def _find(before: str, old: str) -> tuple[int, int] | None:
    """Where the question before says what was not meant, or the name that it belongs to."""
    match = re.search(rf"\b{re.escape(old)}\b", before, re.IGNORECASE)
    if match:
        return match.span()
    bare = re.sub(r"^(?:the|an?) ", "", old, flags=re.IGNORECASE)
    match = re.search(rf"\b(?:the )?{re.escape(bare)}\b", before, re.IGNORECASE)
    return match.span() if match else None


def _name(before: str, last: str) -> str | None:
    """The name in the question before that ends as "the other Clarke" does."""
    return next((one.text for one in mentions(before) if _ends(one, last)), None)


def _ends(one: Mention, last: str) -> bool:
    return one.sort in (Sort.PERSON, Sort.NAME, Sort.PLACE) and fold(one.text.split()[-1]) == fold(last)


def _other(last: str, before: str, known: Sequence[Entity], said: str) -> str:
    """Another of that name that was spoken of, the one that was taken before left out; else the words themselves."""
    alike = [one.text for one in known if one.name and " " in one.text and fold(one.text.split()[-1]) == fold(last)]
    asked = [name for name in alike if name in before]
    rest = [name for name in alike if name not in asked]
    if not asked and len(rest) > 1:
        rest = rest[1:]  # the first is the one that the answer was about
    elif not asked:
        rest = []
    return rest[0] if rest else said


def _swapped(before: str, old: str, new: str) -> str:
    return re.sub(rf"\b{re.escape(old)}\b", lambda _: new, before, count=1) if old in before else f"{before} ({new})"
