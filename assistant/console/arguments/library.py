"""Arguments of the commands that take in, list and forget documents and folders."""

from __future__ import annotations

from assistant.console.adding import Commands, add_patterns, path


def add_index(commands: Commands) -> None:
    """``quoth index``."""
    command = commands.add(
        "index",
        "library.index",
        "Take in what is new or changed, and report it. Folders that are named are followed from now on; "
        "without any, all that are followed are looked at.",
    )
    command.add_argument("paths", nargs="*", type=path, metavar="PATH", help="a folder or a single file")
    add_patterns(command)
    command.add_argument("--json", action="store_true", help="print the report as JSON")


def add_folders(commands: Commands) -> None:
    """``quoth folders``."""
    within = commands.group("folders", "List, add and remove followed folders.")
    listing = within.add(
        "list", "library.folders_list", "List the followed folders, their patterns, and whether they are there."
    )
    listing.add_argument("--json", action="store_true", help="print them as JSON")
    new = within.add("add", "library.folders_add", "Follow folders from now on, and take in what they hold.")
    new.add_argument("paths", nargs="+", type=path, metavar="PATH", help="a folder or a single file")
    add_patterns(new)
    new.add_argument("--json", action="store_true", help="print the report as JSON")
    remove = within.add(
        "remove",
        "library.folders_remove",
        "Stop following a folder. Its documents are no longer answered from; its files stay where they are.",
    )
    remove.add_argument("path", type=path, metavar="PATH", help="the folder")
    patterns = within.add(
        "patterns",
        "library.folders_patterns",
        "Choose which files of a followed folder are read. Without an option its patterns are printed, one a line.",
    )
    patterns.add_argument("path", type=path, metavar="PATH", help="the folder")
    add_patterns(patterns)
    patterns.add_argument("--clear", action="store_true", help="take away all patterns that it has, before these")
    patterns.add_argument("--json", action="store_true", help="print the patterns, or the report, as JSON")
    confirm = within.add(
        "confirm",
        "library.folders_confirm",
        "Say that a folder that vanished is gone for good: its documents, kept until now, are forgotten.",
    )
    confirm.add_argument("path", type=path, metavar="PATH", help="the folder, or the disk inside one")


def add_documents(commands: Commands) -> None:
    """``quoth documents``."""
    within = commands.group("documents", "List, show, print and remove documents.")
    naming = "its path in its folder, its whole path, its file name, or its id"
    listing = within.add("list", "library.documents_list", "List all documents and their states.")
    listing.add_argument(
        "--problems",
        action="store_true",
        help="list only those to look at: not read, vanished, text missing or broken, nearly the same as another",
    )
    listing.add_argument("--json", action="store_true", help="print them as JSON")
    show = within.add("show", "library.documents_show", "Show all that is known of a document.")
    show.add_argument("document", metavar="DOCUMENT", help=naming)
    show.add_argument("--json", action="store_true", help="print it as JSON")
    text = within.add("text", "library.documents_text", "Print a document's text exactly, as citations count it.")
    text.add_argument("document", metavar="DOCUMENT", help=naming)
    remove = within.add(
        "remove",
        "library.documents_remove",
        "Take documents out of the library. An uploaded file is deleted from the data folder; a file of a followed "
        "folder stays where it is, and is left alone from then on, for which its name is remembered.",
    )
    remove.add_argument("documents", nargs="+", metavar="DOCUMENT", help=naming)
