from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.evaluation import claims
from assistant.evaluation.altering import altered
from assistant.evaluation.asking import QuestionsError
from assistant.evaluation.stating import stated
from ui.command import main

OTHERS = ["Erik Dahl was born in Bergen, and the harbour was dredged by prisoners in winter."]


@pytest.mark.parametrize(
    ("kind", "claim"),
    [
        ("number", "The bridge has 1,280 lamps."),
        ("date", "It opened in May 1937."),
        ("name", "It was built by Anna Holm."),
        ("negation", "The bridge was painted."),
        ("quantity", "Some of the lamps are broken."),
        ("direction", "Traffic rose."),
        ("order", "In the end Norway defeated Sweden."),
        ("added", "The bridge was painted."),
    ],
)
def test_each_kind_of_change_is_made_once_and_the_same_each_time(kind: str, claim: str) -> None:
    (one,) = [one for one in altered(claim, OTHERS) if one.kind == kind]
    assert one.text != claim
    assert one in altered(claim, OTHERS)


@pytest.mark.parametrize(
    ("question", "answer", "claim"),
    [
        ("Who built the bridge?", "Anna Holm", "Anna Holm built the bridge."),
        ("When was the bridge opened?", "1937", "The bridge was opened in 1937."),
        ("What is the name of the bridge?", "Long Span", "The name of the bridge is Long Span."),
        ("Why was it built?", "for trade", None),
    ],
)
def test_questions_and_answers_become_statements(question: str, answer: str, claim: str | None) -> None:
    assert stated(question, answer) == claim


def test_claims_are_read_from_lines(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    rows = [
        {"claim": "It has 40 rooms.", "quotes": ["It has 40 rooms."], "kind": "true"},
        {"claim": "It has 50 rooms.", "quotes": ["It has 40 rooms."], "kind": "number", "around": ["The inn"]},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    checked, _ = claims.run(claims.read(path))
    figures = claims.measure(checked)
    assert [one.flagged for one in checked] == [False, True]
    assert (figures["recall"], figures["precision"], figures["wrongly_flagged"]) == (1.0, 1.0, 0.0)
    assert any(line.startswith("number") for line in claims.lines(figures, 1.0))


def test_claims_are_made_of_squad(tmp_path: Path) -> None:
    context = "The inn was old. Anna Holm built the bridge in 1937."
    answer = {"text": "Anna Holm", "answer_start": context.index("Anna")}
    asked = [{"question": "Who built the bridge in 1937?", "is_impossible": False, "answers": [answer]}]
    path = tmp_path / "squad.json"
    paragraphs = [{"context": context, "qas": asked}]
    path.write_text(json.dumps({"data": [{"title": "The_Bridge", "paragraphs": paragraphs}]}), encoding="utf-8")
    found = claims.read(path)
    assert found[0].claim == "Anna Holm built the bridge in 1937."
    assert found[0].quotes == ("Anna Holm built the bridge in 1937.",)
    assert found[0].around == ("The Bridge", "The inn was old.")
    assert {"true", "date"} <= {one.kind for one in found}


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"claim": "a", "quotes": "b", "kind": "true"}'])
def test_a_file_without_claims_says_what_is_wanted(tmp_path: Path, text: str) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionsError, match="holds no claims"):
        claims.read(path)


def test_the_command_says_how_many_false_claims_are_caught(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "claims.jsonl"
    rows = [
        {"claim": "The inn has 40 rooms.", "quotes": ["The inn has 40 rooms."], "kind": "true"},
        {"claim": "The inn has 50 rooms.", "quotes": ["The inn has 40 rooms."], "kind": "number"},
        {"claim": "The inn has 40 bedrooms.", "quotes": ["The inn has 40 rooms."], "kind": "added"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["eval", "--claims", str(path), "--json", "--data", str(tmp_path / "data")]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["kinds"]["number"]["flagged"] == 1.0
    assert figures["wrongly_flagged"] == 0.0
    assert [one["claim"] for one in figures["mistaken"]] == ["The inn has 40 bedrooms."]
