"""``quoth ask`` and ``quoth eval``."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from assistant.console import progress
from assistant.console.codes import GOOD
from assistant.console.commands.choosing import chosen
from assistant.console.commands.narrowing import narrowed
from assistant.console.commands.paths import must_exist
from assistant.console.commands.shared import emit, reach, told
from assistant.console.printing import answers
from assistant.retrieval.lexical import clean
from assistant.service import RequestError
from assistant.settings import Settings

if TYPE_CHECKING:
    from index.documents import Filter


def ask(arguments: Namespace, settings: Settings) -> int:
    """``quoth ask``: answer one question, or those of a file."""
    question = clean(" ".join(arguments.question))
    if arguments.batch is None and not question:
        raise RequestError('Ask a question: quoth ask "When does the lease end?"')
    if arguments.batch is not None and question:
        raise RequestError("Give a question or --batch, not both.")
    if arguments.out is not None and arguments.batch is None:
        raise RequestError("--out belongs to --batch: quoth ask --batch IN.jsonl --out OUT.jsonl")
    must_exist(settings)
    only = narrowed(arguments)
    if arguments.batch is not None:
        return _batch(arguments, settings, only)
    model = chosen(arguments, settings)
    with reach(settings, "quoth ask") as service:
        answer = service.ask(question, (), only, model)
    if arguments.json:
        emit({"id": None, **answer})
    else:
        answers.answer(answer)
    return GOOD


def _batch(arguments: Namespace, settings: Settings, only: Filter | None) -> int:
    from assistant.console import batch

    questions = batch.read(arguments.batch)
    model = chosen(arguments, settings)
    with (
        reach(settings, "quoth ask --batch") as service,
        batch.writing(arguments.out) as write,
        progress.counting("answering", len(questions)) as advance,
    ):
        for asked in questions:
            answer = service.ask(asked.question, asked.history, only, model)
            write({"id": asked.id, **answer})
            advance()
    return GOOD


def evaluate(arguments: Namespace, settings: Settings) -> int:
    """``quoth eval``: measure answers or the guard, compare two measurements, or draft questions."""
    from assistant.console.commands import claiming, evaluating

    if arguments.claims:
        return told(arguments, *claiming.evaluate(arguments))
    must_exist(settings)
    return told(arguments, *evaluating.evaluate(arguments, settings, lambda: reach(settings, "quoth eval")))
