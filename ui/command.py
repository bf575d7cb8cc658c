"""The console script ``quoth``: the assistant's commands, and ``serve``, which opens the chat."""

from __future__ import annotations

import secrets
import shlex
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from assistant.console import cli
from assistant.console.adding import Commands, add_patterns
from assistant.console.arguments.models import add_models
from assistant.console.parser import parser as whole
from assistant.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
EVERYWHERE = frozenset({"0.0.0.0", "::", "[::]"})

HAND_OVER = 0.001
"""Seconds after which a thread that computes in Python lets another one go on (usually 0.005): a question lets go of
the interpreter some dozens of times, and while documents are indexed would wait as long each time."""

PATIENCE = 5.0
"""Seconds that a command's question waits for the first indexing to begin."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``quoth`` with the given arguments, by default the process's; its exit code."""
    return cli.main(argv, extend=_add_serve)


def parser() -> ArgumentParser:
    """The parser of all of ``quoth``."""
    return whole(extend=_add_serve)


def _add_serve(commands: Commands) -> None:
    command = commands.add(
        "serve",
        serve,
        "Open the chat in the browser. Folders that are named are followed from now on, and what is new in any "
        "followed folder is taken in.",
    )
    command.add_argument("paths", nargs="*", type=Path, metavar="FOLDER", help="a folder or a single file")
    add_patterns(command)
    command.add_argument("--host", metavar="ADDRESS", help="address to serve on (QUOTH_HOST; usually 127.0.0.1)")
    command.add_argument("--port", type=int, metavar="PORT", help="port to serve on (QUOTH_PORT; usually 7860)")
    add_models(command)


def serve(arguments: Namespace, settings: Settings) -> int:
    """``quoth serve``: own the data folder, open the chat, and serve other commands, until interrupted."""
    from assistant import logs
    from assistant.assistant import Assistant, writer_of
    from assistant.console.commands.paths import existing
    from assistant.owner import SERVE
    from assistant.service import RequestError
    from assistant.service.local import LocalService
    from assistant.settings import expanded
    from index.library import Library, Locked
    from ui.api import router
    from ui.app import AddressError
    from ui.app import serve as run

    sys.setswitchinterval(HAND_OVER)
    # A service manager's SIGTERM ends it as Ctrl-C does: what is open is closed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if (arguments.include or arguments.exclude) and not arguments.paths:
        raise RequestError(
            "--include and --exclude are for folders that are named: quoth serve FOLDER --include '*.pdf'"
        )
    named = existing([expanded(str(path)) for path in arguments.paths])
    paths = existing(list(settings.folders))
    if (writer := writer_of(settings)) is not None:
        writer.connect()  # what is missing is said before anything is opened
    try:
        library = Library.open(
            settings.data, model=settings.embedding, chunk_tokens=settings.chunk_tokens, command=SERVE
        )
    except Locked as locked:
        if locked.owner is not None and locked.owner.url:
            raise RequestError(f"{str(locked).removesuffix('.')}. Its chat is open at {locked.owner.url}/") from locked
        raise
    with Assistant(library, settings.reranker, writer) as assistant:
        logs.attach(library.data, debug=getattr(arguments, "debug", False))
        for path in paths:
            library.add_folder(path)
        for path in named:
            library.add_folder(path, arguments.include, arguments.exclude)
        library.follow_settings()
        token = secrets.token_urlsafe(32)

        def started(url: str) -> None:
            library.announce(reachable(url), token)
            print(f"The chat is open at {url}", flush=True)  # noqa: T201
            if writer is not None:
                where = f"text goes to {writer.choice.place}" if writer.choice.remote else "on this machine"
                print(f"Answers are written by {writer.label}, {where}.", flush=True)  # noqa: T201
            if settings.data.resolve() != Settings().data.resolve():
                print(f"Other commands reach it with --data {_shown(library.data)}", flush=True)  # noqa: T201
            print("Press Ctrl-C to end it.", flush=True)  # noqa: T201

        if settings.host not in LOOPBACK:
            print(f"quoth: {_warning(settings.host)}", file=sys.stderr)  # noqa: T201
        try:
            run(
                assistant,
                host=settings.host,
                port=settings.port,
                names=settings.names,
                routers=[router(LocalService(library, assistant, patience=PATIENCE), token)],
                started=started,
            )
        except AddressError as error:
            raise RequestError(str(error)) from error
    return 0


def reachable(url: str) -> str:
    """The address by which this machine's own commands reach the server whose page is at ``url``."""
    parts = urlsplit(url)
    host = parts.hostname or "127.0.0.1"
    if host in EVERYWHERE:
        host = "::1" if ":" in host else "127.0.0.1"
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{parts.port or 80}"


def _shown(folder: Path) -> str:
    """A folder as it can be typed here."""
    here = Path.cwd()
    return shlex.quote(str(folder.relative_to(here) if folder.is_relative_to(here) else folder))


def _warning(host: str) -> str:
    where = "every address of this machine" if host in EVERYWHERE else host
    return f"the page is served on {where}: whoever reaches it can read the documents and remove uploads."


if __name__ == "__main__":
    sys.exit(main())
