"""What comes of reading a file: one outcome for it, and one for each document inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.documents import Chunk, State


@dataclass(frozen=True, slots=True)
class Head:
    """A document before it is parsed: enough to tell whether it is known."""

    path: str
    """In its library folder, with forward slashes; a member's is its container's, ``/``, and its own name there."""
    size: int
    """Bytes."""
    mtime_ns: int
    """When it was last changed; a member has its container's date where the container gives none."""
    checked_ns: int
    """When the file was opened; 0 where it changed while it was read, so that it is read again."""
    sha256: str | None
    """Of its bytes, hexadecimal; None where they were not read, as with a file that is too large."""
    format: str | None
    """A key of ``index.loaders.FORMATS``, or None where it is of none."""
    place: tuple[int, ...] = ()
    """Where it stands in the file: () for the file, (2,) for its third member, (2, 0) for that one's first."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document that was read and divided."""

    title: str | None
    """Its own title, if it has one."""
    format: str
    text: str
    """Canonical; "" where a container has no text of its own."""
    layout: bytes
    """`Layout.to_bytes`."""
    pages: int | None
    chunks: tuple[Chunk, ...]
    container: bool
    """Whether it can hold documents of its own: those follow."""
    report: Mapping[str, Any]
    """What was noticed of it, as `index.catalog.reports.store` keeps it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document has no text: ``reason`` follows its name."""

    state: State
    """FAILED, or SKIPPED where it holds no text or is of no format that is read."""
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one document: it was known, parsed, or failed; exactly one of the three."""

    head: Head
    known: bool = False
    parsed: Parsed | None = None
    failure: Failure | None = None
