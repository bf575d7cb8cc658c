"""Real processes that index a folder are killed at random instants; nothing is lost, doubled or embedded twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = 30


def test_killed_processes_lose_nothing(tmp_path: Path) -> None:
    # Apart from the tests' own process, which has threads: one that has must not be forked.
    run = subprocess.run(
        [sys.executable, "-m", "tests.index.killing", str(tmp_path), "2026", str(KILLS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    rounds = [json.loads(line) for line in run.stdout.splitlines()]
    assert [one for one in rounds if one["findings"]] == [], run.stderr
    assert len(rounds) == KILLS
    stages = {one["stage"] for one in rounds}
    assert len(stages) >= 4, f"the kills fell on {stages} alone: they have to fall on many stages"
    assert sum(one["facts"]["chunks"] for one in rounds) > KILLS
