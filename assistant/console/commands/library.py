"""``quoth index``, ``quoth folders`` and ``quoth documents``."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from assistant.console import progress
from assistant.console.codes import GOOD, PROBLEMS
from assistant.console.commands.paths import existing, must_exist, names
from assistant.console.commands.shared import emit, known, reach, say
from assistant.console.printing import documents, library
from assistant.service import Record, RequestError
from assistant.settings import Settings
from assistant.terminal import printable


def index(arguments: Namespace, settings: Settings) -> int:
    """``quoth index``: follow folders, sync, report."""
    if (arguments.include or arguments.exclude) and not arguments.paths:
        raise RequestError(
            "--include and --exclude are for folders that are named: quoth index FOLDER --include '*.pdf'"
        )
    paths = existing([*settings.folders, *arguments.paths])
    if not paths:
        must_exist(settings)
    with reach(settings, "quoth index") as service:
        if arguments.include or arguments.exclude:
            named = [path.absolute() for path in arguments.paths]
            service.follow(named, arguments.include, arguments.exclude)
        with progress.indexing() as watch:
            report = service.sync(paths, watch)
        with progress.building() as watch_building:
            service.follow_settings(watch_building)
    return _reported(report, as_json=arguments.json)


def folders_list(arguments: Namespace, settings: Settings) -> int:
    """``quoth folders list``."""
    with known(settings) as service:
        records = service.folders()
    if arguments.json:
        emit([library.dated_folder(record) for record in records])
    else:
        library.folders(records)
    return GOOD


def folders_add(arguments: Namespace, settings: Settings) -> int:
    """``quoth folders add``: follow, sync, report."""
    paths = existing(arguments.paths)
    with reach(settings, "quoth folders add") as service:
        service.follow(paths, arguments.include, arguments.exclude)
        with progress.indexing() as watch:
            report = service.sync(paths, watch)
    return _reported(report, as_json=arguments.json)


def folders_remove(arguments: Namespace, settings: Settings) -> int:
    """``quoth folders remove``."""
    with known(settings) as service:
        record = service.unfollow(arguments.path.absolute())
    say(
        f"{printable(record['path'])} is followed no more; its {_documents(record['documents'])} forgotten. Files stay."
    )
    return GOOD


def folders_patterns(arguments: Namespace, settings: Settings) -> int:
    """``quoth folders patterns``: print a folder's patterns, or change them and sync it."""
    path = arguments.path.expanduser().resolve()
    with known(settings) as service:
        if not (arguments.include or arguments.exclude or arguments.clear):
            record = next((one for one in service.folders() if one["path"] == str(path)), None)
            if record is None:
                raise RequestError(f"The folder {path} is not followed. See: quoth folders list")
            if arguments.json:
                emit({"include": record["include"], "exclude": record["exclude"]})
            else:
                library.patterns(record)
            return GOOD
        kept: list[str] | None = [] if arguments.clear else None
        service.set_patterns(path, arguments.include or kept, arguments.exclude or kept)
        with progress.indexing() as watch:
            report = service.sync([path], watch)
    return _reported(report, as_json=arguments.json)


def folders_confirm(arguments: Namespace, settings: Settings) -> int:
    """``quoth folders confirm``."""
    with known(settings) as service:
        count = service.confirm_gone(arguments.path.absolute())
    say(f"{printable(str(arguments.path))} is gone: {_documents(count)} forgotten.")
    return GOOD


def _documents(count: int) -> str:
    return "1 document is" if count == 1 else f"{count:,} documents are"


def _reported(report: Record, *, as_json: bool) -> int:
    if as_json:
        emit(report)
    else:
        library.report(report)
    return PROBLEMS if report["failed"] else GOOD


def documents_list(arguments: Namespace, settings: Settings) -> int:
    """``quoth documents list``."""
    with known(settings) as service:
        records = service.problems() if arguments.problems else service.documents()
    if arguments.json:
        emit([documents.dated(record) for record in records])
    elif arguments.problems:
        documents.problems(records)
    else:
        documents.documents(records)
    return GOOD


def documents_show(arguments: Namespace, settings: Settings) -> int:
    """``quoth documents show``."""
    with known(settings) as service:
        record = service.document(names(arguments.document))
    if arguments.json:
        emit(documents.dated(record))
    else:
        documents.document(record)
    return GOOD


def documents_text(arguments: Namespace, settings: Settings) -> int:
    """``quoth documents text``: the canonical text, byte for byte."""
    with known(settings) as service:
        text = service.text(names(arguments.document))
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    return GOOD


def documents_remove(arguments: Namespace, settings: Settings) -> int:
    """``quoth documents remove``."""
    with known(settings) as service:
        for name in arguments.documents:
            record = service.remove(names(name))
            path = printable(record["path"])
            if record["uploaded"]:
                say(f"Removed {path} and deleted Quoth's copy of it.")
            else:
                whole = printable(str(Path(record["folder"], record["path"])))
                say(f"Removed {path}. Its file stays; to take it in again: quoth index '{whole}'")
    return GOOD
