"""The log file in the data folder: what went wrong, for whoever mends it. It holds no question and no answer."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
from pathlib import Path

NAME = "quoth.log"
_SIZE = 1_000_000
_OLD = 2


def file_of(data: Path) -> Path:
    """Where the log of a data folder lies."""
    return data / NAME


def attach(data: Path, *, debug: bool = False) -> None:
    """Send warnings and errors of this process to the data folder's log, and to stderr too with ``debug``.

    Messages of libraries go there as well, so that they do not stand among what a command prints.
    """
    logging.captureWarnings(True)
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if getattr(handler, "quoth", False)]:
        root.removeHandler(old)
        old.close()
    form = logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s")
    handlers: list[logging.Handler] = [_log_file(data)]
    if debug:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers:
        handler.setFormatter(form)
        handler.setLevel(logging.WARNING)
        handler.quoth = True  # type: ignore[attr-defined]
        root.addHandler(handler)


def _log_file(data: Path) -> logging.Handler:
    path = file_of(data)
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        return logging.handlers.RotatingFileHandler(
            path, maxBytes=_SIZE, backupCount=_OLD, encoding="utf-8", errors="backslashreplace", delay=True
        )
    except OSError:
        return logging.NullHandler()  # the command itself says what is wrong with the data folder


def record(data: Path, error: BaseException) -> Path | None:
    """Write an unexpected error to the log; where it lies, or None if it could not be written."""
    path = file_of(data)
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        attach(data)
        logging.getLogger("quoth").error("unexpected error", exc_info=error)
    except OSError:
        return None
    return path if path.exists() else None
