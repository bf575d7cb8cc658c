"""The web application: the page (Gradio) mounted in FastAPI behind the guard, and the server that runs it."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from assistant.assistant import Assistant
    from index.following.watcher import Watcher
    from index.library import Library
    from ui.work import Indexing

MAX_UPLOAD = "500mb"
"""The largest file that is taken in the browser; larger ones can lie in a followed folder."""


class AddressError(Exception):
    """The address cannot be listened on; the message says why and what to do."""


def create_app(
    assistant: Assistant,
    *,
    routers: Sequence[APIRouter] = (),
    host: str = "127.0.0.1",
    names: Iterable[str] = (),
    sync: bool = True,
) -> FastAPI:
    """Build the application over an open assistant. Its work begins when it is run: loading the model, indexing.

    :param routers: further routes, served before the page and behind the same guard.
    :param host: the address it will listen on, which decides the ``Host`` headers that are answered.
    :param names: further host names to answer to, for a server that others reach by a name.
    :param sync: whether to sync the library's folders at the start and when their files change.
    """
    incoming = _incoming_folder(assistant.library.data)
    _keep_gradio_quiet(incoming)
    names = tuple(names)

    import gradio as gr
    from fastapi import FastAPI
    from starlette.staticfiles import StaticFiles

    from index.following.watcher import Watcher
    from ui.guard import Guard, Hosts
    from ui.page import build
    from ui.theme import ASSETS, ROUTE, head, theme
    from ui.work import Indexing

    indexing = Indexing(assistant.library, assistant.warm)
    watcher = Watcher(assistant.library, indexing.look) if sync else None
    indexing.looked = not sync
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(assistant.library, indexing, watcher),
    )
    for router in routers:
        app.include_router(router)
    # Taken from the routers: an application may hold them whole, and then tells no paths.
    routes = [route for router in routers for route in router.routes]
    own = [_opened(path) for route in routes if isinstance(path := getattr(route, "path", None), str)]
    app.mount(ROUTE, StaticFiles(directory=ASSETS))
    app.add_route("/manifest.json", _manifest)
    app.add_route("/favicon.ico", _favicon)
    gr.mount_gradio_app(
        app,
        build(assistant, indexing, incoming, local=is_local(host, names)),
        path="/",
        theme=theme(),
        head=head(),
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=MAX_UPLOAD,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        pwa=False,
    )
    app.add_middleware(Guard, hosts=Hosts.of(host, names), own=[*own, ROUTE, "/manifest.json", "/favicon.ico"])
    return app


def is_local(host: str, names: Iterable[str]) -> bool:
    """Whether a server is reached from its own machine alone: it listens on loopback, and answers to no other name."""
    from ui.guard import LOCAL_NAMES

    return host.strip("[]").lower() in LOCAL_NAMES and not {*names} - LOCAL_NAMES


def _manifest(_: Request) -> Response:
    """The page's name and sign, for a browser that keeps it like an application."""
    from starlette.responses import JSONResponse

    from ui.theme import ROUTE

    icons = [{"src": f"{ROUTE}favicon.svg", "sizes": "any", "type": "image/svg+xml"}]
    return JSONResponse({"name": "Quoth", "start_url": "/", "display": "standalone", "icons": icons})


def _favicon(_: Request) -> Response:
    """The page's sign, where a browser looks for it before it has read the page."""
    from starlette.responses import FileResponse

    from ui.theme import ASSETS

    return FileResponse(ASSETS / "favicon.svg", media_type="image/svg+xml")


def _opened(path: str) -> str:
    """What the guard opens for a route: its path, or all below the part before its first parameter."""
    return path if "{" not in path else path[: path.index("{")].rpartition("/")[0] + "/"


def _incoming_folder(data: Path) -> Path:
    """An empty folder that only this user can look into, for files on their way into the library."""
    folder = data / "incoming"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _keep_gradio_quiet(incoming: Path) -> None:
    """Have Gradio call nobody and keep its files where they are private; it reads this when it is imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_TEMP_DIR"] = str(incoming)
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    os.environ["GRADIO_SSR_MODE"] = "False"
    os.environ["GRADIO_MCP_SERVER"] = "False"
    os.environ["GRADIO_ALLOWED_PATHS"] = ""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


def _lifespan(library: Library, indexing: Indexing, watcher: Watcher | None) -> Callable[[Any], Any]:
    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        indexing.start()
        if watcher is not None:
            watcher.start()
        indexing.warm()
        yield
        indexing.stop()
        if watcher is not None:
            library.halt()
            watcher.stop()

    return lifespan


def listen(host: str, port: int) -> socket.socket:
    """Open the port before anything is built, so that a taken one is told at once.

    :raises AddressError: the port is taken or the address is not this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        opened = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AddressError(f"The address {host} is not known: {error.strerror or error}.") from error
    try:
        if os.name == "posix":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen(128)
    except OSError as error:
        opened.close()
        reason = error.strerror or error
        raise AddressError(
            f"Port {port} of {host} cannot be opened: {reason}. Choose another with --port, as with make run PORT=7861."
        ) from error
    return opened


def address_of(opened: socket.socket, host: str) -> str:
    """The URL of a page served on an open port."""
    shown = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{opened.getsockname()[1]}"


def serve(
    assistant: Assistant,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    routers: Sequence[APIRouter] = (),
    names: Iterable[str] = (),
    sync: bool = True,
    started: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted (Ctrl-C or SIGTERM); the caller closes the assistant after.

    The page answers at once; the model is loaded and the folders are synced meanwhile, in threads.

    :param sync: whether to sync the library's folders at the start and when their files change.
    :param port: 0 takes any free port.
    :param started: called with the page's URL once it can be opened.
    :raises AddressError: the port is taken or the address is not this machine's.
    """
    opened = listen(host, port)
    try:
        import uvicorn

        app = create_app(assistant, routers=routers, host=host, names=names, sync=sync)

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if started is not None and not self.should_exit:
                    started(address_of(opened, host))

            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                # Pages that are still open are cut off, which is no error worth a traceback.
                logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
                await super().shutdown(sockets)

        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            # Pages that are open hold a connection for as long as they are.
            timeout_graceful_shutdown=1,
        )
        with contextlib.suppress(KeyboardInterrupt):
            Server(config).run(sockets=[opened])
    finally:
        opened.close()
