from __future__ import annotations

from dataclasses import replace
from io import StringIO

from assistant.answers import Answer
from assistant.console import printing
from assistant.contract import to_json
from tests.assistant.samples import answer


def printed(given: Answer) -> list[str]:
    stream = StringIO()
    printing.answer(to_json(given), stream)
    return stream.getvalue().splitlines()


def test_how_a_question_was_understood_and_its_parts_are_printed_first() -> None:
    lines = printed(replace(answer(), parts=("When was it closed?", "When did it\nopen?")))
    assert lines[:4] == [
        "Understood as: When was the bridge closed?",
        "Answered in parts:",
        "  1. When was it closed?",
        "  2. When did it open?",
    ]


def test_a_question_understood_as_it_was_asked_is_not_repeated() -> None:
    assert printed(replace(answer(), standalone_question="When?"))[0] == answer().text


def test_what_says_otherwise_is_printed_with_its_source() -> None:
    lines = printed(replace(answer(), answered=False, outcome="not said"))
    assert "Sources" in lines
    assert "[1] a/bridge.txt" in lines


def test_a_refusal_is_printed_with_the_nearest_passages_and_a_plain_reply_alone() -> None:
    refused = replace(
        answer(), answered=False, outcome="not said", text="The documents do not say.", claims=(), citations=()
    )
    assert "The nearest passages" in printed(refused)
    plain = replace(refused, standalone_question="When?", outcome="plain", text="You are welcome.", passages=())
    assert printed(plain) == ["You are welcome."]
