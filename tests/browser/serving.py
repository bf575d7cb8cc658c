"""Servers for the browser tests: the real command in a process of its own, over a folder of small documents."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.ownership import read_owner

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    url: str
    data: Path
    folder: Path
    said: list[str]
    """The lines that it has printed."""

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.url.rpartition(":")[2])


@contextmanager
def serving(data: Path, folder: Path, *options: str, module: str = "ui.command", port: int = 0) -> Iterator[Server]:
    """Run ``quoth serve`` over a folder, and end it after.

    :param options: further options of the command.
    :param port: the port to listen on; by default a free one.
    :param module: what to run instead, with the same arguments.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("QUOTH_", "GRADIO_"))}
    command = [sys.executable, "-m", module, "--data", str(data), "serve", "--port", str(port), *options, str(folder)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    said: list[str] = []
    try:
        url = None
        for line in process.stdout:
            said.append(line)
            if found := re.search(r"http://[\d.:]+\d", line):
                url = found[0]
                break
        assert url is not None, f"the server did not start:\n{''.join(said)}"
        # What it goes on to say is read, so that it never waits for a reader.
        rest = threading.Thread(target=said.extend, args=(process.stdout,), daemon=True)
        rest.start()
        yield Server(url, data, folder, said)
        process.terminate()
        assert process.wait(timeout=60) == 0
        assert read_owner(data) is None
        rest.join(timeout=60)
        assert "Traceback" not in "".join(said), "".join(said)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stdout.close()
