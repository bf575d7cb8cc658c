"""``quoth eval``: its arguments, what it prints and what it writes."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant.console.commands.evaluating import evaluate
from assistant.console.parser import parser
from assistant.service import Record, RequestError, Service
from assistant.settings import Settings
from tests.assistant.evaluation.library import answer, cited, service

LINES: list[dict[str, Any]] = [
    {"question": "When was it opened?", "answer": "1931", "document": "town/bridge.txt", "split": "dev"},
    {"question": "Who sold it?", "answerable": False, "split": "test"},
]
RIGHT = answer("When was it opened?", [cited("town/bridge.txt", "The Varn bridge was opened in 1931.")])


@contextmanager
def reach(*answers: Record) -> Iterator[Service]:
    yield service(*answers)


def arguments(*given: str) -> Namespace:
    return parser().parse_args(["eval", *given])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")
    (tmp_path / "data").mkdir()
    return Settings(data=tmp_path / "data")


def test_run_then_compare(tmp_path: Path, settings: Settings) -> None:
    file, page = str(tmp_path / "q.jsonl"), tmp_path / "page.html"
    record, lines = evaluate(arguments(file, "--name", "old", "--html", str(page)), settings, lambda: reach())
    assert record["means"]["answerable, answered"] == 0.0
    assert [one["question"] for one in record["judged"]] == [one["question"] for one in LINES]
    assert lines[-1] == f"Wrote {page}"
    assert "<svg" in page.read_text(encoding="utf-8")
    json.dumps(record)
    evaluate(arguments(file, "--name", "new"), settings, lambda: reach(RIGHT))
    record, lines = evaluate(arguments("--compare", "old", "new", "--html", str(page)), settings, lambda: reach())
    assert [one["question"] for one in record["better"]] == ["When was it opened?"]
    assert record["worse"] == []
    assert "1 question got better:" in lines
    assert "old and new" in page.read_text(encoding="utf-8")
    json.dumps(record)


def test_a_part_of_the_questions(tmp_path: Path, settings: Settings) -> None:
    file = str(tmp_path / "q.jsonl")
    record, _ = evaluate(arguments(file, "--split", "test"), settings, lambda: reach())
    assert [one["question"] for one in record["judged"]] == ["Who sold it?"]
    record, _ = evaluate(arguments(file, "--every", "2"), settings, lambda: reach())
    assert [one["question"] for one in record["judged"]] == ["When was it opened?"]
    with pytest.raises(RequestError, match="Splits are: dev, test"):
        evaluate(arguments(file, "--split", "none"), settings, lambda: reach())


def test_drafts(tmp_path: Path, settings: Settings) -> None:
    target = str(tmp_path / "drafts.csv")
    record, lines = evaluate(arguments("make", "--out", target, "--count", "1"), settings, lambda: reach())
    assert [one["question"] for one in record["questions"]] == ["When was the Varn bridge opened?"]
    assert "Write yes in the column keep" in lines[0]
    with pytest.raises(RequestError, match="is there already"):
        evaluate(arguments("make", "--out", target), settings, lambda: reach())


def test_wrong_use(settings: Settings) -> None:
    with pytest.raises(RequestError, match="Name a file of questions"):
        evaluate(arguments(), settings, lambda: reach())
    with pytest.raises(RequestError, match="There is no run old"):
        evaluate(arguments("--compare", "old", "new"), settings, lambda: reach())
    with pytest.raises(RequestError, match="no file of questions"):
        evaluate(arguments("q.jsonl", "--compare", "old", "new"), settings, lambda: reach())
    with pytest.raises(SystemExit):
        arguments("q.jsonl", "--every", "0")
