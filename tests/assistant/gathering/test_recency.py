from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.gathering.dating import stated
from assistant.gathering.recency import Wanted, wanted
from assistant.text.days import Days
from index.catalog.catalog import Catalog


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


class Heads:
    """A catalog that knows only how documents begin."""

    def __init__(self, text: str) -> None:
        self.text = text

    def excerpt(self, version: str, start: int, end: int, document: int | None = None) -> str:
        return self.text[start:end]


@pytest.fixture
def date_of() -> Callable[[str, str], Days | None]:
    def find(path: str, text: str) -> Days | None:
        catalog: Catalog = Heads(text)  # type: ignore[assignment]
        return stated(catalog, "v", 1, path)

    return find


@pytest.mark.parametrize(
    ("path", "text", "first"),
    [
        ("minutes/2005-06-01.txt", "Minutes of 2004", date(2005, 6, 1)),
        ("report_2005_Q3.pdf", "", date(2005, 7, 1)),
        ("mail.eml", "From: Ann\nDate: Wed, 2 Mar 2005 10:00\nSubject: 1999", date(2005, 3, 2)),
        ("a.txt", "Council minutes\n\n3 March 2005\n\nIn 1931 the bridge was opened.", date(2005, 3, 3)),
        ("a.txt", "Storm closes bridge\n\nOLDHAVEN, 3 March 2005 - The bridge is closed.", date(2005, 3, 3)),
        ("a.txt", "Lease\n\nEffective 1 May 2005 the tenant rents the barn.", date(2005, 5, 1)),
    ],
)
def test_a_document_states_its_date(
    date_of: Callable[[str, str], Days | None], path: str, text: str, first: date
) -> None:
    found = date_of(path, text)
    assert found is not None
    assert found.first == first


def test_a_date_in_the_text_is_not_the_documents(date_of: Callable[[str, str], Days | None]) -> None:
    assert date_of("a.txt", "The bridge\n\nThe bridge, which was opened in 1931, was closed on 3 March 2005.") is None
