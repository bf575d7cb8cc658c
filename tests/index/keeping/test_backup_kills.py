"""Real processes that restore a backup or overwrite what was removed, killed at random instants."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.doctor import examine
from index.keeping import restoring
from index.keeping.backup import write as export
from index.library import Library
from tests.index import tiny_models
from tests.index.keeping.test_scrubbing import Canary, Drawn, found
from tests.index.syncing.test_sync import LOIRE, RHINE, texts, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by SIGKILL")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return Drawn(str(tiny_models.make(tmp_path_factory.mktemp("tiny"))))


def killed(work: str, arguments: list[Path], begun: Callable[[], bool], after: float) -> bool:
    """Do some work in a process that is killed so many seconds after it has begun; whether it was not through."""
    command = [sys.executable, "-m", "tests.index.keeping.test_backup_kills", work, *map(str, arguments)]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[3])
    end = 0.0
    while process.poll() is None:
        if not end and begun():
            end = time.monotonic() + after
        if end and time.monotonic() >= end:
            process.kill()
            process.wait()
        time.sleep(0.0005)
    assert process.returncode in (0, -9)
    return process.returncode != 0


def _restore(archive: str, data: str) -> None:
    restoring.restore(Path(archive), Path(data), replace=True)


def _scrub(model: str, data: str, mark: str) -> None:
    with Library.open(Path(data), embedder=Drawn(model)) as library:
        library.sync()
        Path(mark).touch()
        library.scrubbing.scrub()


def test_a_restoring_that_is_killed_leaves_the_old_library_or_the_new_one(tmp_path: Path, tiny: Drawn) -> None:
    docs, other = tmp_path / "docs", tmp_path / "other"
    write(docs / "loire.txt", LOIRE)
    write(docs / "east/rhine.txt", RHINE)
    write(other / "a.txt", "The ember leaves the fjord.")
    data, archive = tmp_path / "data", tmp_path / "backup.tar"
    with Library.open(tmp_path / "one", embedder=tiny) as library:
        library.add_folder(docs)
        library.upload(write(tmp_path / "note.txt", "A note of the harbour. It leaves at noon."))
        library.sync()
        export(library.catalog, library.data, archive)
    with Library.open(data, embedder=tiny) as library:
        library.add_folder(other)
        library.sync()
    chance, kills = random.Random(7), 0
    for _ in range(3):
        kills += killed(
            "_restore",
            [archive, data],
            (data / "importing").is_dir,
            chance.uniform(0, 0.4),
        )
        with Library.open(data, embedder=tiny) as library:
            assert sorted(texts(library)) in (["a.txt"], ["east/rhine.txt", "loire.txt", "note.txt"])
            assert library.sync().embedded == 0
            assert examine(library) == []
        assert not (data / "importing").exists()
    assert kills


def test_a_scrubbing_that_is_killed_is_done_by_the_next_process(tmp_path: Path, tiny: Drawn) -> None:
    data, folder = tmp_path / "data", tmp_path / "docs"
    for number in range(20):
        write(folder / f"{number}.txt", f"The ember of {number} leaves the fjord. It runs to the sea.")
    chance, kills = random.Random(3), 0
    for number in range(3):
        canary = Canary(f"killed {number}")
        write(folder / canary.name, canary.text)
        with Library.open(data, embedder=tiny) as library:
            library.add_folder(folder)
            library.sync()
            vectors = canary.vectors(library)
        (folder / canary.name).unlink()
        mark = data / f"begun-{number}"

        kills += killed("_scrub", [Path(tiny.name), data, mark], mark.exists, chance.uniform(0, 0.05))
        with Library.open(data, embedder=tiny) as library:
            assert library.sync().embedded == 0
            assert examine(library) == []
        assert not found(data, words=canary.words, vectors=vectors)
    assert kills


if __name__ == "__main__":
    if sys.argv[1] == "_restore":
        _restore(*sys.argv[2:])
    else:
        _scrub(*sys.argv[2:])
