"""Follow-ups made standalone from the conversation before them, without a chat model.

A question that says by itself what it asks is never touched. One that leans on what was said gets what it
leans on put in: a pronoun its name, a bare "and in 2004?" the rest of the question before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant import smalltalk
from assistant.answers import NO_DOCUMENT, NOT_SAID, Turn
from assistant.ellipsis import complete, lead_cut
from assistant.kinds import VALUES, Kind, kind_of
from assistant.mentions import Mention, Sort, mentions, names_in, plurals, wanted, when
from assistant.question import analyse
from assistant.reference import Referents, leans, resolve
from index.sentences import split

REMEMBERED = 6
"""Turns that are looked back on."""
LONGEST = 1000
"""Characters of a question that may lean on another, or that another may lean on; more is a pasted text."""
_ASKED_FOR = re.compile(r"^(?:and |but |so )?(?:what|which|who)(?: is| are| was| were|['’]s) $", re.IGNORECASE)
_MARKER = re.compile(r"\s?\[\d+\]")


@dataclass(frozen=True, slots=True)
class _Context:
    """What is being spoken of: the last question, standing alone, and what was named, newest first."""

    question: str
    subject: str | None
    known: tuple[Mention, ...]
    dates: tuple[str, ...]


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


def standalone(question: str, history: Iterable[Turn]) -> str:
    """Give a question that says by itself what it asks; one that does already is given back as it is.

    >>> standalone("And in 2004?", [Turn("Who won the cup in 2003?")])
    'Who won the cup in 2004?'
    """
    context: _Context | None = None
    for turn in [turn for turn in history if _asks(turn)][-REMEMBERED:]:
        context = _after(turn, _condense(turn.question[:LONGEST], context), context)
    return _condense(question, context)


def _asks(turn: Turn) -> bool:
    """Whether a turn speaks of anything: greetings and thanks change no topic."""
    return bool(turn.question.strip()) and smalltalk.reply(turn.question) is None


def _condense(question: str, context: _Context | None) -> str:
    asked = " ".join(question.split())
    if context is None or not asked or len(asked) > LONGEST:
        return question
    filled = complete(asked, context.question, context.subject)
    if filled is not None:
        asked = filled
    referents = Referents(context.known, context.dates, context.question)
    if leans(asked):
        return resolve(lead_cut(asked), referents)
    if filled is not None:
        return filled
    if _thin(asked):
        return _about(lead_cut(asked), context)
    return question


def _thin(question: str) -> bool:
    """Whether a question names nothing to look for, so that it can only be meant about what was said."""
    taken = analyse(question)
    content = [word for word in taken.words if not word.stop]
    named = bool(taken.names or taken.quoted) or any(word.raw[0].isdigit() for word in content)
    named = named or bool(mentions(question))  # "How much is the rent?" names what it is about
    return taken.kind not in (Kind.DEFINITION, Kind.OPEN) and not named and len(content) <= 1


def _about(question: str, context: _Context) -> str:
    """Put the subject of the question before in front: "About the cup final: who scored?"."""
    known = [mention.text for mention in names_in(mentions(context.question))] or [
        mention.text for mention in mentions(context.question)
    ]
    topic = ", ".join(dict.fromkeys([*known[:3], *when(context.question)[:1]]))
    return f"About {topic}: {question[0].lower()}{question[1:]}" if topic else f"{question} ({context.question})"


def _after(turn: Turn, asked: str, before: _Context | None) -> _Context:
    """What is being spoken of after a turn."""
    in_question = mentions(asked)
    taken = {mention.text.casefold() for mention in in_question}
    answer = _said(turn)
    sentences = [answer[span.start : span.end] for span in split(answer, 0, len(answer))]
    named = [mention for sentence in sentences for mention in mentions(sentence)]
    in_answer = [mention for mention in named if mention.text.casefold() not in taken]
    subject = _subject(asked, in_answer)
    asked_for = None if subject else wanted(asked)
    known = [mention for mention in (subject, asked_for) if mention] + [
        *_owners_first(asked, in_question),
        *names_in(in_answer),
    ]
    if not any(mention.sort is Sort.MANY for mention in known):
        known += plurals(asked)
    older = before.known if before else ()
    dates = (*when(answer)[:2], *when(asked)) if analyse(asked).kind is Kind.DATE else (*when(asked), *when(answer)[:2])
    return _Context(
        question=asked,
        subject=subject.text if subject else None,
        known=tuple(known) + tuple(older)[:12],
        dates=dates or (before.dates if before else ()),
    )


def _said(turn: Turn) -> str:
    """What the answer of a turn said, without its markers; nothing where it was a refusal."""
    answer = _MARKER.sub("", " ".join((turn.answer or "").split()))[:600]
    return "" if answer.startswith((NOT_SAID, NO_DOCUMENT)) else answer


def _owners_first(asked: str, found: list[Mention]) -> list[Mention]:
    """Mentions with "the lighthouse of Norvik" whole, before the bare name in it.

    It comes last where it is a mere attribute: after "the population of Ireland" what follows is about Ireland.
    """
    whole: list[Mention] = []
    attributes: list[Mention] = []
    for one in found:
        of = next((other for other in found if other.start == one.end + len(" of ")), None)
        if one.sort not in (Sort.THING, Sort.MANY) or not asked.startswith(" of ", one.end):
            whole.append(one)
            continue
        full = Mention(f"{one.text} of {of.text}", one.start, of.end, one.sort) if of else one
        (attributes if of is None or _asked_for(asked, one) else whole).append(full)
    return whole + attributes


def _asked_for(asked: str, part: Mention) -> bool:
    """Whether a question asks for this part of something: "What is *the capital* of", "How large is *the area* of"."""
    return bool(_ASKED_FOR.search(asked[: part.start])) or kind_of(part.text.split()[-1]) in VALUES


def _subject(asked: str, in_answer: list[Mention]) -> Mention | None:
    """Whom or what the answer to a who, where or which question named first."""
    kind = analyse(asked).kind
    sorts = {Kind.PERSON: Sort.PERSON, Kind.PLACE: Sort.PLACE, Kind.NAME: Sort.NAME}
    if kind not in sorts:
        return None
    named = names_in(in_answer)
    alike = [mention for mention in named if mention.sort is sorts[kind]]
    if not (alike or named):
        return None
    chosen = (alike or named)[0]
    return Mention(chosen.text, chosen.start, chosen.end, sorts[kind])
