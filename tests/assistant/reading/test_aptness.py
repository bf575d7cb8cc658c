"""What the kind of a question asks of the sentence that answers it."""

from __future__ import annotations

import pytest

from assistant.reading import aptness
from assistant.reading.aptness import Aptness, in_a_row, names_cause
from assistant.reading.evidence import read
from assistant.reading.hearing import Heard
from assistant.text.question import analyse


def _of(question: str, sentence: str, phrase: str | None = None) -> float:
    """What is added to a sentence in which the reader points at a phrase."""
    heard = None
    if phrase is not None:
        start = sentence.index(phrase)
        heard = Heard(start, start + len(phrase), 1.0, 1.0)
    return Aptness(analyse(question)).of(read(sentence), heard)


def test_the_readers_phrase_is_to_be_of_the_kind_that_is_asked_for() -> None:
    sentence = "The singer is directed by Ada Holm."
    assert _of("Who directs the film?", sentence, "Ada Holm") == 0.0
    assert _of("Who directs the film?", sentence, "singer") == aptness.NOBODY
    assert _of("How many people direct it?", sentence, "singer") == aptness.MISTYPED
    assert _of("What is shown?", sentence, "singer") == 0.0
    assert _of("Who directs the film?", sentence) == 0.0


def test_several_things_are_named_in_a_row() -> None:
    question = "Which studios chose the red format?"
    assert _of(question, "The red format was chosen by Norrgate, Vale and Sterne.") == aptness.IN_A_ROW
    assert _of(question, "The red format was chosen by Norrgate.") == 0.0
    assert _of("Which studio chose the red format?", "Norrgate, Vale and Sterne chose it.") == 0.0


def test_what_the_question_names_itself_is_not_what_it_asks_for() -> None:
    sentence = read("Norrgate, Vale and Sterne chose it.")
    assert in_a_row(analyse("Which studios chose it?"), sentence) == 3
    assert in_a_row(analyse("Which studios did Vale and Sterne follow?"), sentence) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Good rain contributed to the rise.",
        "She blames computer games for it.",
        "It was due primarily to the cold.",
        "The union struck in response to the plan.",
    ],
)
def test_a_cause_is_named(sentence: str) -> None:
    assert names_cause(sentence)
    assert _of("Why did it change?", sentence) == aptness.CAUSE
    assert _of("When did it change?", sentence) == 0.0


def test_a_day_told_from_when_it_was_written_does_not_say_when() -> None:
    question = "When was the mill closed?"
    assert _of(question, "The mill was closed a year ago.", "a year ago") == aptness.RELATIVE
    assert _of(question, "The mill was closed in May 2004.", "May 2004") == aptness.ABSOLUTE
    assert _of("When is the mill closed?", "The mill is closed on Mondays.", "Mondays") == 0.0


def test_dates_are_to_be_of_the_time_asked_about() -> None:
    question = "Which mill did Norrgate buy in 2003?"
    assert _of(question, "In 2003 it bought a mill.") == aptness.OF_ITS_TIME
    assert _of(question, "In 2004 it bought a mill, as in 2003.") == aptness.IN_PART
    assert _of(question, "In December 2004 it bought a mill.") == -aptness.OF_ITS_TIME
    assert _of("Which mill has Norrgate had since 2003?", "In 2004 it bought a mill.") == 0.0


def test_a_name_behind_the_noun_asked_for() -> None:
    assert _of("Which brewer makes it?", "It is made by the brewer Vale.") == aptness.BESIDE
    assert _of("Which brewer makes it?", "The brewer makes it in Vale.") == 0.0


def test_other_languages_are_left_as_they_are() -> None:
    question = analyse("Warum wurde die Mühle geschlossen?", "de")
    assert Aptness(question).of(read("Thanks to the fire it was closed.", language="de"), None) == 0.0
