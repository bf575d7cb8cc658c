"""Arguments of the commands that look after the data folder."""

from __future__ import annotations

from assistant.console.adding import Commands, path


def add_doctor(commands: Commands) -> None:
    """``quoth doctor``."""
    command = commands.add(
        "doctor",
        "upkeep.doctor",
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


def add_model(commands: Commands) -> None:
    """``quoth model``."""
    description = (
        "Show the embedding model that answers, or change it. Another model is built beside the one that answers, and "
        "takes its place when it is whole."
    )
    within = commands.group("model", description)
    show = within.add("show", "upkeep.model_show", "Show which model answers, and how the building of another goes.")
    show.add_argument("--json", action="store_true", help="print it as JSON")
    use = within.add(
        "use",
        "upkeep.model_use",
        "Build the index for another embedding model, or another size of chunks, beside the one that answers, and "
        "switch to it when it is whole. What is built is kept if this is interrupted: the same command, or any "
        "'quoth serve' or 'quoth index', goes on with it.",
    )
    use.add_argument("model", nargs="?", metavar="MODEL", help="its name or folder; usually the one that answers")
    use.add_argument(
        "--chunk-tokens", type=int, metavar="N", help="tokens of a chunk at most, from 32 to 256; 0 for what is usual"
    )
    use.add_argument("--json", action="store_true", help="print which model answers then as JSON")
    within.add(
        "cancel", "upkeep.model_cancel", "Give up the model that is being built, and delete what was built of it."
    )


def add_backup(commands: Commands) -> None:
    """``quoth export`` and ``quoth import``."""
    write = commands.add(
        "export",
        "upkeep.export",
        "Write a backup to one file: the index, its embeddings, settings and uploaded files, while a server goes on. "
        "The files of followed folders are not in it.",
    )
    write.add_argument("file", type=path, metavar="FILE.tar", help="the file to write, readable by you alone")
    write.add_argument("--replace", action="store_true", help="replace a file of that name")
    write.add_argument("--json", action="store_true", help="print what is in it as JSON")
    read = commands.add(
        "import",
        "upkeep.import_",
        "Make a library of a backup, in a data folder that is new or empty. It answers as before, and nothing is "
        "embedded again. Documents of folders that are not on this machine are kept.",
    )
    read.add_argument("file", type=path, metavar="FILE.tar", help="a file that quoth export wrote")
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


def add_purge(commands: Commands) -> None:
    """``quoth purge``."""
    command = commands.add(
        "purge",
        "upkeep.purge",
        "List what is still kept of documents that are gone, and remove it with --yes. What still answers is removed "
        "only when it is named.",
    )
    command.add_argument(
        "kinds", nargs="*", metavar="WHAT", help="versions, names, embeddings, damaged, logs or traces; usually all"
    )
    command.add_argument("--yes", action="store_true", help="remove it")
    command.add_argument("--json", action="store_true", help="print it as JSON")
