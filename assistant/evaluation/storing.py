"""Runs kept by name in the data folder: one plain JSON file each, readable by its user alone."""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from assistant.evaluation.judging import Judged
from assistant.evaluation.running import Run
from assistant.service import RequestError

FOLDER = "evaluations"
"""Where in the data folder."""
_NAME = re.compile(r"[\w][\w.-]{0,79}")
_FORMAT = 1


class RunError(RequestError):
    """A run cannot be kept or read; the message says which and why."""


def check(name: str) -> str:
    """The name, if a run can be kept under it.

    :raises RunError: it cannot.
    """
    if not _NAME.fullmatch(name):
        raise RunError(f"A run cannot be named {name!r}: use letters, digits, '.', '_' and '-', 80 at most.")
    return name


def save(run: Run, data: Path) -> Path:
    """Keep a run, in place of one of that name; its file.

    :raises RunError: the file cannot be written.
    """
    path = _path(check(run.name), data)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    text = json.dumps({"format": _FORMAT, **asdict(run)}, ensure_ascii=False, indent=1)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise RunError(f"The run {run.name} cannot be kept in {path}: {error.strerror or error}.") from error
    return path


def load(name: str, data: Path) -> Run:
    """The run of that name.

    :raises RunError: there is none, or its file cannot be read.
    """
    path = _path(check(name), data)
    try:
        given: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        kept = ", ".join(names(data)) or "none"
        raise RunError(f"There is no run {name} in {data}. Kept are: {kept}.") from None
    except (OSError, ValueError) as error:
        raise RunError(f"The run {path} cannot be read: {error}.") from error
    if given.get("format") != _FORMAT:
        raise RunError(f"The run {path} was kept by another version of Quoth. Ask its questions again.")
    try:
        known = {field.name for field in fields(Judged)}
        judged = tuple(Judged(**{key: one[key] for key in known}) for one in given["judged"])
        return Run(given["name"], given["made"], tuple(given["files"]), given["documents"], given["model"], judged)
    except (KeyError, TypeError) as error:
        raise RunError(f"The run {path} is damaged ({error}). Ask its questions again.") from error


def names(data: Path) -> list[str]:
    """The names of the runs that are kept, in order."""
    return sorted(path.stem for path in (data / FOLDER).glob("*.json") if _NAME.fullmatch(path.stem))


def _path(name: str, data: Path) -> Path:
    return data / FOLDER / f"{name}.json"
