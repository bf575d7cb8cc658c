"""Whether text of the documents may be sent to a model's servers: asked once, kept in the data folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

from assistant.models.addresses import hostname
from assistant.models.providers import Choice
from assistant.settings import Settings

FILE = "consent.json"
"""Where in the data folder."""
ALL = "all"


def needed(choice: Choice, settings: Settings) -> bool:
    """Whether a person has still to agree before this model is asked."""
    if not choice.remote:
        return False
    given = {one.lower() for one in settings.consent}
    return not given & {ALL, word(choice)} and _subject(choice) not in _kept(settings.data)


def word(choice: Choice) -> str:
    """What the setting of consent calls who reads: a provider by its name, any other server by its host.

    A provider's name allows no other server that speaks its protocol.
    """
    return choice.provider if choice.at_home else hostname(choice.base_url)


def asked(choice: Choice) -> str:
    """The question that a person is asked."""
    return (
        f"{choice.label} does not run on this machine alone. To answer, your question, the conversation before it and "
        f"passages of your documents are sent to {choice.place}. Allow it?"
    )


def remember(choice: Choice, data: Path) -> None:
    """Keep that a person agreed, for all models of this provider at this address.

    :raises OSError: it cannot be written.
    """
    _write(data, _kept(data) | {_subject(choice)})


def withdraw(choice: Choice, data: Path) -> None:
    """Ask again from now on.

    :raises OSError: it cannot be written.
    """
    _write(data, _kept(data) - {_subject(choice)})


def _subject(choice: Choice) -> str:
    return f"{choice.provider}@{hostname(choice.base_url)}" if choice.base_url else choice.provider


def _kept(data: Path) -> set[str]:
    try:
        found = json.loads((data / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()  # then it is asked again
    return {one for one in found if isinstance(one, str)} if isinstance(found, list) else set()


def _write(data: Path, subjects: set[str]) -> None:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = data / f".{FILE}.{os.getpid()}.part"
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(sorted(subjects), file)
        aside.replace(data / FILE)
    finally:
        aside.unlink(missing_ok=True)
