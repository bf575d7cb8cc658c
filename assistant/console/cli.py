"""The command line: a command found and run, and what becomes of errors."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from assistant.console.adding import Command, Commands
from assistant.console.arguments import models
from assistant.console.codes import BROKEN_PIPE, INTERRUPTED, UNEXPECTED, WRONG
from assistant.console.parser import parser
from assistant.settings import Settings, SettingsError


def main(argv: Sequence[str] | None = None, extend: Callable[[Commands], None] | None = None) -> int:
    """Run a command; its exit code. Errors are printed to stderr, one line each."""
    root = parser(extend)
    arguments = root.parse_args(argv)
    debug = getattr(arguments, "debug", False)
    try:
        with _readable_output():
            return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _broken_pipe()
    except Exception as error:
        if debug:
            raise
        return _explain(error, arguments)


def _run(arguments: argparse.Namespace) -> int:
    named: Command | str = arguments.run
    given = {name: getattr(arguments, name, None) for name in ("data", "embedding", "host", "port")}
    settings = Settings.load(**given, **models.given(arguments))
    run = _found(named, arguments, settings) if isinstance(named, str) else named
    code = run(arguments, settings)
    sys.stdout.flush()
    return code


def _found(name: str, arguments: argparse.Namespace, settings: Settings) -> Command:
    """A command by its name in ``console.commands``, which is imported only now, with the log ready for it."""
    from assistant import logs

    if settings.data.is_dir():
        logs.attach(settings.data, debug=getattr(arguments, "debug", False))
    module, _, function = name.rpartition(".")
    command: Command = getattr(import_module(f"assistant.console.commands.{module}"), function)
    return command


@contextlib.contextmanager
def _readable_output() -> Any:
    """Print what a narrow encoding cannot hold as an escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    yield


def _broken_pipe() -> int:
    """The reader of standard output has gone, as ``head`` does: end quietly, also when Python flushes at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE


def _explain(error: Exception, arguments: argparse.Namespace) -> int:
    from assistant.console.batch import BatchError
    from assistant.owner import OwnerFailed
    from assistant.service import explanation

    said = str(error) if isinstance(error, (SettingsError, BatchError)) else explanation(error)
    if said is not None:
        _complain(said)
        return WRONG
    if isinstance(error, OwnerFailed):
        _complain(str(error))
        return UNEXPECTED
    from assistant import logs

    try:
        data = Settings.load(data=getattr(arguments, "data", None)).data
    except SettingsError:
        data = Path(".quoth")
    where = logs.record(data, error)
    log = f" The log is {where}." if where else ""
    _complain(f"Quoth failed ({type(error).__name__}: {error}).{log} Run the command with --debug to see more.")
    return UNEXPECTED


def _complain(message: str) -> None:
    line = " ".join(message.split())
    print(f"quoth: {line}", file=sys.stderr)  # noqa: T201
