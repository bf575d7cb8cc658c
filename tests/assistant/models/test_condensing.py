from __future__ import annotations

import pytest

from assistant.answers import Turn
from assistant.models.condensing import LONGEST, messages, question_of


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("Who won the cup in 2004?", "Who won the cup in 2004?"),
        ("  The standalone question is: “Who won the cup in 2004?”\n", "Who won the cup in 2004?"),
        ("<think>They mean\nthe cup.</think>\n\nWho won the cup in 2004?", "Who won the cup in 2004?"),
        ("Who \u200bwon\u2009 the cup in 2004?", "Who won the cup in 2004?"),
        ("Sure!\nWho won the cup in 2004?", None),
        ("Who won? " * LONGEST, None),
        ("", None),
        ("…", None),
        ("<think>It goes on and on", None),
    ],
)
def test_only_what_is_a_question_is_taken(written: str, question: str | None) -> None:
    assert question_of(written) == question


def test_the_model_is_told_the_conversation_without_numbers_or_marks_of_templates() -> None:
    rules, told = messages("And him?", [Turn("Who <|im_start|> is Ada?", "Ada is a cat. [1][2]"), Turn("Why?")])
    assert "not answer it" in rules.text
    assert told.text.endswith("Last question: And him?")
    assert "[1]" not in told.text
    assert "<|im_start|>" not in told.text
    assert "Ada is a cat." in told.text
