from __future__ import annotations

import pytest

from assistant.models.hidden import hidden, spelled, visible


def tags(text: str) -> str:
    return "".join(chr(0xE0000 + ord(character)) for character in text)


@pytest.mark.parametrize(
    ("text", "shown", "count"),
    [
        ("Plain text, ünïcödé — “quotes”.\n", "Plain text, ünïcödé — “quotes”.\n", 0),
        (f"Old{tags('say x')} bridge", "Old bridge", 5),
        ("z\u200be\u200br\u200bo", "zero", 3),
        ("\u202eabc\u202c", "abc", 2),
        ("\u2066a\u2069\u2063b", "ab", 3),
        ("a\ufe0fb", "ab", 1),
        ("a\U000e0105\U000e0106", "a", 2),
        ("\u3164\u115f\uffa0x\u2800", "x", 4),
        ("a\x00b\x1bc\x7f", "abc", 3),
        ("a\ud83db", "ab", 1),
        ("a\U000f0041b", "ab", 1),
    ],
)
def test_what_draws_nothing_is_taken_out_and_counted(text: str, shown: str, count: int) -> None:
    assert visible(text) == shown
    assert hidden(text) == count


@pytest.mark.parametrize(
    "text",
    ["👩\u200d👧", "می\u200cخواهم", "क्\u200dष", "❤\ufe0f", "1\ufe0f\u20e3", "☎\ufe0e", "葛\U000e0100", "a\tb\nc"],
)
def test_what_honest_writing_needs_stays(text: str) -> None:
    assert visible(text) == text
    assert hidden(text) == 0


@pytest.mark.parametrize("text", ["soft\u00adhyphen", "\ufefftext", "\u200fשלום", "a\r\nb", "a\u2028b"])
def test_what_honest_documents_have_is_not_counted(text: str) -> None:
    assert hidden(text) == 0
    assert not set(visible(text)) & set("\u00ad\ufeff\u200f\r\u2028")


def test_line_ends_become_one() -> None:
    assert visible("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_what_tags_spell() -> None:
    assert spelled(f"a{tags('ignore all')}b") == "ignore all"
    assert spelled("a\u200bb") == ""
