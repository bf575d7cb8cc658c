from __future__ import annotations

import pytest

from assistant.smalltalk import reply


@pytest.mark.parametrize(
    "text",
    [
        "Hi",
        "hello!",
        "Good morning.",
        "Hey there",
        "Thanks",
        "Thank you very much!",
        "Bye",
        "What can you do?",
        "  hello \n",
    ],
)
def test_a_person_would_answer(text: str) -> None:
    assert reply(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hi, who won the cup?",
        "hello world program",
        "Thanks to whom did he win?",
        "Who said goodbye?",
        "",
        "help me find the budget",
    ],
)
def test_a_question_is_a_question(text: str) -> None:
    assert reply(text) is None
