from __future__ import annotations

import pytest

from assistant.answers import NOT_SAID
from assistant.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Where does Quentin Marlowe live?", "They do not mention Quentin Marlowe."),
        ("What is the budget of Oldhaven Rovers?", "They do not mention “budget”."),
        ("Which engineer repaired Quay Park?", "They name Quay Park, but say nothing of “engineer”."),
    ],
)
def test_a_refusal_says_what_is_missing(assistant: Assistant, question: str, missing: str) -> None:
    answer = assistant.ask(question)
    assert (answer.outcome, answer.answered) == ("not said", False)
    assert answer.text.startswith(NOT_SAID)
    assert missing in answer.text
    assert answer.passages
    assert not answer.citations


def test_a_refusal_speaks_the_language_of_the_question(assistant: Assistant) -> None:
    answer = assistant.ask("Wo wohnt der Bürgermeister Quentin Marlowe?")
    assert answer.text.startswith(
        "Das steht nicht in den Dokumenten. Bürgermeister Quentin Marlowe wird darin nicht erwähnt."
    )


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        (
            "Who won the Coast Cup in 2007?",
            "The documents do not say. They speak of 2004, not of 2007: Lunden Athletic won the Coast Cup in 2004. [1]",
        ),
        (
            "Which club lost the Coast Cup in 2004?",
            "The documents say otherwise: Lunden Athletic won the Coast Cup in 2004. [1]",
        ),
    ],
)
def test_a_false_premise_is_not_confirmed(assistant: Assistant, question: str, begins: str) -> None:
    answer = assistant.ask(question)
    assert answer.outcome == "not said"
    assert not answer.answered
    assert answer.short_answer is None
    assert answer.confidence <= 0.1
    assert answer.text.startswith(begins)
    assert answer.text[answer.claims[0].start : answer.claims[0].end] == answer.citations[0].quote


def test_what_only_asks_whether_it_is_so_is_answered_by_what_says_otherwise(assistant: Assistant) -> None:
    answer = assistant.ask("Did Lunden Athletic win the Coast Cup in 2003?")
    assert answer.outcome == "answered"
    assert answer.text.startswith("The documents say otherwise: ")


def test_a_doubtful_answer_is_shown_with_its_doubt(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.reading.confidence.SURE", 0.999)
    answer = assistant.ask("Who won the Coast Cup in 2003?")
    assert answer.outcome == "perhaps"
    assert answer.answered
    assert answer.text.startswith("Perhaps: the documents come close, but do not clearly say.\n")
    assert answer.text[answer.claims[0].start :].startswith(answer.citations[0].quote)


def test_a_word_that_the_documents_have_in_another_form_is_not_said_to_be_missing(assistant: Assistant) -> None:
    answer = assistant.ask("Who did not win the Coast Cup in 2003?")
    assert "mention" not in answer.text
