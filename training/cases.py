"""Questions as the pipeline reads them, answerable and not: what the weights of reading and of doubt are fitted on."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.reader import Reader
from assistant.reading.extractive import Scored, weigh
from assistant.reading.hearing import hear
from assistant.reading.reading import cosines
from assistant.text.question import Question, analyse
from training.squad import Asked, Paragraph

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.retrieval.retriever import Hit

KINDS = ("answerable", "look-alike", "off-subject", "taken away")
_HITS = 10
_MANY = 40
_WEIGHED = 12
"""Sentences of a question that are weighed in full."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what was found for it, and whether that answers it."""

    kind: str
    """One of `KINDS`: only the first is answered by what was found."""
    title: str
    question: Question
    ranked: tuple[Scored, ...]
    hits: tuple[Hit, ...]
    said: tuple[str, ...]
    """The answers, as people gave them."""

    def right(self, text: str) -> bool:
        """Whether a text holds an answer."""
        return any(plain(said) in plain(text) for said in self.said)


def plain(text: str) -> str:
    """A text in small letters on one line."""
    return re.sub(r"\s+", " ", text).lower().strip()


def gather(
    assistant: Assistant,
    reader: Reader,
    paragraphs: Sequence[Paragraph],
    titles: Sequence[str],
    most: int,
    titled: dict[str, str],
) -> list[Case]:
    """Ask the questions of some articles.

    :param paragraphs: SQuAD's; each is a document of the assistant's library.
    :param most: answerable questions at most, and as many of the others.
    :param titled: the article of each document, by its path, so that an article can be taken away.
    """
    asked = [(paragraph, one) for paragraph in paragraphs if paragraph.title in titles for one in paragraph.questions]
    random.Random(7).shuffle(asked)
    good = [pair for pair in asked if pair[1].answers][:most]
    bad = [pair for pair in asked if not pair[1].answers][:most]
    found: list[Case] = []
    for place, (paragraph, one) in enumerate([*good, *bad]):
        hits = assistant._retriever.hits(one.text, _MANY)
        for kind, kept in _variants(paragraph, one, hits, place, titled):
            case = _case(kind, paragraph.title, one, kept[:_HITS], assistant, reader)
            if case is not None:
                found.append(case)
    return found


def _variants(
    paragraph: Paragraph, asked: Asked, hits: Sequence[Hit], place: int, titled: dict[str, str]
) -> list[tuple[str, list[Hit]]]:
    found = [("answerable" if asked.answers else "look-alike", list(hits))]
    if place % 2 == 0:
        found.append(("off-subject", [hit for hit in hits if titled[hit.passage.document] != paragraph.title]))
    elif asked.answers:
        gone = [hit for hit in hits if not any(plain(said) in plain(hit.passage.text) for said in asked.said)]
        found.append(("taken away", gone))
    return [(kind, kept) for kind, kept in found if kept]


def _case(
    kind: str, title: str, asked: Asked, hits: Sequence[Hit], assistant: Assistant, reader: Reader
) -> Case | None:
    question = analyse(asked.text)
    if not question.words:
        return None
    heard = hear(asked.text, hits, reader)
    ranked = weigh(question, hits, cosines(asked.text, assistant.library.embedder), heard, _WEIGHED)
    return Case(kind, title, question, tuple(ranked), tuple(hits), asked.said) if ranked else None
