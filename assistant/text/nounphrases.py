"""Noun phrases of a question and the part that each plays, by the order of its words.

No parser: a question has few forms. After "does", "did" or "can" comes the subject, then its verb; after "is" or
"was" the subject; after "who" the verb; what follows is an object, or stands behind a preposition. That is enough to
rank what a later pronoun may stand for (subject before object before the rest: Grosz, Joshi and Weinstein 1995).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.text.verbs import is_verb
from assistant.text.words import Word, base_form, fold, listed, words


class Role(StrEnum):
    """The part of a noun phrase in its clause."""

    SUBJECT = "subject"
    OBJECT = "object"
    OBLIQUE = "oblique"
    """Behind a preposition other than "of"."""
    OWNER = "owner"
    """Behind "of": what has the attribute that stands before it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase ``text[start:end]`` with its article, if any."""

    text: str
    start: int
    end: int
    role: Role
    attribute: bool
    """Whether "of" follows, so that it is something of what comes next."""


_DETERMINERS = listed("a an the some any no every each another other")
_OWN = listed("my your his her its our their this that these those")
_PREPOSITIONS = listed(
    """in on at for from to by with during before after since under against over near of between around about into
    through without within per until as behind above below across toward towards upon via"""
)
_BE = listed("is are was were be been being am isnt arent wasnt werent s")
_DO = listed(
    """do does did can could will would should may might must shall has have had doesnt dont didnt cant couldnt wont
    wouldnt shouldnt hasnt havent hadnt"""
)
_ASKING = listed("who whom whose what which when where why how")
_ORDERS = listed("tell describe explain summarise summarize list compare give show name find define discuss say")
_DEGREES = listed("many much long old far big tall often deep high wide heavy fast large hard well badly")
_VERBS = listed(
    """won get gets got give gives given go goes going gone make makes made take takes taken took use used become
    becomes became come came let put happen happened happens"""
)
"""Verbs that count as grammar elsewhere."""
_BREAKS = listed("and or but if when that which who whose because while than so not there it they he she i you we")
_PREDICATES = ("able", "ible", "ful", "ous", "less")
_PREDICATE = listed(
    """bad good safe true false free open closed effective important dangerous legal illegal possible necessary common
    normal similar different healthy useful expensive cheap successful ready right wrong popular famous dead alive
    located born based bad worth rare related secure late early broken missing"""
)


def phrases(question: str) -> list[Phrase]:
    """Noun phrases of a question in order; none for what is no question of a known form."""
    found: list[Phrase] = []
    role, verb_due, asked = Role.SUBJECT, False, ""
    run: list[Word] = []
    led = last = ""
    for word in words(question):
        folded = fold(word.raw)
        led, last = last, folded
        joined = not run or not question[run[-1].end : word.start].strip(" '’s-")
        if not joined:
            role, verb_due = _close(question, run, role, verb_due, found, None)
        if not found and not run and folded in _ORDERS:
            role = Role.OBJECT
        elif folded in _ASKING or folded in _BREAKS:
            role, verb_due = _close(question, run, role, verb_due, found, None)
            asked = folded if folded in _ASKING else asked
            verb_due = folded in ("who", "what", "which") or verb_due
        elif folded in _BE or folded in _DO:
            role, verb_due = _close(question, run, role, verb_due, found, None)
            role, verb_due = Role.SUBJECT, folded in _DO
        elif folded in _VERBS:
            role, verb_due = _close(question, run, role, False, found, None)
            role, verb_due = Role.OBJECT, False
        elif led == "to" and not run and folded not in _DETERMINERS and (is_verb(word.raw) or folded in _BE):
            role, verb_due = Role.OBJECT, False
        elif folded in _PREPOSITIONS:
            role, verb_due = _close(question, run, role, verb_due, found, folded)
        elif folded in _DETERMINERS:
            role, verb_due = _close(question, run, role, verb_due, found, None)
            run.append(word)
        elif folded in _OWN or (word.stop and not word.raw[0].isupper()):
            role, verb_due = _close(question, run, role, verb_due, found, None)
        elif not (asked == "how" and not run and not found and folded in _DEGREES):
            run.append(word)
    _close(question, run, role, verb_due, found, None)
    return found


def _close(
    question: str, run: list[Word], role: Role, verb_due: bool, found: list[Phrase], preposition: str | None
) -> tuple[Role, bool]:
    """End a run of words: keep the phrases in it, and say what part the next one plays and whether a verb is due."""
    if run:
        at = _verb(run, role, verb_due)
        if at is not None:
            _keep(question, run[:at], role, found, None)
            role, verb_due = Role.OBJECT, False
            _keep(question, run[at + 1 :], role, found, preposition)
        else:
            _keep(question, run, role, found, preposition)
            role = role if verb_due else Role.OBJECT
        run.clear()
    if preposition is not None:
        return (Role.OWNER if preposition == "of" else Role.OBLIQUE), verb_due
    return role, verb_due


def _verb(run: list[Word], role: Role, due: bool) -> int | None:
    """Place of the verb in a run, where one can stand in it."""
    capital = [word.raw[0].isupper() for word in run]
    if due:
        first = 0 if role is Role.SUBJECT and fold(run[0].raw) not in _DETERMINERS else 1
        likely = [i for i in range(first, len(run)) if not capital[i] and is_verb(run[i].raw)]
        if likely:
            return likely[0]
        plain = [i for i in range(1, len(run)) if not capital[i]]
        return plain[-1] if plain and len(run) - (fold(run[0].raw) in _DETERMINERS) > 1 else None
    if len(run) > 1 and not capital[-1] and _predicate(run[-1].raw):
        return len(run) - 1
    return None


def _predicate(word: str) -> bool:
    folded = fold(word)
    participle = (folded.endswith("ed") and len(folded) > 4) or (folded.endswith("en") and base_form(folded) != folded)
    return folded in _PREDICATE or folded.endswith(_PREDICATES) or participle


def _keep(question: str, run: list[Word], role: Role, found: list[Phrase], preposition: str | None) -> None:
    content = [word for word in run if fold(word.raw) not in _DETERMINERS]
    while content and not content[-1].raw[0].isupper() and content[-1].raw.endswith("ly"):
        content.pop()
    if not content or not any(word.raw[0].isalpha() for word in content):
        return
    if len(content) == len(run) == 1 and not content[0].raw[0].isupper() and _predicate(content[0].raw):
        return  # "Is it *treatable*?", "How is it *related* to ..."
    start, end = run[0].start, content[-1].end
    found.append(Phrase(question[start:end], start, end, role, preposition == "of"))
