"""Questions that are asked while their documents change are answered from whole versions alone."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from index.library import Library

ROOMS = ("cellar", "attic", "kitchen", "library", "chapel", "stable")


def version(number: int) -> str:
    """A document whose every sentence tells which version it is of."""
    return "\n\n".join(f"# The {room}\n\nThe key of the {room} lies in box {number}." for room in ROOMS)


def test_no_answer_mixes_two_versions(
    open_library: Callable[..., Library], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.embedding.courtesy.PAUSE", 0.05)  # questions come without end, and indexing goes on
    library = open_library()
    document = folder / "keys.md"
    document.write_text(version(100))
    library.add_folder(folder)
    library.sync()
    ended = threading.Event()

    def change() -> None:
        for number in range(101, 108):
            document.write_text(version(number))
            library.sync()
        ended.set()

    assistant = Assistant(library)
    changing = threading.Thread(target=change)
    seen: set[str] = set()
    changing.start()
    while not ended.is_set():
        answer = assistant.ask("In which box lies the key of the chapel?")
        numbers = {n for passage in answer.passages for n in re.findall(r"box (\d+)", passage.text)}
        assert len(numbers) == 1, f"one answer stands on versions {numbers}"
        assert len(answer.passages) == 1 or {p.version for p in answer.passages} == {answer.passages[0].version}
        for citation in answer.citations:
            assert citation.quote
            assert set(re.findall(r"box (\d+)", citation.quote)) <= numbers
        seen |= numbers
    changing.join()
    seen |= set(re.findall(r"box (\d+)", assistant.ask("In which box lies the key of the chapel?").text))
    assert "107" in seen
    assert len(seen) > 1
