"""Follow-ups made standalone from the conversation before them, without a chat model.

A question that says by itself what it asks is never touched. One that leans on what was said gets what it
leans on put in: a pronoun its name, a bare "and in 2004?" the rest of the question before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.answers import NO_DOCUMENT, NOT_SAID, Turn
from assistant.followups import smalltalk
from assistant.followups.anchoring import anchored
from assistant.followups.choosing import choose, lists
from assistant.followups.corrections import correct
from assistant.followups.ellipsis import complete, is_question, lead_cut
from assistant.followups.reference import Referents, called, leans, resolve
from assistant.followups.salience import Entity, faded, is_relation, spoken_of
from assistant.text.kinds import GENERAL, Kind
from assistant.text.mentions import mentions, names_in, when
from assistant.text.question import analyse

REMEMBERED = 8
"""Turns that are looked back on."""
LONGEST = 1000
"""Characters of a question that may lean on another, or that another may lean on; more is a pasted text."""
CLEARLY = 0.1
"""How much better the documents must answer the less likely reading of a question for it to be taken."""
_MARKER = re.compile(r"[^\S\n]?\[\d+\]")
_BACK = re.compile(
    r"^(?:ok(?:ay)?[, ]+|so[, ]+)?(?:(?:let['’]s |let us )?(?:go(?:ing)? |get(?:ting)? )?back to|returning to|as for"
    r"|regarding|concerning|speaking of|about)\s(?P<what>[^,:;?–—]{2,60}?)\s*[,:;–—]\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\babout\s+(?:this|the|my|our|these)\s+(?:whole\s+|entire\s+)?(?:library|collection|folder|documents|files|corpus)\W*$"
    r"|\b(?:this|the|my|our|these)\s+(?:whole\s+|entire\s+)?(?:library|collection|folder|documents|files|corpus)\s+about\W*$",
    re.IGNORECASE,
)
"""A question about all that the reader has: "What is this library about?" was never spoken of before."""
_ASIDE = re.compile(
    r"^(?:and |but |ok(?:ay)?[, ]+)?(?:now )?(?:something else|another (?:question|thing|topic)"
    r"|(?:a )?new (?:question|topic)|(?:a )?different (?:question|topic)|changing the subject"
    r"|on another (?:note|topic))\s*[,:;.–—-]\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\bthe other(?: ones?)?(?=\W*$)", re.IGNORECASE)
"""One that was not named: what it is other than must be told."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What is being spoken of."""

    question: str
    """The last question, standing alone."""
    subject: str | None
    """What the last answer gave."""
    topic: str | None
    """What the last question is about."""
    known: tuple[Entity, ...]
    """All that was named, the heaviest first."""
    dates: tuple[str, ...]
    lists: tuple[tuple[str, ...], ...]
    """Rows of things that were named together, the newest first."""


def turns(history: Iterable[Turn | Mapping[str, Any]]) -> tuple[Turn, ...]:
    """Give earlier exchanges as turns, from turns or from ``{"question", "answer"?}``.

    :raises ValueError: where one is neither.
    """
    found: list[Turn] = []
    for item in history:
        if isinstance(item, Turn):
            found.append(item)
            continue
        question = item.get("question") if isinstance(item, Mapping) else None
        answer = item.get("answer") if isinstance(item, Mapping) else None
        if not isinstance(question, str) or not (answer is None or isinstance(answer, str)):
            raise ValueError('each turn of a history must be {"question": text, "answer": text or null}')
        found.append(Turn(question, answer))
    return tuple(found)


def standalone(question: str, history: Iterable[Turn], score: Callable[[str], float] | None = None) -> str:
    """Give a question that says by itself what it asks; one that does already is given back as it is.

    >>> standalone("And in 2004?", [Turn("Who won the cup in 2003?")])
    'Who won the cup in 2004?'

    :param score: says how well the documents answer a standalone question, 0 to 1. Where a question can be read in
        two ways, the less likely one is taken if it scores clearly better; without it the likelier one.
    """
    likely, *less = readings(question, history)
    if not less or score is None:
        return likely
    return less[0] if score(less[0]) > score(likely) + CLEARLY else likely


def readings(question: str, history: Iterable[Turn]) -> tuple[str, ...]:
    """Give the one or two ways in which a question can be read, standing alone, the likelier first."""
    context: _Context | None = None
    for turn in [turn for turn in history if _asks(turn)][-REMEMBERED:]:
        context = _after(turn, _condense(turn.question[:LONGEST], context)[0], context)
    return _condense(question, context)


def _asks(turn: Turn) -> bool:
    """Whether a turn speaks of anything: greetings and thanks change no topic."""
    return bool(turn.question.strip()) and smalltalk.reply(turn.question) is None


def _condense(question: str, context: _Context | None) -> tuple[str, ...]:
    said = " ".join(question.split())
    if context is None or not said or len(said) > LONGEST or _OWN.search(said):
        return (question,)
    if aside := _ASIDE.match(said):
        return (lead_cut(aside["rest"]),)
    corrected = correct(said, context.question, context.known)
    asked, context = _brought_back(corrected or said, context)
    asked, items = choose(asked, context.lists)
    if items and not is_question(asked) and not any(item in context.question for item in items):
        return (f"Tell me more about {next(item for item in items if item in asked)}",)
    filled = complete(asked, context.question, context.subject, context.topic)
    made = asked if filled is None else filled
    if leans(made):
        referents = Referents(context.known, context.dates, context.question)
        both = (resolve(lead_cut(made), referents, second) for second in (False, True))
        return tuple(dict.fromkeys(both))
    if filled is not None:
        return (filled,)
    if (tied := anchored(asked, context.known, context.topic)) is not None:
        return (lead_cut(tied),)
    if _OTHER.search(asked):
        return (f"{lead_cut(asked)} ({context.question})",)
    if _thin(asked):
        return (_about(lead_cut(asked), context),)
    return (question if asked == said else asked,)


def _brought_back(asked: str, context: _Context) -> tuple[str, _Context]:
    """A question without "back to the bridge:" before it, and what is spoken of with that to the fore again."""
    match = _BACK.match(asked)
    one = called(match["what"].split()[-1], context.known) if match else None
    if match is None or one is None:
        return asked, context
    fore = replace(one, weight=2.0)
    known = (fore, *(other for other in context.known if other != one))
    return lead_cut(match["rest"]), replace(context, known=known, topic=one.text)


def _thin(question: str) -> bool:
    """Whether a question names nothing to look for, so that it can only be meant about what was said."""
    taken = analyse(question)
    content = [word for word in taken.words if not word.stop and word.stem not in GENERAL]
    named = bool(taken.names or taken.quoted) or any(word.raw[0].isdigit() for word in content)
    # "How much is the rent?" names what it is about, "What was the price?" does not.
    named = named or any(not is_relation(mention.text.split()[-1]) for mention in mentions(question))
    return taken.kind not in (Kind.DEFINITION, Kind.OPEN) and not named and len(content) <= 1


def _about(question: str, context: _Context) -> str:
    """Put the subject of the question before in front: "About the cup final: who scored?"."""
    found = mentions(context.question)
    known = [mention.text for mention in names_in(found) or found] or [context.topic or ""]
    topic = ", ".join(dict.fromkeys([*filter(None, known[:3]), *when(context.question)[:1]]))
    return f"About {topic}: {question[0].lower()}{question[1:]}" if topic else f"{question} ({context.question})"


def _after(turn: Turn, asked: str, before: _Context | None) -> _Context:
    """What is being spoken of after a turn."""
    question, answer = analyse(asked), _said(turn)
    here = spoken_of(question, " ".join(answer.split()))
    given = next((one.text for one in here if one.given), None)
    dates = when(asked) + when(answer)[:2] if question.kind is not Kind.DATE else when(answer)[:2] + when(asked)
    older = before.lists if before else ()
    return _Context(
        question=asked,
        subject=given,
        topic=_topic(asked, here, before),
        known=tuple(faded(before.known if before else (), here)),
        dates=tuple(dates) or (before.dates if before else ()),
        lists=(*lists(asked, answer), *older)[:8],
    )


def _topic(asked: str, here: Iterable[Entity], before: _Context | None) -> str | None:
    """What a question is about, if it is one thing and not what somebody did to it."""
    inside = [one for one in here if one.text.casefold() in asked.casefold()]
    inside = [one for one in inside if not is_relation(one.text.split()[-1]) and one.weight > 0.5]
    if len([one for one in inside if one.name]) > 1 and analyse(asked).kind is Kind.YES_NO:
        return None
    if inside:
        return inside[0].text
    return before.topic if before else None


def _said(turn: Turn) -> str:
    """What the answer of a turn said, without its markers; nothing where it was a refusal."""
    answer = _MARKER.sub("", turn.answer or "").strip()[:800]
    return "" if answer.startswith((NOT_SAID, NO_DOCUMENT)) else answer
