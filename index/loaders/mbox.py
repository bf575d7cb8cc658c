"""Mailboxes in one file (mbox, RFC 4155; mboxo, mboxrd, and mboxcl with lengths).

Each message is a document of its own, named by its date and subject, so that names stay when messages before it are
deleted. Messages are found by their first lines and handed out one by one; nothing else is parsed here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

from index.loaders.headers import header
from index.loaders.loaded import Loaded, LoadError, Member
from index.loaders.mail import numbered, safe_name
from index.loaders.mime import sent_at
from index.text.layout import Layout

_START = re.compile(rb"(?:\A|(?<=\n))From [^\r\n]*\r?\n")
_DATED = re.compile(rb"\d\d:\d\d")
_HEADER = re.compile(rb"(?:>?From |[!-9;-~]+:)")
_QUOTED = re.compile(rb"^>(>*From )", re.M)
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,12})[ \t]*\r?$", re.M | re.I)
_BLANK = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEAD = 256 * 1024


def load(data: bytes) -> Loaded:
    """Read a mailbox. Raises LoadError where no message starts in it."""
    if next(_messages(data), None) is None:
        raise LoadError("is not a mailbox: no message starts in it")
    return Loaded("", Layout(()), "mbox", members=_members(data))


def _members(data: bytes) -> Iterator[Member]:
    taken: dict[str, int] = {}
    for start, end in _messages(data):
        message = message_from_bytes(_head(data, start, end), policy=policy.compat32)
        date, subject = header(message, "date"), header(message, "subject")
        unix = (message.get_unixfrom() or "").split(None, 2)
        date = date or (unix[2] if len(unix) == 3 else "")
        name = numbered(" ".join(filter(None, (_day(date), safe_name(subject, "message")))) + ".eml", taken)
        yield Member(name, _source(data, start, end), end - start, sent_at(date))


def _day(date: str) -> str:
    """The day and minute of a date as it is written, in a form that sorts and that a file's name can hold."""
    try:
        return parsedate_to_datetime(date).strftime("%Y-%m-%d %H.%M")
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""


def _source(data: bytes, start: int, end: int) -> Callable[[], bytes]:
    def source() -> bytes:
        message = data[start:end]
        head = len(_head(data, start, end))
        return message[:head] + _QUOTED.sub(rb"\1", message[head:])

    return source


def _head(data: bytes, start: int, end: int) -> bytes:
    """A message's headers, and the line before them."""
    blank = _BLANK.search(data, start, min(end, start + _LONGEST_HEAD))
    return data[start : blank.end() if blank else min(end, start + _LONGEST_HEAD)]


def _messages(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each message starts and ends."""
    start: int | None = None
    at = 0
    while True:
        found = _START.search(data, at)
        if found is None:
            break
        at = found.end()
        if not _begins(data, found, first=start is None):
            continue
        if start is not None:
            yield start, found.start()
        start = found.start()
        at = max(at, _declared_end(data, start))
    if start is not None:
        yield start, len(data)


def _begins(data: bytes, line: re.Match[bytes], *, first: bool) -> bool:
    """Whether a line that starts with "From " starts a message: dated, after a blank line or before headers."""
    before = data[max(0, line.start() - 4) : line.start()]
    after_blank = not before or before.endswith((b"\n\n", b"\r\n\r\n"))
    headed = bool(_HEADER.match(data, line.end()))
    dated = bool(_DATED.search(line[0]))
    if first and not before:
        return dated or headed
    return dated and (after_blank or headed)


def _declared_end(data: bytes, start: int) -> int:
    """Where a message ends by the length in its headers, if another one starts there; else 0."""
    head = _head(data, start, len(data))
    said = _LENGTH.search(head)
    if said is None:
        return 0
    end = start + len(head) + int(said[1])
    rest = data[end : end + 8].lstrip(b"\r\n")
    return end if end <= len(data) and (rest.startswith(b"From ") or not rest) else 0
