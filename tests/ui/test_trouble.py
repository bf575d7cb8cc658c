"""A full or read-only disk, and a data folder that goes away: said in words, nothing lost, and it goes on by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
APART = ["unshare", "--mount"] if hasattr(os, "getuid") and os.getuid() == 0 else ["unshare", "-Urm"]
"""Starts a program with mounts of its own, which go with it."""


@cache
def can_mount() -> bool:
    try:
        run = subprocess.run([*APART, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False)
    except OSError:
        return False
    return run.returncode == 0


def trouble(case: str, tmp_path: Path, *, mounts: bool = True) -> dict[str, Any]:
    if mounts and not can_mount():
        pytest.skip("no small disk can be mounted here")
    place, folder = tmp_path / "disk", tmp_path / "folder"
    place.mkdir()
    folder.mkdir()
    command = [*(APART if mounts else []), sys.executable, "-m", "tests.ui.trouble", case, str(place), str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    facts: dict[str, Any] = json.loads(run.stdout)
    for name, state in facts.items():
        if isinstance(state, dict):
            assert state["found"], f"{name}: vectors are searched whatever happens"
            assert state["words"], f"{name}: so is the text"
    assert facts["findings"] == []
    return facts


def test_a_full_disk_is_said_and_indexing_goes_on_when_there_is_room(tmp_path: Path) -> None:
    facts = trouble("full", tmp_path)
    assert facts["before"]["problem"] is None
    for name in ("full", "again", "restarted"):
        assert "Make room on the disk" in facts[name]["problem"]
        assert facts[name]["ready"] >= facts["before"]["ready"], "what was read before still answers"
    assert 10 < facts["full"]["ready"] < facts["files"], "the disk must fill up in the middle"
    assert facts["room"]["problem"] is None
    assert facts["room"]["ready"] == facts["files"]


def test_a_read_only_data_folder_is_said_in_one_line(tmp_path: Path) -> None:
    facts = trouble("readonly", tmp_path)
    for command in facts["commands"]:
        assert command["code"] == 2
        (line,) = command["said"].splitlines()
        assert "cannot be written to: Read-only file system" in line
    assert (facts["writable"]["problem"], facts["writable"]["ready"]) == (None, 20)


def test_documents_on_a_read_only_disk_are_indexed(tmp_path: Path) -> None:
    facts = trouble("documents", tmp_path)
    assert (facts["read-only"]["problem"], facts["read-only"]["ready"]) == (None, 5)


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open folder cannot be moved")
def test_a_data_folder_that_went_away_is_said_and_not_made_again(tmp_path: Path) -> None:
    facts = trouble("gone", tmp_path, mounts=False)
    assert "data" in facts["gone"]["problem"]
    assert facts["gone"]["ready"] == 10
    assert not facts["made again"]
    assert (facts["back"]["problem"], facts["back"]["ready"]) == (None, 20)
