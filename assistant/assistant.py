"""The assistant: an open data folder that answers questions, with every sentence tied to its source."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Self

from assistant import smalltalk
from assistant.answers import Answer, Event, Passage, Piece, Step, Timings, Turn
from assistant.lexical import clean

if TYPE_CHECKING:
    from assistant.answering import Found
    from assistant.chain import AnswerChain
    from assistant.retriever import LibraryRetriever, Retriever
    from assistant.settings import Settings
    from index.documents import Filter
    from index.library import Library

HITS = 10
"""Passages that are retrieved, and given with the answer."""


class Assistant:
    """Answers questions from a library; safe to use from several threads.

    >>> with Assistant.open("folder/.quoth") as assistant:  # doctest: +SKIP
    ...     print(assistant.ask("Why does France leave Mali?").text)
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._suggested: tuple[int, int, list[str]] | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, data: Path | str | None = None, settings: Settings | None = None) -> Self:
        """Open a data folder; quick, since models and vectors are loaded by the first question.

        :param data: the data folder; by default the one that ``settings`` name.
        :param settings: by default those of the environment.
        :raises index.ownership.LibraryError: another process owns the folder, or it cannot be read.
        """
        from assistant.settings import Settings as Loaded
        from index.library import Library as Opened

        settings = settings or Loaded.load()
        folder = Path(data) if data is not None else settings.data
        return cls(Opened.open(folder, model=settings.embedding, chunk_tokens=settings.chunk_tokens))

    def ask(self, question: str, history: Sequence[Turn] = (), only: Filter | None = None) -> Answer:
        """Answer one question; waits for the embedding model where it is still loading.

        :param history: earlier turns of the conversation, oldest first.
        :param only: the documents that it may be answered from; None for all.
        """
        answer: Answer | None = None
        for event in self.stream(question, history, only):
            if isinstance(event, Answer):
                answer = event
        assert answer is not None, "a stream ends with its answer"
        return answer

    def stream(self, question: str, history: Sequence[Turn] = (), only: Filter | None = None) -> Iterator[Event]:
        """Answer one question step by step: ``Step``s, then ``Piece``s, then the whole ``Answer`` last."""
        begun = perf_counter()
        question = clean(question)
        if (reply := smalltalk.reply(question)) is not None:
            yield Piece(reply)
            yield _plain(question, reply, begun)
            return
        from assistant.answering import answer
        from assistant.conversation import standalone

        self.library.attend(question)
        if not self.library.ready():
            yield Step("wait", "Loading the embedding model")
            self.library.warm()
        condensing = perf_counter()
        if history:
            yield Step("condense", "Reading the conversation")
        asked = clean(standalone(question, history))
        if asked != question:
            self.library.attend(asked)
        retrieving = perf_counter()
        yield Step("retrieve", f"Searching for: {asked}" if asked != question else "Searching the documents")
        # Of one instant, so that no document is missed or half seen while a new version takes its old one's place.
        with self.library.question():
            hits = self._retriever.hits(asked, HITS, only)
            answering = perf_counter()
            found = answer(asked, hits, self.library.catalog, self.library.embedder)
        ended = perf_counter()
        yield Step("answer", f"Read {len(hits)} passage{'' if len(hits) == 1 else 's'}")
        yield from _pieces(found)
        timings = Timings(
            condense=1000 * (retrieving - condensing),
            retrieve=1000 * (answering - retrieving),
            answer=1000 * (ended - answering),
            total=1000 * (perf_counter() - begun),
        )
        yield _whole(question, asked, found, timings)

    async def astream(
        self, question: str, history: Sequence[Turn] = (), only: Filter | None = None
    ) -> AsyncIterator[Event]:
        """Yield what ``stream`` yields without blocking the event loop."""
        events = self.stream(question, history, only)
        while (event := await asyncio.to_thread(next, events, None)) is not None:
            yield event

    @cached_property
    def _retriever(self) -> Retriever:
        from assistant.retriever import Retriever as Made

        return Made(self.library)

    @property
    def chain(self) -> AnswerChain:
        """The assistant as a LangChain ``Runnable``: a question in, an ``Answer`` out."""
        from assistant.chain import AnswerChain as Made

        return Made(self)

    @property
    def retriever(self) -> LibraryRetriever:
        """The library as a LangChain retriever."""
        from assistant.retriever import LibraryRetriever as Made

        return Made(retriever=self._retriever, limit=HITS)

    def suggestions(self, n: int = 4) -> list[str]:
        """Give up to ``n`` short questions that the documents answer; needs no model, remembers until they change."""
        from assistant.suggestions import suggest

        revision = self.library.catalog.revision()
        with self._lock:
            if self._suggested is None or self._suggested[0] != revision or self._suggested[1] < n:
                self._suggested = (revision, n, suggest(self.library.catalog, n))
            return self._suggested[2][:n]

    def warm(self) -> None:
        """Load what the first question needs, now; returns when it is there."""
        from assistant import answering  # noqa: F401  (imported now, not with the first question)
        from assistant.words import rarity

        rarity("word")  # reads the list of words
        self.library.warm()
        _ = self._retriever

    def close(self) -> None:
        """Close the library; the assistant cannot be used after."""
        self.library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _pieces(found: Found) -> Iterator[Piece]:
    """The text of an answer claim by claim, each with the citations that it newly names."""
    if not found.claims:
        yield Piece(found.text)
        return
    sent, named = 0, set[int]()
    for place, claim in enumerate(found.claims):
        last = place == len(found.claims) - 1
        end = len(found.text) if last else found.claims[place + 1].start
        new = tuple(c for c in found.citations if c.number in claim.citations and c.number not in named)
        named.update(citation.number for citation in new)
        yield Piece(found.text[sent:end], new)
        sent = end


def _whole(question: str, asked: str, found: Found, timings: Timings) -> Answer:
    from assistant.answering import ANSWERER

    return Answer(
        question=question,
        standalone_question=asked,
        answered=found.answered,
        text=found.text,
        claims=found.claims,
        short_answer=found.short_answer,
        confidence=found.confidence,
        answerer=ANSWERER,
        model=None,
        citations=found.citations,
        passages=found.passages,
        timings=timings,
    )


def _plain(question: str, text: str, begun: float) -> Answer:
    """A reply that no document stands behind."""
    passages: tuple[Passage, ...] = ()
    timings = Timings(total=1000 * (perf_counter() - begun))
    return Answer(question, question, False, text, (), None, 0.0, "extractive", None, (), passages, timings)
