"""What Windows and macOS lack is asked for where it is used, and nothing fails over it when a module is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_WITHOUT = """
import asyncio, importlib, multiprocessing, os, pkgutil, shutil, signal, subprocess, sys, tarfile, tempfile
import filelock, numpy, psutil

for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules[name] = None
for name in (
    "O_NONBLOCK O_CLOEXEC O_ASYNC getuid geteuid fchmod chown killpg wait4 WNOHANG nice getpriority setpriority "
    "PRIO_PROCESS set_blocking sysconf fork statvfs sched_getaffinity"
).split():
    vars(os).pop(name, None)
for name in "SIGIO SIGURG SIGKILL SIGHUP SIGALRM SIGCHLD SIGUSR1".split():
    vars(signal).pop(name, None)
for package in ("index", "assistant"):
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, package + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
print("all")
"""


def test_every_module_is_imported_without_what_posix_alone_has() -> None:
    root = Path(__file__).parent.parent
    ran = subprocess.run([sys.executable, "-c", _WITHOUT], cwd=root, capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "all", ran.stderr
