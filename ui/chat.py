"""The chat: questions in, answers streamed into the page, stop, retry, edit and new chat."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.answers import Event, Turn
from index.ownership import LibraryError
from ui.answers import exchange_html
from ui.bridge import number, words
from ui.conversation import Conversation, Exchange
from ui.header import PROMISE
from ui.markup import Html, element, join
from ui.progress import activity_words
from ui.shelf import Shelf
from ui.writer import promise, writer_html

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.models.writer import Writer

log = logging.getLogger(__name__)

PAUSE = 0.1
"""Seconds between two updates of a growing answer; more of them would only slow the browser down."""
RENEWED = 3.0
"""Seconds for which suggested questions are kept while documents change one by one."""
LONGEST = 4_000
"""Characters of a question that are read."""

Update = tuple[Any, Any, Any]
"""New values of the finished exchanges, of the last exchange and of the question's box."""


class Chat:
    """Answers the events of the chat; what it shows is made from the reader's conversation."""

    def __init__(self, assistant: Assistant, shelf: Shelf, writer: Writer | None = None, *, local: bool = True) -> None:
        """Answer with an assistant.

        :param writer: its chat model, if it has one.
        :param local: whether the page is reached from this machine alone, so that its reader may allow what leaves it.
        """
        self._assistant = assistant
        self._shelf = shelf
        self._writer = writer
        self._local = local
        self._suggested: list[str] = []
        self._suggested_from: frozenset[tuple[int, str]] = frozenset()
        self._suggest_again = 0.0

    # What is shown

    def past(self, conversation: Conversation) -> Html:
        """The exchanges before the last."""
        return join(exchange_html(exchange) for exchange in conversation.exchanges[:-1])

    def last(self, conversation: Conversation) -> Html:
        """The last exchange, or how to begin."""
        if conversation.exchanges:
            return exchange_html(conversation.exchanges[-1], last=True)
        return self.welcome()

    def shown(self, conversation: Conversation) -> tuple[Html, Html]:
        """The whole conversation."""
        return self.past(conversation), self.last(conversation)

    def welcome(self) -> Html:
        """What an empty chat says: what can be asked, or what to do first."""
        answering = self._shelf.answering()
        if not answering:
            return _empty(self._shelf)
        questions = self._suggestions()
        return element(
            "div",
            element("h1", "Ask your documents"),
            element("p", "Every sentence of an answer stands on a quote. Choose its number to read it in its place."),
            element("p", promise(self._writer if self._allowed else None, PROMISE), class_="promise"),
            element(
                "ul",
                *(
                    element("li", element("button", question, type="button", class_="suggestion", data_do="ask"))
                    for question in questions
                ),
                class_="suggestions",
                aria_label="Questions to begin with",
            )
            if questions
            else None,
            class_="welcome",
        )

    def _suggestions(self) -> list[str]:
        now, before = self._shelf.held().content, self._suggested_from
        # They change with the documents, but while these come in one by one only now and then, where some that they
        # were made from went.
        busy = self._suggested and self._shelf.activity.busy
        if now == before or (busy and (before <= now or time.monotonic() < self._suggest_again)):
            return self._suggested
        self._suggested_from, self._suggest_again = now, time.monotonic() + RENEWED
        try:
            self._suggested = self._assistant.suggestions(4)
        except Exception:
            self._suggested = []
            log.exception("no questions could be suggested")
        return self._suggested

    # What happens

    async def ask(self, question: str, conversation: Conversation) -> AsyncGenerator[Update, None]:
        """Answer what was typed."""
        question = question.strip()[:LONGEST]
        if not question:
            yield gr.skip(), gr.skip(), gr.skip()
            return
        async for update in self._answer(question, conversation, clear=True):
            yield update

    async def suggested(self, event: gr.EventData, conversation: Conversation) -> AsyncGenerator[Update, None]:
        """Answer a question that was chosen rather than typed."""
        question = words(event, "question", LONGEST).strip()
        if question:
            async for update in self._answer(question, conversation):
                yield update

    async def again(self, event: gr.EventData, conversation: Conversation) -> AsyncGenerator[Update, None]:
        """Answer a question once more; what came after it is dropped."""
        exchange = conversation.find(number(event, "turn"))
        if exchange is not None and (question := conversation.rewind(exchange.number)) is not None:
            async for update in self._answer(question, conversation, stated=exchange.stated):
                yield update

    async def restated(self, event: gr.EventData, conversation: Conversation) -> AsyncGenerator[Update, None]:
        """Answer a question that the reader has made to stand alone: as it stands, whatever was said before."""
        question = words(event, "question", LONGEST).strip()
        if question:
            async for update in self._answer(question, conversation, stated=True):
                yield update

    def reword(self, event: gr.EventData, conversation: Conversation) -> Any:
        """Put a question into the box, to be changed and asked; the conversation stays."""
        exchange = conversation.find(number(event, "turn"))
        return gr.Textbox(value=exchange.question) if exchange else gr.skip()

    def writer(self, conversation: Conversation) -> Html:
        """Which chat model writes, and whether it does for this reader."""
        return writer_html(self._writer, on=conversation.with_model, may_allow=self._local)

    def promise(self, conversation: Conversation) -> str:
        """Where this reader's answers are made, in a few words."""
        return promise(self._writer if self._writes(conversation) else None, PROMISE)

    @property
    def _allowed(self) -> bool:
        return self._writer is not None and not self._writer.unasked

    def _writes(self, conversation: Conversation) -> bool:
        """Whether the chat model writes for this reader: it is there and allowed, and the reader wants it."""
        return conversation.with_model and self._allowed

    def switch(self, conversation: Conversation) -> Html:
        """Answer the next questions with the chat model, or without it."""
        conversation.with_model = not conversation.with_model
        return self.writer(conversation)

    def allow(self, conversation: Conversation) -> Html:
        """Keep that text may be sent to the chat model; only from this machine can that be said."""
        if self._writer is not None and self._local:
            try:
                self._writer.allow()
            except OSError:
                log.exception("that the chat model may be asked could not be kept")
        return self.writer(conversation)

    def _events(self, question: str, history: list[Turn], conversation: Conversation) -> AsyncIterator[Event]:
        """What the assistant says; without the chat model where the reader wants it so, or nobody has allowed it."""
        if self._writer is None or self._writes(conversation):
            return self._assistant.astream(question, history)
        return self._assistant.astream(question, history, model=False)

    def renew(self, conversation: Conversation) -> Update:
        """Begin a new chat."""
        conversation.clear()
        return *self.shown(conversation), idle()

    def stop(self, conversation: Conversation) -> Update:
        """Show what had arrived when the reader stopped the answer."""
        conversation.stop()
        return gr.skip(), self.last(conversation), idle()

    async def _answer(
        self, question: str, conversation: Conversation, *, clear: bool = False, stated: bool = False
    ) -> AsyncGenerator[Update, None]:
        history = [] if stated else conversation.history()
        exchange = conversation.ask(question, stated=stated)
        yield *self.shown(conversation), busy(clear=clear)
        try:
            async with aclosing(paced(self._events(question, history, conversation), exchange)) as steps:
                async for _ in steps:
                    if not conversation.holds(exchange):
                        return
                    yield gr.skip(), self.last(conversation), gr.skip()
            if exchange.status == "working":
                raise RuntimeError("the answer ended before it was whole")
        except LibraryError as error:
            exchange.status, exchange.problem = "failed", str(error)
        except Exception as error:
            log.exception("a question could not be answered")
            exchange.status, exchange.problem = "failed", _what_failed(error)
        finally:
            if exchange.status == "working":
                exchange.status = "stopped"
        if conversation.holds(exchange):
            yield gr.skip(), self.last(conversation), idle()


async def paced(events: AsyncIterator[Event], exchange: Exchange) -> AsyncGenerator[None, None]:
    """Give the events to an exchange, and control back whenever it should be shown: not more than once a pause."""
    shown = 0.0
    unseen = False
    coming = asyncio.ensure_future(anext(events, None))
    try:
        while True:
            wait = max(0.0, shown + PAUSE - time.monotonic()) if unseen else None
            done, _ = await asyncio.wait({coming}, timeout=wait)
            if done:
                event = coming.result()
                if event is None:
                    return
                exchange.take(event)
                unseen = True
                coming = asyncio.ensure_future(anext(events, None))
            if unseen and time.monotonic() - shown >= PAUSE:
                shown, unseen = time.monotonic(), False
                yield
    finally:
        coming.cancel()


def busy(*, clear: bool) -> Any:
    """The question's box while an answer is on its way."""
    return (
        gr.Textbox(value="", submit_btn=False, stop_btn=True) if clear else gr.Textbox(submit_btn=False, stop_btn=True)
    )


def idle(**changes: Any) -> Any:
    """The question's box when the next question can be asked."""
    return gr.Textbox(submit_btn=True, stop_btn=False, **changes)


def _empty(shelf: Shelf) -> Html:
    """What is said while nothing can be answered from."""
    doing, documents = activity_words(shelf.activity), len(shelf.documents())
    if not doing and not documents and not shelf.looked:
        return _said("Looking for documents", "You can ask at once; answers come from what has been read.")
    if doing or shelf.waiting():
        first = f"{doing}… " if doing else ""
        return _said("Reading your documents", f"{first}You can ask at once; answers come from what has been read.")
    if documents:
        one = "Your document" if documents == 1 else f"None of your {documents:,} documents"
        return _said(
            f"{one} could {'not ' if documents == 1 else ''}be read",
            "The list of documents says why. Mend what is wrong, or add others.",
            "See why",
        )
    return _said("No documents yet", "Quoth answers from your own documents. Add some, then ask.", "Add documents")


def _said(title: str, words: str, button: str | None = None) -> Html:
    return element(
        "div",
        element("h1", title),
        element("p", words),
        element("button", button, type="button", class_="button strong", data_do="go-documents") if button else None,
        class_="welcome",
    )


def _what_failed(error: Exception) -> str:
    words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"Something went wrong inside Quoth ({words}). Try again; the log in the data folder has the details."
