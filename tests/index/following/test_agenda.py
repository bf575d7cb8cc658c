from __future__ import annotations

from pathlib import Path

import pytest

from index.catalog.catalog import Folder, Seen
from index.documents import State
from index.following.agenda import Agenda
from index.following.plan import Task
from index.following.walk import Found

FOLDER = Folder(1, Path("/documents"), False, None)


def task(path: str, mtime_ns: int) -> Task:
    seen = Seen(mtime_ns, path, State.QUEUED, None, 1, mtime_ns, 0, None, None, False)
    return Task(FOLDER, seen, Found(path, 1, mtime_ns), new=True)


def order(agenda: Agenda) -> list[str]:
    given = []
    while (following := agenda.next()) is not None:
        given.append(following[0].found.path)
    return given


def test_the_newest_file_comes_first() -> None:
    assert order(Agenda([task("a.txt", 1), task("b.txt", 3), task("c.txt", 2)])) == ["b.txt", "c.txt", "a.txt"]


def test_what_is_asked_about_comes_before_that_also_midway() -> None:
    agenda = Agenda([task(f"{n}.txt", n) for n in range(100, 105)] + [task("letters/Lease-2023 (final).pdf", 1)])
    first = agenda.next()
    assert first is not None
    assert (first[0].found.path, first[1]) == ("104.txt", False)
    assert agenda.attend("When does the lease 2023 final end?") == 1
    second = agenda.next()
    assert second is not None
    assert (second[0].found.path, second[1]) == ("letters/Lease-2023 (final).pdf", True)
    assert order(agenda) == ["103.txt", "102.txt", "101.txt", "100.txt"]


@pytest.mark.parametrize(
    ("path", "words", "named"),
    [
        ("AnnualReport.pdf", "What does the annual report say?", True),
        ("Müller.txt", "Where does MULLER live?", True),
        ("report.pdf", "Summarise report.pdf for me", True),
        ("report.pdf", "What was reported?", False),
        ("lease 2023.pdf", "What about the lease of 2023?", False),
        ("a.txt", "What is a river?", False),
        ("§.txt", "What is §?", False),
    ],
)
def test_a_name_occurs_as_whole_words_in_their_order(path: str, words: str, named: bool) -> None:
    assert Agenda([task(path, 1)]).attend(words) == named
