"""Reads every file of a folder as a sync would, and says what came of each: its text, or the reason why there is none.

    QUOTH_BENCH_FILES=FOLDER python -m benchmarks.formats [NAME…]

For each file and each document inside it: seconds, the most memory that reading it took, and the outcome. At the end
the sums, the slowest and the largest. Names that are given are the only ones read.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path

from index.embedding.embedding import Embedder
from index.following.walk import Found, walk
from index.parsing.outcome import Outcome
from index.parsing.parser import Parser


def main() -> None:
    """Read the folder and print."""
    folder = os.environ.get("QUOTH_BENCH_FILES")
    if not folder:
        sys.exit("Set QUOTH_BENCH_FILES to a folder with files of many formats.")
    root = Path(folder).resolve()
    wanted = set(sys.argv[1:])
    files = [found.path for found in walk(root) if isinstance(found, Found) and (not wanted or found.path in wanted)]
    states: Counter[str] = Counter()
    slowest, largest = (0.0, ""), (0, "")
    began = time.monotonic()
    parser = Parser(Embedder())
    try:
        for path in files:
            at = time.monotonic()
            for number, outcome in enumerate(parser.read(root, path, lambda head: True)):
                took, at = time.monotonic() - at, time.monotonic()
                memory = int(outcome.parsed.report["peak_bytes"]) if outcome.parsed else 0
                state = _state(outcome)
                states[("files: " if number == 0 else "members: ") + state] += 1
                slowest, largest = max(slowest, (took, outcome.head.path)), max(largest, (memory, outcome.head.path))
                kind = outcome.head.format or "-"
                print(
                    f"{took:6.2f} s {memory / 2**20:5.0f} MB  {state:8} {kind:9} {outcome.head.path}: {_said(outcome)}"
                )
    finally:
        parser.close()
    print(f"\n{len(files)} files in {time.monotonic() - began:.1f} s")
    for name, count in sorted(states.items()):
        print(f"{count:6} {name}")
    print(f"slowest: {slowest[0]:.2f} s, {slowest[1]}\nmost memory: {largest[0] / 2**20:.0f} MB, {largest[1]}")


def _state(outcome: Outcome) -> str:
    return "text" if outcome.failure is None else outcome.failure.state.value


def _said(outcome: Outcome) -> str:
    if outcome.failure is not None:
        return outcome.failure.reason
    parsed = outcome.parsed
    if parsed is None:
        return "known"
    said = f"{len(parsed.text)} characters, {len(parsed.chunks)} passages"
    if parsed.container:
        said += ", a container"
    return "; ".join([said, *parsed.report["notes"]])


if __name__ == "__main__":
    main()
