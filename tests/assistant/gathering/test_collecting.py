from __future__ import annotations

import pytest

from assistant.gathering.collecting import as_question, asks_for_list


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
