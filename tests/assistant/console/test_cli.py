"""What holds for all commands: where they print, and their exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.assistant.console.running import Result, Run, one_line

ROOT = Path(__file__).resolve().parents[3]


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
    from assistant.service.local import LocalService

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
    from assistant.service.local import LocalService

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(LocalService, "documents", interrupt)
    assert run("documents", "list", "--data", library) == Result(130, "", "")


def test_a_reader_that_goes_away_is_no_error(library: Path) -> None:
    command = f"'{sys.executable}' -m ui.command documents list --data '{library}' | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode in (0, 141)


def test_a_name_too_long_is_wrong_use(run: Run, library: Path) -> None:
    name = "n" * 5_000
    for arguments in (("index", name), ("ask", "Why?", "--in", name), ("documents", "show", name)):
        result = run(*arguments, "--data", library)
        assert result.code == 2, arguments
        one_line(result)
    result = run("documents", "list", "--data", name)
    assert result.code == 2
    one_line(result)
