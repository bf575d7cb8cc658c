"""Two processes and one data folder: commands work through the server that owns it, or say who does."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.ownership import read_owner

ROOT = Path(__file__).resolve().parent.parent.parent
START = 120
"""Seconds after which a process that does not come up is given up."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running ``quoth serve``: where its page is, its data folder and the folder it follows."""

    process: subprocess.Popen[str]
    url: str
    data: Path
    documents: Path


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUOTH_")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def quoth(*arguments: object, cwd: Path = ROOT, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ui.command", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env=environment(**more), capture_output=True, encoding="utf-8", timeout=START, check=False
    )


def read_line(process: subprocess.Popen[str]) -> str:
    """The next line of a process's output, waited for no longer than ``START``."""
    lines: queue.Queue[str] = queue.Queue()
    assert process.stdout is not None
    threading.Thread(target=lambda out=process.stdout: lines.put(out.readline()), daemon=True).start()
    try:
        return lines.get(timeout=START)
    except queue.Empty:
        process.kill()
        raise AssertionError("the process did not say that it is ready") from None


@contextmanager
def started(*command: str) -> Iterator[subprocess.Popen[str]]:
    """A process that is ended with the test."""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    place = tmp_path_factory.mktemp("served")
    data, documents = place / "data", place / "documents"
    documents.mkdir()
    (documents / "bridge.txt").write_text("The stone bridge was built in 1742 by Anna Berg. It has seven arches.")
    command = (sys.executable, "-m", "ui.command", "serve", str(documents), "--data", str(data), "--port", "0")
    with started(*command) as process:
        line = read_line(process)
        assert line.startswith("The chat is open at http://127.0.0.1:"), line
        yield Server(process, line.split()[-1], data, documents)


def listed(server: Server) -> dict[str, dict[str, Any]]:
    result = quoth("documents", "list", "--json", "--data", server.data)
    assert result.returncode == 0, result.stderr
    return {one["path"]: one for one in json.loads(result.stdout)}


def test_a_question_asked_at_once_waits_and_is_answered(server: Server) -> None:
    # First of the tests with this server, so that it finds the model loading and nothing indexed yet.
    result = quoth("ask", "Who built the stone bridge?", "--data", server.data)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Anna Berg" in result.stdout
    assert "[1] bridge.txt" in result.stdout


def test_a_batch_goes_through_the_owner(server: Server, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    lines = [
        {"id": 1, "question": "Who built the stone bridge?"},
        {"id": 2, "question": "When was it built?", "history": [{"question": "Who built the stone bridge?"}]},
    ]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = quoth("ask", "--batch", source, "--out", tmp_path / "out.jsonl", "--data", server.data)
    assert (result.returncode, result.stderr) == (0, "")
    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [one["id"] for one in answers] == [1, 2]
    assert "1742" in answers[1]["answer"]


def test_documents_are_indexed_printed_and_removed_through_the_owner(server: Server) -> None:
    path = server.documents / "tram.txt"
    path.write_text("The tram runs every ten minutes.\nÖlby is its last stop.")
    result = quoth("index", "--data", server.data, "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["failed"] == []
    assert listed(server)["tram.txt"]["state"] == "ready"
    text = quoth("documents", "text", "tram.txt", "--data", server.data).stdout
    assert text == "The tram runs every ten minutes.\nÖlby is its last stop."
    removed = quoth("documents", "remove", "documents/tram.txt", "--data", server.data, cwd=server.documents.parent)
    assert removed.returncode == 0, removed.stderr
    assert "tram.txt" not in listed(server)
    assert path.exists()


def test_a_folder_is_followed_through_the_owner(server: Server, tmp_path: Path) -> None:
    (tmp_path / "harbour.txt").write_text("The harbour freezes in January.")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    result = quoth("index", ".", "--data", server.data, "--json", cwd=tmp_path)
    assert result.returncode == 1
    report = json.loads(result.stdout)
    assert [one["path"] for one in report["added"]] == ["harbour.txt"]
    assert [one["path"] for one in report["failed"]] == ["broken.pdf"]
    answer = json.loads(
        quoth("ask", "When does the harbour freeze?", "--in", ".", "--json", "--data", server.data, cwd=tmp_path).stdout
    )
    assert [one["document"] for one in answer["citations"]] == ["harbour.txt"]


def test_folders_are_changed_through_the_owner(server: Server, tmp_path: Path) -> None:
    (tmp_path / "pier.txt").write_text("The pier is made of oak.")
    (tmp_path / "pier.md").write_text("The pier may be made of stone.")
    at = ("--data", server.data)
    # What it took in may have been seen by the server first, and is then no news to the command.
    assert quoth("folders", "add", tmp_path, "--include", "*.txt", *at).returncode == 0
    folders = {one["path"]: one for one in json.loads(quoth("folders", "list", "--json", *at).stdout)}
    assert (folders[str(tmp_path)]["documents"], folders[str(tmp_path)]["include"]) == (1, ["*.txt"])
    changed = json.loads(quoth("folders", "patterns", tmp_path, "--clear", "--json", *at).stdout)
    assert {"pier.txt", "pier.md"} <= set(listed(server)), changed
    assert quoth("documents", "list", "--problems", *at).returncode == 0
    early = quoth("folders", "confirm", tmp_path, *at)
    assert (early.returncode, "has not vanished" in early.stderr) == (2, True)
    removed = quoth("folders", "remove", tmp_path, *at)
    assert "2 documents are forgotten" in removed.stdout
    assert "pier.txt" not in listed(server)


def test_errors_of_the_owner_are_one_line(server: Server) -> None:
    for arguments in (("documents", "text", "tunnel.txt"), ("index", str(server.data))):
        result = quoth(*arguments, "--data", server.data)
        assert result.returncode == 2
        assert result.stderr.startswith("quoth: ")
        assert len(result.stderr.splitlines()) == 1


def test_doctor_works_through_the_owner(server: Server) -> None:
    result = quoth("doctor", "--json", "--data", server.data)
    assert set(json.loads(result.stdout)) == {"findings", "done"}


def test_a_proxy_in_the_environment_sees_nothing(server: Server) -> None:
    proxy = "http://127.0.0.1:9"
    result = quoth("documents", "list", "--data", server.data, HTTP_PROXY=proxy, http_proxy=proxy, ALL_PROXY=proxy)
    assert result.returncode == 0, result.stderr


def test_a_second_server_says_where_the_first_one_is(server: Server) -> None:
    result = quoth("serve", "--data", server.data, "--port", "0")
    assert result.returncode == 2
    assert f"(process {server.process.pid})" in result.stderr
    assert server.url in result.stderr


def test_the_token_is_private_and_needed(server: Server) -> None:
    owner = read_owner(server.data)
    assert owner is not None
    assert (owner.pid, owner.url) == (server.process.pid, server.url)
    assert (server.data / "owner.json").stat().st_mode & 0o077 == 0
    good = {"Authorization": f"Bearer {owner.token}"}
    bad: list[dict[str, str]] = [
        {},
        {"Authorization": f"Bearer {owner.token}x"},
        {"Authorization": f"Basic {owner.token}"},
    ]
    foreign = {**good, "Origin": "http://evil.example"}
    elsewhere = {**good, "Host": "evil.example"}
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        for name in ("ask", "sync", "progress", "documents", "document", "text", "remove", "examine", "repair"):
            for headers in bad:
                assert client.post(f"/owner/{name}", json={}, headers=headers).status_code == 401
            for headers in (foreign, elsewhere):
                assert client.post(f"/owner/{name}", json={}, headers=headers).status_code in (403, 421)
            assert client.get(f"/owner/{name}", headers=good).status_code in (404, 405)
        assert client.post("/owner/documents", json={}, headers=good).status_code == 200
        assert client.post("/owner/ask", json={"question": 1}, headers=good).status_code == 422


HOLD = """
import sys, time
from pathlib import Path
from index.library import Library
with Library.open(Path(sys.argv[1]), command="quoth index"):
    print("held", flush=True)
    time.sleep(600)
"""


def test_an_owner_without_api_is_named(tmp_path: Path) -> None:
    with started(sys.executable, "-c", HOLD, str(tmp_path / "data")) as process:
        assert read_line(process) == "held\n"
        for arguments in (("ask", "Why?"), ("index",), ("documents", "list"), ("doctor",), ("serve", "--port", "0")):
            result = quoth(*arguments, "--data", tmp_path / "data")
            assert result.returncode == 2
            assert result.stdout == ""
            (line,) = result.stderr.splitlines()
            assert f"'quoth index' (process {process.pid})" in line
            assert "Wait until it is done, or stop it." in line
        process.kill()
        process.wait()
    result = quoth("documents", "list", "--data", tmp_path / "data")
    assert result.returncode == 0, "a killed owner lets go of the folder"


def test_a_taken_port_is_one_line(server: Server, tmp_path: Path) -> None:
    port = server.url.rsplit(":", 1)[-1]
    result = quoth("serve", "--data", tmp_path / "data", "--port", port)
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert port in line


def test_another_size_of_chunks_is_built_by_the_server_while_it_answers(server: Server) -> None:
    used = quoth("model", "use", "--chunk-tokens", "64", "--data", server.data, "--json")
    assert used.returncode == 0, used.stderr
    record = json.loads(used.stdout)
    assert (record["model"], record["chunk_tokens"], record["building"]) == ("all-MiniLM-L6-v2", 64, None)
    shown = quoth("model", "show", "--data", server.data)
    assert "of 64 tokens at most" in shown.stdout
    missing = quoth("model", "use", str(server.data / "none"), "--data", server.data)
    assert missing.returncode == 2
    assert "the folder does not exist" in missing.stderr
    cancelled = quoth("model", "cancel", "--data", server.data)
    assert "No model is being built." in cancelled.stdout
    asked = quoth("ask", "When was the stone bridge built?", "--data", server.data)
    assert "1742" in asked.stdout


@pytest.mark.skipif(os.name != "posix", reason="signals as a terminal sends them")
def test_a_server_that_is_interrupted_ends_cleanly(server: Server) -> None:
    # Last of the tests with this server, which it ends. Those in a browser end theirs as a service manager does.
    server.process.send_signal(signal.SIGINT)
    _, errors = server.process.communicate(timeout=START)
    assert server.process.returncode == 0
    assert errors == ""
    assert read_owner(server.data) is None
