"""``quoth purge``, ``export`` and ``import`` as a person runs them."""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.console.keeping import CONVERSATIONS
from assistant.owner import PREFIX, RemoteService
from assistant.service import RequestError
from assistant.service.local import LocalService
from index.embedding.embedding import Embedder
from index.library import Library
from index.ownership import Owner
from tests.index import tiny_models
from tests.index.keeping.test_purging import fail
from ui.api import router
from ui.command import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.make(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, model: Path) -> Run:
    monkeypatch.setenv("QUOTH_MODEL_EMBEDDING", str(model))

    def run(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return run


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "rain.txt").write_text("The rain falls in Mali. The army of France leaves.", encoding="utf-8")
    (docs / "leaves.txt").write_text("The leaves fall in the rain.", encoding="utf-8")
    return docs


@pytest.fixture
def data(tmp_path: Path, docs: Path, run: Run) -> Path:
    data = tmp_path / "data"
    assert run("index", docs, "--data", data)[0] == 0
    return data


def test_export_and_import(run: Run, data: Path, docs: Path, tmp_path: Path) -> None:
    archive, two = tmp_path / "backup.tar", tmp_path / "two"
    code, out, err = run("export", archive, "--data", data)
    assert (code, err) == (0, "")
    assert "2 documents, 0 uploaded files" in out
    assert tarfile.is_tarfile(archive)
    code, _, err = run("export", archive, "--data", data)
    assert code == 2
    assert "--replace" in err
    assert run("export", archive, "--replace", "--json", "--data", data)[0] == 0
    asked = "Where does the rain fall?"
    before = json.loads(run("ask", asked, "--json", "--data", data)[1])
    shutil.move(docs, tmp_path / "moved")
    code, out, err = run("import", archive, "--data", two, "--map", f"{docs}={tmp_path / 'moved'}")
    assert (code, err) == (0, "")
    assert f"{tmp_path / 'moved'} is followed on." in out
    report = json.loads(run("index", "--json", "--data", two)[1])
    assert (report["embedded"], report["unchanged"], report["failed"]) == (0, 2, [])
    after = json.loads(run("ask", asked, "--json", "--data", two)[1])
    same = ("answer", "answered", "citations", "passages", "confidence", "short_answer")
    assert {key: after[key] for key in same} == {key: before[key] for key in same}


def test_import_of_what_is_no_backup(run: Run, data: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tar"
    bad.write_bytes(b"nothing")
    code, out, err = run("import", bad, "--data", tmp_path / "two")
    assert (code, out) == (2, "")
    assert f"{bad} cannot be used" in err
    assert not (tmp_path / "two").exists()
    assert run("export", tmp_path / "good.tar", "--data", data)[0] == 0
    code, _, err = run("import", tmp_path / "good.tar", "--data", data)
    assert code == 2
    assert "holds a library already" in err
    code, _, err = run("import", tmp_path / "good.tar", "--map", "here", "--data", tmp_path / "two")
    assert code == 2
    assert "OLD=NEW" in err


def test_a_folder_that_is_not_here_is_told(run: Run, data: Path, docs: Path, tmp_path: Path) -> None:
    assert run("export", tmp_path / "backup.tar", "--data", data)[0] == 0
    shutil.rmtree(docs)
    _, out, _ = run("import", tmp_path / "backup.tar", "--data", tmp_path / "two")
    assert f"{docs} is not there: its 2 documents are kept and answer." in out
    assert "--map OLD=NEW" in out


def test_purge_lists_first_and_removes_when_told(run: Run, data: Path, docs: Path, model: Path) -> None:
    code, out, _ = run("purge", "--data", data)
    assert code == 0
    assert out.splitlines() == ["Nothing is kept of documents that are gone.", CONVERSATIONS]
    assert run("documents", "remove", "rain.txt", "--data", data)[0] == 0
    (docs / "rain.txt").unlink()
    with Library.open(data, embedder=Embedder(str(model))) as library:
        fail(library, "leaves.txt")
    _, out, _ = run("purge", "--data", data)
    lines = out.splitlines()
    assert lines[0].startswith("versions: ")
    assert lines[1].startswith(f"  {docs / 'leaves.txt'}: ")
    assert f"  {docs / 'rain.txt'}" in lines
    assert lines[-2].startswith("To remove names")
    assert lines[-1] == "To remove versions too: quoth purge versions --yes"
    left = json.loads(run("purge", "--json", "--data", data)[1])
    assert {one["kind"] for one in left["kept"]} >= {"names", "versions"}
    assert left["removed"] == []
    code, out, _ = run("purge", "--yes", "--data", data)
    assert code == 0
    assert "Removed names" in out
    assert "Kept versions" in out
    assert json.loads(run("documents", "list", "--json", "--data", data)[1])[0]["chunks"] == 1
    assert "Removed versions" in run("purge", "versions", "--yes", "--data", data)[1]
    assert json.loads(run("documents", "list", "--json", "--data", data)[1])[0]["chunks"] == 0
    assert run("purge", "nonsense", "--data", data)[0] == 2


def test_a_data_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    for command in (("purge",), ("export", tmp_path / "backup.tar")):
        code, _, err = run(*command, "--data", tmp_path / "nothing")
        assert code == 2
        assert "There is no data folder" in err
    assert not (tmp_path / "nothing").exists()


def test_through_the_owner(data: Path, docs: Path, model: Path, tmp_path: Path) -> None:
    with Library.open(data, embedder=Embedder(str(model))) as library:
        app = FastAPI()
        app.include_router(router(LocalService(library), "token"))
        owner = Owner(1, "quoth serve", "http://testserver", "token")
        headers = {"Authorization": "Bearer token"}
        with TestClient(app, base_url=f"http://testserver{PREFIX}", headers=headers) as client:
            service = RemoteService(client, owner)  # type: ignore[arg-type]
            record = service.export(str(tmp_path / "backup.tar"), False)
            assert record["documents"] == 2
            assert record["size"] == (tmp_path / "backup.tar").stat().st_size
            with pytest.raises(RequestError, match="is there already"):
                service.export(str(tmp_path / "backup.tar"), False)
            service.remove(["rain.txt"])
            (docs / "rain.txt").unlink()
            assert [one["kind"] for one in service.kept() if one["kind"] == "names"] == ["names"]
            done = service.purge(["names"])
            assert [one["kind"] for one in done["removed"]] == ["names"]
            assert done["complete"]
            library.vectors.close()
            content = b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())
            assert b"rain.txt" not in content
            assert b"Mali" not in content
