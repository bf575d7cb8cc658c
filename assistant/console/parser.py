"""The parser of all commands."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from assistant.console.adding import Commands, incomplete, path
from assistant.console.arguments import library, questions, upkeep
from assistant.console.codes import CODES


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print the version; looked up only now, since that takes time."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"quoth {version('quoth')}")  # noqa: T201
        except PackageNotFoundError:
            print("quoth (not installed)")  # noqa: T201
        parser.exit()


def parser(extend: Callable[[Commands], None] | None = None) -> argparse.ArgumentParser:
    """The parser of all commands; ``extend`` may add more."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared = common.add_argument_group("options of every command")
    shared.add_argument("--data", type=path, metavar="DIR", help="the data folder (QUOTH_DATA; usually .quoth)")
    shared.add_argument(
        "--embedding", metavar="MODEL", help="the embedding model, by name or path (QUOTH_MODEL_EMBEDDING)"
    )
    shared.add_argument("--debug", action="store_true", help="show what went wrong inside when something does")

    main = argparse.ArgumentParser(
        prog="quoth",
        description="Answers questions about your own documents; every sentence stands on a quote you can check.",
        epilog=CODES,
        parents=[common],
    )
    main.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    main.set_defaults(run=incomplete(main))
    commands = Commands(main, common)
    if extend is not None:
        extend(commands)
    library.add_index(commands)
    questions.add_ask(commands)
    questions.add_eval(commands)
    library.add_documents(commands)
    library.add_folders(commands)
    upkeep.add_doctor(commands)
    upkeep.add_model(commands)
    upkeep.add_backup(commands)
    upkeep.add_purge(commands)
    return main
