"""Reading files in a process of its own: the side that asks.

One process reads file after file and is kept. It opens the file, hashes it, parses and divides it, and streams what
comes of it. Whatever it does meanwhile, the parent goes on: a document that takes too long or too much memory, or that
crashes the process, ends that process alone and becomes a `Failure` with the true reason; the next process is started
at once, and goes on behind a member that did so. What it sends is checked: a stranger's file may have taken it over.

Example:
    for outcome in parser.read(folder, "letters/a.zip", lambda head: True):
        if outcome.parsed is not None:
            print(outcome.head.path, len(outcome.parsed.chunks))
        elif outcome.failure is not None:
            print(outcome.head.path, outcome.failure.reason)
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from index.documents import Chunk
from index.embedding.embedding import Embedder, chunk_limit
from index.loaders.loaded import LoadError
from index.parsing.following import Following
from index.parsing.limits import Limits
from index.parsing.outcome import Failure, Head, Outcome, Parsed
from index.parsing.process import Clock, Ended, Process, Stopped
from index.parsing.protocol import Frame, Garbled, Pieces

__all__ = ["Failure", "Head", "Outcome", "Parsed", "Parser", "Stopped"]


class Parser:
    """Reads one file at a time, for one thread at a time (others wait); `close` may be called from any.

    :param embedder: whose tokens chunks are measured in; the model itself is not loaded.
    :param chunk_tokens: tokens of a chunk at most; None for what is usual.
    :param limits: what a file and each document in it may take.
    :param hooks: a module that the process imports first; for tests of what a reader may do wrong.
    """

    def __init__(
        self,
        embedder: Embedder,
        *,
        chunk_tokens: int | None = None,
        limits: Limits | None = None,
        hooks: str | None = None,
    ) -> None:
        self._embedder = embedder
        self._chunk_tokens = chunk_tokens
        self._limits = limits or Limits()
        self._hooks = hooks
        self._turn = threading.Lock()
        self._process: Process | None = None
        self._process_lock = threading.Lock()
        self._closed = False

    def read(
        self,
        root: Path,
        path: str,
        want: Callable[[Head], bool],
        cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[Outcome]:
        """Read the file ``path`` (forward slashes) of the library folder ``root``: its outcome, then its members'.

        Members come depth first, each behind the container it is in. A container that could be opened is
        ``parsed`` first; where something then keeps the rest of it from being read (damage, a limit), a second
        outcome with the same head and a ``failure`` that says so follows its last member. So a member is gone
        from its container only if no such failure came and no outcome had its path.

        ``want(head)`` is asked, in the calling thread, before a document is parsed: where it says no, the outcome
        is ``known`` and what is inside the document is not gone through. It is not asked where nothing was read
        (``head.sha256`` is None): a file that is too large, a member that is encrypted.

        Only one ``read`` is under way at a time; leaving the iterator early ends it.

        :param cancelled: asked many times a second; once it says yes, reading ends with Stopped.
        :raises OSError: the file cannot be opened or read (``FileNotFoundError``, ``PermissionError``, ...).
        :raises EmbeddingError: the model's tokenizer cannot be found.
        :raises Stopped: ``cancelled`` said so, or the parser was closed.
        """
        tokenizer, limit = self._tokenizer(), chunk_limit(self._embedder, self._chunk_tokens)
        with self._turn:
            following = Following(path, self._limits, want, cancelled)
            clean = False
            try:
                while True:
                    request = {
                        "is": "read",
                        "file": str(root / path),
                        "path": path,
                        "tokenizer": tokenizer,
                        "limit": limit,
                        **following.resumption(),
                    }
                    try:
                        process = self._ready()
                        process.send(Frame(request), cancelled=cancelled)
                        yield from following.outcomes(process)
                    except Ended as error:
                        self._drop()
                        yield from following.ended(str(error))
                        if following.finished:
                            break
                    else:
                        break
                clean = True
            finally:
                if clean:
                    self._recycle()
                else:
                    self._drop()

    def divide(
        self,
        text: str,
        layout: bytes,
        limit: int,
        tokenizer: Path | None,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[Chunk]:
        """Divide a text that is known already, for another model or another way to divide.

        :param layout: `Layout.to_bytes` of the text's layout.
        :param limit: tokens that a chunk may have.
        :param tokenizer: the model's ``tokenizer.json``; None to count bytes.
        :raises LoadError: it cannot be divided; the message is the reason.
        :raises Stopped: ``cancelled`` said so, or the parser was closed.
        """
        with self._turn:
            clean = False
            try:
                chunks = self._divided(text, layout, limit, tokenizer, cancelled)
                clean = True
                return chunks
            except Ended as error:
                raise LoadError(str(error)) from error
            finally:
                if clean:
                    self._recycle()
                else:
                    self._drop()

    def close(self) -> None:
        """End the process, at once; what is under way in another thread ends with Stopped."""
        self._closed = True
        with self._process_lock:
            process = self._process
        if process is not None:
            process.stop()
        if self._turn.acquire(timeout=5):
            try:
                self._drop()
            finally:
                self._turn.release()

    def _divided(
        self, text: str, layout: bytes, limit: int, tokenizer: Path | None, cancelled: Callable[[], bool] | None
    ) -> list[Chunk]:
        data = text.encode()
        header = {
            "is": "divide",
            "text_bytes": len(data),
            "limit": limit,
            "tokenizer": None if tokenizer is None else str(tokenizer),
        }
        process = self._ready()
        clock = Clock(self._limits.seconds_for(len(data)))
        process.send(Frame(header, data + layout), clock, cancelled)
        del data
        pieces = Pieces(text=text)
        while (frame := process.receive(clock, cancelled)).kind != "end":
            if frame.kind == "undivided":
                process.receive(clock, cancelled)
                raise LoadError(str(frame.header.get("reason")))
            try:
                pieces.take(frame)
            except Garbled as error:
                raise Ended(f"could not be divided: the reader gave what makes no sense ({error})") from error
        return pieces.chunks

    def _tokenizer(self) -> str | None:
        file = self._embedder.tokenizer_file
        return None if file is None else str(file)

    def _ready(self) -> Process:
        """The process, started where there is none. Raises Stopped once the parser is closed."""
        with self._process_lock:
            if self._closed:
                raise Stopped
            if self._process is not None and not self._process.alive:
                self._process.end()
                self._process = None
            if self._process is None:
                self._process = Process(self._limits, self._hooks)
                self._process.send(Frame({"is": "setup", "limits": self._limits.to_json()}))
            return self._process

    def _drop(self) -> None:
        """End the process; the next is started when it is needed."""
        with self._process_lock:
            process, self._process = self._process, None
        if process is not None:
            process.end()

    def _recycle(self) -> None:
        """Replace a process that has grown, or has read many files, so that nothing can pile up in it."""
        process = self._process
        if process is None:
            return
        process.files += 1
        grown = process.held > self._limits.recycled or process.received > self._limits.recycled_sent
        if grown or process.files >= self._limits.recycled_after:
            self._drop()
            with suppress(Stopped, Ended, OSError):
                self._ready()
