"""Periods in questions, names of documents and heads of columns."""

from __future__ import annotations

import pytest

from assistant.text import periods
from assistant.text.periods import Period


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What were sales in Q3 2023?", [Period(2023, 3)]),
        ("the second quarter of fiscal year 2021", [Period(2021, 2)]),
        ("2022 Q1 ACME", [Period(2022, 1)]),
        ("as of July 1, 2023", [Period(2023, 0, 7, 1)]),
        ("on 3 March 2005", [Period(2005, 0, 3, 3)]),
        ("on 2005-03-09", [Period(2005, 0, 3, 9)]),
        ("In 2022, what was it?", [Period(2022)]),
        ("It cost $2,022 and 2023 euros", [Period(2023)]),
        ("Between Q1 2023 and Q2 2023", [Period(2023, 1), Period(2023, 2)]),
        ("Who may come?", []),
    ],
)
def test_periods_that_a_question_names(text: str, expected: list[Period]) -> None:
    assert periods.asked(text) == expected


@pytest.mark.parametrize(
    "text", ["in the latest report", "the most recent 10-Q", "the latest quarterly filing", "the current quarter"]
)
def test_the_latest(text: str) -> None:
    assert periods.asks_latest(text)
    assert not periods.asks_several(text)


@pytest.mark.parametrize(
    "text",
    [
        "over time",
        "in these quarterly reports",
        "from quarter to quarter",
        "compared to previous quarters",
        "in each reporting period",
    ],
)
def test_several_periods(text: str) -> None:
    assert periods.asks_several(text)


def test_neither() -> None:
    assert not periods.asks_latest("Who was the last king of Scotland?")
    assert not periods.asks_several("How many people live in Oslo?")


def test_lengths_and_ends() -> None:
    assert [periods.months(text) for text in ("Three Months Ended", "nine-month period", "Year ended", "July 1,")] == [
        3,
        9,
        12,
        0,
    ]
    assert periods.ended("For the quarterly period ended July 1, 2023 or") == Period(2023, 0, 7, 1)
    assert periods.ended("We ended well. July came.") is None


def test_periods_are_ordered_by_their_ends() -> None:
    found = [Period(2023, 3), Period(2022, 4), Period(2023, 0, 7, 1), Period(2023)]
    assert [one.calendar() for one in sorted(found, key=Period.calendar)] == [
        (2022, 12, 31),
        (2023, 7, 1),
        (2023, 9, 31),
        (2023, 12, 31),
    ]


@pytest.mark.parametrize(
    ("question", "months"),
    [
        ("How many visitors did Bergen have in May?", (5,)),
        ("Between March and June, what fell?", (3, 6)),
        ("What was sold in March 2023?", ()),
        ("Who may come to march in the band?", ()),
    ],
)
def test_months_that_a_question_names_without_a_year(question: str, months: tuple[int, ...]) -> None:
    assert periods.months_named(question) == months


def test_a_head_that_is_a_month_and_no_more() -> None:
    assert [periods.month_called(head) for head in ("May", " sept. ", "March 2023", "maybe", "")] == [5, 9, 0, 0, 0]
