"""``quoth ask`` on a real data folder: what it prints, where, and its exit codes."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from pathlib import Path

import pytest

from tests.assistant.console.running import FERRY, Run, one_line

ANSWER_KEYS = {
    "id", "question", "standalone_question", "answered", "answer", "short_answer", "confidence", "answerer", "model",
    "citations", "passages", "timings_ms", "outcome", "parts", "claims", "fallback", "usage", "dropped",
}  # fmt: skip
CITATION_KEYS = {"number", "document", "version", "title", "page", "start", "end", "quote", "score"}
PASSAGE_KEYS = {"rank", "document", "page", "start", "end", "text", "score", "scores"}


def test_ask_prints_the_answer_and_its_numbered_sources(run: Run, library: Path) -> None:
    result = run("ask", "Who", "built", "the", "stone", "bridge?", "--data", library)
    assert (result.code, result.err) == (0, "")
    answer, empty, heading, *sources = result.out.splitlines()
    assert "Anna Berg" in answer
    assert answer.rstrip().endswith("[1]")
    assert (empty, heading) == ("", "Sources")
    assert sources[:2] == ["[1] bridge.txt", "    \u201cThe stone bridge was built in 1742 by Anna Berg.\u201d"]


def test_ask_json_is_the_contract(run: Run, library: Path) -> None:
    result = run("ask", "When does the ferry to Ölby leave?", "--json", "--data", library)
    answer = json.loads(result.out)
    assert answer.keys() == ANSWER_KEYS
    assert answer["timings_ms"].keys() == {"condense", "retrieve", "answer", "total"}
    assert answer["answered"] is True
    assert "Ölby" in result.out, "characters are written as they are"
    (citation,) = answer["citations"]
    assert citation.keys() == CITATION_KEYS
    assert all(passage.keys() == PASSAGE_KEYS for passage in answer["passages"])
    text = run("documents", "text", citation["document"], "--data", library).out
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert citation["version"] == hashlib.sha256(FERRY.encode()).hexdigest()


def test_ask_says_when_the_documents_do_not(run: Run, library: Path) -> None:
    result = run("ask", "How do I bake a cake with raspberries?", "--data", library)
    assert result.code == 0
    assert "documents do not say" in result.out
    assert "The nearest passages" in result.out
    assert "Sources" not in result.out


@pytest.mark.parametrize(
    ("options", "document"),
    [
        ([], "sub/ferry.md"),
        (["--in", "sub"], "sub/ferry.md"),
        (["--document", "bridge.txt"], "bridge.txt"),
        (["--format", "text"], "bridge.txt"),
        (["--format", "text", "--format", ".markdown"], "sub/ferry.md"),
        (["--after", "2000-01-01"], "sub/ferry.md"),
        (["--before", "2000-01-01"], None),
        (["--in", "nowhere"], None),
    ],
)
def test_ask_keeps_to_the_documents_it_is_told(
    run: Run, library: Path, options: list[str], document: str | None
) -> None:
    result = run("ask", "When does the ferry to Ölby leave?", "--json", "--data", library, *options)
    passages = json.loads(result.out)["passages"]
    assert (passages[0]["document"] if passages else None) == document


def test_ask_in_a_folder_named_from_here(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = library.parent
    question = "When does the ferry to Ölby leave?"
    for here, folder in (
        (place, "my documents"),
        (place, "my documents/sub"),
        (place / "my documents" / "sub", "."),
        (Path.home(), str(place)),
    ):
        monkeypatch.chdir(here)
        result = run("ask", question, "--json", "--data", library, "--in", folder)
        assert json.loads(result.out)["citations"][0]["document"] == "sub/ferry.md", folder


def test_ask_in_a_folder_that_is_not_followed(run: Run, library: Path, tmp_path: Path) -> None:
    result = run("ask", "Why?", "--data", library, "--in", tmp_path)
    assert result.code == 2
    assert f"{tmp_path} is not in the library" in one_line(result)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "Ask a question"),
        (["   "], "Ask a question"),
        (["Why?", "--format", "xyz"], "There is no format xyz. Quoth reads: text, markdown"),
        (["Why?", "--after", "yesterday"], "--after yesterday is not a date"),
        (["Why?", "--out", "x.jsonl"], "--out belongs to --batch"),
        (["Why?", "--batch", "x.jsonl"], "not both"),
        (["--batch", "nothing.jsonl"], "nothing.jsonl cannot be read"),
    ],
)
def test_ask_refuses_wrong_use(run: Run, library: Path, options: list[str], words: str) -> None:
    result = run("ask", *options, "--data", library)
    assert result.code == 2
    assert words in one_line(result)


def test_ask_of_an_empty_library_says_what_to_do(run: Run, tmp_path: Path) -> None:
    missing = run("ask", "Why?", "--data", tmp_path / "nowhere")
    assert missing.code == 2
    assert "There is no data folder" in one_line(missing)
    (tmp_path / "documents").mkdir()
    assert run("index", tmp_path / "documents", "--data", tmp_path / "data").code == 0
    empty = run("ask", "Why?", "--data", tmp_path / "data")
    assert empty.code == 2
    assert "quoth index FOLDER" in one_line(empty)


def test_ask_with_another_model_answers_with_the_one_of_the_documents(run: Run, library: Path) -> None:
    asked = ("ask", "When was the stone bridge built?", "--data", library, "--json")
    usual, other = run(*asked), run(*asked, "--embedding", "no-such-model-anywhere")
    assert (usual.code, other.code) == (0, 0)
    assert json.loads(usual.out)["confidence"] == json.loads(other.out)["confidence"]
    assert json.loads(run("model", "show", "--data", library, "--json").out)["building"] is None


def test_batch_answers_in_order(run: Run, library: Path, tmp_path: Path) -> None:
    asked = [
        {"id": "ü", "question": "When does the ferry to Ölby leave?"},
        {"id": 2, "question": "Who built it?", "history": [{"question": "When was the stone bridge built?"}]},
        {"id": [3], "question": "How many arches does the bridge have?"},
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in asked), encoding="utf-8")
    result = run("ask", "--batch", source, "--out", target, "--data", library)
    assert (result.code, result.out, result.err) == (0, "", "")
    raw = target.read_text(encoding="utf-8")
    answers = [json.loads(line) for line in raw.splitlines()]
    assert [one["id"] for one in answers] == ["ü", 2, [3]]
    assert all(one.keys() == ANSWER_KEYS for one in answers)
    assert "Ölby" in raw
    assert "bridge" in answers[1]["standalone_question"]
    assert {citation["document"] for one in answers[1:] for citation in one["citations"]} == {"bridge.txt"}
    assert run("ask", "--batch", source, "--data", library).out.count("\n") == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_batch_from_a_pipe(run: Run, library: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    line = json.dumps({"id": 5, "question": "When does the ferry leave?"}).encode()
    writer = threading.Thread(target=pipe.write_bytes, args=(line,))
    writer.start()
    result = run("ask", "--batch", pipe, "--data", library)
    writer.join()
    assert result.code == 0
    assert json.loads(result.out)["id"] == 5


def test_a_question_of_odd_characters_is_cleaned(run: Run, library: Path) -> None:
    result = run("ask", "When does\x07 the \udcff ferry\x1b leave?", "--json", "--data", library)
    assert result.code == 0
    answer = json.loads(result.out)
    assert answer["answered"]
    assert answer["question"].split() == ["When", "does", "the", "ferry", "leave?"]


def test_a_question_of_nothing_but_odd_characters_is_wrong_use(run: Run, library: Path) -> None:
    assert run("ask", "\udcff\x07", "--data", library).code == 2


def test_batch_with_a_bad_line_asks_nothing(run: Run, library: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "question": "Why?"}\n{"id": 2}\n')
    result = run("ask", "--batch", source, "--out", target, "--data", library)
    assert result.code == 2
    assert f"{source}, line 2: " in one_line(result)
    assert not target.exists()
