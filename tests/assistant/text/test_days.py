from __future__ import annotations

from datetime import date

import pytest

from assistant.text.days import Days, dates_in, relative

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("Date: Mon, 14 Mar 2005 10:00", (2005, 3, 14), (2005, 3, 15)),
        ("March 14th, 2005", (2005, 3, 14), (2005, 3, 15)),
        ("minutes 2005-03-14", (2005, 3, 14), (2005, 3, 15)),
        ("minutes 20050314", (2005, 3, 14), (2005, 3, 15)),
        ("14.03.2005", (2005, 3, 14), (2005, 3, 15)),
        ("in March 2005", (2005, 3, 1), (2005, 4, 1)),
        ("December 2005", (2005, 12, 1), (2006, 1, 1)),
        ("Q4 2005", (2005, 10, 1), (2006, 1, 1)),
        ("2005 Q1 report", (2005, 1, 1), (2005, 4, 1)),
        ("since 2005", (2005, 1, 1), (2006, 1, 1)),
    ],
)
def test_a_date_stands_for_its_days(text: str, first: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    (found,) = dates_in(text)
    assert found.days == Days(date(*first), date(*end))


@pytest.mark.parametrize(
    "text", ["$2,005", "2005.5 tons", "the 1990s", "31 February 2005x", "page 2005", "12005", "May I?"]
)
def test_a_mere_number_is_no_date(text: str) -> None:
    assert [text[one.start : one.end] for one in dates_in(text)] in ([], ["2005"][: text.startswith("31")])


def test_several_dates_come_in_order() -> None:
    text = "between 1999 and 5 May 2001"
    assert [text[one.start : one.end] for one in dates_in(text)] == ["1999", "5 May 2001"]


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("what arrived today", date(2026, 11, 24), date(2026, 11, 25)),
        ("yesterday", date(2026, 11, 23), date(2026, 11, 24)),
        ("this week", date(2026, 11, 23), date(2026, 11, 25)),
        ("last week", date(2026, 11, 16), date(2026, 11, 23)),
        ("last month", date(2026, 10, 1), date(2026, 11, 1)),
        ("in the last 3 days", date(2026, 11, 22), date(2026, 11, 25)),
    ],
)
def test_words_stand_for_days_before_today(text: str, first: date, end: date) -> None:
    assert relative(text, TODAY) == Days(first, end)
    assert Days(first, end).holds(first)
    assert not Days(first, end).holds(end)


def test_other_words_stand_for_none() -> None:
    assert relative("the weekly report", TODAY) is None
