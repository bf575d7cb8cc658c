"""Texts that go round in circles, and texts that only look so."""

from __future__ import annotations

import random

import pytest

from assistant.models.looping import looping


@pytest.mark.parametrize("unit", ["ha", "The bridge is long. ", "- one\n- two\n- three\n", "\u65e5\u672c\u8a9e\u3002"])
def test_the_same_again_and_again(unit: str) -> None:
    assert looping("An answer began. " + unit * 400)
    assert looping("An answer began. " + unit * 400 + unit[: len(unit) // 2])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yes. " * 20,
        "\n".join(f"{number}. The bridge number {number} is long." for number in range(80)),
        "| a | b |\n| --- | --- |\n" + "\n".join(f"| {number} | {number * 7} |" for number in range(60)),
        "It was said. " * 5 + "Then all was over, and nobody spoke of it again.",
        "-" * 200,
        " " * 600,
    ],
)
def test_other_texts(text: str) -> None:
    assert not looping(text)


def test_words_at_random_are_no_loop() -> None:
    chance = random.Random(7)
    words = ["chess", "board", "square", "king", "queen", "of", "the", "and"]
    for _ in range(50):
        assert not looping(" ".join(chance.choice(words) for _ in range(400)))
