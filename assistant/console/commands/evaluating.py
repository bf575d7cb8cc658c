"""``quoth eval``: ask the questions of files, or compare two runs; say what came of it as text, JSON and a page."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.console import progress
from assistant.evaluation import comparing, files, measures, page, ranked, running, storing, tables
from assistant.evaluation.asking import Question, QuestionsError
from assistant.evaluation.judging import Judged
from assistant.service import Record, RequestError, Service
from assistant.settings import Settings

MAKE = "make"
"""The word that has questions drafted, in the place of a file."""

Reach = Callable[[], AbstractContextManager[Service]]


def evaluate(arguments: Namespace, settings: Settings, reach: Reach) -> tuple[Record, list[str]]:
    """What the arguments ask for; its JSON, and its lines for people.

    :param reach: opens the service of the data folder.
    :raises RequestError: what is wrong with the arguments, the files or the library.
    """
    if arguments.compare is not None:
        return _compared(arguments, settings)
    if [str(path) for path in arguments.files] == [MAKE]:
        return _drafted(arguments, reach)
    if not arguments.files:
        kept = ", ".join(storing.names(settings.data)) or "none yet"
        raise RequestError(f"Name a file of questions: quoth eval FILE. Runs that are kept: {kept}.")
    ranked.must_be_there()
    name = storing.check(arguments.name or datetime.now().strftime("%Y-%m-%d-%H%M%S"))
    asked = _questions(arguments)
    with reach() as service, progress.counting("asking", len(asked), printing=False) as advance:
        run = running.run(asked, service, name, [path.name for path in arguments.files], advance)
    path = storing.save(run, settings.data)
    figures = measures.measure(run.judged)
    lines = [*tables.of_run(run, figures), "", f"Kept as {name} in {path}"]
    lines += _written(arguments.html, lambda: page.of_run(run, figures))
    return {"name": run.name, "made": run.made, **figures, "judged": [_marked(one) for one in run.judged]}, lines


def _questions(arguments: Namespace) -> list[Question]:
    """The questions of all files, as the options choose them; ids are told apart by their file where there are many."""
    asked: list[Question] = []
    for path in arguments.files:
        found = files.read(path)
        many = len(arguments.files) > 1
        asked += [replace(one, id=f"{path.name}:{one.id}") for one in found] if many else found
    if arguments.split is not None:
        splits = ", ".join(sorted({one.split for one in asked if one.split})) or "none"
        asked = [one for one in asked if one.split == arguments.split]
        if not asked:
            raise QuestionsError(f"No question is of the split {arguments.split}. Splits are: {splits}.")
    return asked[:: arguments.every]


def _compared(arguments: Namespace, settings: Settings) -> tuple[Record, list[str]]:
    if arguments.files or arguments.name:
        raise RequestError("--compare takes the names of two runs, and no file of questions.")
    ranked.must_be_there()
    before, after = (storing.load(name, settings.data) for name in arguments.compare)
    found = comparing.compare(before, after)
    lines = list(tables.of_comparison(found))

    def made() -> str:
        return page.of_comparison(found, measures.measure(before.judged), measures.measure(after.judged))

    lines += _written(arguments.html, made)
    changes = [{**asdict(change), "verdict": change.verdict} for change in found.changes]
    record: dict[str, Any] = {"before": before.name, "after": after.name, "questions": found.shared, "changes": changes}
    record["better"] = [_pair(*pair) for pair in found.won]
    record["worse"] = [_pair(*pair) for pair in found.lost]
    return record, lines


def _pair(before: Judged, after: Judged) -> Record:
    return {"id": after.id, "question": after.question, "before": _marked(before), "after": _marked(after)}


def _marked(one: Judged) -> Record:
    return {**asdict(one), "right": one.right}


def _drafted(arguments: Namespace, reach: Reach) -> tuple[Record, list[str]]:
    from assistant.evaluation import drafting

    target: Path = arguments.out or Path("questions.csv")
    if target.exists():
        raise RequestError(f"{target} is there already, maybe with your marks. Name another file with --out.")
    with reach() as service:
        drafts = drafting.draft(service, arguments.count)
    if not drafts:
        raise RequestError("No question could be drafted from the documents. Index some with whole sentences first.")
    drafting.write(drafts, target)
    line = (
        f"Wrote {len(drafts):,} questions to {target}. Write yes in the column keep beside those that are good, "
        f"mend what you like, then: quoth eval {target}"
    )
    return {"file": str(target), "questions": [asdict(one) for one in drafts]}, [line]


def _written(target: Path | None, made: Callable[[], str]) -> list[str]:
    """Write the page where one is wanted; the line that says so."""
    if target is None:
        return []
    try:
        target.write_text(made(), encoding="utf-8")
    except OSError as error:
        raise RequestError(f"The page {target} cannot be written: {error.strerror or error}.") from error
    return [f"Wrote {target}"]
