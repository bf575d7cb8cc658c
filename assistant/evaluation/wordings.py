"""Questions that one sentence answers, in the words of a person who has not read it, each with its answer.

Every pattern keeps to what it is sure of: a subject that is a name, a plain past verb, and an answer that is a typed
span (a name, a date, an amount). Fewer is better than silly: a person still looks at all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.text.kinds import Kind
from assistant.text.mentions import looks_like_person
from assistant.text.spans import candidates, dates, names
from assistant.text.words import STOP, base_form, fold

LONGEST = 110
"""Characters of a question at most."""

_PAST = (
    r"(?P<verb>[a-z]{2,}ed|won|bought|sold|built|wrote|found|lost|met|paid|spent|made|took|beat|cut|gave|raised|held"
    r"|drew|sent|earned|scored)"
)
_DEED = re.compile(rf"^{_PAST} (?P<rest>.+)$")
_WAS = re.compile(
    r"^(?P<be>was|were) (?P<done>(?:first |originally |formally )?(?:[a-z]{2,}ed|built|held|won|sold|bought|found|made"
    r"|born|written|set up|shot)) (?P<rest>.*)$"
)
_NOUN = re.compile(r"^(?:[a-z]{3,}(?<!ed)(?<!ly) ){1,2}(?=(?:is|was|were) )")
"""What a name is the name of: "bridge" of "the Varn bridge was opened"."""
_IN_PLACE = re.compile(r"^(?:is|was|are|were) (?P<done>based|headquartered|held|born|located|staged) (?:in|at) ")
_BECAUSE = re.compile(r"^(?P<what>[^,;]{4,60}?),? because (?:of )?(?P<why>[^,;]{8,90}?)[.,;]")
_AGED = re.compile(r"(?P<name>[A-Z][\w'’-]+ (?:[A-Z]\. )?[A-Z][\w'’-]+), (?P<age>\d{1,2}),")
_OFFICE = re.compile(
    r"\b(?P<owner>[A-Z][\w-]+(?: [A-Z][\w-]+)?)['’]s (?P<office>(?:[a-z]+ ){0,2}(?:minister|president|chancellor"
    r"|secretary|chairman|chairwoman|director|captain|coach|manager|executive|governor|spokesman|spokeswoman)),? "
    r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2})"
)
_ALONG = re.compile(r"^(?:in|on|for|from|to|at|over|after|against|with|by|since) ")
_CLAUSE = re.compile(
    r",? (?:and|but|which|who|that|after|as|when|while|because|following|amid|with|saying)\b|[;:(–—]|,(?!\d)| - "
)
_LOOSE = re.compile(r" (?:in|on|at|for|from|to|of|by|with|over|more|the|an?)\?$")
_EXACT = re.compile(
    r"^(?!.*['’]s\b)(?=.*(?:\d{4}|January|February|March|April|May|June|July|August|September|October|November|December))"
)
"""A date that says when for somebody who does not know when the document was written."""
_SEVERAL = re.compile(r"\b(?:he|she|it|they|his|her|its|their|this|these|that|those|we|our|you|i|my)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wording:
    """A question, its answer as it stands in the sentence, and what kind of question it is."""

    question: str
    answer: str
    kind: str


def wordings(sentence: str) -> Iterator[Wording]:
    """The questions that a sentence answers.

    :param sentence: a whole sentence, on one line.
    """
    if not 30 <= len(sentence) <= 320 or sentence[-1:] not in ".!" or '"' in sentence or "“" in sentence:
        return
    found = (*_held(sentence), *_aged(sentence), *_of_subject(sentence))
    yield from (one for one in found if _sound(one))


def _sound(one: Wording) -> bool:
    """Whether a question stands by itself, and does not hold its own answer."""
    text = one.question
    if not 15 <= len(text) <= LONGEST or re.search(r"[\"“”()\[\];:<>|]|  ", text):
        return False
    if _SEVERAL.search(text) or _LOOSE.search(text) or (one.kind == "when" and not _EXACT.match(one.answer)):
        return False
    return fold(one.answer) not in fold(text) and len(one.answer.split()) <= 16


def _held(sentence: str) -> Iterator[Wording]:
    """Who is France's foreign minister? of "France's foreign minister Jean-Yves Le Drian"."""
    for match in _OFFICE.finditer(sentence):
        words = [match["owner"].split()[0], *match["office"].split()]
        named = any(start == match.start("owner") for start, _ in names(sentence))
        if named and looks_like_person(match["name"]) and not STOP.intersection(map(fold, words)):
            yield Wording(f"Who is {match['owner']}'s {match['office']}?", match["name"], "who")


def _aged(sentence: str) -> Iterator[Wording]:
    """How old is X? of "X, 53, ..."."""
    for match in _AGED.finditer(sentence):
        if looks_like_person(match["name"]):
            yield Wording(f"How old is {match['name']}?", match["age"], "how many")


def _of_subject(sentence: str) -> Iterator[Wording]:
    """Questions about what the name that a sentence begins with did, or what was done to it."""
    opening = re.match(r"^(?:In|On) (?P<date>[^,]{3,25}), (?=[A-Z])", sentence)
    when = opening["date"] if opening and dates(opening["date"]) else None
    main = sentence[opening.end() :] if opening and when else sentence
    article = "The " if main.startswith("The ") else ""
    body = main[len(article) :]
    first = next(iter(names(body)), None)
    if first is None or first[0] != 0 or first[1] < 3:
        return
    subject = ("the " if article else "") + body[: first[1]]
    rest = body[first[1] :].strip()
    noun = _NOUN.match(rest)
    if noun is not None and not STOP.intersection(map(fold, noun.group().split())):
        subject, rest = f"{subject} {noun.group().strip()}", rest[noun.end() :]
    yield from _done_to(subject, rest, when)
    deed = _DEED.match(rest)
    if deed is None or (verb := base_form(deed["verb"])) == deed["verb"]:
        return
    yield from _reason(subject, verb, deed["rest"])
    yield from _amount(subject, verb, deed["rest"])
    yield from _time(subject, verb, deed["rest"], when)


def _done_to(subject: str, rest: str, when: str | None) -> Iterator[Wording]:
    """When was X opened? Where is X based?"""
    place = _IN_PLACE.match(rest)
    if place is not None and (found := next(iter(names(rest[place.end() :])), None)) and found[0] == 0:
        at = rest[place.end() :][: found[1]]
        if not dates(at):
            be = rest.split(" ", 1)[0]
            yield Wording(f"Where {be} {subject} {place['done']}?", at, "where")
    match = _WAS.match(rest)
    if match is None:
        return
    what, date = _dated(match["rest"], when)
    if date is None:  # "opened in June 1931 by the king"
        what, date = _dated(match["rest"].split(" by ")[0], when)
    if date and what is not None:
        yield Wording(f"When {match['be']} {subject} {match['done']}{' ' + what if what else ''}?", date, "when")


def _time(subject: str, verb: str, rest: str, when: str | None) -> Iterator[Wording]:
    """When did X buy Y?"""
    what, date = _dated(rest, when)
    if date and what:
        yield Wording(f"When did {subject} {verb} {what}?", date, "when")


def _dated(rest: str, when: str | None) -> tuple[str | None, str | None]:
    """What was done, without its date, and the date: "the club in 2003" gives "the club" and "2003"."""
    clause = _CLAUSE.split(rest, maxsplit=1)[0].strip(" .")
    if when is not None:
        return (clause, when) if len(clause.split()) <= 9 and not dates(clause) else (None, None)
    match = re.match(r"^(?P<what>(?:.*? )?)(?:in|on) (?P<date>.+)$", clause)
    while match is not None and not (spans := dates(match["date"])):
        match = re.match(rf"^(?P<what>.{{{match.start('date')},}}? )(?:in|on) (?P<date>.+)$", clause)
    if match is None or spans != ((0, len(match["date"])),) or len(match["what"].split()) > 9:
        return None, None
    return match["what"].strip(), match["date"]


def _amount(subject: str, verb: str, rest: str) -> Iterator[Wording]:
    """How much did X pay for Y? How many Z did X sell in W?"""
    clause = _CLAUSE.split(rest, maxsplit=1)[0].strip(" .")
    for kind in (Kind.MONEY, Kind.PERCENT, Kind.COUNT):
        found = next((one for one in candidates(clause, kind) if one.start == 0), None)
        if found is None:
            continue
        amount, after = clause[: found.end], clause[found.end :].strip()
        if kind is Kind.COUNT:
            counted = re.match(r"^(?P<noun>(?!more )(?:[a-z-]+ )?[a-z]{3,}s)(?: (?P<along>.+))?$", after)
            along = counted["along"] if counted else None
            if counted and (along is None or (_ALONG.match(along) and len(along.split()) <= 8)):
                asked = f"How many {counted['noun']} did {subject} {verb}{' ' + along if along else ''}?"
                yield Wording(asked, amount, "how many")
        elif not after or (_ALONG.match(after) and len(after.split()) <= 8):
            how = "By how much" if kind is Kind.PERCENT else "How much"
            yield Wording(f"{how} did {subject} {verb}{' ' + after if after else ''}?", amount, "how many")
        return


def _reason(subject: str, verb: str, rest: str) -> Iterator[Wording]:
    """Why did X close Y? of "X closed Y because ..."."""
    match = _BECAUSE.match(rest)
    if match and not re.search(r" (?:and|but|which|who) ", match["what"]):
        yield Wording(f"Why did {subject} {verb} {match['what']}?", match["why"], "why")
