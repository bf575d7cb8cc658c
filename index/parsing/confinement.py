"""What the reading process does to itself before it reads anything: private pipes, limits, an end with its parent."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

from index.parsing.limits import Limits

_NICE = 10


def private_pipes() -> tuple[int, int]:
    """Take standard input and output away from whatever may print; returns them as (incoming, outgoing)."""
    incoming, outgoing = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)
    return incoming, outgoing


def end_with(lifeline: int) -> None:
    """Have the system end this process once ``lifeline``'s other end is closed, whatever it is doing then.

    The parent holds that end and never writes to it, so that the one thing to come is its end, which the system
    tells by SIGIO; where it does not, a thread waits for it. PR_SET_PDEATHSIG would end the process with the thread
    that started it, not with the parent.
    """
    try:
        import fcntl

        signal.signal(signal.SIGIO, signal.SIG_DFL)  # which ends the process
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    except (ImportError, AttributeError, OSError):  # a system that tells no such thing of a pipe
        threading.Thread(target=_end_behind, args=(lifeline,), daemon=True).start()
    if select.select([lifeline], [], [], 0)[0]:  # gone before this was set up
        os._exit(0)


def _end_behind(lifeline: int) -> None:
    with suppress(OSError):
        os.read(lifeline, 1)
    os._exit(0)


def step_back() -> None:
    """Let others use the processor first, and leave it to the parent what an interrupt means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        with suppress(OSError):
            os.nice(_NICE)


def limit(limits: Limits) -> None:
    """Have the system refuse more memory than is allowed, and leave no picture of memory behind after a crash."""
    try:
        import resource
    except ImportError:  # not there on Windows, where the parent alone watches
        return
    # Of what is written, not of the address space: libraries reserve far more of that than they use.
    _lower(resource, "RLIMIT_DATA", limits.memory)
    _lower(resource, "RLIMIT_CORE", 0)


def _lower(resource: Any, name: str, most: int) -> None:
    number = getattr(resource, name, None)
    if number is None:
        return
    with suppress(OSError, ValueError):
        soft, hard = resource.getrlimit(number)
        given = [most, *(bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY)]
        resource.setrlimit(number, (min(given), min(given)))


def forget_peak() -> None:
    """Start `peak` anew, where the system can."""
    with suppress(OSError), open("/proc/self/clear_refs", "wb") as file:  # noqa: PTH123
        file.write(b"5")


def peak() -> int:
    """Most bytes of memory that this process held since `forget_peak` (elsewhere: since it started)."""
    with suppress(OSError, ValueError, IndexError), open("/proc/self/status", "rb") as file:  # noqa: PTH123
        return int(file.read().split(b"VmHWM:")[1].split()[0]) * 1024
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def held() -> int:
    """Bytes of memory that this process holds now; 0 where that is not told."""
    with suppress(OSError, ValueError, IndexError), open("/proc/self/statm", "rb") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")
    return 0
