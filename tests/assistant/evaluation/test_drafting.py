"""Questions drafted from sentences."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from assistant.evaluation import files
from assistant.evaluation.asking import QuestionsError
from assistant.evaluation.drafting import Draft, draft, write
from assistant.evaluation.wordings import wordings
from assistant.service import RequestError
from tests.assistant.evaluation import library


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("Lunden Athletic won the Coast Cup in 2004.", "When did Lunden Athletic win the Coast Cup?", "2004"),
        (
            "In March 2005, Varnex bought a rival from Ostbank.",
            "When did Varnex buy a rival from Ostbank?",
            "March 2005",
        ),
        ("The Varn Bridge was opened in June 1931 by the king.", "When was the Varn Bridge opened?", "June 1931"),
        (
            "Varnex paid $4.5m for the Reuel works, which had closed.",
            "How much did Varnex pay for the Reuel works?",
            "$4.5m",
        ),
        ("Varnex sold 3,400 phones in Lunden, more than ever.", "How many phones did Varnex sell in Lunden?", "3,400"),
        ("Varnex is based in Oldhaven and has two hundred workers.", "Where is Varnex based?", "Oldhaven"),
        ("Ilse Tarnow, 53, told reporters that it would reopen.", "How old is Ilse Tarnow?", "53"),
        (
            "Norland's foreign minister Ilse Tarnow said that talks went on.",
            "Who is Norland's foreign minister?",
            "Ilse Tarnow",
        ),
        (
            "Varnex closed the Reuel works because nobody wanted its bricks.",
            "Why did Varnex close the Reuel works?",
            "nobody wanted its bricks",
        ),
    ],
)
def test_wordings(sentence: str, question: str, answer: str) -> None:
    assert (question, answer) in [(one.question, one.answer) for one in wordings(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "He won the Coast Cup in 2004 after a long match.",
        "Varnex announced its results on Wednesday in Lunden.",
        '"Varnex sold 3,400 phones in Lunden," said Ms Tarnow.',
        "But Norland's fine weather went on for the whole of May.",
        "Varnex bought it in 2004.",
    ],
)
def test_nothing_is_asked_that_would_be_silly(sentence: str) -> None:
    assert list(wordings(sentence)) == []


def test_drafts_come_from_the_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        library.TEXTS, "ferry.txt", "Ferries\n\nThe Blue Line was founded\nin 1987 by Agnes Lind. It is slow."
    )
    (one,) = [one for one in draft(library.service(), 10) if one.document == "ferry.txt"]
    assert (one.keep, one.question, one.answer) == ("", "When was the Blue Line founded?", "1987")
    assert one.sentence == "The Blue Line was founded in 1987 by Agnes Lind."
    assert len(draft(library.service(), 1)) == 1


def test_the_table_goes_round(tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    write(
        [Draft("", "When?", "=1+2", "a.txt", "when", "It was in 1931."), Draft("", "Who?", "A", "a", "who", "A.")], path
    )
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["keep", "question", "answer", "document", "kind", "sentence"]
    assert rows[1][2] == "'=1+2", "no spreadsheet calculates it"
    with pytest.raises(QuestionsError, match="is kept"):
        files.read(path)
    path.write_text(path.read_text(encoding="utf-8").replace("\n,Who", "\nyes,Who"), encoding="utf-8")
    (kept,) = files.read(path)
    assert (kept.text, kept.documents, kept.kind) == ("Who?", ("a",), "who")
    with pytest.raises(RequestError, match="cannot be written: File exists"):
        write([], path)
