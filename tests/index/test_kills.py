"""Real processes that index a folder are killed at random instants; nothing is lost, doubled or embedded twice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from index.doctor import examine
from index.library import Library
from tests.index.test_sync import texts, write

_LARGEST_FILE = 200 * 2**20
"""Bytes: a vector store killed while it wrote its graph has been seen to grow one of its files without end."""

INDEX = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
import index.window
index.window.SIZE = 4  # many small steps, so that a kill falls between any two of them
from index.library import Library
with Library.open(Path(sys.argv[1])) as library:
    library.add_folder(sys.argv[2])
    print("ready", flush=True)
    library.sync()
"""


def start(data: Path, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", INDEX, str(data), str(folder), str(_LARGEST_FILE)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def change(folder: Path, chance: random.Random, turn: int) -> None:
    """Add, change, move and delete documents."""
    for number in range(12):
        write(
            folder / f"{turn}-{number}.txt", "".join(f"Bridge {turn}, {number}, {i} is {i} m long. " * 9 for i in "ab")
        )
    files = sorted(folder.iterdir())
    write(chance.choice(files), f"Changed in turn {turn}. Nothing else is left.")
    chance.choice(files).replace(folder / f"moved-{turn}.txt")
    for path in chance.sample(sorted(folder.iterdir()), 2):
        path.unlink()


def test_killed_processes_lose_nothing(folder: Path, open_library: Callable[..., Library], tmp_path: Path) -> None:
    chance = random.Random(2026)
    data = tmp_path / "data"
    killed = 0
    for turn in range(6):
        change(folder, chance, turn)
        process = start(data, folder)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.05, 2.5))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        process.stdout.close()

        library = open_library()
        stored = {key for (key,) in library.catalog.connection.execute("SELECT key FROM embeddings")}
        before = set(library.catalog.keys())
        assert before <= stored, "a chunk is live without its embedding"
        for document in library.catalog.documents():
            assert document.state != "failed", document.reason
        report = library.sync()
        fresh = set(library.catalog.keys()) - stored
        assert report.embedded == len(fresh), "something stored was embedded again"
        assert examine(library) == []
        assert texts(library) == {path.name: path.read_text() for path in folder.iterdir()}
        library.close()
    assert killed >= 3, "most processes were done before they could be killed: the test must wait less"
