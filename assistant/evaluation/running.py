"""Asking all questions of a library, through its service, and judging what comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.evaluation.asking import Question
from assistant.evaluation.judging import Judged, judge
from assistant.evaluation.places import Shelf, targets
from assistant.service import Service


@dataclass(frozen=True, slots=True)
class Run:
    """The judged answers to a set of questions, as they are kept."""

    name: str
    made: str
    """When, as ISO 8601 in UTC."""
    files: tuple[str, ...]
    """The files that the questions came from."""
    documents: int
    """How many the library held."""
    model: str
    """The embedding model that answered."""
    judged: tuple[Judged, ...]


def run(
    questions: Sequence[Question],
    service: Service,
    name: str,
    files: Sequence[str] = (),
    advance: Callable[[], None] = lambda: None,
) -> Run:
    """Ask the questions one after another and judge the answers.

    :param advance: called after each.
    :raises QuestionsError: the library is not the one that the questions are about.
    """
    shelf = Shelf(service)
    judged = []
    wanted = targets(questions, shelf)
    for question in questions[:1]:  # once more than the rest, so that no time has the loading of a model in it
        service.ask(question.text, question.history, None)
    for question, target in zip(questions, wanted, strict=True):
        judged.append(judge(question, target, service.ask(question.text, question.history, None), shelf))
        advance()
    made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Run(name, made, tuple(files), len(shelf.documents), str(service.model()["model"]), tuple(judged))
