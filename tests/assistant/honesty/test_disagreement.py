from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime

import pytest

from assistant.assistant import Assistant
from assistant.honesty.disagreement import amounts_differ, dates_differ, names_differ, says_what_is_asked
from assistant.reading.evidence import Sentence, read
from assistant.text.question import analyse
from index.embedding.embedding import Embedder
from index.library import Library

OLD = """# Staff handbook

3 May 2019

Every employee gets 25 days of paid leave a year. Requests for leave go to Nora Falk.

The office in Mill Street opens at 8:30. The canteen seats 80 people.
"""
NEW = """# Staff handbook

14 March 2021

Every employee gets 28 days of paid leave a year. Requests for leave go to Nora Falk.

The office in Mill Street opens at 9:00. The canteen seats about 80 people.
"""
MEMO = """Memo to all

As agreed with the council, every employee gets 28 days of paid leave a year.

The head of the archive is Viktor Aal. The garage is open until 22:00.
"""
NOTE = """Notes

The head of the archive is Carla Mende. In 2018 the garage had 40 places.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("differing")
    for name, text in (("old.md", OLD), ("new.md", NEW), ("memo.txt", MEMO), ("note.txt", NOTE)):
        (folder / name).write_text(text, encoding="utf-8")
    for name, day in (("memo.txt", datetime(2020, 6, 1)), ("note.txt", datetime(2020, 7, 2))):
        os.utime(folder / name, (day.timestamp(), day.timestamp()))
    library = Library.open(tmp_path_factory.mktemp("library"), embedder=embedder)
    library.add_folder(folder)
    library.sync()
    with Assistant(library) as assistant:
        yield assistant


def test_a_sentence_that_only_names_what_is_asked_about_gainsays_nothing() -> None:
    question = analyse("Who heads the Norvik Exchange?")
    told = Sentence(0, 0, read("Ada Holm heads the Norvik Exchange."), None, None, read(""))
    other = Sentence(0, 0, read("Vale Ltd has made a bid for the Norvik Exchange."), None, None, read(""))
    assert says_what_is_asked(question, told)
    assert not says_what_is_asked(question, other)


def test_answers_that_exclude_each_other_are_both_given_newest_first(assistant: Assistant) -> None:
    answer = assistant.ask("How many days of paid leave does an employee get?")
    assert answer.text.startswith("The documents differ.\n- ")
    assert [citation.document for citation in answer.citations] in (["new.md", "old.md"], ["memo.txt", "old.md"])
    assert "- old.md (3 May 2019): Every employee gets 25 days of paid leave a year. [2]" in answer.text
    assert answer.short_answer == "28"
    assert answer.answered
    assert all(answer.text[claim.start : claim.end] == claim.text for claim in answer.claims)


def test_the_files_date_stands_in_where_none_is_stated(assistant: Assistant) -> None:
    answer = assistant.ask("Who is the head of the archive?")
    assert [citation.document for citation in answer.citations] == ["note.txt", "memo.txt"]
    assert "- note.txt (file of 2 July 2020): The head of the archive is Carla Mende. [1]" in answer.text


@pytest.mark.parametrize(
    "question", ["To whom do requests for leave go?", "How many people does the canteen seat?", "Who gets paid leave?"]
)
def test_the_same_answer_in_several_documents_is_no_disagreement(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "differ" not in answer.text
    assert answer.citations


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("25", "28", True),
        ("25", "twenty-five", False),
        ("3.4 million", "3.41 million crowns", False),
        ("3.4 million crowns", "5 million crowns", True),
        ("25 kilograms", "55 pounds", False),
        ("12 per cent", "15 per cent", True),
        ("between 20 and 30", "25", False),
    ],
)
def test_amounts_differ_only_where_they_can_be_compared(one: str, other: str, *, differ: bool) -> None:
    assert amounts_differ(one, other) is differ


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("14 March 2019", "March 2019", False),
        ("14 March 2019", "15 March 2019", True),
        ("1987", "1988", True),
        ("in May", "2019", False),
        ("9:00", "8:30", True),
        ("9 am", "9:00", False),
        ("Monday", "Tuesday", True),
        ("within 30 days", "within 14 days", True),
    ],
)
def test_dates_differ_where_a_part_that_both_have_does(one: str, other: str, *, differ: bool) -> None:
    assert dates_differ(one, other) is differ


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Peter Falk", "Agnes Lind", True),
        ("Peter Falk", "Falk", False),
        ("European Union", "EU", False),
        ("Oldhaven", "Lunden", True),
    ],
)
def test_names_differ_where_they_share_no_word(one: str, other: str, *, differ: bool) -> None:
    assert names_differ(one, other) is differ
