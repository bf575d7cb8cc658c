"""What the reading process says of one file, followed: its frames become outcomes, and where it was is remembered."""

from __future__ import annotations

import errno
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from index.documents import State
from index.parsing.limits import Limits, time_in_words
from index.parsing.outcome import Failure, Head, Outcome, Parsed
from index.parsing.process import Clock, Ended, Process
from index.parsing.protocol import Frame, Garbled, Pieces

Place = tuple[int, ...]
_INTEGER = 2**63
"""Whole numbers below this and above its negative can be stored."""


class Following:
    """One file's reading, over as many processes as it takes."""

    def __init__(
        self, path: str, limits: Limits, want: Callable[[Head], bool], cancelled: Callable[[], bool] | None
    ) -> None:
        self._path = path
        self._limits = limits
        self._want = want
        self._cancelled = cancelled
        self._containers: dict[Place, Head] = {}
        """Those that the document at hand stands in, or that were read last: what may have more members."""
        self._current: Head | None = None
        """The document at hand."""
        self._begun = False
        """Whether anything came of the file."""
        self._after: Place | None = None
        self._members = 0
        self._unpacked = 0
        self._ticks = 0
        self._crashes = 0
        self._spent = 0.0
        self.finished = False
        """Whether nothing more can come of the file."""

    def resumption(self) -> dict[str, Any]:
        """Where the next process goes on, as part of its request."""
        after = None if self._after is None else list(self._after)
        return {"after": after, "members": self._members, "unpacked": self._unpacked}

    def outcomes(self, process: Process) -> Iterator[Outcome]:
        """What a process says until it is through with the file. Raises Ended, Stopped, OSError."""
        pieces = self._pieces()
        clock = self._clock(process, None)
        while not self.finished:
            frame = process.receive(clock, self._cancelled)
            try:
                outcome = self._heard(frame, process, pieces)
            except (Garbled, KeyError, TypeError, ValueError, AttributeError) as error:
                raise Ended(f"could not be read: the reader gave what makes no sense ({error})") from error
            if frame.kind == "head" and self._current is not None:
                clock.allow(self._limits.seconds_for(min(self._current.size, self._limits.file_bytes)), 0.0)
                if self._current.sha256 is not None:
                    process.send(Frame({"is": "want", "want": self._want(self._current)}), clock, self._cancelled)
            elif frame.kind == "oserror":
                process.receive(clock, self._cancelled)  # its end
                raise OSError(frame.header["errno"] or errno.EIO, str(frame.header["message"]), self._path)
            elif frame.kind == "more":
                clock.allow(clock.base, min(clock.more + _seconds(frame), self._limits.patience))
            elif frame.kind in ("tick", "begin") or outcome is not None:
                self._spent += clock.spent
                clock = self._clock(process, None)
            if outcome is not None:
                pieces = self._pieces()
                yield outcome
                del outcome
            if self._spent > self._limits.seconds_in_all:
                raise Ended(f"took longer than {time_in_words(self._limits.seconds_in_all)} to read as a whole")

    def _heard(self, frame: Frame, process: Process, pieces: Pieces) -> Outcome | None:
        kind, header = frame.kind, frame.header
        if kind == "tick":
            self._ticks += 1
            if self._ticks > self._limits.ticks:
                raise Garbled("it goes on for ever")
        if kind in ("tick", "more", "oserror"):
            return None
        if kind == "end":
            process.held = int(header["held"])
            self.finished = True
        elif kind == "begin":
            if int(header["members"]) != self._members + 1 or self._members >= self._limits.members:
                raise Garbled("a member that is none")
            self._members, self._unpacked = int(header["members"]), int(header["unpacked"])
            self._current = self._fitting(_head(header))
        elif kind == "head":
            head = self._fitting(_head(header))
            awaited, read = ((), None) if self._current is None else (self._current.place, self._current.sha256)
            if head.place != awaited or read is not None:
                raise Garbled("a document that was not begun")
            self._current = head
        elif kind == "known":
            return self._done(known=True)
        elif kind == "failed":
            return self._done(failure=Failure(State(header["state"]), str(header["reason"])))
        elif kind == "parsed":
            return self._done(parsed=_parsed(header, pieces))
        elif kind == "cut":
            self._current = None
            reason = Failure(State.FAILED, str(header["reason"]))
            return Outcome(self._containers.pop(tuple(header["place"])), failure=reason)
        else:
            pieces.take(frame)
        return None

    def _pieces(self) -> Pieces:
        return Pieces(most_chunks=self._limits.chunks)

    def _fitting(self, head: Head) -> Head:
        """A document that stands in this file, where it says. Raises Garbled for any other: it is not the reader's."""
        if not head.place:
            if self._begun:
                raise Garbled("the file once more")
            return replace(head, path=self._path)
        container = self._containers.get(head.place[:-1])
        if container is None or not head.path.startswith(f"{container.path}/"):
            raise Garbled("a document of another file")
        head.path.encode()  # UnicodeEncodeError, a ValueError, where it is no text
        return head

    def _done(self, *, known: bool = False, parsed: Parsed | None = None, failure: Failure | None = None) -> Outcome:
        head, self._current = self._current, None
        if head is None:
            raise Garbled("an outcome of nothing")
        self._begun = True
        place = head.place
        self._containers = {at: held for at, held in self._containers.items() if at == place[: len(at)]}
        if parsed is not None and parsed.container:
            self._containers[place] = head
        return Outcome(head, known, parsed, failure)

    def ended(self, reason: str) -> Iterator[Outcome]:
        """What a process's end means for the document at hand; then it is `finished`, or goes on behind that one."""
        self._crashes += 1
        head, self._current = self._current, None
        if head is None and not self._begun:  # it ended before the file was open
            head = Head(self._path, 0, 0, 0, None, None)
        if head is not None:
            self._after = head.place
            yield Outcome(head, failure=Failure(State.FAILED, reason))
        elif self._containers:  # it ended on the way to the next member of the innermost container
            self._after = max(self._containers, key=len)
            container = self._containers.pop(self._after)
            yield Outcome(container, failure=Failure(State.FAILED, f"{reason}: the rest of it is not read"))
        self.finished = not self._after
        too_long = self._spent > self._limits.seconds_in_all
        if not self.finished and (too_long or self._crashes > self._limits.crashes):
            self.finished = True
            why = reason if too_long else "holds too many files that end the reader"
            if () in self._containers:
                failure = Failure(State.FAILED, f"{why}: the rest of it is not read")
                yield Outcome(self._containers[()], failure=failure)

    def _clock(self, process: Process, size: int | None) -> Clock:
        process.peak, process.received = 0, 0
        return Clock(self._limits.seconds_for(size))


def _seconds(frame: Frame) -> float:
    seconds = float(frame.header["seconds"])
    return max(0.0, seconds) if math.isfinite(seconds) else 0.0


def _head(header: dict[str, Any]) -> Head:
    digest, format_ = header.get("sha256"), header.get("format")
    size, mtime_ns, checked_ns = (int(header[name]) for name in ("size", "mtime_ns", "checked_ns"))
    if size < 0 or max(size, abs(mtime_ns), abs(checked_ns)) >= _INTEGER:
        raise Garbled("a number that is none")
    return Head(
        str(header["path"]),
        size,
        mtime_ns,
        checked_ns,
        None if digest is None else str(digest),
        None if format_ is None else str(format_),
        tuple(int(number) for number in header["place"]),
    )


def _parsed(header: dict[str, Any], pieces: Pieces) -> Parsed:
    return Parsed(
        title=None if header["title"] is None else str(header["title"]).encode("utf-8", "replace").decode(),
        format=str(header["format"]),
        text=pieces.whole_text(),
        layout=pieces.layout,
        pages=None if header["pages"] is None else int(header["pages"]),
        chunks=tuple(pieces.chunks),
        container=bool(header["container"]),
        report=dict(header["report"]),
    )
