"""Paths that are named on the command line, looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.service import RequestError
from assistant.settings import Settings, expanded


def must_exist(settings: Settings) -> None:
    """Refuse to look into a data folder that was never made, rather than make an empty one."""
    with looking_at(settings.data):
        there = settings.data.is_dir()
    if not there:
        raise RequestError(
            f"There is no data folder {settings.data}. Index a folder first: quoth index FOLDER, "
            "or name another data folder with --data."
        )


def existing(paths: list[Path]) -> list[Path]:
    """The paths, absolute.

    :raises RequestError: one of them is not there.
    """
    for path in paths:
        with looking_at(path):
            there = path.exists()
        if not there:
            raise RequestError(f"There is no folder or file {path}. Check the name.")
    return [path.absolute() for path in paths]


@contextmanager
def looking_at(path: Path) -> Iterator[None]:
    """Say of an error of the system which path it is about: a name too long, a folder that may not be entered."""
    try:
        yield
    except OSError as error:
        raise RequestError(f"{path} cannot be looked at: {error.strerror or error}.") from error


def names(document: str) -> list[str]:
    """What a document may be known by: as it was typed, and as a path from here."""
    path = expanded(document)
    with looking_at(path):
        return [document, str(path.resolve())]
