"""Other ways to say words: numbers, days, abbreviations, spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval import quantities, wordforms
from assistant.retrieval.abbreviations import defined
from assistant.retrieval.coverage import Yardstick
from assistant.retrieval.lexical import telling_words
from assistant.retrieval.wordings import phrase
from index.documents import Span


def values(text: str) -> list[float]:
    return [one.value for one in quantities.quantities(text)]


@pytest.mark.parametrize(
    "text", ["5m", "five million", "5,000,000", "£5m", "5 million", "5000000", "5-million", "5.0m"]
)
def test_one_number_in_many_spellings(text: str) -> None:
    assert values(f"It cost {text} in all.") == [5_000_000]


def test_numbers_are_read_as_they_stand() -> None:
    assert values("two hundred of 1,234.5 and twenty-five") == [200, 1234.5, 25]
    assert values("A1 1.2.3 x5 5mph") == []
    assert [one.ordinal for one in quantities.quantities("the 3rd, the third, 3")] == [True, True, False]


@given(st.integers(2, 999), st.sampled_from(["", " thousand", " million", "m", "bn"]))
def test_every_spelling_of_a_number_has_its_value(number: int, scale: str) -> None:
    (asked,) = quantities.quantities(f"{number}{scale}")
    for spelling in quantities.spellings(asked):
        assert values(spelling) == pytest.approx([asked.value])


def said(question: str, text: str) -> float:
    words = telling_words(question)
    found = quantities.wordings(question, words)
    return Yardstick(words, {}, 1_000, wordings=found).measure(text, [Span(0, len(text))]).passage


def test_a_passage_says_a_number_in_its_own_way() -> None:
    question = "Who sold 5 million watches?"
    assert said(question, "Watches: they sold 5m.") == pytest.approx(1.0)
    assert said(question, "Watches: they sold 5,000,000.") == pytest.approx(1.0)
    assert said(question, "Watches: they sold 6m.") < 0.8


def test_a_bound_is_met_by_numbers_beyond_it() -> None:
    question = "Who sold over 5 million watches?"
    beyond, short = said(question, "They sold 7.5m watches."), said(question, "They sold 4.5m watches.")
    assert short < beyond < 1.0


def test_a_day_in_figures_is_the_day_in_words() -> None:
    question = "What sank on 3 March 2005?"
    assert said(question, "It sank on 2005-03-03.") == pytest.approx(1.0)
    assert said(question, "It sank on March 3, 2005.") == pytest.approx(1.0)
    assert said(question, "It sank on 2005-04-03.") < 0.9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He joined the Special Forces (SF) early.", [("SF", "Special Forces")]),
        ("the heat shock transcription factor (HSF)", [("HSF", "heat shock transcription factor")]),
        ("Hypertext Transfer Protocol (HTTP) is", [("HTTP", "Hypertext Transfer Protocol")]),
        ("The SF (Special Forces) came.", [("SF", "Special Forces")]),
        ("The river (north) and the bank (see Figure 3) cost money (5m).", []),
        ("Nothing of it (XQZ).", []),
    ],
)
def test_documents_define_abbreviations(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(defined(text)) == expected


@given(st.text(max_size=80) | st.text(alphabet="AB ab().&-", max_size=60))
def test_a_definition_stands_in_the_text(text: str) -> None:
    for short, long in defined(text):
        assert short in text
        assert long in text


def test_an_abbreviation_in_capitals_is_no_pronoun() -> None:
    assert telling_words("Does the US pay us?") != telling_words("Does he pay us?")
    assert telling_words("Who leads the U.S. Senate?")[1:] == ["u.s.", "senate"]
    assert list(phrase(("us",), "US", exact=True).places("They told us. US troops")) == [14]


@pytest.mark.parametrize(
    ("one", "other"),
    [("organisation", "organization"), ("colour", "color"), ("theatre", "theater"), ("defence", "defense")],
)
def test_british_and_american_spelling(one: str, other: str) -> None:
    assert other in wordforms.spellings(one)
    assert one in wordforms.spellings(other)


@pytest.mark.parametrize("word", ["hour", "four", "is", "2004", "water's", "Österreich", "bridge"])
def test_most_words_have_one_spelling(word: str) -> None:
    assert wordforms.spellings(word) == []
