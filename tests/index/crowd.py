"""Ten processes that open one new data folder at the same instant; prints what became of each as JSON."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from tests.index.killing import begin, warm_up

TIMES = 10


def main(data: Path, folder: Path) -> None:
    """Fork them, let them go at once, and collect what they say."""
    warm_up()
    from index.library import Library, Locked
    from tests.index.lives import EMBEDDER

    reading, writing = os.pipe()
    ended, end = os.pipe()

    def one() -> dict[str, Any]:
        os.close(writing)
        os.close(end)
        os.read(reading, 1)  # returns for all at once, when the last writer is gone
        try:
            with Library.open(data, embedder=EMBEDDER) as library:
                library.add_folder(folder)
                report = library.sync()
                os.read(ended, 1)  # holds the folder until all have tried
                return {"findings": [], "added": len(report.added)}
        except Locked as locked:
            return {"findings": [], "locked": str(locked)}

    crowd = [begin(one) for _ in range(TIMES)]
    os.close(writing)
    print(json.dumps(_all(crowd, end)))


def _all(waiting: list[Any], end: int) -> list[Any]:
    """What all say: the nine that are refused end by themselves, and the tenth once it may."""
    outcomes: list[Any] = [None] * len(waiting)
    threads = [
        threading.Thread(target=lambda n=n, wait=wait: outcomes.__setitem__(n, wait()))
        for n, wait in enumerate(waiting)
    ]
    for thread in threads:
        thread.start()
    while sum(outcome is None for outcome in outcomes) > 1 and any(thread.is_alive() for thread in threads):
        threads[0].join(0.05)
    os.close(end)
    for thread in threads:
        thread.join()
    return outcomes


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
