from __future__ import annotations

import re

import pytest

from assistant.text.phrases import _ENGLISH, _TEXTS, SPOKEN, every, listed, say


@pytest.mark.parametrize("language", SPOKEN)
def test_every_language_says_all_that_english_says_with_the_same_places(language: str) -> None:
    assert set(_TEXTS[language]) == set(_ENGLISH)
    for key, text in _TEXTS[language].items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", _ENGLISH[key])), key


def test_other_languages_are_answered_in_english() -> None:
    assert say("not said", "ja") == say("not said")
    assert say("not said", "de") != say("not said")
    with pytest.raises(KeyError):
        say("nothing of the kind")


def test_a_phrase_is_known_in_every_language() -> None:
    assert say("not said", "es") in every("not said")
    assert len(every("not said")) == len(SPOKEN)


def test_names_are_joined_as_the_language_joins_them() -> None:
    assert listed(["A", "B", "C"], "fr") == "A, B ou C"
    assert listed(["A", "B"], "de", "and") == "A und B"
    assert listed(["A"]) == "A"
