from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest

from assistant.answers import Answer, Claim, Usage
from assistant.console.printing import answers
from assistant.contract import to_json
from tests.assistant.samples import answer


def printed(given: Answer) -> list[str]:
    stream = StringIO()
    answers.answer(to_json(given), stream)
    return stream.getvalue().splitlines()


def test_how_a_question_was_understood_and_its_parts_are_printed_first() -> None:
    lines = printed(replace(answer(), parts=("When was it closed?", "When did it\nopen?")))
    assert lines[:4] == [
        "Understood as: When was the bridge closed?",
        "Answered in parts:",
        "  1. When was it closed?",
        "  2. When did it open?",
    ]


def test_what_a_model_wrote_is_printed_with_its_labels_in_words() -> None:
    claims = (
        Claim("The bridge was closed in March.", (1,), 0, 31, support="supported"),
        Claim("Repairs cost 3 million.", (2,), 36, 59, support="weak", why="“3” is not in what is cited"),
    )
    lines = printed(
        replace(answer(), claims=claims, answerer="generative", model="ollama:m", usage=Usage(1200, 30, 1, 0.0012))
    )
    assert (
        "The bridge was closed in March. [1] Repairs cost 3 million. [2] "
        "(weakly supported: “3” is not in what is cited)" in lines
    )
    assert (
        "Written by ollama:m, checked against the documents. Its sentences: 1 supported, 1 weakly supported. "
        "It read 1,200 tokens and wrote 30, at a cost of 0.0012." in lines
    )


def test_why_the_documents_own_words_stand_is_printed_before_them() -> None:
    lines = printed(replace(answer(), model="ollama:m", fallback="ollama:m was silent for too long."))
    at = lines.index("ollama:m was silent for too long. This is the answer in the documents' own words:")
    assert lines[at + 1] == answer().text
    assert not any(line.startswith("Written by") for line in lines)


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


def record(**changes: Any) -> dict[str, Any]:
    return {
        "question": "Who?",
        "standalone_question": "Who?",
        "answered": True,
        "answer": "He said *no* [red]now[/red]. [1]",
        "short_answer": None,
        "citations": [{"number": 1, "document": "[b].txt", "page": 3, "quote": "He said *no*\n[red]now[/red]."}],
        "passages": [],
        **changes,
    }


def test_documents_text_is_no_markup_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    stream = Terminal()
    answers.answer(record(short_answer="[red]now[/red]"), stream)
    shown = stream.getvalue()
    assert "He said *no*" in shown
    assert "\x1b[1m[red]now[/red]\x1b[0m" in shown, "the short answer stands out, and is text"
    assert "[b].txt, page 3" in shown
