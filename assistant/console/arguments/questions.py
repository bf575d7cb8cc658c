"""Arguments of the commands that ask."""

from __future__ import annotations

from typing import Any

from assistant.console.adding import Commands, path, positive
from assistant.console.arguments.models import add_models


def add_ask(commands: Commands) -> None:
    """``quoth ask``."""
    command = commands.add(
        "ask",
        "questions.ask",
        "Answer a question from the documents, with numbered sources. With --batch, answer the questions of a file "
        'of JSON lines {"id", "question", "history"?}, where a history is a list of {"question", "answer"?}.',
    )
    command.add_argument("question", nargs="*", metavar="QUESTION", help="the question")
    command.add_argument("--json", action="store_true", help="print the answer as JSON")
    command.add_argument("--batch", type=path, metavar="IN.jsonl", help="a file with a question a line")
    command.add_argument(
        "--out", type=path, metavar="OUT.jsonl", help="where the answers of --batch go (usually to standard output)"
    )
    add_models(command)
    narrow = command.add_argument_group("answer only from documents that fit all of these")
    repeated: dict[str, Any] = {"action": "append", "default": []}
    narrow.add_argument("--in", dest="inside", metavar="FOLDER", help="in this folder (may be repeated)", **repeated)
    narrow.add_argument("--document", metavar="PATH", help="with this path in its folder (may be repeated)", **repeated)
    narrow.add_argument("--format", metavar="FORMAT", help="of this format, such as pdf (may be repeated)", **repeated)
    narrow.add_argument("--after", metavar="DATE", help="whose file changed on this date or later")
    narrow.add_argument("--before", metavar="DATE", help="whose file changed on this date or before")


def add_eval(commands: Commands) -> None:
    """``quoth eval``."""
    command = commands.add(
        "eval",
        "questions.evaluate",
        "Measure the answers to questions whose right answers are known. Files are in SQuAD's JSON, JSON Lines or CSV "
        "of question, answer, document, history, answerable, kind; all but the question may be missing. With "
        "'make' as the file such questions are drafted from the documents into a CSV, for a person to keep or drop.",
    )
    command.add_argument("files", nargs="*", type=path, metavar="FILE", help="a file of questions, or 'make'")
    command.add_argument("--name", metavar="NAME", help="what to keep the results under (usually the date and time)")
    command.add_argument(
        "--compare", nargs=2, metavar=("BEFORE", "AFTER"), help="compare two results that were kept, by their names"
    )
    command.add_argument(
        "--claims",
        action="store_true",
        help="measure instead how well false claims are caught, on the claims that come with Quoth, or on files of "
        'them: JSON Lines of {"claim", "quotes", "kind", "around"?}, where the kind is true or says what is wrong, or '
        "SQuAD's JSON",
    )
    command.add_argument("--split", metavar="SPLIT", help="ask only the questions that the file marks with this split")
    command.add_argument("--every", type=positive, default=1, metavar="N", help="ask only every N-th question")
    command.add_argument("--json", action="store_true", help="print the results as JSON")
    command.add_argument("--html", type=path, metavar="FILE", help="also write a page with plots, in one file")
    command.add_argument("--out", type=path, metavar="FILE.csv", help="with make: the file to write (questions.csv)")
    command.add_argument(
        "--count", type=positive, default=50, metavar="N", help="with make: questions to draft at most (50)"
    )
    add_models(command)
