from __future__ import annotations

import pytest

from assistant.text.nounphrases import Role, phrases


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How does binge drinking affect development?", [("binge drinking", "subject"), ("development", "object")]),
        ("Did the storm damage the pier?", [("the storm", "subject"), ("the pier", "object")]),
        ("What is the role of brain chemicals?", [("the role", "subject"), ("brain chemicals", "owner")]),
        ("Which bank lent the money?", [("bank", "subject"), ("the money", "object")]),
        ("How is oxygen carried in blood?", [("oxygen", "subject"), ("blood", "oblique")]),
        ("Is it treatable?", []),
        ("Tell me about the history of toilets.", [("the history", "oblique"), ("toilets", "owner")]),
        ("", []),
    ],
)
def test_phrases_and_their_parts(question: str, expected: list[tuple[str, str]]) -> None:
    assert [(phrase.text, phrase.role.value) for phrase in phrases(question)] == expected


def test_a_phrase_knows_whether_it_is_of_something() -> None:
    role, chemicals = phrases("What is the role of brain chemicals?")
    assert role.attribute
    assert not chemicals.attribute
    assert chemicals.role is Role.OWNER
