"""Which chat model a command is to answer with, and whether it may be asked."""

from __future__ import annotations

import sys
from argparse import Namespace

from assistant.models import consent
from assistant.models.providers import NONE, Choice, choose
from assistant.settings import Settings


def chosen(arguments: Namespace, settings: Settings) -> str | None:
    """The chat model that the command line names, ``none`` for none; None where it leaves that to the settings.

    On a terminal a person is asked once whether text may be sent to a remote one.

    :raises ModelError: it is the name of no model.
    """
    choice = choose(settings)
    if choice is not None and consent.needed(choice, settings) and sys.stdin.isatty() and sys.stderr.isatty():
        _ask(choice, settings)
    if arguments.chat_model is None:
        return None
    return NONE if choice is None else choice.label


def _ask(choice: Choice, settings: Settings) -> None:
    sys.stderr.write(f"{consent.asked(choice)} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        consent.remember(choice, settings.data)
