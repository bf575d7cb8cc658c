"""Who may ask what of the server: hosts, origins, the routes that are open, and what a page may fetch.

The page is private to its reader. A site open in the same browser must not read it or act through it, a name that
someone points at this machine must not reach it, and no route may hand out a file of the machine.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        # Gradio compiles its components' scripts in the page, and writes its settings into it.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        # No attribute such as onerror ever runs.
        "script-src-attr 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}

OPEN = frozenset(
    {
        "/",
        "/config",
        "/theme.css",
        "/gradio_api/app_id",
        "/gradio_api/cancel",
        "/gradio_api/queue/data",
        "/gradio_api/queue/join",
        "/gradio_api/reset",
        "/gradio_api/run/predict",
        "/gradio_api/startup-events",
        "/gradio_api/upload",
        "/gradio_api/upload_progress",
    }
)
"""What the page needs of Gradio, and all of Gradio that answers."""

OPEN_BELOW = ("/assets/", "/static/", "/gradio_api/heartbeat/")
"""Folders of the page's own scripts and styles, and the sign that a reader is still there."""

WILDCARDS = frozenset({"", "0.0.0.0", "::", "*"})
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names and addresses that the server answers to.

    A server on every interface answers to any address in numbers, which nobody can point elsewhere, but to no
    name except the given ones.
    """

    names: frozenset[str]
    any_address: bool = False

    @classmethod
    def of(cls, host: str, names: Iterable[str] = ()) -> Hosts:
        """Those of a server that listens on ``host``, with further ``names``."""
        known = LOCAL_NAMES | {name.strip().lower().strip("[]") for name in (*names, host)} - WILDCARDS
        return cls(frozenset(known), any_address=host.strip("[]") in WILDCARDS)

    def admit(self, header: str) -> bool:
        """Whether a ``Host`` header (``name``, ``name:port``, ``[address]:port``) is one of them."""
        try:
            name = urlsplit(f"//{header}").hostname
        except ValueError:
            return False
        if not name:
            return False
        return name.rstrip(".") in self.names or (self.any_address and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """Middleware that refuses what is not the page's own, and adds the headers that bind the page.

    :param own: paths that are open besides Gradio's; one that ends in ``/`` opens all below it.
    """

    def __init__(self, app: ASGIApp, hosts: Hosts, own: Sequence[str] = ()) -> None:
        self._app = app
        self._hosts = hosts
        self._exact = OPEN | {path for path in own if not path.endswith("/")}
        self._below = (*OPEN_BELOW, *(path for path in own if path.endswith("/")))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        asset = scope["path"].startswith(self._below)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                # What is said is kept by nobody; the page's own scripts are looked at again each time.
                headers.setdefault("cache-control", "no-cache" if asset else "no-store")
                del headers["server"]
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            status, reason = refusal
            await PlainTextResponse(reason, status)(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._hosts.admit(hosts[0]):
            return 421, "This server does not answer to that host name."
        if not _same_origin(scope, headers, hosts[0]):
            return 403, "This server does not answer other sites."
        path = scope["path"]
        if path not in self._exact and not path.startswith(self._below):
            return 404, "Not found."
        return None


def _same_origin(scope: Scope, headers: Headers, host: str) -> bool:
    """Whether a request comes from the page itself, from a link or the address bar, or from no browser at all."""
    origin = headers.get("origin")
    if origin is not None and (origin == "null" or urlsplit(origin).netloc.lower() != host.lower()):
        return False
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return True
    # Following a link to the page from elsewhere is fine: it reads nothing and does nothing.
    return scope["method"] == "GET" and scope["path"] == "/" and headers.get("sec-fetch-dest") == "document"
