"""Aptness: what the kind of a question asks of the sentence that answers it, beside the fitted evidence.

The questions that the evidence is weighed on ask for one phrase of an encyclopedia. News, letters and minutes are asked
for more: for several things at once, for a cause, for what was so in one year. Each of these kinds has a form that
answers it, and which no other sentence beside it has.

The weights are log odds, set by hand on the half of 201 questions over news articles that is for looking at, and
checked on 150 of four SQuAD articles, whose best sentences they leave as they were (143 right).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.reading.evidence import Read
from assistant.reading.heardanswer import trimmed
from assistant.reading.hearing import Heard
from assistant.reading.shortanswer import options
from assistant.text.days import Days, dates_in
from assistant.text.kinds import VALUES, Kind
from assistant.text.lists import asks_for_list, named_in_a_row
from assistant.text.question import Question

MISTYPED, NOBODY = -2.0, -3.0
"""The reader's phrase is no name where one is asked for, no figure where one is; it names nobody where "who" is."""
IN_A_ROW = 3.0
"""Several things are asked for, and the sentence names several in a row."""
CAUSE = 1.5
"""A cause is asked for, and the sentence says that there is one."""
RELATIVE, ABSOLUTE = -3.0, 1.0
"""When something was is asked for, and the sentence tells it by the day that it was written on; by the year."""
OF_ITS_TIME, IN_PART = 1.2, 0.3
"""Of all dates in the sentence, or of some, that are of the time that the question names; taken off where none is."""
BESIDE = 1.0
"""A name stands behind the noun that is asked for: "brewer Orm" of "which brewer"."""

_TYPED = VALUES | {Kind.PERSON, Kind.PLACE}
_CAUSE = re.compile(
    r"\b(?:because|due (?:\w+ )?to|owing to|as a result|in order to|contribut(?:e|ed|es|ing) to|blam(?:e|es|ed|ing)"
    r"|attributed to|thanks to|caus(?:e|ed|es|ing)|led to|in (?:response|reaction) to|prompted by|the reason|fearing"
    r"|for fear)\b",
    re.IGNORECASE,
)
_WAS = re.compile(r"^(?:and |but )?when (?:did|was|were|has|had)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:ago|yesterday|today|tonight|(?:last|this) (?:year|week|month|spring|summer|autumn|winter)|\w+day)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_IN = re.compile(r"\b(?:in|during|on|as of)\s(?:the (?:year |end of ))?$", re.IGNORECASE)


class Aptness:
    """What the kind of one question asks of sentences; only questions in English are known by kind."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._english = question.language == "en"
        self._several = self._english and asks_for_list(question.text)
        self._times = times(question.text) if self._english else []
        self._was = self._english and question.kind is Kind.DATE and _WAS.match(question.text) is not None

    def of(self, sentence: Read, heard: Heard | None) -> float:
        """What is added to a sentence's log odds.

        :param heard: what the learned reader makes of it; None where it did not read it.
        """
        if not self._english or sentence.cells:
            return 0.0
        added = self._of_kind(sentence, heard)
        if self._several and in_a_row(self._question, sentence) > 1:
            added += IN_A_ROW
        if self._question.kind is Kind.REASON and names_cause(sentence.text):
            added += CAUSE
        if self._times:
            added += _of_time(sentence.text, self._times)
        return added + (BESIDE if self._named_so(sentence) else 0.0)

    def _of_kind(self, sentence: Read, heard: Heard | None) -> float:
        """Whether the reader's phrase is of the kind asked for, and a time told so that it says when."""
        if heard is None or self._question.kind not in _TYPED:
            return 0.0
        start, end = trimmed(sentence.text, heard.start, heard.end, self._question.kind)
        typed = any(one.start < end and one.end > start for one in options(self._question, sentence))
        added = 0.0 if typed else NOBODY if self._question.kind is Kind.PERSON else MISTYPED
        if self._was:
            relative = _RELATIVE.search(sentence.text, heard.start, heard.end) is not None
            dated = _YEAR.search(sentence.text, heard.start, heard.end) is not None
            added += RELATIVE if relative and not dated else 0.0
            added += ABSOLUTE if _YEAR.search(sentence.text) else 0.0
        return added

    def _named_so(self, sentence: Read) -> bool:
        """Whether a name stands behind the noun that is asked for."""
        question = self._question
        if question.focus is None or question.kind not in (Kind.NAME, Kind.THING, Kind.PERSON, Kind.PLACE):
            return False
        return any(
            one.stem == question.focus
            and one.raw[0].islower()
            and two.raw[0].isupper()
            and two.start == one.end + 1
            and two.stem not in question.stems
            for one, two in pairwise(sentence.words)
        )


def in_a_row(question: Question, sentence: Read) -> int:
    """How many things a sentence names in a row, at most, that the question does not name itself."""
    rows = ([_said(sentence, *place) for place in row] for row in named_in_a_row(sentence.text))
    return max((sum(not stems <= question.stems for stems in row) for row in rows), default=0)


def _said(sentence: Read, start: int, end: int) -> frozenset[str]:
    return frozenset(word.stem for word in sentence.words if word.start >= start and word.end <= end)


def names_cause(text: str) -> bool:
    """Whether a sentence says in so many words that something has a cause."""
    return _CAUSE.search(text) is not None


def times(question: str) -> list[Days]:
    """The days that a question asks about: those of "in 2003", not of "since 2003"."""
    return [one.days for one in dates_in(question) if _IN.search(question[: one.start])]


def _of_time(text: str, asked: Sequence[Days]) -> float:
    """Whether the dates that a sentence names are of the time asked about."""
    own = [any(_touch(one.days, days) for days in asked) for one in dates_in(text)]
    if not own:
        return 0.0
    return OF_ITS_TIME if all(own) else IN_PART if any(own) else -OF_ITS_TIME


def _touch(one: Days, other: Days) -> bool:
    return one.first < other.end and other.first < one.end
