"""The words of the index: documents, versions, spans, chunks and filters.

All offsets count code points of a version's canonical text, from 0; ``end`` is exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Vectors32 = npt.NDArray[np.float32]
"""Embeddings, one a row: float32, shape (n, dimension), rows of length 1."""


class State(StrEnum):
    """What has become of a document."""

    QUEUED = "queued"
    """Seen, not read yet."""
    READY = "ready"
    """Its live version is its file's content."""
    FAILED = "failed"
    """Its file could not be read; its last good version, if any, still answers."""
    SKIPPED = "skipped"
    """Its file is of a format that is not read, or is empty; ``reason`` says which."""


@dataclass(frozen=True, slots=True)
class Span:
    """The part ``text[start:end]`` of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """The unit that is embedded and searched: ``text[start:end]`` of a version.

    ``sentences`` are spans in the version's text (not in the chunk), in order, each inside the chunk.
    """

    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]
    headings: tuple[str, ...] = ()
    """Titles of the sections it stands in, outermost first."""
    page: int | None = None
    """Page that it starts on, from 1, or None where the format has no pages."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document that holds a version: where its text can be cited from."""

    document: int
    """The document's id in the catalog."""
    folder: str
    path: str
    """Path inside the library folder, with forward slashes."""
    title: str
    version: str
    """SHA-256 of the file's bytes, hexadecimal."""
    format: str
    modified: float
    """When the file was last changed, in seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A live chunk as the catalog holds it, with every document that has it (never none)."""

    id: int
    version_id: int
    ordinal: int
    """Its place among its version's chunks, from 0."""
    key: str
    """The key of its vector: chunks with the same embedded text share it."""
    chunk: Chunk
    sources: tuple[Source, ...]
    """Documents with this content, oldest id first."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the library or member of one, as the documents page and ``quoth documents`` show it."""

    id: int
    folder: str
    path: str
    state: State
    reason: str | None
    """Why it failed or was skipped, in words that follow its name: "is protected by a password"."""
    version: str | None
    """SHA-256 of the content that answers now, or None where none does."""
    title: str
    format: str | None
    pages: int | None
    size: int
    """Bytes of the file."""
    chunks: int
    modified: float
    added: float
    indexed: float | None
    uploaded: bool
    """Whether the file lies in the uploads folder, so that removing the document deletes it."""
    container: int | None = None
    """The document that it is a member of: an archive, a mailbox, a message; None for a file."""
    members: int = 0
    """How many documents are members of it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents a question may be answered from; empty fields allow all.

    ``folders`` are absolute library folders or folders inside one (``contracts``), ``documents`` paths inside
    their library folder, ``formats`` names such as ``pdf``; ``after`` and ``before`` bound the file's date of
    change in seconds since the epoch, both inclusive.
    """

    folders: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    after: float | None = None
    before: float | None = None

    def __bool__(self) -> bool:
        return bool(self.folders or self.documents or self.formats) or (
            self.after is not None or self.before is not None
        )
