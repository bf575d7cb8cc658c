"""Inside the reading process: a file and all documents in it, one after the other, each within its limits."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from index.catalog import reports
from index.documents import State
from index.loaders.loaded import Loaded, LoadError, Member, Unsupported
from index.loaders.registry import FORMATS, format_of, load
from index.parsing import confinement
from index.parsing.limits import Limits, size_in_words, too_big, too_hungry
from index.parsing.naming import Names
from index.parsing.protocol import TEXT_PART, Channel, chunk_frames
from index.text import chunking

Count = Callable[[Sequence[str]], Sequence[int]]
Place = tuple[int, ...]
_PIECE = 16 * 2**20
_COUNTING = 2.0
"""Seconds in which what is left of a container is counted."""
_LATEST = 2**63 / 1e9
"""Seconds since the epoch, or before it, that can be told in nanoseconds: until the year 2262."""


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read."""

    file: str
    """Its absolute path."""
    path: str
    """Its path in its library folder."""
    limit: int
    """Tokens that a chunk may have."""
    after: Place | None
    """Where the process before ended: what stands up to there is passed over."""
    members: int
    unpacked: int
    """How many documents and bytes of them were gone through up to there."""

    @classmethod
    def from_header(cls, header: Mapping[str, Any]) -> Request:
        """The request that a frame makes."""
        after = None if header["after"] is None else tuple(header["after"])
        return cls(header["file"], header["path"], header["limit"], after, header["members"], header["unpacked"])


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of a document before its bytes are read."""

    path: str
    place: Place
    mtime_ns: int
    checked_ns: int
    size: int


class _Enough(Exception):
    """A limit on the whole file is reached: ``str(error)`` is the reason why the rest of it is not read."""


class Reading:
    """One file, from opening it to its last member's last chunk."""

    def __init__(self, channel: Channel, limits: Limits, request: Request, count: Count) -> None:
        self._channel = channel
        self._limits = limits
        self._request = request
        self._count = count
        self._members = request.members
        self._unpacked = request.unpacked

    def run(self) -> None:
        """Send what comes of the file and of each document in it."""
        opened = self._open()
        if opened is None:
            return
        facts, data = opened
        del opened
        expand = self._request.after is not None
        members = self._members_of(data, facts.path) if expand else self._document(facts, data)
        del data
        if members is not None:
            self._through(facts, members)

    def _open(self) -> tuple[_Facts, bytes] | None:
        checked_ns = time.time_ns()
        try:
            # A named pipe that took the file's place must not be waited for.
            fd = os.open(self._request.file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            with open(fd, "rb", buffering=0) as file:  # noqa: PTH123
                before = os.fstat(fd)
                facts = _Facts(self._request.path, (), before.st_mtime_ns, checked_ns, before.st_size)
                if not stat.S_ISREG(before.st_mode):
                    self._fail(facts, State.SKIPPED, "is no regular file")
                    return None
                if before.st_size > self._limits.file_bytes:
                    self._fail(facts, State.SKIPPED, too_big(self._limits))
                    return None
                data = self._whole(file.read, before.st_size)
                after = os.fstat(fd)
        except OSError as error:
            self._channel.send("oserror", errno=error.errno, message=error.strerror or str(error))
            return None
        except MemoryError:
            self._fail(facts, State.FAILED, too_hungry(self._limits))
            return None
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != before.st_size:
            facts = _Facts(facts.path, (), facts.mtime_ns, 0, len(data))
        return facts, data

    def _whole(self, read: Callable[[int], bytes | None], size: int) -> bytes:
        """A file's bytes, telling the parent that they come: a slow disk is not a slow document."""
        data = bytearray()
        while part := read(min(_PIECE, size + 1 - len(data)) or 1):
            data += part
            if len(data) > size:  # it grew: the next time it is read whole
                break
            if len(part) == _PIECE:
                self._channel.send("tick")
        return bytes(data)

    def _document(self, facts: _Facts, data: bytes) -> Iterator[Member] | None:
        """Send what comes of one document; returns the members to go on with, None where there are none to read."""
        confinement.forget_peak()
        began = time.monotonic()
        format_ = _format_of(facts.path, data)
        digest = hashlib.sha256(data).hexdigest()
        self._channel.send("head", **self._head(facts), sha256=digest, format=format_)
        if not self._channel.receive().header["want"]:
            self._channel.send("known")
            return None
        try:
            loaded = load(data, facts.path)
            del data
            return self._parsed(loaded, began)
        except Unsupported as error:
            self._channel.send("failed", state=State.SKIPPED, reason=str(error))
        except LoadError as error:
            self._channel.send("failed", state=State.FAILED, reason=str(error))
        except MemoryError:
            self._channel.send("failed", state=State.FAILED, reason=too_hungry(self._limits))
        return None

    def _parsed(self, loaded: Loaded, began: float) -> Iterator[Member] | None:
        """Divide what was loaded and send it."""
        text, layout, limits = loaded.text, loaded.layout, self._limits
        container = FORMATS[loaded.format].members or loaded.members != ()
        if len(text) > limits.characters:
            raise LoadError(f"holds more than {limits.characters:,} characters of text")
        try:
            found = chunking.chunks(text, layout, limit=self._request.limit, count=self._count)
        except MemoryError:
            raise
        except Exception as error:  # one document must not keep all after it from being read
            raise LoadError(f"could not be divided into passages ({type(error).__name__})") from error
        if not found and not container:
            raise Unsupported("holds no text")
        if len(found) > limits.chunks:
            raise LoadError(f"makes more than {limits.chunks:,} passages")
        for start in range(0, len(text), TEXT_PART):
            self._channel.send("text", text[start : start + TEXT_PART].encode())
        self._channel.send("layout", layout.to_bytes())
        for header in chunk_frames(found):
            self._channel.send("chunks", **header)
        report = reports.of(loaded, seconds=time.monotonic() - began, peak_bytes=confinement.peak())
        self._channel.send(
            "parsed",
            title=loaded.title,
            format=loaded.format,
            pages=len(layout.pages) or None,
            container=container,
            report=report,
        )
        return iter(loaded.members) if container else None

    def _members_of(self, data: bytes, path: str) -> Iterator[Member] | None:
        """The members of a container whose own outcome was sent by the process before."""
        try:
            return iter(load(data, path).members)
        except (LoadError, MemoryError):  # as it was not the time before: the limits are tighter beside other members
            return None

    def _through(self, container: _Facts, members: Iterator[Member]) -> None:
        """Go through a container's members, and say what kept the rest from being read, if something did."""
        try:
            self._each(container, members)
        except _Enough as error:
            self._channel.send("cut", place=list(container.place), reason=f"{error}: {_left(members)}")
            if container.place:
                raise
        except LoadError as error:
            self._channel.send("cut", place=list(container.place), reason=str(error))

    def _each(self, container: _Facts, members: Iterator[Member]) -> None:
        names = Names()
        number = -1
        while True:
            try:
                member = next(members, None)
            except (LoadError, _Enough):
                raise
            except MemoryError as error:
                raise LoadError(too_hungry(self._limits)) from error
            except Exception as error:  # whatever a parser stumbles on
                raise LoadError(
                    f"could not be read to its end: it seems to be damaged ({type(error).__name__})"
                ) from error
            if member is None:
                return
            name = names.safe(member.name or PurePosixPath(container.path).stem)
            if name is None:
                continue
            number += 1
            self._member(container, member, name, (*container.place, number))

    def _member(self, container: _Facts, member: Member, name: str, place: Place) -> None:
        reopened = False
        if (after := self._request.after) is not None:
            if place == after or (place < after and place != after[: len(place)]):
                return
            reopened = place == after[: len(place)]
        if not reopened:
            self._members += 1
            if self._members > self._limits.members:
                raise _Enough(f"holds more than {self._limits.members:,} files")
        mtime_ns = _modified(member, container)
        facts = _Facts(f"{container.path}/{name}", place, mtime_ns, container.checked_ns, member.size or 0)
        if not reopened:
            self._channel.send("begin", **self._head(facts), members=self._members, unpacked=self._unpacked)
        data = self._bytes_of(member, facts)
        if data is None:
            return
        facts = _Facts(facts.path, place, mtime_ns, container.checked_ns, len(data))
        if not reopened:
            self._unpacked += len(data)
            if self._unpacked > self._limits.unpacked:
                raise _Enough(f"unpacks to more than {size_in_words(self._limits.unpacked)}")
        inner = self._members_of(data, facts.path) if reopened else self._document(facts, data)
        del data
        if inner is None:
            return
        if len(place) >= self._limits.depth:
            reason = f"stands in {self._limits.depth} archives within each other: what it holds is not read"
            self._channel.send("cut", place=list(place), reason=reason)
            return
        self._through(facts, inner)

    def _bytes_of(self, member: Member, facts: _Facts) -> bytes | None:
        try:
            if (member.size or 0) > self._limits.file_bytes:
                raise Unsupported(too_big(self._limits))
            data = member.read()
            if len(data) > self._limits.file_bytes:
                raise Unsupported(too_big(self._limits))
            return data
        except Unsupported as error:
            self._fail(facts, State.SKIPPED, str(error))
        except LoadError as error:
            self._fail(facts, State.FAILED, str(error))
        except MemoryError:
            self._fail(facts, State.FAILED, too_hungry(self._limits))
        except Exception as error:  # whatever a parser stumbles on
            self._fail(facts, State.FAILED, f"could not be read: it seems to be damaged ({type(error).__name__})")
        return None

    def _fail(self, facts: _Facts, state: State, reason: str) -> None:
        """Send the failure of a document that was not read so far that it has a head."""
        self._channel.send("head", **self._head(facts), sha256=None, format=None)
        self._channel.send("failed", state=state, reason=reason)

    def _head(self, facts: _Facts) -> dict[str, Any]:
        return {
            "path": facts.path,
            "size": facts.size,
            "mtime_ns": facts.mtime_ns,
            "checked_ns": facts.checked_ns,
            "place": list(facts.place),
        }


def _left(members: Iterator[Member]) -> str:
    """What of a container is not read, counted where that takes no time: its last member was the one too many."""
    count, end = 1, time.monotonic() + _COUNTING
    try:
        for _ in members:
            count += 1
            if time.monotonic() > end:
                return f"more than {count:,} of its files are not read"
    except Exception:  # whatever a parser stumbles on
        return "the rest of it is not read"
    return f"its last {count:,} files are not read" if count > 1 else "its last file is not read"


def _modified(member: Member, container: _Facts) -> int:
    """When a member was changed, in nanoseconds; its container's date where its own is none that a file can have."""
    if member.modified is None or not abs(member.modified) < _LATEST:
        return container.mtime_ns
    return int(member.modified * 1e9)


def _format_of(path: str, data: bytes) -> str | None:
    """A document's format, or None where it cannot even be told: `load` then says why."""
    try:
        return format_of(path, data)
    except Exception:
        return None
