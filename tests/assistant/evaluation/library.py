"""A library that answers from a table, in the place of a real one: what a run asks of a service, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from assistant.answers import Turn
from assistant.service import Record, RequestError, Service

TEXTS = {
    "town/bridge.txt": "The Varn bridge was opened in 1931. It is 212 metres long. Tomas Reuel designed it.",
    "town/copy.txt": "The Varn bridge was opened in 1931. It is 212 metres long. Tomas Reuel designed it.",
    "ferry.txt": "The ferry leaves at noon. It takes forty cars and 90 people.",
}


def cited(document: str, quote: str, start: int | None = None) -> Record:
    """A citation, or a passage, of a document of `TEXTS`."""
    at = TEXTS[document].index(quote) if start is None else start
    return {
        "document": document,
        "version": version(document),
        "start": at,
        "end": at + len(quote),
        "quote": quote,
        "text": quote,
    }


def version(document: str) -> str:
    """Documents of the same text are of the same version."""
    return str(hash(TEXTS[document]))


def answer(question: str, citations: Sequence[Record] = (), passages: Sequence[Record] = (), **given: Any) -> Record:
    """An answer as the contract gives it."""
    record = {
        "question": question,
        "standalone_question": question,
        "answered": bool(citations),
        "answer": " ".join(one["quote"] for one in citations) or "The documents do not say.",
        "short_answer": None,
        "confidence": 0.9 if citations else 0.1,
        "citations": list(citations),
        "passages": list(passages or citations),
        "timings_ms": {"condense": 0.0, "retrieve": 1.0, "answer": 1.0, "total": 20.0},
    }
    return {**record, **given}


class Table:
    """Answers the questions that it knows, and refuses all others."""

    def __init__(self, answers: Sequence[Record] = ()) -> None:
        self._answers = {one["question"]: one for one in answers}
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def documents(self) -> list[Record]:
        return [
            {"id": number, "path": path, "version": version(path), "chunks": 1} for number, path in enumerate(TEXTS, 1)
        ]

    def text(self, names: Sequence[str]) -> str:
        number = int(names[0])
        if not 0 < number <= len(TEXTS):
            raise RequestError("There is no such document.")
        return list(TEXTS.values())[number - 1]

    def ask(self, question: str, history: Sequence[Turn], only: object) -> Record:
        self.asked.append((question, tuple(turn.question for turn in history)))
        return self._answers.get(question) or answer(question)

    def model(self) -> Record:
        return {"model": "a-model"}


def service(*answers: Record) -> Service:
    """A service that gives these answers."""
    return cast(Service, Table(answers))
