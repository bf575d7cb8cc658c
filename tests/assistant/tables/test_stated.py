"""Figures, and why they moved, in sentences."""

from __future__ import annotations

import pytest

from assistant.answers import Passage
from assistant.grounding import quote_of
from assistant.retrieval.retriever import Hit
from assistant.tables import stated
from index.text.sentences import split

NOBODY: frozenset[str] = frozenset()
TEXT = (
    "The mill opened in 1931 and has a staff canteen. "
    "Income tax as a percentage of income before income tax was an expense of 12.2% for the quarter. "
    "Operating income increased 9% to a level that the board welcomes. "
    "Operating income was $4.1 million for the quarter. "
    "Operating income increased due to lower prices of timber. "
    "Weakness in foreign currencies had an unfavorable impact on sales, which decreased by $1.2 million. "
    "The company repurchased $18 million of its common stock and paid dividends."
)


def _hit() -> Hit:
    return Hit(Passage(1, "a.txt", None, 0, len(TEXT), TEXT, 0.9, {}), (), tuple(split(TEXT, 0, len(TEXT))))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What was the effective tax rate?", "12.2%"),
        ("What was operating income?", "$4.1 million"),
        ("How much was spent on share buybacks?", "$18 million"),
    ],
)
def test_the_sentence_that_states_a_figure(question: str, said: str) -> None:
    found = stated.find(question, NOBODY, [_hit()])
    assert found is not None
    assert said in quote_of(found[0].passage, found[1])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Why did operating income change?", "prices of timber"),
        ("How did exchange rates affect performance?", "unfavorable impact"),
    ],
)
def test_the_sentence_that_says_why_a_figure_moved(question: str, said: str) -> None:
    found = stated.explained(question, NOBODY, [_hit()])
    assert found is not None
    assert said in quote_of(found[0].passage, found[1])


def test_nothing_is_stated_of_what_no_sentence_is_about() -> None:
    assert stated.find("What was the rent?", NOBODY, [_hit()]) is None
    assert stated.explained("Why did the rent change?", NOBODY, [_hit()]) is None
