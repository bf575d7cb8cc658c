"""Commands added to the command line's parser, alone or in groups, and the kinds of arguments that they take."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.console.codes import WRONG
from assistant.settings import Settings, SettingsError, expanded

Command = Callable[[argparse.Namespace, Settings], int]


class Commands:
    """Takes commands: those of Quoth, or those of a group such as ``quoth documents``.

    :param within: the parser that they are commands of.
    :param common: the options of every command.
    """

    def __init__(self, within: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
        self._common = common
        self._parsers: Any = within.add_subparsers(title="commands", metavar="COMMAND")

    def add(self, name: str, run: Command | str, description: str) -> argparse.ArgumentParser:
        """Add a command; its parser, to add arguments to.

        :param run: does it, or where that is in ``console.commands``: ``"library.index"``.
        """
        command: argparse.ArgumentParser = self._parsers.add_parser(
            name, help=_first_sentence(description), description=description, parents=[self._common]
        )
        command.set_defaults(run=run)
        return command

    def group(self, name: str, description: str) -> Commands:
        """Add a command that has commands itself; what takes those."""
        command: argparse.ArgumentParser = self._parsers.add_parser(
            name, help=_first_sentence(description), description=description
        )
        within = Commands(command, self._common)
        command.set_defaults(run=incomplete(command))
        return within


def incomplete(command: argparse.ArgumentParser) -> Command:
    """What ``quoth`` alone does: help, and wrong use."""

    def run(_: argparse.Namespace, __: Settings) -> int:
        command.print_help(sys.stderr)
        return WRONG

    return run


def path(text: str) -> Path:
    """The argument of a command that is a path; ``~`` is the user's folder."""
    if not text:
        raise argparse.ArgumentTypeError("it is empty")
    try:
        return expanded(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def positive(text: str) -> int:
    """The argument of a command that is a number above 0."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**9):
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return int(text)


def add_patterns(command: argparse.ArgumentParser) -> None:
    """Let a command that follows folders say which of their files are read."""
    repeated: dict[str, Any] = {"action": "append", "default": [], "metavar": "PATTERN"}
    command.add_argument(
        "--include",
        help="read only files of the named folders that fit this pattern, as in .gitignore: '*.pdf' (may be repeated)",
        **repeated,
    )
    command.add_argument(
        "--exclude", help="read no files that fit this pattern: 'drafts/' (may be repeated)", **repeated
    )


def _first_sentence(description: str) -> str:
    return description.split(". ")[0].rstrip(".") + "."
