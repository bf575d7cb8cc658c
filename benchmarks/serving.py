"""The server as a person meets it: ``python -m benchmarks.serving FOLDER DATA`` over an indexed data folder.

Time from the command to the first page and to the first answer, and the server's memory after 100 questions.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from assistant.owner import PREFIX
from benchmarks.documents import questions
from benchmarks.machine import percentiles
from index.ownership import Owner, read_owner


def main(folder: Path, data: Path) -> None:
    """Start the server, ask it questions, and print the figures."""
    port = free_port()
    began = time.perf_counter()
    command = [sys.executable, "-m", "ui.command", "serve", str(folder), "--data", str(data), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        first_page(server, f"http://127.0.0.1:{port}/")
        page = time.perf_counter() - began
        owner = owner_of(data)
        asked = questions(folder, 100)
        headers = {"Authorization": f"Bearer {owner.token}"}
        with httpx.Client(base_url=f"{owner.url}{PREFIX}", headers=headers, timeout=120, trust_env=False) as client:
            ask(client, asked[0])
            answer = time.perf_counter() - began
            taken = [ask(client, question) for question in asked]
        memory = _resident_mb(server.pid)
    finally:
        server.terminate()
        server.wait(30)
    p50, p95 = percentiles(taken)
    figures = {"first_page_s": page, "first_answer_s": answer, "resident_mb": memory, "p50_ms": p50, "p95_ms": p95}
    print(json.dumps(figures))


def free_port() -> int:
    """A port that is free at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def first_page(server: subprocess.Popen[bytes], url: str) -> None:
    """Wait until a server shows its page."""
    while server.poll() is None:
        try:
            if httpx.get(url, timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise SystemExit(f"the server ended with exit code {server.returncode}")


def owner_of(data: Path) -> Owner:
    """The server that owns a data folder, once it says where it listens."""
    for _ in range(600):
        owner = read_owner(data)
        if owner is not None and owner.url is not None:
            return owner
        time.sleep(0.1)
    raise SystemExit("the server does not say where it listens")


def ask(client: httpx.Client, question: str) -> float:
    """Ask, and give the milliseconds until the whole answer is there."""
    began = time.perf_counter()
    client.post("/ask", json={"question": question, "history": [], "only": None}).raise_for_status()
    return 1000 * (time.perf_counter() - began)


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
