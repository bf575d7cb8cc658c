"""How probable it is that the documents answer: its signs, its weights, its three outcomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers import Passage
from assistant.assistant import Assistant
from assistant.honesty.premises import broken
from assistant.reading import confidence, signs, surety
from assistant.reading.evidence import Sentence, read, rows
from assistant.reading.extractive import Scored
from assistant.reading.hearing import Heard
from assistant.reading.records import Verdict
from assistant.retrieval.retriever import Hit
from assistant.text.question import analyse
from index.documents import Span

MILL = "The mill at Beck was built by Ida Grell in 1931."


def scored(question: str, text: str, margin: float | None = None) -> Scored:
    """A sentence as the best of its passage, with what the reader made of it."""
    hit = Hit(Passage(1, "a.txt", None, 0, len(text), text, 0.9, {}), (), (Span(0, len(text)),))
    sentence = Sentence(0, 0, read(text), None, None, read(""))
    [row] = rows(analyse(question), [sentence], [0.9], [0.6])
    heard = None if margin is None else Heard(0, 4, margin, margin / 2)
    return Scored(hit, Span(0, len(text)), sentence, tuple(row), 0.0, heard=heard)


def likely(question: str, text: str, margin: float | None = None) -> float:
    best = scored(question, text, margin)
    asked = analyse(question)
    return confidence.of(asked, [best], best, broken(asked, best))


def told(question: str, text: str) -> dict[str, float]:
    """The signs that are not 0, by name."""
    asked, best = analyse(question), scored(question, text)
    numbers = signs.numbers(asked, best, broken(asked, best))
    return {name: number for name, number in zip(signs.NAMES, numbers, strict=True) if number}


def test_every_sign_has_its_weight_and_no_broken_premise_speaks_for_an_answer() -> None:
    assert len(surety.READ) == len(signs.NAMES)
    assert len(surety.WORDS) == len(signs.NAMES) - len(signs.HEARD)
    for weights in (surety.READ, surety.WORDS):
        by_name = dict(zip(signs.NAMES, weights, strict=False))
        assert all(by_name[name] <= 0 for name in (*signs.PREMISES, "no value", "no name", "subject"))
        assert all(by_name[name] >= 0 for name in ("cosine", "coverage", "near", "deeds"))


def test_what_is_asked_and_not_there_is_a_sign() -> None:
    assert "no value" in told("How old is the mill at Beck?", "The mill at Beck belongs to Ida Grell.")
    assert "no name" in told("Who built the mill?", "it was built slowly.")
    assert "subject" in told("What is the tonnage of the mill?", MILL)
    assert "subject" not in told("Which mill was built by Ida Grell?", MILL)
    assert "number, beside" in told("Who built the mill at Beck in 1929?", MILL)
    whole = told("Who built the mill at Beck?", MILL)
    assert whole["coverage"] == whole["near"] == 1.0
    assert not set(whole).intersection(signs.PREMISES)


@pytest.mark.parametrize("margin", [None, 2.0])
def test_a_question_is_likelier_answered_the_more_of_it_is_said(margin: float | None) -> None:
    said = likely("Who built the mill at Beck?", MILL, margin)
    assert said > likely("Who painted the mill at Beck?", MILL, margin) > likely("Who painted the barn?", MILL, margin)
    assert said > likely("Who built the mill at Beck in 1929?", MILL, margin)


def test_what_the_reader_hears_counts() -> None:
    asked = "Who built the mill at Beck?"
    assert likely(asked, MILL, 8.0) > likely(asked, MILL, 0.0) > likely(asked, MILL, -8.0)


def test_a_row_that_has_the_cell_is_sure_and_one_that_lacks_it_is_not() -> None:
    best = scored("Who built the mill at Beck?", MILL, 8.0)
    question = analyse("Who built the mill at Beck?")
    lacks, has = (replace(best, verdict=verdict) for verdict in (Verdict.LACKS, Verdict.ANSWERS))
    assert confidence.outcome_of(confidence.of(question, [lacks], lacks, [])) == "not said"
    other = analyse("What colour was it?")
    assert confidence.outcome_of(confidence.of(other, [has], has, [])) == "answered"


def test_there_are_three_outcomes() -> None:
    assert 0 < confidence.PERHAPS < confidence.SURE < 1
    below = confidence.PERHAPS - 0.01
    found = [confidence.outcome_of(one) for one in (0.0, below, confidence.PERHAPS, confidence.SURE, 1.0)]
    assert found == ["not said", "not said", "perhaps", "answered", "answered"]


@pytest.mark.parametrize(
    "question",
    ["Who painted the Varn bridge?", "Who sponsors Oldhaven Rovers?", "Which company will repair the Varn bridge?"],
)
def test_a_thing_that_is_named_without_what_is_asked_is_never_answered_without_a_doubt(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.outcome in ("perhaps", "not said")
    assert answer.confidence < confidence.SURE
