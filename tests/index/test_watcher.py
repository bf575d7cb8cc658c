from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.watcher import Watcher
from tests.index.test_sync import LOIRE, RHINE, texts, write


@pytest.fixture
def watcher(library: Library, folder: Path) -> Iterator[Watcher]:
    library.add_folder(folder)
    watcher = Watcher(library)
    watcher.start()
    yield watcher
    watcher.stop()


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for what must come; only a failure takes the whole time."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


def test_what_happens_in_a_folder_is_indexed_by_itself(watcher: Watcher, library: Library, folder: Path) -> None:
    write(folder / "loire.txt", LOIRE)
    wait_until(lambda: texts(library) == {"loire.txt": LOIRE})
    write(folder / "deep/rhine.txt", RHINE)
    wait_until(lambda: texts(library) == {"loire.txt": LOIRE, "deep/rhine.txt": RHINE})
    (folder / "deep/rhine.txt").write_text("The Rhine is long.")
    wait_until(lambda: texts(library)["deep/rhine.txt"] == "The Rhine is long.")
    (folder / "loire.txt").rename(folder / "deep/loire.txt")
    wait_until(lambda: texts(library).keys() == {"deep/loire.txt", "deep/rhine.txt"})
    (folder / "deep/rhine.txt").unlink()
    wait_until(lambda: texts(library) == {"deep/loire.txt": LOIRE})


def test_a_folder_added_later_is_watched_too(
    watcher: Watcher, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = tmp_path / "later"
    write(later / "loire.txt", LOIRE)
    library.add_folder(later)
    library.sync([later])
    write(library.uploads_path / "touch.txt", "Something happens.")  # wakes the watcher, as an upload does
    wait_until(lambda: len(texts(library)) == 2)
    time.sleep(1)
    write(later / "rhine.txt", RHINE)
    wait_until(lambda: texts(library).get("rhine.txt") == RHINE)
