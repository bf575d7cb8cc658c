"""The command line on a real data folder."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.console.running import BRIDGE, FERRY, Result, Run
from ui.command import main


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


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two documents, for tests that only read; its documents lie beside it."""
    place = tmp_path_factory.mktemp("library")
    documents = place / "my documents"
    (documents / "sub").mkdir(parents=True)
    (documents / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (documents / "sub" / "ferry.md").write_text(FERRY, encoding="utf-8")
    assert main(["index", str(documents), "--data", str(place / "data")]) == 0
    return place / "data"
