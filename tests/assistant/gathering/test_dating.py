"""When documents are from, by their first lines, their names and their files."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from assistant.answers import Passage
from assistant.gathering.dating import Dated, date_of, in_name, stated, words
from assistant.text.days import Days
from index.catalog.catalog import Catalog


class Heads:
    """A catalog that knows how one document begins, and when its file was changed."""

    def __init__(self, text: str | None, modified: datetime | None = None) -> None:
        self.text = text
        self.modified = modified

    def excerpt(self, version: str, start: int, end: int, document: int | None = None) -> str:
        if self.text is None:
            raise KeyError(version)
        return self.text[start:end]

    def document(self, which: int) -> SimpleNamespace | None:
        return None if self.modified is None else SimpleNamespace(modified=self.modified.timestamp())


def _date_of(path: str, text: str | None, modified: datetime | None = None) -> Dated | None:
    catalog: Catalog = Heads(text, modified)  # type: ignore[assignment]
    return date_of(Passage(1, path, None, 0, 1, "x", 1.0, {}, version="v", document_id=1), catalog)


def _day(*numbers: int) -> Days:
    first = date(*numbers)
    return Days(first, first + timedelta(days=1))


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Staff handbook\n\n3 May 2019\n\nEvery employee ...", (2019, 5, 3)),
        ("# Minutes\nDate: 2021-03-14\nPresent: all", (2021, 3, 14)),
        ("Oldhaven, March 14th, 2021\n\nDear Sir", (2021, 3, 14)),
        ("Storm closes bridge\n\nOLDHAVEN, 3 March 2005 - The bridge is closed.", (2005, 3, 3)),
        ("Lease\n\nEffective 1 May 2005 the tenant rents the barn.", (2005, 5, 1)),
        ("From: Ann\nDate: Wed, 2 Mar 2005 10:00\nSubject: 1999", (2005, 3, 2)),
        ("Last updated: **14.3.2021**", (2021, 3, 14)),
        ("Protokoll\nStand: 3. März 2020", (2020, 3, 3)),
        ("Compte rendu\n\nParis, le 1er août 2022", (2022, 8, 1)),
        ("Acta\n\n7 de enero de 2018", (2018, 1, 7)),
    ],
)
def test_a_date_in_the_head_is_the_documents(head: str, day: tuple[int, int, int]) -> None:
    assert stated(head) == _day(*day)


@pytest.mark.parametrize(
    "head",
    [
        "The bridge was closed on 14 March 2019 because of a storm.",
        "On 3 May 2019 the council met.\nIt decided nothing.",
        "The bridge\n\nThe bridge, which was opened in 1931, was closed on 3 March 2005.",
        "In Oldhaven, March 2005 was the wettest month.",
        "Chapter 3 verse 2019",
        "2019",
        "\n" * 30 + "3 May 2019",
    ],
)
def test_a_date_that_is_told_of_is_not(head: str) -> None:
    assert stated(head) is None


def test_a_files_name_may_say_it() -> None:
    assert in_name("a/minutes-2021-03-14.pdf") == _day(2021, 3, 14)
    assert in_name("report_2005_Q3.pdf") == Days(date(2005, 7, 1), date(2005, 10, 1))
    assert in_name("a/handbook 2019.docx") == Days(date(2019, 1, 1), date(2020, 1, 1))
    assert in_name("2019/plan.txt") is None
    assert in_name("call-2025551234.txt") is None


def test_what_is_stated_counts_before_the_name_and_that_before_the_file() -> None:
    changed = datetime(2026, 1, 2, 12)
    assert _date_of("minutes 2019.txt", "Minutes\n\n3 May 2020", changed) == Dated(_day(2020, 5, 3), stated=True)
    assert _date_of("minutes/2005-06-01.txt", "Minutes of 2004", changed) == Dated(_day(2005, 6, 1), stated=True)
    assert _date_of("minutes.txt", "Minutes", changed) == Dated(_day(2026, 1, 2), stated=False)
    assert _date_of("minutes 2019.txt", None, changed) is None
    assert _date_of("minutes.txt", "Minutes") is None


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (_day(2021, 3, 14), "14 March 2021"),
        (Days(date(2021, 1, 1), date(2021, 2, 1)), "January 2021"),
        (Days(date(2021, 12, 1), date(2022, 1, 1)), "December 2021"),
        (Days(date(2021, 10, 1), date(2022, 1, 1)), "October to December 2021"),
        (Days(date(2021, 1, 1), date(2022, 1, 1)), "2021"),
    ],
)
def test_words_say_no_more_than_is_known(days: Days, said: str) -> None:
    assert words(Dated(days, stated=True)) == said


def test_the_date_of_a_file_is_called_that() -> None:
    assert words(Dated(_day(2021, 3, 14), stated=False)) == "file of 14 March 2021"
