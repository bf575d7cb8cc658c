"""What a loader returns, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.text.layout import Layout


class LoadError(Exception):
    """A file could not be read. ``str(error)`` is the reason, in words for the file's owner."""


class Unsupported(LoadError):
    """A file that is not of a format that is read, or that holds no text at all."""


@dataclass(frozen=True, slots=True)
class Member:
    """A document inside another: a file of an archive, a message of a mailbox, an attachment of a message."""

    name: str
    """Its path as its container gives it, whatever that is; whoever stores it makes it safe."""
    read: Callable[[], bytes]
    """Gives its bytes, once, while the container's members are gone through; raises LoadError."""
    size: int | None = None
    """Bytes that the container says it has, if it says."""
    modified: float | None = None
    """When it was last changed, in seconds since the epoch, if the container says."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file's bytes were read as characters."""

    name: str
    """As Python names it: ``utf-8``, ``cp1252``."""
    confidence: float
    """0 to 1: 1 where it is certain, as with valid UTF-8 or a byte order mark."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file's canonical text and what ties it back to the file.

    ``text`` is NFC with ``\\n`` line ends and no other control character than ``\\n`` and ``\\t``. ``title`` is
    the document's own title, not the file's name. ``format`` is a key of ``FORMATS``.
    """

    text: str
    """Empty only where there are members: an archive has no text of its own."""
    layout: Layout
    format: str
    title: str | None = None
    members: Iterable[Member] = ()
    """Documents inside it, gone through once, in order; iterating may raise LoadError."""
    encoding: Encoding | None = None
    """For formats that are text in some encoding."""
    notes: tuple[str, ...] = ()
    """What its owner should know though it was read, each a predicate: "holds 3 pages that are pictures alone"."""
