from __future__ import annotations

from datetime import date

import pytest

from assistant.honesty.dated import Dated, in_name, stated, words


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Staff handbook\n\n3 May 2019\n\nEvery employee ...", date(2019, 5, 3)),
        ("# Minutes\nDate: 2021-03-14\nPresent: all", date(2021, 3, 14)),
        ("Oldhaven, March 14th, 2021\n\nDear Sir", date(2021, 3, 14)),
        ("Last updated: **14.3.2021**", date(2021, 3, 14)),
        ("Protokoll\nStand: 3. März 2020", date(2020, 3, 3)),
        ("Compte rendu\n\nParis, 1er août 2022", date(2022, 8, 1)),
        ("Acta\n\n7 de enero de 2018", date(2018, 1, 7)),
    ],
)
def test_a_date_in_a_line_of_its_own_is_the_documents(head: str, day: date) -> None:
    assert stated(head) == Dated(day, stated=True)


@pytest.mark.parametrize(
    "head",
    [
        "The bridge was closed on 14 March 2019 because of a storm.",
        "On 3 May 2019 the council met.\nIt decided nothing.",
        "31 February 2019",
        "Chapter 3 verse 2019",
        "\n" * 30 + "3 May 2019",
    ],
)
def test_a_date_that_is_told_of_is_not(head: str) -> None:
    assert stated(head) is None


def test_a_month_or_a_files_name_may_tell_less() -> None:
    assert stated("Report\nMarch 2020") == Dated(date(2020, 3, 1), stated=True, exact=False)
    assert in_name("a/minutes-2021-03-14.pdf") == Dated(date(2021, 3, 14), stated=True)
    assert in_name("a/handbook 2019.docx") == Dated(date(2019, 1, 1), stated=True, exact=False)
    assert in_name("2019/plan.txt") is None
    assert in_name("call-2025551234.txt") is None


def test_words_say_no_more_than_is_known() -> None:
    assert words(Dated(date(2021, 3, 14), stated=True)) == "14 March 2021"
    assert words(Dated(date(2021, 3, 1), stated=True, exact=False)) == "March 2021"
    assert words(Dated(date(2021, 1, 1), stated=True, exact=False)) == "2021"
    assert words(Dated(date(2021, 3, 14), stated=False)) == "file of 14 March 2021"
