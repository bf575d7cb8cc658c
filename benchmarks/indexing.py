"""Indexing a folder, syncing it again with no change, and asking it: ``python -m benchmarks.indexing FOLDER DATA``."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benchmarks.documents import questions
from benchmarks.machine import percentiles


def main(folder: Path, data: Path) -> None:
    """Index a folder into a new data folder, ask it questions, and print the figures."""
    from assistant.assistant import Assistant
    from index.library import Library

    with Library.open(data) as library:
        library.warm()
        library.add_folder(folder)
        began = time.perf_counter()
        report = library.sync()
        seconds = time.perf_counter() - began
        began = time.perf_counter()
        unchanged = library.sync().unchanged
        again = time.perf_counter() - began
        chunks = library.catalog.count_chunks()
        taken = ask(Assistant(library), questions(folder, 100))
    p50, p95 = percentiles(taken)
    print(
        json.dumps(
            {
                "documents": len(report.added),
                "chunks": chunks,
                "embedded": report.embedded,
                "seconds": seconds,
                "unchanged": unchanged,
                "no_change_seconds": again,
                "p50_ms": p50,
                "p95_ms": p95,
            }
        )
    )


def ask(assistant: object, asked: list[str]) -> list[float]:
    """Milliseconds that each question takes, the first ones (which fill caches) not counted."""
    from assistant.assistant import Assistant

    assert isinstance(assistant, Assistant)
    taken = []
    for number, question in enumerate([*asked[:5], *asked]):
        began = time.perf_counter()
        assistant.ask(question)
        if number >= 5:
            taken.append(1000 * (time.perf_counter() - began))
    return taken


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
