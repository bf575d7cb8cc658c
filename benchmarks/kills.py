"""Kill indexing processes for long: ``python -m benchmarks.kills --times N [--seed S]``.

Prints in which stage how many died, how often the vectors had to be built anew, and what was found wrong. Exits with 1
at the first round after which something is wrong; its data folder is kept.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.index.killing import Round, rounds


def main(arguments: list[str] | None = None) -> int:
    """Run the rounds; 0 if nothing was ever found wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--times", type=int, default=500, help="processes to kill (500)")
    parser.add_argument("--seed", type=int, default=2026, help="what is done to the folder follows from it (2026)")
    parser.add_argument("--quiet", action="store_true", help="print the table alone")
    given = parser.parse_args(arguments)
    place = Path(tempfile.mkdtemp(prefix="quoth-kills-")).resolve()
    began, done = time.monotonic(), list[Round]()
    for one in rounds(place, given.seed, given.times):
        done.append(one)
        if not given.quiet and (one.number + 1) % 25 == 0:
            print(f"{one.number + 1} of {given.times}, {time.monotonic() - began:.0f} s", flush=True)
        if one.findings:
            break
    _show(done, time.monotonic() - began)
    wrong = done[-1].findings if done else ()
    if not wrong:
        import shutil

        shutil.rmtree(place, ignore_errors=True)
        return 0
    print(f"Round {done[-1].number} of seed {given.seed} went wrong; aimed at {done[-1].aim}, hit {done[-1].stage}:")
    for line in wrong:
        print(f"  {line}")
    print(f"Again: python -m benchmarks.kills --seed {given.seed} --times {done[-1].number + 1}. Kept: {place}")
    return 1


def _show(done: list[Round], seconds: float) -> None:
    stages, anew = Counter(one.stage for one in done), Counter[str]()
    for one in done:
        anew[one.stage] += bool(one.facts.get("built_anew"))
    table = Table(title=f"{len(done)} processes killed in {seconds:.0f} s", title_justify="left")
    table.add_column("killed while")
    table.add_column("times", justify="right")
    table.add_column("vectors built anew", justify="right")
    table.add_column("found wrong", justify="right")
    for stage, times in stages.most_common():
        wrong = sum(bool(one.findings) for one in done if one.stage == stage)
        table.add_row(stage, str(times), str(anew[stage]), str(wrong))
    table.add_section()
    table.add_row("all", str(len(done)), str(sum(anew.values())), str(sum(bool(one.findings) for one in done)))
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
