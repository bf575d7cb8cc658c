"""What a server's indexing says and does when its disk is full or read-only, or its data folder goes away.

Run in a mount namespace of its own, where disks can be made and filled; prints facts as JSON.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from index import doctor
from index.library import Library
from index.syncing import window
from tests.index import lives
from ui.work import Indexing

SMALL = 6 * 2**20

LEFT = 2**18
"""Bytes that a start needs: SQLite makes a small file beside the catalog when it opens it."""


def look(indexing: Indexing, library: Library) -> dict[str, Any]:
    """Sync, and say what came of it and whether questions are answered."""
    indexing.look()
    return {"problem": indexing.problem, **answers(library)}


def answers(library: Library) -> dict[str, Any]:
    """Whether the vectors and the full-text index find something, and how many documents answer."""
    catalog = library.catalog
    with catalog.snapshot():
        (key,) = catalog.keys()[:1]
        _, rows = catalog.embeddings([key])
        found = library.vectors.search(np.asarray(rows[0]), 1)
    ready = catalog.connection.execute("SELECT count(*) FROM documents WHERE state = 'ready'").fetchone()[0]
    return {"found": found[0][0] == key, "words": len(catalog.match("hand", 3)), "ready": ready}


def mount(place: Path, *options: str) -> None:
    """Mount a small disk, or change how it is mounted."""
    subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", str(place)], check=True)


def add(folder: Path, number: int, seed: int) -> None:
    """Write so many documents."""
    chance = random.Random(seed)
    for n in range(number):
        lives.write(folder / f"{seed}-{n}.txt", chance)


def full(place: Path, folder: Path) -> dict[str, Any]:
    """The disk fills up while documents are indexed; a restart finds it full still; then there is room."""
    mount(place, "-o", f"size={SMALL}")
    facts: dict[str, Any] = {}
    add(folder, 10, 1)
    with Library.open(place / "data", embedder=lives.EMBEDDER) as library:
        library.add_folder(folder)
        indexing = Indexing(library, lambda: None)
        facts["before"] = look(indexing, library)
        add(folder, 600, 2)
        facts["full"] = look(indexing, library)
        facts["again"] = look(indexing, library)
    ballast = place / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
    except OSError:
        pass
    os.truncate(ballast, ballast.stat().st_size - LEFT)
    with Library.open(place / "data", embedder=lives.EMBEDDER) as library:
        indexing = Indexing(library, lambda: None)
        facts["restarted"] = look(indexing, library)
        ballast.unlink()
        mount(place, "-o", "remount,size=100m")
        facts["room"] = look(indexing, library)
        facts["findings"] = [finding.problem for finding in doctor.examine(library)]
        facts["files"] = len(list(folder.iterdir()))
    return facts


def readonly(place: Path, folder: Path) -> dict[str, Any]:
    """The disk of the data folder is read-only at a start, and writable again at the next."""
    mount(place)
    add(folder, 10, 1)
    facts: dict[str, Any] = {}
    with Library.open(place / "data", embedder=lives.EMBEDDER) as library:
        library.add_folder(folder)
        indexing = Indexing(library, lambda: None)
        facts["before"] = look(indexing, library)
    mount(place, "-o", "remount,ro")
    add(folder, 10, 2)
    facts["commands"] = [
        _quoth(*command, "--data", str(place / "data")) for command in (("ask", "Why?"), ("index",), ("doctor",))
    ]
    mount(place, "-o", "remount,rw")
    with Library.open(place / "data", embedder=lives.EMBEDDER) as library:
        indexing = Indexing(library, lambda: None)
        facts["writable"] = look(indexing, library)
        facts["findings"] = [finding.problem for finding in doctor.examine(library)]
    return facts


def documents(place: Path, folder: Path) -> dict[str, Any]:
    """The disk of the documents is read-only, which is none of Quoth's business."""
    mount(place)
    add(place, 5, 1)
    mount(place, "-o", "remount,ro")
    with Library.open(folder / "data", embedder=lives.EMBEDDER) as library:
        library.add_folder(place)
        indexing = Indexing(library, lambda: None)
        facts: dict[str, Any] = {"read-only": look(indexing, library)}
        facts["findings"] = [finding.problem for finding in doctor.examine(library)]
    return facts


def gone(place: Path, folder: Path) -> dict[str, Any]:
    """The data folder is moved away under a running server, and comes back."""
    add(folder, 10, 1)
    facts: dict[str, Any] = {}
    with Library.open(place / "data", embedder=lives.EMBEDDER) as library:
        library.add_folder(folder)
        indexing = Indexing(library, lambda: None)
        facts["before"] = look(indexing, library)
        (place / "data").rename(place / "away")
        add(folder, 10, 2)
        facts["gone"] = look(indexing, library)
        facts["made again"] = (place / "data").exists()
        (place / "away").rename(place / "data")
        facts["back"] = look(indexing, library)
        facts["findings"] = [finding.problem for finding in doctor.examine(library)]
    return facts


def _quoth(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "ui.command", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    return {"code": run.returncode, "said": run.stderr}


CASES: dict[str, Callable[[Path, Path], dict[str, Any]]] = {
    "full": full,
    "readonly": readonly,
    "documents": documents,
    "gone": gone,
}

if __name__ == "__main__":
    window.SIZE = 16
    print(json.dumps(CASES[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))))
