"""Questions while a server indexes: ``python -m benchmarks.asking FOLDER DATA``, DATA not there yet.

A server takes in the whole folder; from its first document on it is asked a question every quarter of a second until
it is done, and after that the same way while it is idle.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import httpx

from assistant.owner import PREFIX
from benchmarks.documents import questions
from benchmarks.machine import percentiles
from benchmarks.serving import ask, first_page, free_port, owner_of

EVERY = 0.25
"""Seconds from an answer to the next question."""

IDLE = 200
"""Questions to the idle server."""


def main(folder: Path, data: Path) -> None:
    """Measure, and print the figures: times in milliseconds, and seconds of indexing while being asked."""
    asked = questions(folder, IDLE)
    with _server(data) as client:
        began = time.perf_counter()
        job = _post(client, "/sync", {"paths": [str(folder)]})["job"]
        while not any(document["chunks"] for document in _post(client, "/documents", {})):
            time.sleep(0.1)
        ask(client, asked[0])  # waits for the model, as every first question does
        busy = list(_asking(client, cycle(asked), lambda: _indexing(client, job)))
        seconds = time.perf_counter() - began
        time.sleep(2)
        idle = list(_asking(client, islice(asked, IDLE), lambda: True))
    (busy50, busy95), (idle50, idle95) = percentiles(busy), percentiles(idle)
    figures = {
        "indexing_seconds": seconds,
        "asked_while_indexing": len(busy),
        "busy_p50_ms": busy50,
        "busy_p95_ms": busy95,
        "busy_most_ms": max(busy),
        "idle_p50_ms": idle50,
        "idle_p95_ms": idle95,
        "p95_ratio": busy95 / idle95,
    }
    print(json.dumps(figures))


@contextmanager
def _server(data: Path) -> Iterator[httpx.Client]:
    port = free_port()
    command = [sys.executable, "-m", "ui.command", "serve", "--data", str(data), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        first_page(server, f"http://127.0.0.1:{port}/")
        owner = owner_of(data)
        headers = {"Authorization": f"Bearer {owner.token}"}
        with httpx.Client(base_url=f"{owner.url}{PREFIX}", headers=headers, timeout=120, trust_env=False) as client:
            yield client
    finally:
        server.terminate()
        server.wait(60)


def _asking(client: httpx.Client, asked: Iterator[str], go_on: Callable[[], bool]) -> Iterator[float]:
    for question in asked:
        if not go_on():
            return
        yield ask(client, question)
        time.sleep(EVERY)


def _indexing(client: httpx.Client, job: int) -> bool:
    state = _post(client, "/progress", {"job": job})
    if state["error"] is not None:
        raise SystemExit(state["error"])
    return state["report"] is None


def _post(client: httpx.Client, path: str, content: dict[str, object]) -> Any:
    response = client.post(path, json=content)
    response.raise_for_status()
    return response.json()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
