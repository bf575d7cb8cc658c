from __future__ import annotations

import pytest

from assistant.gathering.parts import split

SPLIT = [
    ("Who won the cup in 2003 and who came second?", ("Who won the cup in 2003?", "Who came second?")),
    ("When and where was Ada Holm born?", ("When was Ada Holm born?", "Where was Ada Holm born?")),
    ("When was it founded, and by whom?", ("When was it founded?", "By whom was it founded?")),
    ("Who founded the club and when?", ("Who founded the club?", "When did they found the club?")),
    ("Did the dam burst and why?", ("Did the dam burst?", "Why did the dam burst?")),
    ("What is the price of tea and of rice?", ("What is the price of tea?", "What is the price of rice?")),
    (
        "What are the height and the age of the tower?",
        ("What is the height of the tower?", "What is the age of the tower?"),
    ),
    (
        "What are the capitals of Norvik and Lunden?",
        ("What are the capitals of Norvik?", "What are the capitals of Lunden?"),
    ),
    ("Compare the revenue of Acme and Borex", ("What is the revenue of Acme?", "What is the revenue of Borex?")),
    ("compare the bridge with the ferry", ("What is the bridge?", "What is the ferry?")),
    ("Who won the race? And who came third?", ("Who won the race?", "Who came third?")),
    ("In 2004, who won the cup and who lost it?", ("In 2004, who won the cup?", "In 2004, who lost it?")),
    ("Tell me when it closed and why it closed", ("When it closed?", "Why it closed?")),
    (
        "Which firm bought the mine and how much did it pay?",
        ("Which firm bought the mine?", "How much did it pay?"),
    ),
    (
        "How much did the mill earn in 2004, and how much the year before?",
        ("How much did the mill earn in 2004?", "How much did the mill earn in 2003?"),
    ),
    (
        "How far did Ash's shares fall and how far did Birch's?",
        ("How far did Ash's shares fall?", "How far did Birch's shares fall?"),
    ),
    (
        "What was Norvik's trade with Lunden worth, and with Marsk?",
        ("What was Norvik's trade with Lunden worth?", "What was Norvik's trade with Marsk worth?"),
    ),
    ("Who was elected in Orm and who in Lunden?", ("Who was elected in Orm?", "Who was elected in Lunden?")),
    (
        "Who scored for Orm and who scored for Lunden in the final?",
        ("Who scored for Orm in the final?", "Who scored for Lunden in the final?"),
    ),
    (
        "Who was chosen, when and where?",
        ("Who was chosen?", "When was he chosen?", "Where was he chosen?"),
    ),
]
WHOLE = [
    "What do Oxford and Cambridge share?",
    "Who wrote Romeo and Juliet?",
    "What is the capital of Bosnia and Herzegovina?",
    "When was the French and Indian War?",
    "What happened between 1950 and 1960?",
    "Who was the first European to visit China and return?",
    "Who is the man who wrote the book and who made the film?",
    "What is known about what he said and what he did?",
    "Who asks questions and then a general question of the minister?",
    "What is the relationship between L and P?",
    "Why do police and fire services fall under the law?",
    "Along with Watt and Boulton, whose engine was it?",
    "Who set the agenda and allocated time?",
    "What did the minister, who was ill, and the mayor sign?",
    "How does safety compare to sorrow?",
    "Hello and goodbye",
    "",
]


@pytest.mark.parametrize(("question", "parts"), SPLIT)
def test_a_question_of_several_parts_is_split(question: str, parts: tuple[str, ...]) -> None:
    assert split(question) == parts


@pytest.mark.parametrize("question", WHOLE)
def test_one_question_is_left_whole(question: str) -> None:
    assert split(question) == ()


def test_a_pasted_text_is_never_split() -> None:
    assert split("Who won the cup and who came second? " * 30) == ()


def test_no_more_than_four_parts() -> None:
    assert len(split("Who won? Who lost? Who watched? Who slept? Who paid? Who left?")) == 4
