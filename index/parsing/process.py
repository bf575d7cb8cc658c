"""The process that reads documents, as its parent holds it: started, listened to with a clock, ended for certain."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from index.loaders.characters import names
from index.parsing import pipes
from index.parsing.limits import Limits, too_hungry, too_slow
from index.parsing.protocol import LENGTHS, Frame, Garbled, lengths, packed, unpacked

_TICK = 0.05
"""Seconds between looks at the clock, the memory, and whether to stop."""
_START = 30.0
"""Seconds that a process may take to start."""
_STARVED = 20
"""Times the limit, in plain time, after which a document is given up however little the processor gave it."""
_PIPE = 2**20
_KEPT = names(
    "PATH HOME USER TMPDIR TMP TEMP TZ LANG LC_ALL LC_CTYPE SYSTEMROOT WINDIR LD_LIBRARY_PATH DYLD_LIBRARY_PATH "
    "PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX VIRTUAL_ENV"
)
"""Environment that a process needs to start; keys and tokens are none of a parser's business."""


class Ended(Exception):
    """The process is gone: it ended, or was ended. ``str(error)`` says why, as a predicate of the document at hand."""


class Stopped(Exception):
    """Reading was broken off because that was wanted."""


class Clock:
    """Time that one document has taken: as long as its process was awaited, less while that had no processor."""

    def __init__(self, base: float) -> None:
        self.base = base
        self.more = 0.0
        self.spent = 0.0
        self.plain = 0.0

    def allow(self, base: float, more: float) -> None:
        """Set the limit: what any document of its size has, and what its loader asked for beside."""
        self.base, self.more = base, more

    @property
    def limit(self) -> float:
        """Seconds that it may take."""
        return self.base + self.more

    @property
    def over(self) -> bool:
        """Whether it has taken too long."""
        return self.spent > self.limit or self.plain > self.limit * _STARVED


class Process:
    """One process. Not for several threads, but for `end`."""

    def __init__(self, limits: Limits, hooks: str | None = None) -> None:
        self._limits = limits
        self.peak = 0
        """Most bytes that it was seen to hold since `peak` was set to 0."""
        self.started = False
        """Whether it has said anything yet: until then time counts for its start."""
        self.files = 0
        """How many files it has read."""
        self.held = 0
        """Bytes that it said it holds after the last of them."""
        self.stopped = False
        self.received = 0
        """Bytes that came since `received` was set to 0."""
        self._looked = 0.0
        self._buffer = bytearray()
        # What it is told to have held at most counts from before it became another program than ours (exec(3)).
        self._inherited = _most_held()
        command = [sys.executable, "-P", "-m", "index.parsing.worker"]
        self._lifeline: int | None = None
        passed: Sequence[int] = ()
        if os.name == "posix":
            theirs, self._lifeline = os.pipe()
            passed = (theirs,)
            command += ["--lifeline", str(theirs)]
        if hooks is not None:
            command += ["--hooks", hooks]
        try:
            self._popen = subprocess.Popen(
                command,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(os.environ),
                start_new_session=True,
                pass_fds=passed,
            )
        finally:
            for fd in passed:
                os.close(fd)
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        self._to, self._from = self._popen.stdin.fileno(), self._popen.stdout.fileno()
        self._pump: pipes.Pump | None = None
        if pipes.SELECTABLE:
            os.set_blocking(self._to, False)
            _widen(self._from)
        else:
            self._pump = pipes.Pump(self._from)
        self._watched = psutil.Process(self._popen.pid)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._popen.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._popen.poll() is None

    def send(self, frame: Frame, clock: Clock | None = None, cancelled: Callable[[], bool] | None = None) -> None:
        """Send a frame. Raises Ended, Stopped."""
        clock = clock or Clock(_START)
        for piece in packed(frame):
            rest = memoryview(piece)
            while rest:
                try:
                    rest = rest[os.write(self._to, rest) :]
                except BlockingIOError:
                    self._wait(self._to, selectors.EVENT_WRITE, clock, cancelled)
                except (BrokenPipeError, OSError, ValueError):
                    raise self._gone() from None

    def receive(self, clock: Clock, cancelled: Callable[[], bool] | None = None) -> Frame:
        """The next frame.

        :raises Ended: the process is gone, by itself or because it broke a limit.
        :raises Stopped: ``cancelled`` said so, or `end` was called by another thread.
        """
        self._fill(LENGTHS.size, clock if self.started else Clock(max(_START, clock.limit)), cancelled)
        self.started = True
        try:
            header, body = lengths(bytes(self._buffer[: LENGTHS.size]))
            whole = LENGTHS.size + header + body
            self._fill(whole, clock, cancelled)
            with memoryview(self._buffer) as view:
                frame = unpacked(bytes(view[LENGTHS.size : LENGTHS.size + header]), bytes(view[whole - body : whole]))
        except Garbled as error:
            self.end()
            raise Ended(f"could not be read: the reader gave what makes no sense ({error})") from error
        del self._buffer[:whole]
        return frame

    def _fill(self, count: int, clock: Clock, cancelled: Callable[[], bool] | None) -> None:
        while len(self._buffer) < count:
            self._wait(self._from, selectors.EVENT_READ, clock, cancelled)
            try:
                part = self._read(max(2**16, min(count - len(self._buffer), _PIPE)))
            except BlockingIOError:
                continue
            except (OSError, ValueError):
                part = b""
            if not part:
                raise self._gone()
            self._buffer += part
            self._take_note(len(part), clock, cancelled)

    def _read(self, most: int) -> bytes:
        return os.read(self._from, most) if self._pump is None else self._pump.take()

    def _take_note(self, count: int, clock: Clock, cancelled: Callable[[], bool] | None) -> None:
        """Look at the limits although something always comes, and at how much of it there is."""
        self.received += count
        if self.received > self._limits.memory:  # which the process itself could not have held
            self.end()
            raise Ended("could not be read: the reader gave more than a document can hold")
        if time.monotonic() - self._looked > _TICK:
            self._look(clock, cancelled)

    def _wait(self, fd: int, event: int, clock: Clock, cancelled: Callable[[], bool] | None) -> None:
        """Wait until a pipe is ready, looking at the limits meanwhile."""
        began, before, plain_before = time.monotonic(), clock.spent, clock.plain
        starved, delays = 0.0, None
        with pipes.Readiness(fd, event, self._pump) as ready:
            while not ready.within(_TICK):
                now = _delays(self.pid)
                if delays is not None:  # one thread runs while others wait for it, so that the worst off is what counts
                    starved += max((waited - delays.get(thread, waited) for thread, waited in now.items()), default=0.0)
                delays = now
                elapsed = time.monotonic() - began
                clock.spent, clock.plain = before + max(0.0, elapsed - starved), plain_before + elapsed
                self._look(clock, cancelled)
        elapsed = time.monotonic() - began
        clock.spent, clock.plain = before + max(0.0, elapsed - starved), plain_before + elapsed

    def _look(self, clock: Clock, cancelled: Callable[[], bool] | None) -> None:
        self._looked = time.monotonic()
        if self.stopped or (cancelled is not None and cancelled()):
            self.end()
            raise Stopped
        with suppress(psutil.Error):
            self.peak = max(self.peak, self._watched.memory_info().rss)
        if self.peak > self._limits.memory:
            self.end()
            raise Ended(too_hungry(self._limits))
        if clock.over:
            self.end()
            raise Ended(too_slow(clock.limit))

    def _gone(self) -> Exception:
        """Why the process is gone."""
        if self.stopped:
            self.end()
            return Stopped()
        code = self._exit_code()
        self.end()
        if self.peak > 0.8 * self._limits.memory:  # what is refused more memory may end itself by any signal
            return Ended(too_hungry(self._limits))
        if code is not None and code < 0:
            return Ended(f"could not be read: the reader crashed on it ({_signal(-code)})")
        return Ended(f"could not be read: the reader ended on it (exit status {code})")

    def _exit_code(self) -> int | None:
        """How the process ended, waited for a second; what it held at most is asked of the system before it forgets."""
        with suppress(ChildProcessError, AttributeError):  # another thread asked first, or there is no such call
            for _ in range(100):
                pid, status, usage = os.wait4(self.pid, os.WNOHANG)
                if pid:
                    self._popen.returncode = os.waitstatus_to_exitcode(status)
                    if usage.ru_maxrss > self._inherited:
                        self.peak = max(self.peak, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
                    break
                time.sleep(0.01)
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(1)
        return self._popen.poll()

    def stop(self) -> None:
        """End the process from another thread: whoever waits for it gets Stopped."""
        self.stopped = True
        self._kill()

    def end(self) -> None:
        """End the process and all it started, at once; more than once does no harm."""
        self._kill()
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(2)  # one that hangs in the kernel, as on a dead network disk, is left to that
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None and not pipe.closed:
                with suppress(OSError):
                    pipe.close()
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None

    def _kill(self) -> None:
        if self._popen.poll() is not None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if os.name == "posix":
                os.killpg(self._popen.pid, signal.SIGKILL)  # it leads a group of its own
            else:
                self._popen.kill()


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    """What the process gets of our environment: how to find modules and a locale."""
    kept = {name: value for name, value in ours.items() if name.upper() in _KEPT}
    # One thread: reading is done in the background, and questions need the processor.
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    return (
        kept
        | threads
        | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path), "PYTHONUTF8": "1"}
    )


def _widen(fd: int) -> None:
    """Let a pipe hold more, where that can be asked for: the two processes then wait less for each other."""
    try:
        import fcntl

        fcntl.fcntl(fd, fcntl.F_SETPIPE_SZ, _PIPE)
    except (ImportError, AttributeError, OSError):
        pass


def _most_held() -> int:
    """The most that our own process held, in the system's unit; 0 where that is not told."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _delays(pid: int) -> dict[str, float]:
    """Seconds that each thread of a process has waited for a processor in all; empty where the system does not say."""
    found = {}
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 (read twenty times a second)
            with open(f"/proc/{pid}/task/{thread}/schedstat", "rb") as file:  # noqa: PTH123
                found[thread] = int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        pass
    return found


def _signal(number: int) -> str:
    names = {"SIGSEGV": "memory error", "SIGABRT": "aborted", "SIGKILL": "killed"}
    try:
        name = signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
    return f"signal {number}, {names[name]}" if name in names else f"signal {number}"
