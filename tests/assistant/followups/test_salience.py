from __future__ import annotations

import pytest

from assistant.answers import Turn
from assistant.followups.choosing import choose, lists
from assistant.followups.conversation import readings, standalone
from assistant.followups.salience import faded, spoken_of
from assistant.text.firstnames import gender
from assistant.text.question import analyse
from assistant.text.verbs import is_verb


def _texts(question: str, answer: str = "") -> list[str]:
    return [one.text for one in spoken_of(analyse(question), answer)]


def test_the_subject_is_more_to_the_fore_than_the_object() -> None:
    assert _texts("Did the storm damage the pier?") == ["the storm", "the pier"]


def test_what_has_an_attribute_is_spoken_of_before_the_attribute() -> None:
    assert _texts("What is the first sign of throat cancer?")[0] == "throat cancer"


def test_what_was_asked_for_comes_first() -> None:
    assert _texts("Who wrote Grey Harbour?", "Grey Harbour was written by Lena Voss.")[0] == "Lena Voss"
    assert _texts("Which firms merged?", "Alder Ltd and Birch GmbH merged.")[0] == "Alder Ltd and Birch GmbH"


def test_what_is_not_spoken_of_again_fades() -> None:
    first = spoken_of(analyse("When was the mill built?"), "")
    later = faded(first, spoken_of(analyse("Who is Iris Holt?"), ""))
    assert [one.text for one in later] == ["Iris Holt", "the mill"]
    assert later[1].weight < first[0].weight


def test_a_noun_that_introduces_a_name_tells_what_it_is() -> None:
    history = [Turn("Who won the prize?", "It went to Lena Voss for the book Cold Water.")]
    assert standalone("What is the book about?", history) == "What is Cold Water about?"


@pytest.mark.parametrize(
    ("name", "pronoun"),
    [("Margaret Oake", "she"), ("Mr Hume", "he"), ("Queen Ilsa", "she"), ("Castor Holdings", None), ("", None)],
)
def test_titles_and_first_names_tell_the_pronoun(name: str, pronoun: str | None) -> None:
    assert gender(name) == pronoun


@pytest.mark.parametrize("word", ["affects", "joined", "wrote", "affect"])
def test_verbs_are_known_in_every_form(word: str) -> None:
    assert is_verb(word)


@pytest.mark.parametrize("word", ["melatonin", "bridge", "development"])
def test_nouns_are_no_verbs(word: str) -> None:
    assert not is_verb(word)


def test_lists_are_found_in_rows_and_bullets() -> None:
    assert lists("Which rivers meet?", "The Orsa and the Vell meet at Trier.") == [("Orsa", "Vell")]
    assert lists("How can I pay?", "You can pay by card, bank transfer or cheque.") == [
        ("card", "bank transfer", "cheque")
    ]
    assert lists("What are the steps?", "1. Open the lid.\n2. Remove the filter.") == [
        ("Open the lid", "Remove the filter")
    ]


@pytest.mark.parametrize(
    "question",
    ["When did the second world war end?", "Who was the first to climb it?", "What did the former president say?"],
)
def test_places_that_pick_nothing_are_left_alone(question: str) -> None:
    assert choose(question, [("Blue Hall", "Moor Hall")]) == (question, ())


def test_a_pronoun_with_two_readings_takes_the_one_that_is_answered_better() -> None:
    history = [Turn("Did the storm damage the pier?")]
    likely, less = readings("When was it built?", history)
    assert likely == "When was the storm built?"
    assert less == "When was the pier built?"
    assert standalone("When was it built?", history) == likely
    scores = {likely: 0.1, less: 0.8}
    assert standalone("When was it built?", history, scores.__getitem__) == less
    assert standalone("When was it built?", history, lambda _: 0.5) == likely


def test_a_question_with_one_reading_is_not_scored() -> None:
    def never(text: str) -> float:
        raise AssertionError(text)

    assert standalone("When did it end?", [Turn("When did the strike begin?")], never) == "When did the strike end?"
    assert standalone("Why is the sky blue?", [Turn("When did the strike begin?")], never) == "Why is the sky blue?"
