"""What the commands share: the library that they reach, and what they print."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from assistant.console.codes import GOOD
from assistant.console.commands.paths import must_exist
from assistant.service import Record, Service
from assistant.settings import Settings

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def told(arguments: Namespace, record: Record, lines: list[str]) -> int:
    """Print what was done, as JSON or as lines for people; the exit code."""
    if arguments.json:
        emit(record)
    else:
        say("\n".join(lines))
    return GOOD


def reach(settings: Settings, command: str) -> AbstractContextManager[Service]:
    """See ``owner.reach``, which is imported only now."""
    from assistant import owner

    return owner.reach(settings, command)


def known(settings: Settings) -> AbstractContextManager[Service]:
    """The service of a data folder that is there.

    :raises RequestError: it was never made.
    """
    must_exist(settings)
    return reach(settings, "quoth")


def emit(value: Record | list[Any]) -> None:
    """Print a value as JSON in UTF-8."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")


def say(line: str) -> None:
    """Print a line for people."""
    sys.stdout.write(line + "\n")
