"""A model server on 127.0.0.1 that speaks the wire formats of OpenAI, Ollama and Anthropic, from a script.

    with ModelServer("Chess has 64 squares [S1].") as server:
        model = ChatOpenAI(base_url=server.openai, api_key="any", model="scripted")

It answers over real sockets, so that a client's own reading, retrying and giving up are what is tested. A ``Reply``
says what comes and how: in which pieces, cut at which bytes, how slowly, and how it breaks.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.assistant.models import wire


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model writes, and what goes wrong with it."""

    text: str = ""
    pieces: int | Sequence[str] = 4
    """Characters of a piece of the text as the model streams it, or the pieces themselves in place of ``text``."""
    cuts: int = 0
    """Bytes of one write to the socket, so that lines, escapes and characters arrive in parts; 0 for whole events."""
    wait: float = 0.0
    """Seconds before the headers."""
    pause: float = 0.0
    """Seconds before each piece."""
    stall: float = 0.0
    """Seconds of silence after the last piece, or after ``breaks`` bytes, before the rest."""
    breaks: int | None = None
    """Bytes of the body after which the connection is cut."""
    quietly: bool = False
    """Whether the connection is then closed as if all was said, in place of a reset."""
    status: int = 200
    """Any other than 200 gives ``body`` and no text."""
    body: Mapping[str, Any] | str = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    usage: tuple[int, int] | None = (12, 7)
    """Tokens read and written, as the server tells them; None if it does not."""
    calls: Sequence[tuple[str, Mapping[str, Any]]] = ()
    """Tools that the model calls, with their arguments."""
    finish: str = "stop"
    """Why it ended, in OpenAI's words: ``stop``, ``length``, ``content_filter``."""
    error: str | None = None
    """What it reports in the middle of the stream, after the text, in place of an end."""

    def deltas(self) -> list[str]:
        """The text in its pieces."""
        if not isinstance(self.pieces, int):
            return list(self.pieces)
        size = max(1, self.pieces)
        return [self.text[at : at + size] for at in range(0, len(self.text), size)]

    @property
    def whole(self) -> str:
        """All of the text."""
        return "".join(self.deltas())


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def texts(self) -> list[str]:
        """The messages' texts, in order; the system's first where the protocol has it apart."""
        messages = list(self.body.get("messages", ()))
        if self.body.get("system"):
            messages.insert(0, {"content": self.body["system"]})
        return [_plain(message.get("content")) for message in messages]


Script = Callable[[Asked], Reply]
"""Makes the reply to a request: a model that obeys what it reads can be written so."""


class ModelServer:
    """Serves while it is entered; ``asked`` holds the requests for an answer that came, in order."""

    def __init__(
        self, *replies: Reply | str | Script, models: Sequence[str] = ("scripted",), key: str | None = None
    ) -> None:
        """Give the replies one after the other; the last is given again and again.

        :param models: the models it has.
        :param key: answer 401 to requests that do not carry this key.
        """
        self.replies = list(replies or ("",))
        self.models, self.key = tuple(models), key
        self.asked: list[Asked] = []
        self.keys: list[str] = []
        """Keys that were refused."""
        self.broken = threading.Event()
        """Set when a client closed the connection before its answer was whole."""
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.model_server = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """``http://127.0.0.1:port``, as Ollama's and Anthropic's clients want it."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    ollama = anthropic = address

    @property
    def openai(self) -> str:
        """``http://127.0.0.1:port/v1``, as OpenAI's clients want it."""
        return f"{self.address}/v1"

    def reply(self, asked: Asked) -> Reply:
        """The reply to a request, which is noted."""
        with self._lock:
            at = len(self.asked)
            self.asked.append(asked)
        reply = self.replies[min(at, len(self.replies) - 1)]
        if isinstance(reply, str):
            return Reply(reply)
        return reply if isinstance(reply, Reply) else reply(asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    model_server: ModelServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what is tested, and no error."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        models = self.server.model_server.models
        found = wire.LISTS.get(self.path)
        self._send(404, {"error": "not found"}) if found is None else self._send(200, found(models))

    def do_POST(self) -> None:
        own = self.server.model_server
        length = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(length) or b"{}")
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        protocol = wire.PROTOCOLS.get(self.path)
        if self.path == "/api/show":
            self._send(200, wire.shown(str(body.get("model"))))
        elif protocol is None:
            self._send(404, {"error": "not found"})
        elif own.key is not None and not _carries(asked.headers, own.key):
            own.keys.append(_given(asked))
            self._send(401, protocol.refusal("invalid_api_key", f"Incorrect API key provided: {_given(asked)}"))
        elif body.get("model") not in own.models:
            self._send(404, protocol.refusal("model_not_found", f"model '{body.get('model')}' not found"))
        else:
            self._reply(protocol, asked, own.reply(asked))

    def _reply(self, protocol: wire.Protocol, asked: Asked, reply: Reply) -> None:
        own = self.server.model_server
        if reply.wait and own.closing.wait(reply.wait):
            return
        if reply.status != 200:
            self._send(reply.status, reply.body, reply.headers)
        elif not asked.body.get("stream", protocol.streams):
            self._send(200, protocol.whole(reply), reply.headers)
        else:
            self._stream(protocol, reply)

    def _stream(self, protocol: wire.Protocol, reply: Reply) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": protocol.kind, "Connection": "close", **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        try:
            for part in self._timed(protocol.events(reply), reply):
                self.wfile.write(part)
                self.wfile.flush()
        except OSError:
            self.server.model_server.broken.set()
            return
        if reply.breaks is not None and not reply.quietly:
            self._cut()

    def _timed(self, events: Iterator[bytes], reply: Reply) -> Iterator[bytes]:
        """The bytes to write, one write each, with the pauses that the reply asks for."""
        closing, sent = self.server.model_server.closing, 0
        last = len(reply.deltas())
        for number, event in enumerate(events):
            if reply.pause and closing.wait(reply.pause):
                return
            if reply.stall and reply.breaks is None and number == last and closing.wait(reply.stall):
                return
            for part in _parts(event, reply.cuts):
                if reply.breaks is not None and sent + len(part) >= reply.breaks:
                    yield part[: reply.breaks - sent]
                    closing.wait(reply.stall)
                    return
                yield part
                sent += len(part)

    def _cut(self) -> None:
        """End the connection as a fallen server does: with a reset, not a goodbye."""
        with contextlib.suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            self.connection.close()

    def _send(self, status: int, body: Mapping[str, Any] | str, headers: Mapping[str, str] | None = None) -> None:
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _parts(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)] if size > 0 else [data]


def _plain(content: Any) -> str:
    if isinstance(content, str) or content is None:
        return content or ""
    return "".join(part.get("text", "") for part in content if isinstance(part, Mapping))


def _given(asked: Asked) -> str:
    return asked.headers.get("x-api-key") or asked.headers.get("authorization", "").removeprefix("Bearer ")


def _carries(headers: Mapping[str, str], key: str) -> bool:
    return headers.get("authorization") == f"Bearer {key}" or headers.get("x-api-key") == key
