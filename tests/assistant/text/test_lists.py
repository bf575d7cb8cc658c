from __future__ import annotations

import pytest

from assistant.text.lists import as_question, asks_for_list, named_in_a_row


@pytest.mark.parametrize(
    "question",
    [
        "Which companies made bids for the mine?",
        "Which banks has the dairy sued?",
        "What films did she direct?",
        "In which towns was it sold?",
        "Which of the films won prizes?",
        "Name the towns hit by the storm.",
        "List all viruses that spread by mail",
        "Who are the members of the club?",
        "What are the causes of the war?",
    ],
)
def test_questions_for_several_things(question: str) -> None:
    assert asks_for_list(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which company bought the mine?",
        "What causes earthquakes?",
        "What happens when a file changes?",
        "Who is the chairman?",
        "Name the king of Spain",
        "Tell me about cats",
        "What is the news about?",
        "What does the kit contain?",
        "How many members are there?",
        "",
    ],
)
def test_questions_for_one_thing(question: str) -> None:
    assert not asks_for_list(question)


@pytest.mark.parametrize(
    ("order", "question"),
    [
        ("Name the towns hit by the storm.", "Which towns were hit by the storm?"),
        ("List all viruses that spread by mail", "Which viruses spread by mail?"),
        ("list the members of the board", "What are the members of the board?"),
        ("Who founded the club?", "Who founded the club?"),
        ("Name the king of Spain", "Name the king of Spain"),
    ],
)
def test_an_order_is_read_as_its_question(order: str, question: str) -> None:
    assert as_question(order) == question


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("The worst-hit towns are Orm, East Lunden and Marsk, with 20 dead.", ["Orm", "East Lunden", "Marsk"]),
        ("The red format has won backing from Norrgate, Vale and Sterne Bros.", ["Norrgate", "Vale", "Sterne Bros"]),
        ("Norrgate's 80 workers, the Vale Union's 70 and Orm's 20 are voting.", ["Norrgate", "Vale Union", "Orm"]),
        ('"It showed, beyond doubt, that she took EPA, a red cream and THC," he said.', ["EPA", "THC"]),
        ("It was sung by Ada Holm and Milo Stane.", ["Ada Holm", "Milo Stane"]),
    ],
)
def test_names_that_stand_in_a_row(sentence: str, row: list[str]) -> None:
    assert row in [[sentence[start:end] for start, end in found] for found in named_in_a_row(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The two competing formats, Red developed by Orm and others, and Blue, are courting studios.",
        "He went home, ate dinner and slept.",
        "Ada Holm, who lives in Orm, said that she was well.",
    ],
)
def test_names_apart_are_no_row(sentence: str) -> None:
    assert not [row for row in named_in_a_row(sentence) if len(row) > 2]


@pytest.mark.parametrize(
    "question", ["Which brewer makes the red beer?", "Which bank advised Norrgate's owners?", "What is the bus like?"]
)
def test_a_verb_is_no_plural(question: str) -> None:
    assert not asks_for_list(question)
