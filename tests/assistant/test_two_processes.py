"""Two processes and one data folder, started at once, killed at a bad instant, or gone and leaving files behind."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.assistant.test_owner import ROOT, START, environment, quoth, read_line, started


def test_of_ten_that_start_at_once_one_owns_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"The bridge number {number} is long.")
    run = subprocess.run(
        [sys.executable, "-m", "tests.index.crowd", str(tmp_path / "data"), str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    outcomes = json.loads(run.stdout)
    assert [found for found, _ in outcomes] == [[]] * 10
    assert [said["added"] for _, said in outcomes if "added" in said] == [5]
    refusals = [said["locked"] for _, said in outcomes if "locked" in said]
    assert len(refusals) == 9
    assert all("is in use by" in refusal for refusal in refusals)


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ui.command", *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def test_a_server_and_a_command_started_at_once_on_a_new_folder(tmp_path: Path) -> None:
    folder, data = tmp_path / "documents", tmp_path / "data"
    folder.mkdir()
    (folder / "bridge.txt").write_text("The stone bridge was built in 1742 by Anna Berg.")
    with start("serve", folder, "--data", data, "--port", "0") as server:
        try:
            with start("index", folder, "--data", data, "--json") as command:
                output, errors = command.communicate(timeout=START)
            if command.returncode == 2:  # the other way around is right too: then the server says who is there
                assert "is in use by" in errors
            else:
                assert (command.returncode, errors) == (0, "")
                assert json.loads(output)["failed"] == []
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=START)
    checked = quoth("doctor", "--data", data)
    assert (checked.returncode, checked.stdout) == (0, "The index equals the library.\n")


def test_a_server_is_killed_while_a_command_works_through_it(tmp_path: Path) -> None:
    folder, data = tmp_path / "documents", tmp_path / "data"
    folder.mkdir()
    (tmp_path / "more").mkdir()
    for number in range(400):
        text = "\n\n".join(f"Bridge {number}.{i} is {i} m long and was built in {1700 + i}." for i in range(60))
        (tmp_path / "more" / f"{number}.txt").write_text(text)
    with started(
        sys.executable, "-m", "ui.command", "serve", str(folder), "--data", str(data), "--port", "0"
    ) as server:
        assert read_line(server).startswith("The chat is open at")
        with start("index", tmp_path / "more", "--data", data) as command:
            until = time.monotonic() + START
            while _documents(data) == 0 and time.monotonic() < until:
                time.sleep(0.02)
            server.kill()
            output, errors = command.communicate(timeout=START)
    assert (command.returncode, output) == (2, "")
    (line,) = [line for line in errors.splitlines() if line.startswith("quoth: ")]
    assert f"'quoth serve' (process {server.pid}) owns the data folder but does not answer" in line
    assert (data / "owner.json").exists(), "it was killed, and left what it had written"
    for path in (tmp_path / "more").iterdir():
        if path.stem not in ("0", "1"):
            path.unlink()  # what is left is quick to index
    report = json.loads(quoth("index", "--data", data, "--json").stdout)
    assert report["failed"] == []
    checked = quoth("doctor", "--data", data)
    assert (checked.returncode, checked.stdout) == (0, "The index equals the library.\n")


def _documents(data: Path) -> int:
    try:
        connection = sqlite3.connect(f"{(data / 'catalog.sqlite').as_uri()}?mode=ro", uri=True)
        try:
            return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error:
        return 0


def test_files_that_a_dead_owner_left_are_no_hindrance(tmp_path: Path) -> None:
    folder, data = tmp_path / "documents", tmp_path / "data"
    folder.mkdir()
    data.mkdir()
    (data / "lock").write_text("")
    dead = {"pid": 2**22 + 1, "command": "quoth serve", "url": "http://127.0.0.1:9", "token": "old"}
    (data / "owner.json").write_text(json.dumps(dead))
    (folder / "bridge.txt").write_text("The stone bridge was built in 1742.")
    result = quoth("index", folder, "--data", data, "--json")
    assert (result.returncode, result.stderr) == (0, "")
    assert len(json.loads(result.stdout)["added"]) == 1
    for left in ("not JSON", "", "[]", '{"pid": "x"}'):
        (data / "owner.json").write_text(left)
        assert quoth("documents", "list", "--data", data).returncode == 0
