"""Short answers that the learned reader points at, and what it makes of hits."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answers import Passage
from assistant.reader import Context, Look, Spot
from assistant.reading import heardanswer
from assistant.reading.evidence import read
from assistant.reading.extractive import rank
from assistant.reading.hearing import Heard, context_of, hear
from assistant.retrieval.retriever import Hit
from assistant.text.kinds import Kind
from assistant.text.question import analyse
from index.documents import Span
from index.text.sentences import split


@pytest.mark.parametrize(
    ("text", "said", "kind", "expected"),
    [
        ("It was founded in 1987, he said.", "in 1987,", Kind.DATE, "1987"),
        ("It ran from 1914 to 1918.", "from 1914 to 1918", Kind.DATE, "from 1914 to 1918"),
        ("It was built by the (late) Tom Reed.", "by the (late", Kind.PERSON, "the (late"),
        ("It was built by Tom Reed Jr.", "by Tom Reed Jr.", Kind.PERSON, "Tom Reed Jr."),
        ("They met in the U.S. again.", "in the U.S.", Kind.PLACE, "the U.S."),
        ('He called it "the Hut" then.', 'the Hut"', Kind.NAME, "the Hut"),
        ("It fell to -5 degrees.", "-5 degrees", Kind.MEASURE, "-5 degrees"),
        ("They closed it by raising the toll.", "by raising the toll.", Kind.MANNER, "by raising the toll"),
    ],
)
def test_trims_what_need_not_be_said(text: str, said: str, kind: Kind, expected: str) -> None:
    start = text.index(said)
    begin, end = heardanswer.trimmed(text, start, start + len(said), kind)
    assert text[begin:end] == expected


def test_gives_no_short_answer_to_yes_or_no() -> None:
    sentence = read("The bridge was closed on Monday.")
    assert heardanswer.find(analyse("Was the bridge closed?"), sentence, Heard(25, 31, 15.0, 9.0), None) is None


def test_a_sure_span_is_given_and_a_doubtful_one_is_not() -> None:
    sentence, question = read("The bridge was closed on Monday."), analyse("When was the bridge closed?")
    assert heardanswer.find(question, sentence, Heard(22, 31, 12.0, 6.0), (25, 31)) == (25, 31)
    assert heardanswer.find(question, sentence, Heard(22, 31, -12.0, -6.0), (25, 31)) is None


def hit(rank_: int, text: str, score: float) -> Hit:
    """A passage that begins at character 100 of its document."""
    spans = tuple(Span(one.start + 100, one.end + 100) for one in split(text, 0, len(text)))
    return Hit(Passage(rank_, f"{rank_}.txt", None, 100, 100 + len(text), text, score, {}), (), spans)


class Scripted:
    """A reader that says what it is told to."""

    def __init__(self, looks: list[Look | None]) -> None:
        self.looks = looks

    def read(self, question: str, contexts: list[Context]) -> list[Look | None]:
        return self.looks


ONE = hit(1, "The bridge is old. It has\n two   towers.", 0.9)
TWO = hit(2, "A bridge was built by Ida Grell. It is of stone.", 0.8)


def test_offsets_are_those_of_the_sentence_on_one_line() -> None:
    text = ONE.passage.text
    start = text.index("two")
    look = Look({1: Spot(start, start + len("two   towers"), 3.0)}, 1.0, 0.5)
    heard = hear("How many towers?", [ONE], Scripted([look]))  # type: ignore[arg-type]
    said = heard[0, 1]
    assert "It has two towers."[said.start : said.end] == "two towers"
    assert (said.margin, said.answered) == (2.0, 0.5)


def test_contexts_hold_their_sentences() -> None:
    context = context_of(ONE)
    assert [context.text[start:end] for start, end in context.sentences] == [
        "The bridge is old.",
        "It has\n two   towers.",
    ]


def test_the_reader_puts_the_sentence_first_that_answers() -> None:
    question = analyse("Who built the bridge?")
    looks: list[Look | None] = [
        Look({0: Spot(0, 3, -4.0), 1: Spot(19, 21, -4.0)}, 4.0, -5.0),
        Look({0: Spot(22, 31, 9.0), 1: Spot(33, 35, -6.0)}, -3.0, 6.0),
    ]
    heard = hear(question.text, [ONE, TWO], Scripted(looks))  # type: ignore[arg-type]
    ranked = rank(question, [ONE, TWO], lambda texts: np.full(len(texts), 0.5, dtype=np.float32), heard)
    assert ranked[0].text == "A bridge was built by Ida Grell."
    assert ranked[0].heard is not None
    assert ranked[0].text[ranked[0].heard.start : ranked[0].heard.end] == "Ida Grell"
