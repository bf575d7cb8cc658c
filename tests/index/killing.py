"""Processes that index a folder, killed at random instants, and what is looked at after each.

One process imports all that is slow, starts no thread, and forks for each round a process that lives with a folder
until it is killed, and then one that starts again and checks. Only the kills are left to chance: what is done to the
folder follows from the seed.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import mmap
import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LARGEST_FILE = 200 * 2**20
"""Bytes: a vector store killed while it wrote its graph has been seen to grow one of its files without end."""

REPAIRS = 12
"""Every so many rounds the catalog is damaged, and the process is killed while it builds it anew."""

LONGEST_LIFE = 3.0
"""Seconds after which a process is killed wherever it is."""

LONGEST_CHECK = 120.0
"""Seconds after which a check counts as hanging."""

_LOOK = 0.0002
"""Seconds between looks at what is to be hit."""


@dataclass(frozen=True, slots=True)
class Round:
    """One kill: what it was aimed at, what the process was doing when it died, and what was found wrong after."""

    number: int
    aim: str
    stage: str
    seconds: float
    findings: tuple[str, ...]
    facts: dict[str, Any]
    """What the check counted: documents, chunks, whether the vectors had to be built anew."""


class Stage:
    """What a process is doing, kept where its parent can read it after the process was killed."""

    SIZE = 64

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, self.SIZE)
        self.set("starting")

    def set(self, name: str) -> None:
        """Say what is done from now on."""
        self._memory[:] = name.encode().ljust(self.SIZE)

    def get(self) -> str:
        """What was said last."""
        return self._memory[:].decode().strip()


def warm_up() -> None:
    """Import all that is slow, before any thread is there: a process with threads must not be forked."""
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")
    import chromadb  # noqa: F401

    logging.getLogger("index").addHandler(logging.NullHandler())  # what is damaged on purpose is no news

    import index.doctor
    import index.syncing.sync  # noqa: F401
    import tests.index.lives  # noqa: F401


def rounds(place: Path, seed: int, times: int, *, deep_every: int = 10) -> Iterator[Round]:
    """Kill so many processes in turn over one folder and data folder below ``place``.

    :param deep_every: after so many kills the whole index is compared with a fresh parse and embedding.
    """
    warm_up()
    from tests.index.lives import STAGES, check, live

    for number in range(times):
        chance = random.Random(f"{seed} {number}")
        began = time.monotonic()
        stage = Stage()
        repairing = number % REPAIRS == REPAIRS - 1
        process = fork(lambda n=number, s=stage, r=repairing: live(place, f"{seed} {n}", s, repairing=r))  # type: ignore[misc]
        aim = "a repair" if repairing else _aim(chance, number, STAGES)
        _wait(process, aim, place, stage, chance)
        died_in, findings = stage.get(), []
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            findings.append(f"the process ended by itself ({os.waitstatus_to_exitcode(status)}) while {died_in}")
        deep = number % deep_every == deep_every - 1
        found, facts = begin(lambda d=deep, r=repairing: check(place, deep=d, repairing=r))()  # type: ignore[misc]
        yield Round(number, aim, died_in, time.monotonic() - began, (*findings, *found), facts)


def _aim(chance: random.Random, number: int, stages: tuple[str, ...]) -> str:
    """What to hit: any instant, the writing of the vectors' files, or one of the stages."""
    if number % 3 == 0:
        return "any instant"
    return "vectors' files" if number % 3 == 1 else chance.choice(stages)


def _wait(process: int, aim: str, place: Path, stage: Stage, chance: random.Random) -> None:
    """Return at the instant at which the process is to be killed."""
    until, chance_of_work = time.monotonic() + LONGEST_LIFE, chance.random() < 0.75
    if aim == "a repair":
        while stage.get() in ("starting", "damaging") and time.monotonic() < until:
            time.sleep(_LOOK)
        time.sleep(chance.uniform(0.0, chance.choice((0.05, 0.5, 2.0))))
        return
    if aim == "any instant":
        while chance_of_work and stage.get() in ("starting", "opening") and time.monotonic() < until:
            time.sleep(_LOOK)
        time.sleep(chance.uniform(0.0, 0.7))
        return
    hits = chance.randint(1, 4)
    last: object = _written(place) if aim == "vectors' files" else stage.get() == aim
    while hits and time.monotonic() < until and not _ended(process):
        now: object = _written(place) if aim == "vectors' files" else stage.get() == aim
        if now != last and now:
            hits -= 1
        last = now
        if hits:
            time.sleep(_LOOK)
    time.sleep(chance.choice((0.0, 0.0, chance.uniform(0.0, 0.002))))


def _written(place: Path) -> tuple[tuple[str, int, int], ...]:
    """The vectors' graph files with their sizes and dates."""
    found = []
    for generation in _entries(place / "data" / "vectors"):
        for segment in _entries(generation.path) if generation.is_dir() else ():
            for file in _entries(segment.path) if segment.is_dir() else ():
                try:
                    status = file.stat()
                except OSError:
                    continue
                found.append((file.path, status.st_size, status.st_mtime_ns))
    return tuple(sorted(found))


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            return list(listing)
    except OSError:
        return []


def _ended(process: int) -> bool:
    """Whether a child has ended; it is still to be waited for."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def fork(work: Callable[[], None]) -> int:
    """Do some work in a forked process; its id."""
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def begin(work: Callable[[], dict[str, Any]]) -> Callable[[], tuple[list[str], dict[str, Any]]]:
    """Do some work in a forked process; what is returned waits for its ``findings`` and what else it says."""
    reading, writing = os.pipe()

    def told() -> None:
        os.close(reading)
        with os.fdopen(writing, "w") as pipe:
            json.dump(work(), pipe)

    process = fork(told)
    os.close(writing)
    return lambda: _said(process, reading)


def _said(process: int, reading: int) -> tuple[list[str], dict[str, Any]]:
    said, until = b"", time.monotonic() + LONGEST_CHECK
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while time.monotonic() < until:
            if select.select([pipe], [], [], 1.0)[0]:
                part = pipe.read(65_536)
                if not part:
                    break
                said += part
        else:
            os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    if code:
        return [f"the process that started again ended with {code}"], {}
    facts: dict[str, Any] = json.loads(said)
    return facts.pop("findings"), facts


def main(place: str, seed: str, times: str) -> None:
    """Run rounds and print each as a line of JSON."""
    for one in rounds(Path(place), int(seed), int(times)):
        print(json.dumps(dataclasses.asdict(one)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
