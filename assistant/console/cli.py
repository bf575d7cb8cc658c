"""The command line: its arguments, and what becomes of errors. The commands themselves are in ``commands``."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.settings import Settings, SettingsError, expanded

Command = Callable[[argparse.Namespace, Settings], int]
Add = Callable[..., argparse.ArgumentParser]
"""Adds a command: its name, its ``Command`` or the name of one in ``commands``, and its description."""

INTERRUPTED, BROKEN_PIPE, UNEXPECTED = 130, 141, 70

CODES = """\
exit codes: 0 all good; 1 some files failed, or something is wrong with the index; 2 wrong use, a folder or
document that is not there, or a data folder in use; 70 a fault in Quoth, of which its log says more
"""


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print the version; looked up only now, since that takes time."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"quoth {version('quoth')}")  # noqa: T201
        except PackageNotFoundError:
            print("quoth (not installed)")  # noqa: T201
        parser.exit()


def parser(extend: Callable[[Add], None] | None = None) -> argparse.ArgumentParser:
    """The parser of all commands; ``extend`` may add more with the function it is given."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared = common.add_argument_group("options of every command")
    shared.add_argument("--data", type=_path, metavar="DIR", help="the data folder (QUOTH_DATA; usually .quoth)")
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
    commands = main.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, run: Command | str, description: str, within: Any = commands) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = within.add_parser(
            name, help=_first_sentence(description), description=description, parents=[common]
        )
        command.set_defaults(run=run)
        return command

    if extend is not None:
        extend(add)
    _add_index(add)
    _add_ask(add)
    _add_eval(add)
    _add_documents(add, commands)
    _add_folders(add, commands)
    _add_doctor(add)
    _add_model(add, commands)
    _add_backup(add)
    _add_purge(add)
    return main


def _add_index(add: Add) -> None:
    command = add(
        "index",
        "index",
        "Take in what is new or changed, and report it. Folders that are named are followed from now on; "
        "without any, all that are followed are looked at.",
    )
    command.add_argument("paths", nargs="*", type=_path, metavar="PATH", help="a folder or a single file")
    add_patterns(command)
    command.add_argument("--json", action="store_true", help="print the report as JSON")


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


def _add_folders(add: Add, commands: Any) -> None:
    command: argparse.ArgumentParser = commands.add_parser(
        "folders", help="List, add and remove followed folders.", description="List, add and remove followed folders."
    )
    within = command.add_subparsers(title="commands", metavar="COMMAND")
    command.set_defaults(run=_incomplete(command))
    listing = add(
        "list", "folders_list", "List the followed folders, their patterns, and whether they are there.", within
    )
    listing.add_argument("--json", action="store_true", help="print them as JSON")
    new = add("add", "folders_add", "Follow folders from now on, and take in what they hold.", within)
    new.add_argument("paths", nargs="+", type=_path, metavar="PATH", help="a folder or a single file")
    add_patterns(new)
    new.add_argument("--json", action="store_true", help="print the report as JSON")
    remove = add(
        "remove",
        "folders_remove",
        "Stop following a folder. Its documents are no longer answered from; its files stay where they are.",
        within,
    )
    remove.add_argument("path", type=_path, metavar="PATH", help="the folder")
    patterns = add(
        "patterns",
        "folders_patterns",
        "Choose which files of a followed folder are read. Without an option its patterns are printed, one a line.",
        within,
    )
    patterns.add_argument("path", type=_path, metavar="PATH", help="the folder")
    add_patterns(patterns)
    patterns.add_argument("--clear", action="store_true", help="take away all patterns that it has, before these")
    patterns.add_argument("--json", action="store_true", help="print the patterns, or the report, as JSON")
    confirm = add(
        "confirm",
        "folders_confirm",
        "Say that a folder that vanished is gone for good: its documents, kept until now, are forgotten.",
        within,
    )
    confirm.add_argument("path", type=_path, metavar="PATH", help="the folder, or the disk inside one")


def _add_ask(add: Add) -> None:
    command = add(
        "ask",
        "ask",
        "Answer a question from the documents, with numbered sources. With --batch, answer the questions of a file "
        'of JSON lines {"id", "question", "history"?}, where a history is a list of {"question", "answer"?}.',
    )
    command.add_argument("question", nargs="*", metavar="QUESTION", help="the question")
    command.add_argument("--json", action="store_true", help="print the answer as JSON")
    command.add_argument("--batch", type=_path, metavar="IN.jsonl", help="a file with a question a line")
    command.add_argument(
        "--out", type=_path, metavar="OUT.jsonl", help="where the answers of --batch go (usually to standard output)"
    )
    narrow = command.add_argument_group("answer only from documents that fit all of these")
    repeated: dict[str, Any] = {"action": "append", "default": []}
    narrow.add_argument("--in", dest="inside", metavar="FOLDER", help="in this folder (may be repeated)", **repeated)
    narrow.add_argument("--document", metavar="PATH", help="with this path in its folder (may be repeated)", **repeated)
    narrow.add_argument("--format", metavar="FORMAT", help="of this format, such as pdf (may be repeated)", **repeated)
    narrow.add_argument("--after", metavar="DATE", help="whose file changed on this date or later")
    narrow.add_argument("--before", metavar="DATE", help="whose file changed on this date or before")


def _add_eval(add: Add) -> None:
    command = add(
        "eval",
        "evaluate",
        "Measure the answers to questions whose right answers are known. Files are in SQuAD's JSON, JSON Lines or CSV "
        "of question, answer, document, history, answerable, kind; all but the question may be missing. With "
        "'make' as the file such questions are drafted from the documents into a CSV, for a person to keep or drop.",
    )
    command.add_argument("files", nargs="*", type=_path, metavar="FILE", help="a file of questions, or 'make'")
    command.add_argument("--name", metavar="NAME", help="what to keep the results under (usually the date and time)")
    command.add_argument(
        "--compare", nargs=2, metavar=("BEFORE", "AFTER"), help="compare two results that were kept, by their names"
    )
    command.add_argument("--split", metavar="SPLIT", help="ask only the questions that the file marks with this split")
    command.add_argument("--every", type=_positive, default=1, metavar="N", help="ask only every N-th question")
    command.add_argument("--json", action="store_true", help="print the results as JSON")
    command.add_argument("--html", type=_path, metavar="FILE", help="also write a page with plots, in one file")
    command.add_argument("--out", type=_path, metavar="FILE.csv", help="with make: the file to write (questions.csv)")
    command.add_argument(
        "--count", type=_positive, default=50, metavar="N", help="with make: questions to draft at most (50)"
    )


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**9):
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return int(text)


def _add_documents(add: Add, commands: Any) -> None:
    command: argparse.ArgumentParser = commands.add_parser(
        "documents",
        help="List, show, print and remove documents.",
        description="List, show, print and remove documents.",
    )
    within = command.add_subparsers(title="commands", metavar="COMMAND")
    command.set_defaults(run=_incomplete(command))
    naming = "its path in its folder, its whole path, its file name, or its id"
    listing = add("list", "documents_list", "List all documents and their states.", within)
    listing.add_argument(
        "--problems",
        action="store_true",
        help="list only those to look at: not read, vanished, text missing or broken, nearly the same as another",
    )
    listing.add_argument("--json", action="store_true", help="print them as JSON")
    show = add("show", "documents_show", "Show all that is known of a document.", within)
    show.add_argument("document", metavar="DOCUMENT", help=naming)
    show.add_argument("--json", action="store_true", help="print it as JSON")
    text = add("text", "documents_text", "Print a document's text exactly, as citations count it.", within)
    text.add_argument("document", metavar="DOCUMENT", help=naming)
    remove = add(
        "remove",
        "documents_remove",
        "Take documents out of the library. An uploaded file is deleted from the data folder; a file of a followed "
        "folder stays where it is, and is left alone from then on, for which its name is remembered.",
        within,
    )
    remove.add_argument("documents", nargs="+", metavar="DOCUMENT", help=naming)


def _add_doctor(add: Add) -> None:
    command = add(
        "doctor",
        "doctor",
        "Check that the index equals the folders and is whole. It reads every file; it changes nothing unless told to.",
    )
    command.add_argument(
        "--repair",
        action="store_true",
        help="mend what is wrong; a damaged catalog is put aside and built anew from the documents",
    )
    command.add_argument(
        "--deep",
        nargs="?",
        type=float,
        const=60.0,
        metavar="SECONDS",
        help="also read and embed documents again, in random order, and compare (for 60 seconds if none are named)",
    )
    command.add_argument("--json", action="store_true", help="print the findings as JSON")


def _add_model(add: Add, commands: Any) -> None:
    description = (
        "Show the embedding model that answers, or change it. Another model is built beside the one that answers, and "
        "takes its place when it is whole."
    )
    command: argparse.ArgumentParser = commands.add_parser(
        "model", help=_first_sentence(description), description=description
    )
    within = command.add_subparsers(title="commands", metavar="COMMAND")
    command.set_defaults(run=_incomplete(command))
    show = add("show", "model_show", "Show which model answers, and how the building of another goes.", within)
    show.add_argument("--json", action="store_true", help="print it as JSON")
    use = add(
        "use",
        "model_use",
        "Build the index for another embedding model, or another size of chunks, beside the one that answers, and "
        "switch to it when it is whole. What is built is kept if this is interrupted: the same command, or any "
        "'quoth serve' or 'quoth index', goes on with it.",
        within,
    )
    use.add_argument("model", nargs="?", metavar="MODEL", help="its name or folder; usually the one that answers")
    use.add_argument(
        "--chunk-tokens", type=int, metavar="N", help="tokens of a chunk at most, from 32 to 256; 0 for what is usual"
    )
    use.add_argument("--json", action="store_true", help="print which model answers then as JSON")
    add("cancel", "model_cancel", "Give up the model that is being built, and delete what was built of it.", within)


def _add_backup(add: Add) -> None:
    write = add(
        "export",
        "export",
        "Write a backup to one file: the index, its embeddings, settings and uploaded files, while a server goes on. "
        "The files of followed folders are not in it.",
    )
    write.add_argument("file", type=_path, metavar="FILE.tar", help="the file to write, readable by you alone")
    write.add_argument("--replace", action="store_true", help="replace a file of that name")
    write.add_argument("--json", action="store_true", help="print what is in it as JSON")
    read = add(
        "import",
        "import_",
        "Make a library of a backup, in a data folder that is new or empty. It answers as before, and nothing is "
        "embedded again. Documents of folders that are not on this machine are kept.",
    )
    read.add_argument("file", type=_path, metavar="FILE.tar", help="a file that quoth export wrote")
    read.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="where a followed folder, or one above it, is now (may be repeated)",
    )
    read.add_argument(
        "--replace", action="store_true", help="replace the library that is there, once the backup is checked and whole"
    )
    read.add_argument("--json", action="store_true", help="print what came of it as JSON")


def _add_purge(add: Add) -> None:
    command = add(
        "purge",
        "purge",
        "List what is still kept of documents that are gone, and remove it with --yes. What still answers is removed "
        "only when it is named.",
    )
    command.add_argument(
        "kinds", nargs="*", metavar="WHAT", help="versions, names, embeddings, damaged, logs or traces; usually all"
    )
    command.add_argument("--yes", action="store_true", help="remove it")
    command.add_argument("--json", action="store_true", help="print it as JSON")


def main(argv: Sequence[str] | None = None, extend: Callable[[Add], None] | None = None) -> int:
    """Run a command; its exit code. Errors are printed to stderr, one line each."""
    root = parser(extend)
    arguments = root.parse_args(argv)
    debug = getattr(arguments, "debug", False)
    try:
        with _readable_output():
            return _run(root, arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _broken_pipe()
    except Exception as error:
        if debug:
            raise
        return _explain(error, arguments)


def _run(root: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    named: Command | str = getattr(arguments, "run", _incomplete(root))
    given = {name: getattr(arguments, name, None) for name in ("data", "embedding", "host", "port")}
    settings = Settings.load(**given)
    run = _found(named, arguments, settings) if isinstance(named, str) else named
    code = run(arguments, settings)
    sys.stdout.flush()
    return code


def _found(name: str, arguments: argparse.Namespace, settings: Settings) -> Command:
    """A command by its name in ``commands``, which is imported only now, with the log ready for it."""
    from assistant import logs
    from assistant.console import commands

    if settings.data.is_dir():
        logs.attach(settings.data, debug=getattr(arguments, "debug", False))
    command: Command = getattr(commands, name)
    return command


def _incomplete(command: argparse.ArgumentParser) -> Command:
    """What ``quoth`` alone does: help, and wrong use."""

    def run(_: argparse.Namespace, __: Settings) -> int:
        command.print_help(sys.stderr)
        return 2

    return run


@contextlib.contextmanager
def _readable_output() -> Any:
    """Print what a narrow encoding cannot hold as an escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    yield


def _broken_pipe() -> int:
    """The reader of standard output has gone, as ``head`` does: end quietly, also when Python flushes at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE


def _explain(error: Exception, arguments: argparse.Namespace) -> int:
    from assistant.console.batch import BatchError
    from assistant.owner import OwnerFailed
    from assistant.service import explanation

    said = str(error) if isinstance(error, (SettingsError, BatchError)) else explanation(error)
    if said is not None:
        _complain(said)
        return 2
    if isinstance(error, OwnerFailed):
        _complain(str(error))
        return UNEXPECTED
    from assistant import logs

    try:
        data = Settings.load(data=getattr(arguments, "data", None)).data
    except SettingsError:
        data = Path(".quoth")
    where = logs.record(data, error)
    log = f" The log is {where}." if where else ""
    _complain(f"Quoth failed ({type(error).__name__}: {error}).{log} Run the command with --debug to see more.")
    return UNEXPECTED


def _complain(message: str) -> None:
    line = " ".join(message.split())
    print(f"quoth: {line}", file=sys.stderr)  # noqa: T201


def _path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("it is empty")
    try:
        return expanded(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _first_sentence(description: str) -> str:
    return description.split(". ")[0].rstrip(".") + "."
