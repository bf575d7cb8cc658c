"""Writes docs/COMMANDS.md from the command line's own parser: `make docs` runs it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from assistant.console.codes import CODES
from ui.command import parser

PAGE = Path(__file__).resolve().parent.parent / "docs" / "COMMANDS.md"

INTRODUCTION = """\
# Commands

<!-- Written by `make docs` from the command line's parser: change the help texts there, not here. -->

`quoth` has these commands. A setting in capitals is an environment variable; the option wins over it.
While `quoth serve` runs, the other commands work through it.
"""


def page() -> str:
    """The page as it should be."""
    root = parser()
    common = _common(root)
    parts = [INTRODUCTION]
    for command in _commands(root):
        parts += _section(command, common)
    parts += ["## Options of every command\n", _table([one for one in root._actions if _name(one) in common])]
    parts += ["## Exit codes\n", _exit_codes()]
    return "\n".join(parts)


def _section(command: argparse.ArgumentParser, common: set[str]) -> Iterator[str]:
    own = [one for one in command._actions if _name(one) not in common]
    narrowing = [
        one for group in command._action_groups if "only" in (group.title or "") for one in group._group_actions
    ]
    yield f"## `{command.prog}`\n"
    yield f"{command.description}\n"
    yield f"    {_usage(command.prog, own)}\n"
    yield _table([one for one in own if one not in narrowing])
    if narrowing:
        yield "These answer only from documents that fit all of them:\n"
        yield _table(narrowing)


def _commands(root: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """All commands that do something, those within others too."""
    for action in root._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                inner = list(_commands(command))
                yield from inner or [command]


def _common(root: argparse.ArgumentParser) -> set[str]:
    ignored = {"--version", "COMMAND", ""}
    return {_name(one) for one in root._actions} - ignored


def _name(action: argparse.Action) -> str:
    return action.option_strings[-1] if action.option_strings else str(action.metavar or "")


def _usage(prog: str, actions: list[argparse.Action]) -> str:
    words = [prog]
    for one in actions:
        if one.option_strings:
            words.append(f"[{_option(one)}]")
        else:
            words.append({"*": f"[{_name(one)}...]", "+": f"{_name(one)}..."}.get(str(one.nargs), _name(one)))
    return " ".join(words)


def _option(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    return f"{action.option_strings[-1]}{value}"


def _table(actions: list[argparse.Action]) -> str:
    rows = [f"| `{_option(one) if one.option_strings else _name(one)}` | {one.help} |" for one in actions]
    return "\n".join(["| argument | meaning |", "| --- | --- |", *rows, ""]) if rows else ""


def _exit_codes() -> str:
    codes = " ".join(CODES.split()).removeprefix("exit codes: ").split("; ")
    return "\n".join(
        [
            "| code | meaning |",
            "| --- | --- |",
            *(f"| {c.split(' ', 1)[0]} | {c.split(' ', 1)[1]} |" for c in codes),
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}", file=sys.stderr)
