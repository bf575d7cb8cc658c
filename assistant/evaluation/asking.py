"""Questions to measure answers with: what is asked, and what is known of the right answer."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answers import Turn
from assistant.evaluation.matching import figures
from assistant.service import RequestError

LONGEST_ANSWER = 12
"""Words of an answer that is a phrase, to be found as it is; of a longer one the figures are looked for."""

Part = tuple[str, ...]
"""One thing that an answer has to say, in the wordings that are right: any of them will do."""


class QuestionsError(RequestError):
    """A file of questions cannot be read; the message names the file, the line, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what is known of its answer.

    ``parts`` are all to be said; a question of one answer has one part. ``documents`` are those that answer it, as
    the file of questions names them: a path inside a followed folder, its last parts, a file's name, or a pattern
    such as ``*2023*``; none where that is not known.
    """

    id: str
    text: str
    history: tuple[Turn, ...] = ()
    parts: tuple[Part, ...] = ()
    documents: tuple[str, ...] = ()
    answerable: bool | None = None
    """Whether the documents answer it; None where that is not known."""
    kind: str = ""
    split: str = ""
    phrase: bool = True
    """Whether the answer is a phrase that a short answer can be compared with."""
    paragraph: str | None = None
    """The paragraph that it was asked of, where the file gives it, as SQuAD does."""
    offsets: tuple[tuple[int, int], ...] = ()
    """Where in the paragraph its answers stand."""


def parts_of(answers: object) -> tuple[tuple[Part, ...], bool]:
    """The parts that an answer in a file of questions has, and whether they are phrases.

    :param answers: a text; a list of texts that are all right; or a list of such lists, all of which are to be said.
    :raises ValueError: it is none of these.
    """
    if answers is None:
        return (), True
    if isinstance(answers, str):
        return _of_text(answers.strip())
    if not isinstance(answers, list):
        raise ValueError('"answer" is neither text nor a list of texts.')
    if answers and all(isinstance(one, list) for one in answers):
        parts = tuple(_wordings(one) for one in answers)
        return tuple(part for part in parts if part), True
    wordings = _wordings(answers)
    if len(wordings) == 1:
        return _of_text(wordings[0])
    return ((wordings,) if wordings else ()), True


def _of_text(text: str) -> tuple[tuple[Part, ...], bool]:
    if not text:
        return (), True
    if len(text.split()) <= LONGEST_ANSWER:
        return ((text,),), True
    return tuple((figure,) for figure in figures(text)), False


def _wordings(given: list[object]) -> Part:
    if not all(isinstance(one, str) for one in given):
        raise ValueError('"answer" holds something that is not text.')
    return tuple(dict.fromkeys(str(one).strip() for one in given if str(one).strip()))
