from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.following.survey import Settled
from index.following.watcher import Watcher
from index.library import Library
from tests.index.syncing.test_sync import LOIRE, RHINE, names, texts, write


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


def test_a_folder_added_later_is_followed_at_once_until_it_is_dropped(
    watcher: Watcher, library: Library, tmp_path: Path
) -> None:
    later = tmp_path / "later"
    write(later / "loire.txt", LOIRE)
    library.add_folder(later)
    wait_until(lambda: texts(library) == {"loire.txt": LOIRE})
    write(later / "rhine.md", RHINE)
    wait_until(lambda: texts(library).get("rhine.md") == RHINE)
    library.set_patterns(later, [], ["*.md"])
    wait_until(lambda: texts(library) == {"loire.txt": LOIRE})
    library.drop_folder(later)
    assert texts(library) == {}


def test_only_what_changed_is_looked_at(library: Library, folder: Path) -> None:
    asked: list[list[Path] | None] = []

    def sync(paths: list[Path] | None, settled: Settled) -> None:
        asked.append(paths)
        library.sync(paths, settled=settled)

    write(folder / "loire.txt", LOIRE)
    library.add_folder(folder)
    watcher = Watcher(library, sync)
    watcher._due = float("inf")
    watcher.start()
    try:
        wait_until(lambda: "loire.txt" in texts(library))
        wait_until(lambda: len(asked) >= 2)  # the second when watching has begun
        watcher._due = float("inf")
        (folder / "rhine.txt").write_text(RHINE)
        wait_until(lambda: texts(library).get("rhine.txt") == RHINE)
        assert [folder / "rhine.txt"] in asked
        (folder / ".hidden").write_text("Nothing of this is a document.")
        (folder / "loire.txt").rename(folder / "moved.txt")
        wait_until(lambda: "moved.txt" in texts(library))
        assert sorted(asked[-1] or []) == [folder / "loire.txt", folder / "moved.txt"]
        assert library.news(0)[1][-1].moved
        assert not any(path.name == ".hidden" for paths in asked for path in paths or ())
    finally:
        watcher.stop()


def test_a_slow_copy_is_read_when_it_is_whole(watcher: Watcher, library: Library, folder: Path) -> None:
    shown: set[str] = set()
    with (folder / "slow.txt").open("w") as file:
        for number in range(8):
            file.write(f"Part {number} of it. ")
            file.flush()
            time.sleep(0.25)
            shown.update(texts(library).values())
    wait_until(lambda: "slow.txt" in texts(library))
    assert shown == set()
    assert texts(library)["slow.txt"].endswith("Part 7 of it. ")


def test_an_editors_way_of_saving_never_makes_a_document_go(watcher: Watcher, library: Library, folder: Path) -> None:
    path = folder / "river.txt"
    path.write_text(LOIRE)
    wait_until(lambda: texts(library) == {"river.txt": LOIRE})
    versions = [f"{RHINE} Saved {number} times." for number in range(3)]
    path.rename(folder / "river.txt~")
    path.write_text(versions[0])
    (folder / "river.txt~").unlink()
    wait_until(lambda: texts(library) == {"river.txt": versions[0]})
    (folder / "river.tmp").write_text(versions[1])
    (folder / "river.tmp").replace(path)
    wait_until(lambda: texts(library) == {"river.txt": versions[1]})
    with path.open("w") as file:
        file.flush()
        time.sleep(0.2)
        file.write(versions[2])
    wait_until(lambda: texts(library) == {"river.txt": versions[2]})
    assert not any(report.removed for report in library.news(0)[1] if "river.txt" in names(report, "removed"))


def test_a_failure_does_not_end_the_following(
    watcher: Watcher, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = threading.Event()

    def fail(_: Watcher) -> object:
        failed.set()
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(Watcher, "_followed", fail)
        assert failed.wait(60)
    write(folder / "loire.txt", LOIRE)
    wait_until(lambda: texts(library) == {"loire.txt": LOIRE})


def test_a_folder_that_is_made_anew_is_watched_anew(library: Library, folder: Path) -> None:
    library.add_folder(folder)
    watcher = Watcher(library)
    before = watcher._followed()
    assert watcher._followed() == before
    folder.rename(folder.with_name("old"))
    folder.mkdir()
    assert watcher._followed() != before
