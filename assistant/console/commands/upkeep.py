"""``quoth doctor``, ``model``, ``purge``, ``export`` and ``import``: what looks after the data folder."""

from __future__ import annotations

import sys
from argparse import Namespace

from assistant.console import progress
from assistant.console.codes import GOOD, PROBLEMS
from assistant.console.commands.paths import looking_at, must_exist
from assistant.console.commands.shared import emit, known, say, told
from assistant.console.printing import upkeep as printed
from assistant.service import RequestError
from assistant.settings import Settings, expanded


def doctor(arguments: Namespace, settings: Settings) -> int:
    """``quoth doctor``: say what is wrong with the index, and mend it with ``--repair``."""
    from assistant.console import checkup

    must_exist(settings)
    findings, done = checkup.doctor(settings, repair=arguments.repair, deep=arguments.deep)
    if arguments.json:
        emit({"findings": findings, "done": done})
    else:
        printed.findings(findings, done, repaired=arguments.repair)
    return PROBLEMS if findings else GOOD


def model_show(arguments: Namespace, settings: Settings) -> int:
    """``quoth model show``."""
    with known(settings) as service:
        record = service.model()
    if arguments.json:
        emit(record)
    else:
        printed.model(record)
    return GOOD


def model_use(arguments: Namespace, settings: Settings) -> int:
    """``quoth model use``: build for another model or size of chunks, and wait until it answers."""
    name = arguments.model
    if name is None and arguments.chunk_tokens is None:
        raise RequestError("Name a model, or a size of chunks with --chunk-tokens. See: quoth model use --help")
    wanted, size = _as_set(settings, name, arguments.chunk_tokens)
    with known(settings) as service, progress.building() as watch:
        try:
            record = service.use_model(wanted, size, watch)
        except KeyboardInterrupt:
            print("quoth: what is built is kept; the old model answers meanwhile.", file=sys.stderr)  # noqa: T201
            raise
    if arguments.json:
        emit(record)
    else:
        printed.model(record)
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
    with looking_at(path := expanded(name)):
        return str(path.resolve()) if path.is_dir() else name


def model_cancel(arguments: Namespace, settings: Settings) -> int:
    """``quoth model cancel``."""
    with known(settings) as service:
        cancelled = service.cancel_model()
    say("Given up; what was built is deleted." if cancelled else "No model is being built.")
    return GOOD


def purge(arguments: Namespace, settings: Settings) -> int:
    """``quoth purge``: list, or remove with ``--yes``, what is kept of documents that are gone."""
    from assistant.console import keeping

    must_exist(settings)
    return told(arguments, *keeping.purge(arguments, settings))


def export(arguments: Namespace, settings: Settings) -> int:
    """``quoth export``: write a backup."""
    from assistant.console import keeping

    must_exist(settings)
    return told(arguments, *keeping.export(arguments, settings))


def import_(arguments: Namespace, settings: Settings) -> int:
    """``quoth import``: make a library of a backup."""
    from assistant.console import keeping

    with looking_at(arguments.file):
        return told(arguments, *keeping.import_(arguments, settings))
