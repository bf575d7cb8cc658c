"""One reader's conversation, kept on the server: its questions, what was answered, and what is being answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.answers import Answer, Citation, Event, Passage, Piece, Step, Turn

Status = Literal["working", "done", "stopped", "failed"]


@dataclass(slots=True)
class Exchange:
    """A question and its answer, as far as that has come."""

    number: int
    """Its number in the conversation, from 1; never used twice."""
    question: str
    status: Status = "working"
    stated: bool = False
    """Whether the question is asked as it stands, whatever was said before it."""
    steps: list[str] = field(default_factory=list)
    """What was done so far, in words."""
    text: str = ""
    """The part of the answer that has arrived, with its markers."""
    cited: list[Citation] = field(default_factory=list)
    answer: Answer | None = None
    problem: str | None = None
    """Why it failed, in words for the reader."""

    def take(self, event: Event) -> None:
        """Add what the assistant has just said."""
        match event:
            case Step():
                self.steps.append(event.detail)
            case Piece():
                self.text += event.text
                self.cited.extend(event.citations)
            case Answer():
                self.answer = event
                self.cited = list(event.citations)
                self.status = "done"

    def citation(self, number: int) -> Citation | None:
        """The citation with this number, if it has one."""
        return next((citation for citation in self.cited if citation.number == number), None)

    def passage(self, rank: int) -> Passage | None:
        """The passage with this rank, if it has one."""
        passages = self.answer.passages if self.answer else ()
        return next((passage for passage in passages if passage.rank == rank), None)


@dataclass(slots=True)
class Conversation:
    """The exchanges so far, oldest first; only the last can still be at work."""

    exchanges: list[Exchange] = field(default_factory=list)
    asked: int = 0
    with_model: bool = True
    """Whether the reader has the chat model write, where there is one."""

    def ask(self, question: str, *, stated: bool = False) -> Exchange:
        """Begin a new exchange; one that is still at work is stopped.

        :param stated: whether the question is asked as it stands.
        """
        self.stop()
        self.asked += 1
        exchange = Exchange(self.asked, question, stated=stated)
        self.exchanges.append(exchange)
        return exchange

    def holds(self, exchange: Exchange) -> bool:
        """Whether this exchange is the last; an answer to any other is wanted no more."""
        return bool(self.exchanges) and self.exchanges[-1] is exchange

    def stop(self) -> None:
        """Mark what is at work as stopped."""
        for exchange in self.exchanges:
            if exchange.status == "working":
                exchange.status = "stopped"

    def clear(self) -> None:
        """Forget all exchanges."""
        self.exchanges.clear()

    def rewind(self, number: int) -> str | None:
        """Forget an exchange and those after it, and return its question; None if there is no such exchange."""
        for place, exchange in enumerate(self.exchanges):
            if exchange.number == number:
                del self.exchanges[place:]
                return exchange.question
        return None

    def history(self) -> list[Turn]:
        """The finished exchanges, oldest first, for a question that follows up on them."""
        return [
            Turn(exchange.question, exchange.answer.text)
            for exchange in self.exchanges
            if exchange.status == "done" and exchange.answer
        ]

    def find(self, number: int) -> Exchange | None:
        """The exchange with this number, if it is still there."""
        return next((exchange for exchange in self.exchanges if exchange.number == number), None)
