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

from assistant.console import printing, progress
from assistant.console.printing import printable
from assistant.retrieval.lexical import clean
from assistant.service import Record, RequestError, Service
from assistant.settings import Settings, expanded

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from index.documents import Filter

GOOD, PROBLEMS, WRONG = 0, 1, 2
"""Exit codes: all good; some files failed or something is wrong with the index; wrong use."""


def index(arguments: Namespace, settings: Settings) -> int:
    """``quoth index``: follow folders, sync, report."""
    if (arguments.include or arguments.exclude) and not arguments.paths:
        raise RequestError(
            "--include and --exclude are for folders that are named: quoth index FOLDER --include '*.pdf'"
        )
    paths = existing([*settings.folders, *arguments.paths])
    if not paths:
        must_exist(settings)
    with _reach(settings, "quoth index") as service:
        if arguments.include or arguments.exclude:
            named = [path.absolute() for path in arguments.paths]
            service.follow(named, arguments.include, arguments.exclude)
        with progress.indexing() as watch:
            report = service.sync(paths, watch)
        with progress.building() as told:
            service.follow_settings(told)
    return _reported(report, as_json=arguments.json)


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
    from assistant.console import batch

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


def evaluate(arguments: Namespace, settings: Settings) -> int:
    """``quoth eval``: measure answers, compare two measurements, or draft questions."""
    from assistant.evaluation import command

    must_exist(settings)
    return _told(arguments, *command.evaluate(arguments, settings, lambda: _reach(settings, "quoth eval")))


def documents_list(arguments: Namespace, settings: Settings) -> int:
    """``quoth documents list``."""
    with _known(settings) as service:
        records = service.problems() if arguments.problems else service.documents()
    if arguments.json:
        emit([printing.dated(record) for record in records])
    elif arguments.problems:
        printing.problems(records)
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


def folders_list(arguments: Namespace, settings: Settings) -> int:
    """``quoth folders list``."""
    with _known(settings) as service:
        records = service.folders()
    if arguments.json:
        emit([printing.dated_folder(record) for record in records])
    else:
        printing.folders(records)
    return GOOD


def folders_add(arguments: Namespace, settings: Settings) -> int:
    """``quoth folders add``: follow, sync, report."""
    paths = existing(arguments.paths)
    with _reach(settings, "quoth folders add") as service:
        service.follow(paths, arguments.include, arguments.exclude)
        with progress.indexing() as watch:
            report = service.sync(paths, watch)
    return _reported(report, as_json=arguments.json)


def folders_remove(arguments: Namespace, settings: Settings) -> int:
    """``quoth folders remove``."""
    with _known(settings) as service:
        record = service.unfollow(arguments.path.absolute())
    say(
        f"{printable(record['path'])} is followed no more; its {_documents(record['documents'])} forgotten. Files stay."
    )
    return GOOD


def folders_patterns(arguments: Namespace, settings: Settings) -> int:
    """``quoth folders patterns``: print a folder's patterns, or change them and sync it."""
    path = arguments.path.expanduser().resolve()
    with _known(settings) as service:
        if not (arguments.include or arguments.exclude or arguments.clear):
            record = next((one for one in service.folders() if one["path"] == str(path)), None)
            if record is None:
                raise RequestError(f"The folder {path} is not followed. See: quoth folders list")
            if arguments.json:
                emit({"include": record["include"], "exclude": record["exclude"]})
            else:
                printing.patterns(record)
            return GOOD
        kept: list[str] | None = [] if arguments.clear else None
        service.set_patterns(path, arguments.include or kept, arguments.exclude or kept)
        with progress.indexing() as watch:
            report = service.sync([path], watch)
    return _reported(report, as_json=arguments.json)


def folders_confirm(arguments: Namespace, settings: Settings) -> int:
    """``quoth folders confirm``."""
    with _known(settings) as service:
        count = service.confirm_gone(arguments.path.absolute())
    say(f"{printable(str(arguments.path))} is gone: {_documents(count)} forgotten.")
    return GOOD


def _documents(count: int) -> str:
    return "1 document is" if count == 1 else f"{count:,} documents are"


def _reported(report: Record, *, as_json: bool) -> int:
    if as_json:
        emit(report)
    else:
        printing.report(report)
    return PROBLEMS if report["failed"] else GOOD


def doctor(arguments: Namespace, settings: Settings) -> int:
    """``quoth doctor``: say what is wrong with the index, and mend it with ``--repair``."""
    from assistant.console import checkup

    must_exist(settings)
    findings, done = checkup.doctor(settings, repair=arguments.repair, deep=arguments.deep)
    if arguments.json:
        emit({"findings": findings, "done": done})
    else:
        printing.findings(findings, done, repaired=arguments.repair)
    return PROBLEMS if findings else GOOD


def model_show(arguments: Namespace, settings: Settings) -> int:
    """``quoth model show``."""
    with _known(settings) as service:
        record = service.model()
    if arguments.json:
        emit(record)
    else:
        printing.model(record)
    return GOOD


def model_use(arguments: Namespace, settings: Settings) -> int:
    """``quoth model use``: build for another model or size of chunks, and wait until it answers."""
    name = arguments.model
    if name is None and arguments.chunk_tokens is None:
        raise RequestError("Name a model, or a size of chunks with --chunk-tokens. See: quoth model use --help")
    wanted, size = _as_set(settings, name, arguments.chunk_tokens)
    with _known(settings) as service, progress.building() as watch:
        try:
            record = service.use_model(wanted, size, watch)
        except KeyboardInterrupt:
            print("quoth: what is built is kept; the old model answers meanwhile.", file=sys.stderr)  # noqa: T201
            raise
    if arguments.json:
        emit(record)
    else:
        printing.model(record)
    return GOOD


def _as_set(settings: Settings, name: str | None, chunk_tokens: int | None) -> tuple[str | None, int | None]:
    """The model and the size of chunks that are asked for, else those that the settings name.

    :raises RequestError: the settings name others, so that the next start would go back to those.
    """
    name, named = _whole(name), _whole(settings.embedding)
    if None not in (name, named) and name != named:
        raise RequestError(
            f"The setting QUOTH_MODEL_EMBEDDING (or --embedding) names {settings.embedding}, which the next start "
            f"would go back to. Leave it out, or set it to {name}."
        )
    size = settings.chunk_tokens
    if None not in (chunk_tokens, size) and chunk_tokens != size:
        raise RequestError(
            f"The setting QUOTH_CHUNK_TOKENS is {size}, which the next start would go back to. Leave it out, or set it "
            f"to {chunk_tokens}."
        )
    return name or named, size if chunk_tokens is None else chunk_tokens


def _whole(name: str | None) -> str | None:
    """A model's name; a folder of this process's by its whole path, since a server has another one to start from."""
    if name is None:
        return None
    with _looking_at(path := expanded(name)):
        return str(path.resolve()) if path.is_dir() else name


def model_cancel(arguments: Namespace, settings: Settings) -> int:
    """``quoth model cancel``."""
    with _known(settings) as service:
        cancelled = service.cancel_model()
    say("Given up; what was built is deleted." if cancelled else "No model is being built.")
    return GOOD


def purge(arguments: Namespace, settings: Settings) -> int:
    """``quoth purge``: list, or remove with ``--yes``, what is kept of documents that are gone."""
    from assistant.console import keeping

    must_exist(settings)
    return _told(arguments, *keeping.purge(arguments, settings))


def export(arguments: Namespace, settings: Settings) -> int:
    """``quoth export``: write a backup."""
    from assistant.console import keeping

    must_exist(settings)
    return _told(arguments, *keeping.export(arguments, settings))


def import_(arguments: Namespace, settings: Settings) -> int:
    """``quoth import``: make a library of a backup."""
    from assistant.console import keeping

    with _looking_at(arguments.file):
        return _told(arguments, *keeping.import_(arguments, settings))


# What they share


def _told(arguments: Namespace, record: Record, lines: list[str]) -> int:
    if arguments.json:
        emit(record)
    else:
        say("\n".join(lines))
    return GOOD


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
