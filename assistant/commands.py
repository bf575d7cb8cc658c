"""What the commands do: each takes its arguments and the settings, prints, and gives the exit code."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import printing, progress
from assistant.lexical import clean
from assistant.service import Record, RequestError, Service
from assistant.settings import Settings, expanded

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from index.documents import Filter

GOOD, PROBLEMS, WRONG = 0, 1, 2
"""Exit codes: all good; some files failed or something is wrong with the index; wrong use."""


def index(arguments: Namespace, settings: Settings) -> int:
    """``quoth index``: follow folders, sync, report."""
    paths = existing([*settings.folders, *arguments.paths])
    if not paths:
        must_exist(settings)
    with _reach(settings, "quoth index") as service, progress.indexing() as watch:
        report = service.sync(paths, watch)
    if arguments.json:
        emit(report)
    else:
        printing.report(report)
    return PROBLEMS if report["failed"] else GOOD


def ask(arguments: Namespace, settings: Settings) -> int:
    """``quoth ask``: answer one question, or those of a file."""
    question = clean(" ".join(arguments.question))
    if arguments.batch is None and not question:
        raise RequestError('Ask a question: quoth ask "When does the lease end?"')
    if arguments.batch is not None and question:
        raise RequestError("Give a question or --batch, not both.")
    if arguments.out is not None and arguments.batch is None:
        raise RequestError("--out belongs to --batch: quoth ask --batch IN.jsonl --out OUT.jsonl")
    must_exist(settings)
    only = narrowed(arguments)
    if arguments.batch is not None:
        return _batch(arguments, settings, only)
    with _reach(settings, "quoth ask") as service:
        answer = service.ask(question, (), only)
    if arguments.json:
        emit({"id": None, **answer})
    else:
        printing.answer(answer)
    return GOOD


def _batch(arguments: Namespace, settings: Settings, only: Filter | None) -> int:
    from assistant import batch

    questions = batch.read(arguments.batch)
    with (
        _reach(settings, "quoth ask --batch") as service,
        batch.writing(arguments.out) as write,
        progress.counting("answering", len(questions)) as advance,
    ):
        for asked in questions:
            answer = service.ask(asked.question, asked.history, only)
            write({"id": asked.id, **answer})
            advance()
    return GOOD


def documents_list(arguments: Namespace, settings: Settings) -> int:
    """``quoth documents list``."""
    with _known(settings) as service:
        records = service.documents()
    if arguments.json:
        emit([printing.dated(record) for record in records])
    else:
        printing.documents(records)
    return GOOD


def documents_show(arguments: Namespace, settings: Settings) -> int:
    """``quoth documents show``."""
    with _known(settings) as service:
        record = service.document(names(arguments.document))
    if arguments.json:
        emit(printing.dated(record))
    else:
        printing.document(record)
    return GOOD


def documents_text(arguments: Namespace, settings: Settings) -> int:
    """``quoth documents text``: the canonical text, byte for byte."""
    with _known(settings) as service:
        text = service.text(names(arguments.document))
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    return GOOD


def documents_remove(arguments: Namespace, settings: Settings) -> int:
    """``quoth documents remove``."""
    with _known(settings) as service:
        for name in arguments.documents:
            record = service.remove(names(name))
            path = printing.printable(record["path"])
            if record["uploaded"]:
                say(f"Removed {path} and deleted Quoth's copy of it.")
            else:
                whole = printing.printable(str(Path(record["folder"], record["path"])))
                say(f"Removed {path}. Its file stays; to take it in again: quoth index '{whole}'")
    return GOOD


def doctor(arguments: Namespace, settings: Settings) -> int:
    """``quoth doctor``: say what is wrong with the index, and mend it with ``--repair``."""
    with _known(settings) as service:
        findings = service.repair() if arguments.repair else service.examine()
    if arguments.json:
        emit({"findings": findings})
        return PROBLEMS if findings else GOOD
    for finding in findings:
        say(f"{printing.printable(finding['subject'])}: {printing.printable(finding['problem'])}")
    if not findings:
        say("The index equals the library.")
    elif not arguments.repair and any(finding["mendable"] for finding in findings):
        say("To mend it: quoth doctor --repair")
    return PROBLEMS if findings else GOOD


# What they share


def _reach(settings: Settings, command: str) -> AbstractContextManager[Service]:
    from assistant.owner import reach

    return reach(settings, command)


def _known(settings: Settings) -> AbstractContextManager[Service]:
    must_exist(settings)
    return _reach(settings, "quoth")


def must_exist(settings: Settings) -> None:
    """Refuse to look into a data folder that was never made, rather than make an empty one."""
    with _looking_at(settings.data):
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
        with _looking_at(path):
            there = path.exists()
        if not there:
            raise RequestError(f"There is no folder or file {path}. Check the name.")
    return [path.absolute() for path in paths]


@contextmanager
def _looking_at(path: Path) -> Iterator[None]:
    """Say of an error of the system which path it is about: a name too long, a folder that may not be entered."""
    try:
        yield
    except OSError as error:
        raise RequestError(f"{path} cannot be looked at: {error.strerror or error}.") from error


def names(document: str) -> list[str]:
    """What a document may be known by: as it was typed, and as a path from here."""
    path = expanded(document)
    with _looking_at(path):
        return [document, str(path.resolve())]


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
    with _looking_at(path):
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


def emit(value: Record | list[Any]) -> None:
    """Print a value as JSON in UTF-8."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")


def say(line: str) -> None:
    """Print a line for people."""
    sys.stdout.write(line + "\n")
