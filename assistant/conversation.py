"""Follow-ups made standalone from the conversation before them, without a chat model.

A question that says by itself what it asks is never touched. One that leans on what was said gets what it
leans on put in: a pronoun its name, a bare "and in 2004?" the rest of the question before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.answers import Turn
from assistant.ellipsis import complete, lead_cut
from assistant.mentions import Mention, Sort, mentions, names_in, plurals, wanted, when
from assistant.question import Kind, analyse
from assistant.reference import Referents, leans, resolve

REMEMBERED = 6
"""Turns that are looked back on."""


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
    for turn in list(history)[-REMEMBERED:]:
        if turn.question.strip():
            context = _after(turn, _condense(turn.question, context), context)
    return _condense(question, context)


def _condense(question: str, context: _Context | None) -> str:
    asked = " ".join(question.split())
    if context is None or not asked:
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
    named = taken.names or taken.quoted or any(word.raw[0].isdigit() for word in content)
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
    answer = " ".join((turn.answer or "").split())[:600]
    in_answer = [mention for mention in mentions(answer) if mention.text.casefold() not in taken] if answer else []
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


def _owners_first(asked: str, found: list[Mention]) -> list[Mention]:
    """Mentions with "the population" of "the population of Ireland" last: what follows is about Ireland."""
    parts = [m for m in found if m.sort in (Sort.THING, Sort.MANY) and asked[m.end : m.end + 4] == " of "]
    return [mention for mention in found if mention not in parts] + parts


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
