"""``quoth doctor`` and ``quoth model`` on a real data folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.assistant.console.running import BRIDGE, Run, one_line


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
