"""Thoughts at the beginning of an answer are left out, whatever way the stream cuts them."""

from __future__ import annotations

import pytest

from assistant.models.thinking import Thinking


def answer(text: str, size: int) -> str:
    thinking = Thinking()
    said = [thinking.feed(text[at : at + size]) for at in range(0, len(text), size)]
    return "".join(said) + thinking.end()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<think>Is it so? a < b</think>\n\nIt is so.", "It is so."),
        ("\n<thinking>\nHm.</think></thinking>It is so.", "It is so."),
        ("It is so.", "It is so."),
        ("<thanks> for asking", "<thanks> for asking"),
        ("<thin", "<thin"),
        ("The tag <think>x</think> is written so.", "The tag <think>x</think> is written so."),
        ("<think>It never ends", ""),
        ("<think></think>", ""),
        ("<think></think>Yes.", "Yes."),
        ("", ""),
        ("  \n", "  \n"),
    ],
)
def test_thoughts_are_left_out(text: str, said: str, size: int) -> None:
    assert answer(text, size) == said


def test_an_answer_is_given_out_as_it_comes() -> None:
    thinking = Thinking()
    assert thinking.feed("It") == "It"
    assert thinking.feed(" is <think>") == " is <think>"
