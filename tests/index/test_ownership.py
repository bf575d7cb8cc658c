"""Who owns a data folder, also just after its owner was killed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from index.ownership import Locked, Ownership


def card(data: Path, pid: int) -> None:
    (data / "owner.json").write_text(json.dumps({"pid": pid, "command": "quoth serve", "url": None, "token": None}))


def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_living_owner_is_named_at_once(tmp_path: Path) -> None:
    owner = Ownership(tmp_path, "quoth serve")
    with pytest.raises(Locked, match="in use by 'quoth serve'"):
        Ownership(tmp_path, "quoth index")
    owner.release()
    Ownership(tmp_path, "quoth index").release()


def test_the_lock_of_a_dead_owner_is_waited_for(tmp_path: Path) -> None:
    held = FileLock(tmp_path / "lock", thread_local=False)
    held.acquire()
    card(tmp_path, dead_process())  # killed, while a process that it had begun to start holds its lock still
    release = threading.Timer(0.3, held.release)
    release.start()
    Ownership(tmp_path, "quoth index").release()
    release.join()
