"""What a reader may do wrong: imported into the reading process by tests, where texts that begin with ``!`` do it."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from index.loaders import patience, text
from index.loaders.loaded import Loaded
from index.parsing.protocol import Frame, packed

_load = text.load


def _hang() -> None:
    while True:
        pass


def _sleep() -> None:
    time.sleep(600)


def _hold_the_interpreter() -> None:
    ctypes.PyDLL(None).sleep(600)  # in C, without letting another thread of Python's run


def _allocate() -> None:
    held = []
    while True:
        held.append(bytearray(16 * 2**20))


def _grow() -> None:
    size = 2**20
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while True:  # as a library in C does that takes no for an answer by ending
        block = libc.malloc(size)
        if not block:
            time.sleep(0.3)  # a parent that held more itself is told of it by looking alone
            os.abort()
        ctypes.memset(block, 1, size)


def _crash() -> None:
    ctypes.string_at(0)


def _print() -> None:
    sys.stdout.write("not a frame\n" * 100)
    sys.stdout.flush()
    os.write(1, b"nor this")
    subprocess.run(["echo", "nor that"], check=False)


def _read_input() -> None:
    sys.stdin.read()


def _exit() -> None:
    sys.exit(3)


def _really_exit() -> None:
    os._exit(3)


def _kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _lie() -> None:
    for fd in range(3, 64):
        try:
            os.write(fd, b"\0\0\0\2" + bytes(8) + b"[]")
        except OSError:
            continue


def _say(kind: str, body: bytes = b"", **header: object) -> None:
    """Send a frame that is none of the reader's."""
    data = b"".join(packed(Frame({"is": kind, **header}, body)))
    for fd in range(3, 64):
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(fd, rest) :]
            except OSError:
                break


def _give_signs_of_life_for_ever() -> None:
    while True:
        _say("tick")


def _ask_for_time_without_end() -> None:
    _say("more", seconds=float("nan"))
    time.sleep(600)


def _send_without_end() -> None:
    while True:
        _say("text", bytes(2**20))


def _claim_to_be_large() -> None:
    _say("head", path="a.txt", size=2**62, mtime_ns=0, checked_ns=0, place=[], sha256="0" * 64, format="text")
    time.sleep(600)


def _speak_of_another() -> None:
    _say("begin", path="good.txt", size=1, mtime_ns=0, checked_ns=0, place=[0], members=1, unpacked=1)
    time.sleep(600)


def _leave_a_child() -> None:
    subprocess.Popen(["sleep", "600"])
    _hang()


def _ask_and_take_longer() -> None:
    patience.ask(2.0)
    time.sleep(1.0)


def _deep() -> None:
    _deep()


def _environment() -> Loaded:
    return _load("\n".join(sorted(os.environ)).encode())


def _descriptors() -> Loaded:
    held = Path("/proc/self/fd")
    return _load("\n".join(sorted(f"{fd.name} {fd.readlink()}" for fd in held.iterdir() if fd.is_symlink())).encode())


_DEEDS: dict[bytes, Callable[[], Loaded | None]] = {
    b"!" + name.strip("_").replace("_", "-").encode(): deed
    for name, deed in list(globals().items())
    if name.startswith("_") and callable(deed) and name not in ("_load", "_say")
}


def load(data: bytes) -> Loaded:
    """What `index.loaders.text.load` gives, after the deed that a text is told to do."""
    first, _, rest = data.partition(b"\n")
    deed = _DEEDS.get(first.strip())
    if deed is None:
        return _load(data)
    return deed() or _load(rest or b"done")


text.load = load
