"""Reading files of questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answers import Turn
from assistant.evaluation.asking import QuestionsError
from assistant.evaluation.files import read

SQUAD = {
    "data": [
        {
            "title": "Bridge",
            "paragraphs": [
                {
                    "context": "It was opened in 1931.",
                    "qas": [
                        {
                            "id": "a",
                            "question": "When was it opened? ",
                            "answers": [
                                {"text": "1931", "answer_start": 17},
                                {"text": "in 1931", "answer_start": 14},
                                {"text": "1931", "answer_start": 17},
                            ],
                        },
                        {"id": "b", "question": "When was it sold?", "is_impossible": True, "answers": []},
                    ],
                }
            ],
        }
    ]
}


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_squad(tmp_path: Path) -> None:
    when, sold = read(written(tmp_path, "dev.json", json.dumps(SQUAD)))
    assert (when.id, when.text, when.answerable) == ("a", "When was it opened?", True)
    assert when.parts == (("1931", "in 1931"),)
    assert when.offsets == ((14, 21), (17, 21))
    assert when.paragraph == sold.paragraph == "It was opened in 1931."
    assert (sold.parts, sold.answerable) == ((), False)


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        {"question": "When?", "answer": ["1931", "in 1931"], "document": "a.txt", "history": [{"question": "Which?"}]},
        {"id": 7, "question": "Who and when?", "answer": [["Reuel"], ["1931", "thirties"]], "document": ["a", "b"]},
        {"question": "How?", "answerable": False, "kind": "odd", "split": "dev"},
        {"question": "What?"},
    ]
    found = read(written(tmp_path, "q.jsonl", "\ufeff" + "\n\n".join(map(json.dumps, lines))))
    assert [one.id for one in found] == ["1", "7", "5", "7"]
    assert found[0].history == (Turn("Which?"),)
    assert [one.parts for one in found] == [(("1931", "in 1931"),), (("Reuel",), ("1931", "thirties")), (), ()]
    assert [one.answerable for one in found] == [True, True, False, None]
    assert found[1].documents == ("a", "b")
    assert (found[2].kind, found[2].split) == ("odd", "dev")


def test_a_list_in_json(tmp_path: Path) -> None:
    assert [one.text for one in read(written(tmp_path, "q.json", '[{"question": "When?"}, {"question": "Who?"}]'))] == [
        "When?",
        "Who?",
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables(tmp_path: Path, separator: str) -> None:
    rows = [
        ["Question", "Answer", "Source Docs", "Question Type", "Answerable"],
        ["When?", "1931", "*bridge*", "date", ""],
        ["Why?", "", "", "", "no"],
        ["", "", "", "", ""],
    ]
    path = written(tmp_path, "q.csv", "\n".join(separator.join(row) for row in rows))
    first, second = read(path)
    assert (first.text, first.parts, first.documents, first.kind) == ("When?", (("1931",),), ("*bridge*",), "date")
    assert (second.answerable, second.parts) == (False, ())


def test_histories_in_tables(tmp_path: Path) -> None:
    text = 'question,history\nAnd then?,"Who?\nWhen?"\nAnd?,"[{""question"": ""Who?"", ""answer"": ""Reuel.""}]"\n'
    first, second = read(written(tmp_path, "q.csv", text))
    assert first.history == (Turn("Who?"), Turn("When?"))
    assert second.history == (Turn("Who?", "Reuel."),)


def test_only_rows_that_a_person_kept(tmp_path: Path) -> None:
    path = written(tmp_path, "q.csv", "keep,question\nyes,When?\n,Who?\nno,Why?\nX,How?\n")
    assert [one.text for one in read(path)] == ["When?", "How?"]
    with pytest.raises(QuestionsError, match=r"No row of .* is kept\. Write yes in the column keep"):
        read(written(tmp_path, "none.csv", "keep,question\n,When?\n"))


def test_of_prose_the_figures_are_wanted(tmp_path: Path) -> None:
    prose = "Net sales rose from $82,959 million in the quarter that ended on June 25, 2022, to 94.8 billion, by 14.3%."
    (question,) = read(written(tmp_path, "q.jsonl", json.dumps({"question": "How?", "answer": prose})))
    assert question.parts == (("82,959",), ("94.8",), ("14.3",))
    assert not question.phrase


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("q.jsonl", '{"question": "A?"}\n{"question"', r"q.jsonl, line 2: it is not JSON"),
        ("q.jsonl", "[1]", r"q.jsonl, line 1: it is not an object"),
        ("q.jsonl", '{"question": " "}', r"line 1: the question is missing, empty or not text"),
        ("q.jsonl", '{"question": "A?", "answer": 3}', r'line 1: "answer" is neither text nor a list'),
        ("q.jsonl", '{"question": "A?", "answerable": "perhaps"}', r'line 1: "answerable" is \'perhaps\''),
        ("q.jsonl", '{"question": "A?", "history": [3]}', r'line 1: a turn of "history" is not an object'),
        ("q.jsonl", "\n", r"holds no question"),
        ("q.csv", "text\nA?\n", r"has no column named question"),
        ("q.json", '{"data": [{"paragraphs": [{}]}]}', r"is not in SQuAD's format"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(QuestionsError, match=said):
        read(written(tmp_path, name, text))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match=r"none\.csv cannot be read: No such file"):
        read(tmp_path / "none.csv")
    (tmp_path / "old.csv").write_bytes("question\nWie groß?\n".encode("latin-1"))
    with pytest.raises(QuestionsError, match="is not UTF-8"):
        read(tmp_path / "old.csv")
