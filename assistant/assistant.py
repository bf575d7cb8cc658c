"""The assistant: an open data folder that answers questions, with every sentence tied to its source."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from assistant.answers import Answer, Event, Piece, Step, Turn
from assistant.clock import Clock
from assistant.followups import smalltalk
from assistant.retrieval.lexical import clean

if TYPE_CHECKING:
    from langchain_core.documents import BaseDocumentCompressor
    from langchain_core.runnables import RunnableConfig

    from assistant.chain import AnswerChain
    from assistant.models.writer import Writer
    from assistant.reach import Reach
    from assistant.reading.reading import Found
    from assistant.retrieval.retriever import LibraryRetriever, Retriever
    from assistant.settings import Settings
    from index.documents import Filter
    from index.library import Library

ANSWERER = "extractive"
HITS = 10
"""Passages that are retrieved, and given with the answer."""


class Assistant:
    """Answers questions from a library; safe to use from several threads.

    >>> with Assistant.open("folder/.quoth") as assistant:  # doctest: +SKIP
    ...     print(assistant.ask("Why does France leave Mali?").text)
    """

    def __init__(
        self,
        library: Library,
        reranker: str | BaseDocumentCompressor | None = None,
        writer: Writer | None = None,
    ) -> None:
        """Answer from an open library.

        :param reranker: what puts the passages found in a better order: a document compressor of LangChain's, or the
            folder or name of a cross-encoder.
        :param writer: the chat model that writes answers; None for the documents' own words.
        """
        self.library = library
        self.writer = writer
        self._reranker = reranker
        self._suggested: tuple[int, int, list[str]] | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, data: Path | str | None = None, settings: Settings | None = None) -> Self:
        """Open a data folder; quick, since models and vectors are loaded by the first question.

        :param data: the data folder; by default the one that ``settings`` name.
        :param settings: by default those of the environment.
        :raises index.ownership.LibraryError: another process owns the folder, or it cannot be read.
        :raises assistant.settings.SettingsError: the settings name a chat model that is none.
        """
        from assistant.settings import Settings as Loaded
        from index.library import Library as Opened

        settings = settings or Loaded.load()
        if data is not None:
            settings = replace(settings, data=Path(data))
        writer = writer_of(settings)
        library = Opened.open(settings.data, model=settings.embedding, chunk_tokens=settings.chunk_tokens)
        return cls(library, settings.reranker, writer)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        only: Filter | None = None,
        *,
        model: bool = True,
        config: RunnableConfig | None = None,
    ) -> Answer:
        """Answer one question; waits for the embedding model where it is still loading.

        :param history: earlier turns of the conversation, oldest first.
        :param only: the documents that it may be answered from; None for all.
        :param model: whether the chat model writes, where there is one.
        :param config: LangChain's, which the chat model is called with: callbacks, tags, metadata.
        """
        answer: Answer | None = None
        for event in self.stream(question, history, only, model=model, config=config):
            if isinstance(event, Answer):
                answer = event
        assert answer is not None, "a stream ends with its answer"
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        only: Filter | None = None,
        *,
        model: bool = True,
        config: RunnableConfig | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Event]:
        """Answer one question step by step: ``Step``s, then ``Piece``s, then the whole ``Answer`` last.

        Leaving off reading ends it, also what is being asked of a chat model. Pieces add up to the answer's text,
        unless a chat model broke off in the middle: then the answer says so, and has a text of its own.

        :param stop: set, from another thread, to end it at once, with no answer.
        """
        clock = Clock()
        question = clean(question)
        if (reply := smalltalk.reply(question)) is not None:
            yield Piece(reply)
            yield Answer(
                question, question, False, reply, (), None, 0.0, ANSWERER, None, (), (), clock.timings(), "plain"
            )
            return
        from assistant.followups.conversation import standalone
        from assistant.gathering import aboutlibrary

        if aboutlibrary.asks(question):
            yield Step("retrieve", "Looking through the library")
            with self.library.question(), clock.on("retrieve"):
                told = aboutlibrary.answer(question, self._reach(question, only, history))
            if told is not None:
                yield from _said(question, question, told, clock)
                return
        self.library.attend(question)
        if not self.library.ready():
            yield Step("wait", "Loading the embedding model")
            self.library.warm()
        if model and self.writer is not None:
            yield from self._written(self.writer, question, history, only, clock, config, stop)
            return
        if history:
            yield Step("condense", "Reading the conversation")
        with clock.on("condense"):
            asked = clean(standalone(question, history))
        with clock.on("retrieve"):
            asked = self._retriever.mended(asked).question
        if asked != question:
            self.library.attend(asked)
        yield Step("retrieve", f"Searching for: {asked}" if asked != question else "Searching the documents")
        found = self._extractive(asked, question, only, history, clock)
        count = len(found.passages)
        yield Step("answer", f"Read {count} passage{'' if count == 1 else 's'}")
        yield from _said(question, asked, found, clock)

    def _extractive(
        self, asked: str, question: str, only: Filter | None, history: Sequence[Turn], clock: Clock
    ) -> Found:
        """Answer a standalone question in the documents' own words."""
        from assistant.answering import answer

        # Of one instant, so that no document is missed or half seen while a new version takes its old one's place.
        with self.library.question():
            return answer(asked, self._reach(question, only, history), clock)

    def _written(
        self,
        writer: Writer,
        question: str,
        history: Sequence[Turn],
        only: Filter | None,
        clock: Clock,
        config: RunnableConfig | None,
        stop: threading.Event | None,
    ) -> Iterator[Event]:
        """Have the chat model answer."""
        from assistant.models.writing import Asked, House, Writing

        house = House(
            self.library,
            lambda: self._reach(question, only, history),
            lambda asked, clock: self._extractive(asked, question, only, history, clock),
        )
        asked = Asked(question, tuple(history), config, stop or threading.Event())
        yield from Writing(writer, asked, house, clock).events()

    def _reach(self, question: str, only: Filter | None, history: Sequence[Turn]) -> Reach:
        from assistant.reach import Reach as Made

        return Made(self.library.catalog, self.library.embedder, self._retriever, only, tuple(history), question)

    async def astream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        only: Filter | None = None,
        *,
        model: bool = True,
        config: RunnableConfig | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Yield what ``stream`` yields without blocking the event loop; ends at once when it is cancelled."""
        stop = threading.Event()
        events = self.stream(question, history, only, model=model, config=config, stop=stop)
        try:
            while (event := await asyncio.to_thread(next, events, None)) is not None:
                yield event
        finally:
            stop.set()  # a thread may still be waiting for the chat model's next word

    @cached_property
    def _retriever(self) -> Retriever:
        from assistant.retrieval.retriever import Retriever as Made

        if isinstance(self._reranker, str):
            from assistant.retrieval.reranking import reranker

            return Made(self.library, reranker(self._reranker))
        return Made(self.library, self._reranker)

    @property
    def chain(self) -> AnswerChain:
        """The assistant as a LangChain ``Runnable``: a question in, an ``Answer`` out."""
        from assistant.chain import AnswerChain as Made

        return Made(self)

    @property
    def retriever(self) -> LibraryRetriever:
        """The library as a LangChain retriever."""
        from assistant.retrieval.retriever import LibraryRetriever as Made

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
        from assistant.reader import reader_for
        from assistant.text.words import rarity

        rarity("word")  # reads the list of words
        self.library.warm()
        _ = self._retriever
        if (reader := reader_for(self.library.embedder)) is not None:
            reader.load()

    def close(self) -> None:
        """Close the library; the assistant cannot be used after."""
        self.library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _said(question: str, asked: str, found: Found, clock: Clock) -> Iterator[Event]:
    """The pieces of an answer, then the answer."""
    from assistant.reading.pieces import answer_of, pieces

    yield from pieces(found.text, found.claims, found.citations)
    yield answer_of(question, asked, found, clock)


def writer_of(settings: Settings) -> Writer | None:
    """The chat model that the settings name; None, and nothing is imported for it, where they name none.

    :raises assistant.settings.SettingsError: it is the name of no model.
    """
    if not settings.model:
        return None
    from assistant.models.writer import Writer as Made

    return Made.of(settings)
