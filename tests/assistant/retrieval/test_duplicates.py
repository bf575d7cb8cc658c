"""When two passages say the same."""

import pytest

from assistant.retrieval.duplicates import says_the_same

TEXT = (
    "The committee met on Monday to discuss the new rules for small firms, which are to be simpler than before. "
    "Members agreed that the old forms take too long to fill in and that most of what they ask is known already."
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("Members agreed", "Members  agreed,"),
        ("is known already", "is known"),
        ("small firms", "little firms"),
        ("The committee", "THE COMMITTEE"),
    ],
)
def test_small_changes_leave_the_same_passage(old: str, new: str) -> None:
    assert says_the_same(TEXT, TEXT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("on Monday", "on Friday"),
        ("take too long", "do not take too long"),
        ("The committee met on Monday", "The committee met on 3 May"),
        ("Members agreed", "Nobody could see why members agreed, and all of them left before the end of the talks"),
    ],
)
def test_what_can_change_an_answer_makes_another_passage(old: str, new: str) -> None:
    changed = TEXT.replace(old, new)
    assert not says_the_same(TEXT, changed)
    assert not says_the_same(changed, TEXT)


def test_what_was_asked_about_makes_another_passage() -> None:
    changed = TEXT.replace("simpler", "cheaper")
    assert says_the_same(TEXT, changed)
    assert not says_the_same(TEXT, changed, {"cheaper"})


def test_other_text_is_another_passage() -> None:
    assert not says_the_same(TEXT, " ".join(reversed(TEXT.split())))
    assert not says_the_same("Yes.", "No.")
    assert says_the_same("", "")
