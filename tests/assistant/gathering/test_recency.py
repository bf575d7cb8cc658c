from __future__ import annotations

from datetime import date

import pytest

from assistant.gathering.recency import Wanted, order_of, wanted
from assistant.text.days import Days


@pytest.mark.parametrize(
    ("question", "time"),
    [
        ("What is the latest price of wheat?", Wanted(1)),
        ("Who is currently the mayor?", Wanted(1)),
        ("What was the earliest version of the plan?", Wanted(-1)),
        ("What happened since March 2005?", Wanted(1, Days(date(2005, 3, 1), date.max))),
        ("What was built after 2004?", Wanted(1, Days(date(2005, 1, 1), date.max))),
        ("Who was mayor before 2004?", Wanted(0, Days(date.min, date(2004, 1, 1)))),
        ("Who won the cup in 2004?", Wanted(0, Days(date(2004, 1, 1), date(2005, 1, 1)))),
        ("What was said on 3 March 2005?", Wanted(0, Days(date(2005, 3, 3), date(2005, 3, 4)))),
    ],
)
def test_what_a_question_says_of_time(question: str, time: Wanted) -> None:
    assert wanted(question) == time


@pytest.mark.parametrize(
    "question",
    [
        "Who was the first man on the moon?",
        "Who founded the club?",
        "What is his last name?",
        "How many are 2004 tons?",
    ],
)
def test_other_questions_say_nothing_of_it(question: str) -> None:
    assert wanted(question) is None


def _year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year + 1, 1, 1))


def test_the_latest_stands_first_and_what_has_no_date_keeps_its_place() -> None:
    assert order_of([(_year(2003),), (), (_year(2005),)], Wanted(1)) == [2, 1, 0]
    assert order_of([(_year(2003),), (), (_year(2005),)], Wanted(-1)) == [0, 1, 2]
    assert order_of([(), (_year(1983),)], Wanted(1)) == [0, 1]


def test_what_is_wholly_of_the_time_stands_before_what_is_so_in_part() -> None:
    when = [(), (_year(2004), _year(2003)), (_year(2003),), (_year(2001),)]
    assert order_of(when, Wanted(0, _year(2003))) == [2, 1, 0, 3]
