"""``quoth index``, ``documents`` and ``folders`` on a real data folder: what they print, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.assistant.console.running import BRIDGE, FERRY, Run, one_line


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
