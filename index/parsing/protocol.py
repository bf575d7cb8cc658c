"""The frames that the two processes speak: a JSON object and bytes, over a pair of pipes.

A frame is its header's length (4 bytes), its body's (8 bytes), the header as JSON in UTF-8, and the body. There is no
pickle: what the reading process sends was made from a stranger's file and must not be able to run anything.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.documents import Chunk, Span

LENGTHS = struct.Struct(">IQ")
MOST_HEADER = 64 * 2**20
MOST_BODY = 2**31
"""More in a frame is no frame of ours."""

TEXT_PART = 2**20
"""Characters of a text in one frame."""
CHUNKS_PART = 500
"""Chunks in one frame."""


class Closed(Exception):
    """The other end of the pipe is closed."""


class Garbled(Exception):
    """What came is no frame, or one that makes no sense."""


@dataclass(frozen=True, slots=True)
class Frame:
    """``header["is"]`` says what it is."""

    header: dict[str, Any]
    body: bytes = b""

    @property
    def kind(self) -> str:
        """What it is."""
        return str(self.header.get("is"))


def packed(frame: Frame) -> list[bytes]:
    """A frame's bytes, in pieces so that a long body is not copied."""
    header = json.dumps(frame.header, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
    return [LENGTHS.pack(len(header), len(frame.body)) + header, *([frame.body] if frame.body else [])]


def lengths(start: bytes) -> tuple[int, int]:
    """Lengths of header and body, from a frame's first bytes. Raises Garbled where they are absurd."""
    header, body = LENGTHS.unpack(start)
    if header > MOST_HEADER or body > MOST_BODY:
        raise Garbled("a frame of absurd length")
    return int(header), int(body)


def unpacked(header: bytes, body: bytes) -> Frame:
    """The frame of a header and a body. Raises Garbled."""
    try:
        read = json.loads(header)
    except (ValueError, RecursionError) as error:
        raise Garbled("a header that is no JSON") from error
    if not isinstance(read, dict):
        raise Garbled("a header that is no object")
    return Frame(read, body)


class Channel:
    """A pair of pipes, used by one side that may wait as long as it takes (the worker)."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self._incoming = incoming
        self._outgoing = outgoing

    def send(self, kind: str, body: bytes = b"", **header: Any) -> None:
        """Send a frame. Raises Closed."""
        for piece in packed(Frame({"is": kind, **header}, body)):
            rest = memoryview(piece)
            while rest:
                try:
                    rest = rest[os.write(self._outgoing, rest) :]
                except BrokenPipeError as error:
                    raise Closed from error

    def receive(self) -> Frame:
        """The next frame. Raises Closed, Garbled."""
        header, body = lengths(self._exactly(LENGTHS.size))
        return unpacked(self._exactly(header), self._exactly(body))

    def _exactly(self, count: int) -> bytes:
        parts: list[bytes] = []
        while count:
            part = os.read(self._incoming, min(count, 2**20))
            if not part:
                raise Closed
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


def chunk_frames(chunks: Sequence[Chunk]) -> Iterator[dict[str, Any]]:
    """Chunks as offsets, for headers of frames: the texts are cut again from the document's."""
    for start in range(0, len(chunks), CHUNKS_PART):
        headings: dict[tuple[str, ...], int] = {}
        rows = []
        for chunk in chunks[start : start + CHUNKS_PART]:
            path = headings.setdefault(chunk.headings, len(headings))
            ends = [at for span in chunk.sentences for at in (span.start, span.end)]
            rows.append([chunk.start, chunk.end, chunk.page, path, *ends])
        yield {"chunks": rows, "headings": list(headings)}


@dataclass(slots=True)
class Pieces:
    """A document's parts as they come, and the whole once all are there."""

    texts: list[str] = field(default_factory=list)
    layout: bytes = b""
    chunks: list[Chunk] = field(default_factory=list)
    text: str | None = None
    most_chunks: int = 1_000_000
    spans: int = 0
    """Sentences of the chunks so far: no more than the text has characters."""

    def take(self, frame: Frame) -> None:
        """Take in a part. Raises Garbled where it does not fit the parts before."""
        try:
            if frame.kind == "text":
                self.texts.append(frame.body.decode())
            elif frame.kind == "layout":
                self.layout += frame.body
            elif frame.kind == "chunks":
                self._take_chunks(frame.header)
            else:
                raise Garbled(f"an unexpected frame: {frame.kind}")
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise Garbled("a part that makes no sense") from error

    def whole_text(self) -> str:
        """The text; no more of it can come."""
        if self.text is None:
            self.text = "".join(self.texts)
            self.texts.clear()
        return self.text

    def _take_chunks(self, header: dict[str, Any]) -> None:
        text = self.whole_text()
        headings = [tuple(str(title) for title in path) for path in header["headings"]]
        for start, end, page, path, *ends in header["chunks"]:
            sentences = tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True))
            inside = all(start <= span.start < span.end <= end for span in sentences)
            self.spans += len(sentences)
            if len(self.chunks) >= self.most_chunks or self.spans > len(text):
                raise Garbled("more chunks than a text has")
            if not (0 <= start < end <= len(text) and inside and (page is None or isinstance(page, int))):
                raise Garbled("a chunk that does not stand in its text")
            self.chunks.append(Chunk(start, end, text[start:end], sentences, headings[path], page))
