"""Which documents a question is answered from, by the options of ``quoth ask``."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from assistant.console.commands.paths import looking_at
from assistant.service import RequestError
from assistant.settings import expanded

if TYPE_CHECKING:
    from index.documents import Filter


def narrowed(arguments: Namespace) -> Filter | None:
    """The filter that the options of ``quoth ask`` make, or None.

    :raises RequestError: a format is not read or a date is none.
    """
    from index.documents import Filter
    from index.loaders import FORMATS

    formats = tuple(name.lower().lstrip(".") for name in arguments.format)
    for name in formats:
        if name not in FORMATS:
            raise RequestError(f"There is no format {name}. Quoth reads: {', '.join(FORMATS)}.")
    only = Filter(
        folders=tuple(_inside(folder) for folder in arguments.inside),
        documents=tuple(arguments.document),
        formats=formats,
        after=_moment(arguments.after, "--after", end=False),
        before=_moment(arguments.before, "--before", end=True),
    )
    return only or None


def _inside(folder: str) -> str:
    """A folder as the filter wants it: absolute if it is one here, else as a folder inside the library's."""
    path = expanded(folder)
    with looking_at(path):
        if path.is_absolute() or path.is_dir():
            return str(path.resolve())
    return folder.strip("/")


def _moment(text: str | None, option: str, *, end: bool) -> float | None:
    """A date (its first or last moment) or a time, in seconds since the epoch; local unless it names a zone."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if len(text) <= len("2025-01-31") and moment.time() == time() and end:
            moment += timedelta(days=1) - timedelta(microseconds=1)
        return moment.timestamp()
    except (ValueError, OverflowError, OSError):
        raise RequestError(f"{option} {text} is not a date such as 2025-01-31.") from None
