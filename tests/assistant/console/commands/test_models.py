"""``quoth ask`` with a chat model, on a server of a real protocol."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.assistant.console.running import Run, one_line
from tests.assistant.models.pointing import pointing
from tests.assistant.models.servers import ModelServer

QUESTION = "Who built the stone bridge?"
WROTE = "The stone bridge was built in 1742 by Anna Berg {Anna Berg}. It has nine arches {seven arches}."


def test_a_model_that_is_named_writes_and_its_labels_are_printed(library: Path, run: Run) -> None:
    with ModelServer(pointing(WROTE)) as server:
        asked = ("ask", QUESTION, "--data", library, "--model", "openai:scripted", "--model-url", server.openai)
        lines = run(*asked).out.splitlines()
        record = json.loads(run(*asked, "--json").out)
        plain = json.loads(run(*asked, "--no-model", "--json").out)
    assert "[2] (not supported: the number " in lines[0]
    assert "Written by openai:scripted" in lines[1]
    assert (record["answerer"], record["model"], record["fallback"]) == ("generative", "openai:scripted", "")
    assert [claim["support"] for claim in record["claims"]] == ["supported", "unsupported"]
    assert record["usage"]["calls"] == 1
    assert (plain["answerer"], plain["model"], plain["claims"][0]["support"]) == ("extractive", None, None)
    assert len(server.asked) == 2


def test_a_batch_is_written_by_the_model_too(library: Path, run: Run, tmp_path: Path) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text(json.dumps({"id": 1, "question": QUESTION}), encoding="utf-8")
    with ModelServer(pointing(WROTE)) as server:
        named = ("--model", "openai:scripted", "--model-url", server.openai)
        assert run("ask", "--batch", given, "--out", out, "--data", library, *named).code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["answerer"] == "generative"


def test_what_is_wrong_with_a_model_is_one_line(library: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    wrong = one_line(run("ask", QUESTION, "--data", library, "--model", "gpt"))
    assert "provider:model" in wrong
    keyless = run("ask", QUESTION, "--data", library, "--model", "openai:gpt-5-mini", "--consent", "openai")
    assert "OPENAI_API_KEY" in one_line(keyless)


def test_a_remote_model_is_not_asked_where_nobody_can_allow_it(library: Path, run: Run) -> None:
    record = json.loads(run("ask", QUESTION, "--data", library, "--model", "openai:gpt-5-mini", "--json").out)
    assert "QUOTH_CONSENT=openai" in record["fallback"]
    assert record["usage"] is None
    assert "Anna Berg" in record["answer"]
