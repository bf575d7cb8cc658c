"""The command line on a real data folder: what it prints, where, and its exit codes."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.console import printing
from ui.command import main

ROOT = Path(__file__).resolve().parents[3]

BRIDGE = "The stone bridge was built in 1742 by Anna Berg. It has seven arches.\n"
FERRY = "# The ferry\n\nThe ferry to Ölby leaves at noon. It takes forty cars.\n"

ANSWER_KEYS = {
    "id", "question", "standalone_question", "answered", "answer", "short_answer", "confidence", "answerer", "model",
    "citations", "passages", "timings_ms", "outcome", "parts",
}  # fmt: skip
CITATION_KEYS = {"number", "document", "version", "title", "page", "start", "end", "quote", "score"}
PASSAGE_KEYS = {"rank", "document", "page", "start", "end", "text", "score", "scores"}


@dataclass(frozen=True, slots=True)
class Result:
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No settings of the person who runs the tests, and no log handlers left behind."""
    for name in [name for name in os.environ if name.startswith("QUOTH_")]:
        monkeypatch.delenv(name)
    before = list(logging.getLogger().handlers)
    yield
    logging.captureWarnings(False)
    for handler in [one for one in logging.getLogger().handlers if one not in before]:
        logging.getLogger().removeHandler(handler)
        handler.close()


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process; wrong arguments exit as argparse does."""

    def run_(*arguments: object) -> Result:
        capfd.readouterr()
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return run_


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two documents, for tests that only read; its documents lie beside it."""
    place = tmp_path_factory.mktemp("library")
    documents = place / "my documents"
    (documents / "sub").mkdir(parents=True)
    (documents / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (documents / "sub" / "ferry.md").write_text(FERRY, encoding="utf-8")
    assert main(["index", str(documents), "--data", str(place / "data")]) == 0
    return place / "data"


def one_line(result: Result) -> str:
    """The only line on stderr."""
    assert result.out == ""
    lines = result.err.splitlines()
    assert len(lines) == 1, result.err
    assert lines[0].startswith("quoth: ")
    return lines[0]


# index


def test_index_reports_and_fails_with_1_where_a_file_fails(run: Run, tmp_path: Path) -> None:
    documents, data = tmp_path / "documents", tmp_path / "data"
    documents.mkdir()
    (documents / "bridge.txt").write_text(BRIDGE)
    (documents / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    first = run("index", documents, "--data", data, "--json")
    report = json.loads(first.out)
    assert first.code == 1
    assert [one["path"] for one in report["added"]] == ["bridge.txt"]
    assert [one["path"] for one in report["failed"]] == ["broken.pdf"]
    assert report["failed"][0]["reason"]

    (documents / "broken.pdf").unlink()
    (documents / "bridge.txt").rename(documents / "crossing.txt")
    (documents / "tram.txt").write_text("The tram runs every ten minutes.")
    second = run("--data", data, "index")
    assert second.code == 0
    assert second.err == ""
    counts, *lines = second.out.splitlines()
    assert counts.startswith(
        "1 added, 0 updated, 1 moved, 1 removed, 0 failed, 0 skipped, 0 unchanged; 1 chunks embedded"
    )
    assert [line.split(maxsplit=1) for line in lines] == [
        ["added", "tram.txt"],
        ["moved", "crossing.txt: was bridge.txt"],
        ["removed", "broken.pdf"],
    ]


def test_index_takes_a_single_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for name in ("one.txt", "two.txt"):
        (tmp_path / "documents" / name).write_text(f"This is {name}.")
    result = run("index", tmp_path / "documents" / "one.txt", "--data", tmp_path / "data", "--json")
    assert [one["path"] for one in json.loads(result.out)["added"]] == ["one.txt"]


def test_index_without_a_folder_says_what_to_do(run: Run, tmp_path: Path) -> None:
    result = run("index", "--data", tmp_path / "data")
    assert result.code == 2
    assert "quoth index FOLDER" in one_line(result)
    assert not (tmp_path / "data").exists()


def test_index_of_a_missing_folder_makes_nothing(run: Run, tmp_path: Path) -> None:
    result = run("index", tmp_path / "nowhere", "--data", tmp_path / "data")
    assert result.code == 2
    assert str(tmp_path / "nowhere") in one_line(result)
    assert not (tmp_path / "data").exists()


def test_index_says_that_a_followed_folder_went(run: Run, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "bridge.txt").write_text(BRIDGE)
    assert run("index", tmp_path / "documents", "--data", tmp_path / "data").code == 0
    (tmp_path / "documents").rename(tmp_path / "elsewhere")
    result = run("index", "--data", tmp_path / "data")
    assert result.code == 1
    assert f"{tmp_path / 'documents'}: is not there: its document is kept and still answers." in result.out
    assert "bridge.txt" in run("documents", "list", "--data", tmp_path / "data").out


# ask


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


def test_what_the_settings_would_undo_is_not_built(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QUOTH_CHUNK_TOKENS", "64")
    refused = run("model", "use", "--chunk-tokens", "128", "--data", library)
    assert refused.code == 2
    assert "QUOTH_CHUNK_TOKENS is 64" in one_line(refused)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    monkeypatch.setenv("QUOTH_MODEL_EMBEDDING", "own")
    refused = run("model", "use", "all-MiniLM-L6-v2", "--data", library)
    assert refused.code == 2
    assert "names own, which the next start would go back to" in one_line(refused)
    same = run("model", "use", tmp_path / "own", "--data", library)  # said otherwise, it is what the setting names
    assert "own holds no embedding model" in one_line(same)
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


def test_a_name_too_long_is_wrong_use(run: Run, library: Path) -> None:
    name = "n" * 5_000
    for arguments in (("index", name), ("ask", "Why?", "--in", name), ("documents", "show", name)):
        result = run(*arguments, "--data", library)
        assert result.code == 2, arguments
        one_line(result)
    result = run("documents", "list", "--data", name)
    assert result.code == 2
    one_line(result)


def test_batch_with_a_bad_line_asks_nothing(run: Run, library: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "question": "Why?"}\n{"id": 2}\n')
    result = run("ask", "--batch", source, "--out", target, "--data", library)
    assert result.code == 2
    assert f"{source}, line 2: " in one_line(result)
    assert not target.exists()


# documents


def test_documents_are_listed_shown_and_printed(run: Run, library: Path) -> None:
    header, *rows = [line.split("\t") for line in run("documents", "list", "--data", library).out.splitlines()]
    assert header[-1] == "document"
    assert [row[-1] for row in rows] == ["bridge.txt", "sub/ferry.md"]
    listed = json.loads(run("documents", "list", "--json", "--data", library).out)
    assert [one["state"] for one in listed] == ["ready", "ready"]
    assert listed[0]["modified"].endswith("Z")
    shown = run("documents", "show", "ferry.md", "--data", library).out
    assert "sub/ferry.md" in shown
    for name in ("sub/ferry.md", "ferry.md", str(library.parent / "my documents/sub/ferry.md"), listed[1]["id"]):
        document = json.loads(run("documents", "show", name, "--json", "--data", library).out)
        report = document.pop("report")
        assert document == listed[1]
        assert (report["quality"]["language"], report["problems"]) == ("en", [])


def test_text_is_printed_exactly(run: Run, library: Path) -> None:
    from index.loaders import load

    printed = run("documents", "text", "ferry.md", "--data", library).out
    assert printed == load(FERRY.encode(), "ferry.md").text


def test_a_document_named_from_here(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library.parent / "my documents" / "sub")
    result = run("documents", "show", "../bridge.txt", "--json", "--data", library)
    assert json.loads(result.out)["path"] == "bridge.txt"


def test_an_unknown_document_is_wrong_use(run: Run, library: Path) -> None:
    for command in ("show", "text", "remove"):
        result = run("documents", command, "tunnel.txt", "--data", library)
        assert result.code == 2
        assert "There is no document tunnel.txt" in one_line(result)


def test_documents_of_the_same_name_are_told_apart(run: Run, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(f"This is in {folder}.")
    assert run("index", tmp_path / "a", tmp_path / "b", "--data", tmp_path / "data").code == 0
    result = run("documents", "text", "same.txt", "--data", tmp_path / "data")
    assert result.code == 2
    assert "2 documents are named same.txt" in one_line(result)
    assert run("documents", "text", tmp_path / "b/same.txt", "--data", tmp_path / "data").out == "This is in b."


def test_a_removed_document_keeps_its_file_and_can_come_back(run: Run, tmp_path: Path) -> None:
    documents, data = tmp_path / "documents", tmp_path / "data"
    documents.mkdir()
    (documents / "bridge.txt").write_text(BRIDGE)
    run("index", documents, "--data", data)
    result = run("documents", "remove", "bridge.txt", "--data", data)
    assert result.code == 0
    assert "Its file stays" in result.out
    assert (documents / "bridge.txt").exists()
    run("index", "--data", data)
    assert json.loads(run("documents", "list", "--json", "--data", data).out) == []
    run("index", documents / "bridge.txt", "--data", data)
    assert len(json.loads(run("documents", "list", "--json", "--data", data).out)) == 1


# folders


@pytest.fixture
def followed(tmp_path: Path) -> Path:
    """A folder with a text, a draft, and two files to be looked at."""
    documents = tmp_path / "documents"
    (documents / "drafts").mkdir(parents=True)
    (documents / "bridge.txt").write_text(BRIDGE)
    (documents / "drafts" / "tram.txt").write_text("The tram runs every ten minutes.")
    (documents / "old.txt").write_bytes("Le café du port est fermé. Les pêcheurs mangent à côté.".encode("latin-1"))
    (documents / "empty.txt").write_bytes(b"")
    return documents


def test_folders_are_added_listed_given_patterns_and_removed(run: Run, followed: Path, tmp_path: Path) -> None:
    at = ("--data", tmp_path / "data")
    report = json.loads(run("folders", "add", followed, "--exclude", "drafts/", "--json", *at).out)
    assert [one["path"] for one in report["added"]] == ["bridge.txt", "old.txt"]
    assert run("folders", "list", *at).out.splitlines() == [f"{followed}  3 documents", "    exclude drafts/"]
    (listed,) = json.loads(run("folders", "list", "--json", *at).out)
    assert listed == {
        "path": str(followed),
        "files": None,
        "include": [],
        "exclude": ["drafts/"],
        "documents": 3,
        "vanished": [],
    }
    changed = run("folders", "patterns", followed, "--clear", "--include", "*.txt", "--include", "*.md", *at)
    assert "added    drafts/tram.txt" in changed.out
    assert run("folders", "patterns", followed, *at).out == "include *.txt\ninclude *.md\n"
    # What is not named stays as it is.
    run("folders", "patterns", followed, "--exclude", "empty.txt", *at)
    patterns = json.loads(run("folders", "patterns", followed, "--json", *at).out)
    assert patterns == {"include": ["*.txt", "*.md"], "exclude": ["empty.txt"]}
    bad = run("folders", "patterns", followed, "--include", "!", *at)
    assert bad.code == 2
    assert "cannot be read" in one_line(bad)
    removed = run("folders", "remove", followed, *at)
    assert "3 documents are forgotten" in removed.out
    assert run("folders", "list", *at).out.startswith("No folder is followed.")
    assert (followed / "bridge.txt").exists()


def test_folders_that_are_not_followed_or_not_there_are_wrong_use(run: Run, library: Path, tmp_path: Path) -> None:
    for arguments in (("remove", tmp_path), ("patterns", tmp_path), ("patterns", tmp_path, "--clear")):
        result = run("folders", *arguments, "--data", library)
        assert result.code == 2
        assert f"{tmp_path} is not followed" in one_line(result)
    assert "has not vanished" in one_line(run("folders", "confirm", library.parent / "my documents", "--data", library))
    assert "Check the name" in one_line(run("folders", "add", tmp_path / "nowhere", "--data", library))
    assert "lies in the data folder" in one_line(run("folders", "add", library, "--data", library))


def test_index_takes_patterns_for_the_folders_it_names(run: Run, followed: Path, tmp_path: Path) -> None:
    report = json.loads(run("index", followed, "--include", "drafts/", "--data", tmp_path / "data", "--json").out)
    assert [one["path"] for one in report["added"]] == ["drafts/tram.txt"]
    for command in ("index", "serve"):
        alone = run(command, "--include", "*.md", "--data", tmp_path / "data")
        assert alone.code == 2
        assert "are for folders that are named" in one_line(alone)


def test_what_is_to_be_looked_at_is_listed(run: Run, followed: Path, tmp_path: Path) -> None:
    at = ("--data", tmp_path / "data")
    (followed / "copy.txt").write_text(BRIDGE * 20)
    (followed / "copies.txt").write_text(BRIDGE * 20 + "Signed by nobody.")
    run("folders", "add", followed, *at)
    lines = run("documents", "list", "--problems", *at).out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["copies.txt", "copy.txt", "empty.txt", "old.txt"]
    said = "\n".join(lines)
    assert "% the same as copy.txt" in said
    assert "    is empty" in lines
    assert "does not say how its letters are stored" in said
    listed = json.loads(run("documents", "list", "--problems", "--json", *at).out)
    assert {one["path"]: one["problems"] for one in listed}["empty.txt"] == ["is empty"]
    shown = run("documents", "show", "old.txt", *at).out
    assert "problem    does not say how its letters are stored" in shown
    assert "encoding " in shown
    assert run("documents", "list", "--problems", "--data", tmp_path / "nowhere").code == 2


def test_a_folder_that_vanished_is_said_until_it_is_confirmed(run: Run, followed: Path, tmp_path: Path) -> None:
    at = ("--data", tmp_path / "data")
    run("folders", "add", followed, *at)
    followed.rename(tmp_path / "away")
    assert run("index", *at).code == 1
    lines = run("documents", "list", "--problems", *at).out.splitlines()
    assert lines[:2] == [str(followed), "    is not there; its 4 documents are kept and still answer"]
    assert "bridge.txt" not in lines
    said = run("folders", "list", *at).out
    assert f"{followed} is not there since 2" in said
    assert f"quoth folders confirm {followed}" in said
    (record,) = json.loads(run("folders", "list", "--json", *at).out)
    (gone,) = record["vanished"]
    assert (gone["path"], gone["documents"]) == (str(followed), 4)
    assert gone["since"].endswith("Z")
    assert "Anna Berg" in run("ask", "Who built the stone bridge?", *at).out
    assert "4 documents are forgotten" in run("folders", "confirm", followed, *at).out
    assert json.loads(run("documents", "list", "--json", *at).out) == []


# doctor


def test_doctor_finds_and_mends(run: Run, tmp_path: Path) -> None:
    documents, data = tmp_path / "documents", tmp_path / "data"
    documents.mkdir()
    (documents / "bridge.txt").write_text(BRIDGE)
    run("index", documents, "--data", data)
    good = run("doctor", "--data", data)
    assert (good.code, good.out) == (0, "The index equals the library.\n")
    (documents / "tram.txt").write_text("The tram runs every ten minutes.")
    bad = run("doctor", "--data", data)
    assert bad.code == 1
    assert bad.out.splitlines() == ["tram.txt: The file is not in the index.", "To mend it: quoth doctor --repair"]
    findings = json.loads(run("doctor", "--json", "--data", data).out)["findings"]
    assert [(one["subject"], one["problem"], one["mendable"]) for one in findings] == [
        ("tram.txt", "The file is not in the index.", True)
    ]
    mended = run("doctor", "--repair", "--data", data)
    assert (mended.code, mended.out) == (0, "The index equals the library.\n")


# What holds for all


@pytest.mark.parametrize(
    "arguments", [[], ["documents"], ["nonsense"], ["index", "--nonsense"], ["serve", "--port", "x"]]
)
def test_wrong_arguments_exit_with_2(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert "usage: quoth" in result.err
    assert result.out == ""


def test_a_wrong_setting_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch, library: Path) -> None:
    monkeypatch.setenv("QUOTH_PORT", "many")
    result = run("documents", "list", "--data", library)
    assert result.code == 2
    assert "QUOTH_PORT" in one_line(result)


def test_data_folder_comes_from_the_environment(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_DATA", str(library))
    assert "bridge.txt" in run("documents", "list").out


def test_a_damaged_catalog_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "catalog.sqlite").write_bytes(b"this is no database" * 100)
    result = run("documents", "list", "--data", tmp_path / "data")
    assert result.code == 2
    assert "catalog" in one_line(result)


def test_a_fault_is_one_line_and_a_log(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.service import LocalService

    def fail(_: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(LocalService, "documents", fail)
    result = run("documents", "list", "--data", library)
    assert result.code == 70
    assert "ZeroDivisionError: a fault" in one_line(result)
    log = library / "quoth.log"
    assert str(log) in result.err
    assert "Traceback" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0
    with pytest.raises(ZeroDivisionError):
        run("documents", "list", "--data", library, "--debug")


def test_an_interrupt_is_quiet(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.service import LocalService

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(LocalService, "documents", interrupt)
    assert run("documents", "list", "--data", library) == Result(130, "", "")


def test_a_reader_that_goes_away_is_no_error(library: Path) -> None:
    command = f"'{sys.executable}' -m ui.command documents list --data '{library}' | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode in (0, 141)


def test_names_cannot_act_on_a_terminal() -> None:
    assert printing.printable("a\x1b[31mb\rc\u202ed") == "a\\x1b[31mb c\\u202ed"


def record(**changes: Any) -> dict[str, Any]:
    return {
        "question": "Who?",
        "standalone_question": "Who?",
        "answered": True,
        "answer": "He said *no* [red]now[/red]. [1]",
        "short_answer": None,
        "citations": [{"number": 1, "document": "[b].txt", "page": 3, "quote": "He said *no*\n[red]now[/red]."}],
        "passages": [],
        **changes,
    }


def test_documents_text_is_no_markup_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    stream = Terminal()
    printing.answer(record(short_answer="[red]now[/red]"), stream)
    shown = stream.getvalue()
    assert "He said *no*" in shown
    assert "\x1b[1m[red]now[/red]\x1b[0m" in shown, "the short answer stands out, and is text"
    assert "[b].txt, page 3" in shown
