from __future__ import annotations

import pytest

from assistant.answers import Passage
from assistant.honesty.premises import Broken, broken, otherwise
from assistant.reading.evidence import NAMES, Sentence, read
from assistant.reading.extractive import Scored
from assistant.retrieval.retriever import Hit
from assistant.text.opposites import opposed
from assistant.text.question import Question, analyse
from assistant.text.words import stem
from index.documents import Span


def scored(text: str, passage: str = "", title: str = "") -> Scored:
    """A sentence as the best of its passage."""
    whole = f"{text} {passage}".strip()
    hit = Hit(Passage(1, "a.txt", None, 0, len(whole), whole, 0.9, {}), (), (Span(0, len(text)),))
    sentence = Sentence(0, 0, read(text), None, None, read(title))
    return Scored(hit, Span(0, len(text)), sentence, (0.0,) * len(NAMES), 0.0)


def found(question: str, text: str, passage: str = "", title: str = "") -> list[tuple[str, str, str | None]]:
    return [
        (one.sort, one.asked, one.said) for one in broken(analyse(question), scored(text, passage, title)) if one.beside
    ]


def contrary(question: str, text: str, title: str = "") -> Broken | None:
    asked: Question = analyse(question)
    best = scored(text, "", title)
    return otherwise(asked, best, broken(asked, best))


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (
            "Who won the Coast Cup in 2005?",
            "Lunden Athletic won the Coast Cup in 2004.",
            ("number", "2005", "2004"),
        ),
        (
            "Who went to the fort in July 1755?",
            "Braddock led an expedition in June 1755 to take the fort.",
            ("number", "July", "June"),
        ),
        (
            "Which engines were common in the 20th century?",
            "Beam engines were common in the nineteenth century.",
            ("number", "20th", "nineteenth"),
        ),
        (
            "What force is weaker than gravity over short distances?",
            "The strong force is stronger than gravity over short distances.",
            ("opposite", "weaker", "stronger"),
        ),
        (
            "What is the term for the set of all unconnected graphs?",
            "The language is then called the set of all connected graphs.",
            ("opposite", "unconnected", "connected"),
        ),
        (
            "When did Harlow Town win the Coast Cup?",
            "Lunden Athletic won the Coast Cup in 2004.",
            ("name", "Harlow Town", "Lunden Athletic"),
        ),
    ],
)
def test_what_stands_in_the_place_of_a_premise_is_found(
    question: str, text: str, expected: tuple[str, str, str]
) -> None:
    assert expected in found(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who won the Coast Cup in 2005?", "Lunden Athletic won the Coast Cup in 2004."),
        ("When did Harlow Town win the Coast Cup?", "Lunden Athletic won the Coast Cup in 2004."),
        (
            "What force is weaker than gravity over short distances?",
            "The force is stronger than gravity over short distances.",
        ),
    ],
)
def test_a_sentence_that_agrees_in_all_else_says_otherwise(question: str, text: str) -> None:
    assert contrary(question, text)


def test_another_subject_of_the_same_deed_breaks_the_premise_though_the_title_has_the_name() -> None:
    text = "Lunden Athletic won the Coast Cup in 2004."
    assert ("subject", "Oldhaven Rovers", "Lunden Athletic") in found(
        "When did Oldhaven Rovers win the Coast Cup?", text, title="Oldhaven Rovers"
    )


def test_a_negation_on_one_side_alone_counts() -> None:
    text = "The policy covers theft, fire and flood."
    assert [one.sort for one in broken(analyse("What does the policy not cover?"), scored(text))] == ["negation"]
    denied = broken(analyse("Which damage does the policy cover?"), scored("The policy does not cover wear."))
    assert [one.sort for one in denied] == ["denied"]
    assert not broken(analyse("What does the policy not cover?"), scored("The policy excludes wear."))
    # A question that only asks whether it is so is answered by a denial.
    assert not broken(analyse("Does the policy cover wear?"), scored("The policy does not cover wear."))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who won the Coast Cup in 2004?", "Lunden Athletic won the Coast Cup in 2004."),
        ("What happened since 2001?", "The club moved to Quay Park in 2004."),
        ("Which towns had mayors in the 1600s?", "Dublin and Cork had mayors in the 17th century."),
        ("What did World War 1 end?", "The trade ended with World War I."),
        ("What are the three kinds of bees?", "There are queens, workers and drones."),
        ("What did the French minister say?", "The minister of France said that he would resign."),
        ("When was Geegen the emperor?", "Emperor Gegeen was in power from 1321."),
        ("What did the European Union decide?", "The EU decided to wait."),
        ("Is the bridge open?", "The bridge is closed."),
    ],
)
def test_what_agrees_or_only_looks_otherwise_breaks_nothing(question: str, text: str) -> None:
    assert not contrary(question, text)
    assert not [one for one in broken(analyse(question), scored(text)) if one.beside]


def test_a_sentence_about_something_else_says_nothing_otherwise() -> None:
    assert not contrary("How many people visited the Coast Museum in 2005?", "The oil price rose in 2004.")


def test_opposites_are_known_by_pairs_and_prefixes() -> None:
    assert opposed(stem("increased"), stem("decreasing"))
    assert opposed(stem("legal"), stem("illegal"))
    assert not opposed(stem("increase"), stem("crease"))
    assert not opposed(stem("north"), stem("weak"))


def test_who_did_it_to_whom_counts_where_a_question_asks_whether_it_is_so() -> None:
    text = "Oldhaven Rovers won the Coast Cup in 2003 after beating Lunden Athletic."
    assert ("subject", "Lunden Athletic", "Oldhaven Rovers") in found("Did Lunden Athletic win the Coast Cup?", text)
    assert not found("Did Oldhaven Rovers win the Coast Cup?", text)
