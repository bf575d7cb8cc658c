"""A month of a living folder in minutes: ``python -m benchmarks.month [--days 30] [--changes 100] [--seed 1]``.

A real server follows a folder in which thousands of documents are added, edited, moved, deleted and archives
changed, also while it is down; it is ended and killed again and again. After each day the library must hold what the
folder holds, each fact asked for must be answered from a document that says it, and a fact that no document says any
more must be found nowhere. Exit code 1 and the seed if something differs.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from assistant.owner import RemoteService, connect
from assistant.service import RequestError
from benchmarks.month_folder import Fact, Folder
from index.ownership import Owner, read_owner

PATIENCE = 90.0
"""Seconds in which the library must have caught up with the folder."""

ASKED = 40
"""Facts asked for after each day, beside those that went; after the last day all are."""


def main() -> None:
    """Live through the days, and print what happened on each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--changes", type=int, default=100, help="changes of the folder a day")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quoth-month-") as scratch:
        month = Month(Path(scratch), random.Random(arguments.seed))
        for day in range(1, arguments.days + 1):
            month.live(day, arguments.changes, last=day == arguments.days)
        changes = ", ".join(f"{count:,} {name}" for name, count in sorted(month.folder.counts.items()))
        print(
            f"\n{sum(month.folder.counts.values()):,} changes ({changes}), {month.starts} starts, {month.kills} kills,"
        )
        print(
            f"{month.asked:,} facts asked for, {month.sought:,} gone facts sought, caught up in {month.slowest:.1f} s"
        )
    for line in month.wrong[:100]:
        print(line)
    if month.wrong:
        raise SystemExit(f"{len(month.wrong)} differences. To see them again: --seed {arguments.seed}")
    print("The library held what the folder held every day.")


class Month:
    """The folder, the server that follows it, and what went wrong so far."""

    def __init__(self, scratch: Path, chance: random.Random) -> None:
        (scratch / "folder").mkdir()
        self.folder = Folder(scratch / "folder", chance)
        self.wrong: list[str] = []
        self.starts = self.kills = self.asked = self.sought = 0
        self.slowest = 0.0
        self._data = scratch / "data"
        self._chance = chance

    def live(self, day: int, changes: int, *, last: bool) -> None:
        """One day: some changes while the server is down, the others while it runs, in bursts; then compare."""
        began, before = time.monotonic(), len(self.wrong)
        asleep = self._chance.randint(0, changes // 4)
        for _ in range(asleep):
            self.folder.change()
        with self._server() as service:
            for number in range(changes - asleep):
                self.folder.change()
                if number % self._chance.randint(1, 25) == 0:
                    time.sleep(self._chance.uniform(0, 1.5))
            caught_up = self._wait(service)
            self._compare(service, day, every=last)
        held, wrong = len(self.folder.held), len(self.wrong) - before
        took = time.monotonic() - began
        print(f"day {day}: {held} documents, caught up in {caught_up:.1f} s, {wrong} wrong, {took:.0f} s", flush=True)

    @contextmanager
    def _server(self) -> Iterator[RemoteService]:
        command = [sys.executable, "-m", "ui.command", "--data", str(self._data), "serve", str(self.folder.root)]
        server = subprocess.Popen([*command, "--port", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.starts += 1
        kill = self._chance.random() < 0.5
        try:
            with connect(self._reached(server)) as service:
                yield service
                if kill:
                    self._begin_something()
        finally:
            self.kills += kill
            server.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
            server.wait(60)

    def _begin_something(self) -> None:
        """Have the server be in the middle of something when it is killed."""
        for _ in range(8):
            self.folder.change()
        time.sleep(self._chance.uniform(0.2, 2.5))

    def _reached(self, server: subprocess.Popen[bytes]) -> Owner:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and server.poll() is None:
            owner = read_owner(self._data)
            if owner is not None and owner.url is not None and owner.pid == server.pid and _answers(owner.url):
                return owner
            time.sleep(0.05)
        raise SystemExit(f"the server did not start (exit code {server.poll()})")

    def _wait(self, service: RemoteService) -> float:
        """Wait until the library's documents are the folder's; how long it took."""
        began = time.monotonic()
        wanted = set(self.folder.held)
        while time.monotonic() - began < PATIENCE:
            if {one["path"] for one in _with_text(service)} == wanted and self._texts_are_right(service):
                break
            time.sleep(0.2)
        took = time.monotonic() - began
        self.slowest = max(self.slowest, took)
        return took

    def _texts_are_right(self, service: RemoteService) -> bool:
        documents = {one["path"]: one["id"] for one in _with_text(service)}
        held = self.folder.held
        return all(fact.word in service.text([str(documents.get(path, path))]) for path, fact in held.items())

    def _compare(self, service: RemoteService, day: int, *, every: bool) -> None:
        documents = {one["path"]: one["id"] for one in _with_text(service)}
        held = self.folder.held
        self._differ(day, "is not in the library", held.keys() - documents.keys())
        self._differ(day, "is in the library and not in the folder", documents.keys() - held.keys())
        for path in held.keys() & documents.keys():
            if held[path].word not in service.text([str(documents[path])]):
                self._differ(day, "does not have its present text", [path])
        facts = sorted(set(held.values()), key=lambda fact: fact.station)
        for fact in facts if every else self._chance.sample(facts, min(ASKED, len(facts))):
            self._ask(service, day, fact)
        for fact in self.folder.gone if every else self.folder.gone[-ASKED:]:
            self._seek(service, day, fact)

    def _differ(self, day: int, what: str, paths: object) -> None:
        self.wrong += [f"day {day}: {path} {what}" for path in sorted(paths)]  # type: ignore[call-overload]

    def _ask(self, service: RemoteService, day: int, fact: Fact) -> None:
        """A fact must be answered, cited from a document that says it."""
        self.asked += 1
        answer = service.ask(fact.question, (), None)
        cited = [one for one in answer["citations"] if fact.word in one["quote"]]
        if not cited:
            self.wrong.append(f"day {day}: {fact.question} {fact.word} is not cited, but: {answer['answer']}")
        elif self.folder.held.get(cited[0]["document"]) != fact:
            self.wrong.append(f"day {day}: {fact.question} is cited from {cited[0]['document']}, which does not say it")

    def _seek(self, service: RemoteService, day: int, fact: Fact) -> None:
        """A fact that went must be found nowhere, in the answer or in what it was made from."""
        self.sought += 1
        answer = service.ask(fact.question, (), None)
        texts = [answer["answer"] or "", *(one["text"] for one in answer["passages"])]
        if any(fact.word in text for text in texts):
            self.wrong.append(f"day {day}: {fact.question} {fact.word} is gone, but was found")


def _with_text(service: RemoteService) -> list[dict[str, object]]:
    """The documents with a text of their own: archives have none."""
    return [one for one in service.documents() if one["state"] == "ready" and one["chunks"]]


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, trust_env=False).status_code < 500
    except httpx.TransportError:
        return False


if __name__ == "__main__":
    try:
        main()
    except RequestError as error:
        raise SystemExit(str(error)) from error
