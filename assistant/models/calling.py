"""A model that is asked: its words as they come, with limits of time, one more attempt, and a stop that is one.

Models are asked by their asynchronous face on a loop of their own, in a thread: that one can be cancelled while it
waits, which closes the connection, so that a server hears of it and nothing more is charged.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import queue
import threading
import time
from collections.abc import Coroutine, Generator, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from assistant.models.looping import looping
from assistant.models.providers import Choice
from assistant.models.thinking import Thinking
from assistant.models.trouble import Trouble, Troubled, ended, explain

if TYPE_CHECKING:
    from langchain_core.language_models import LanguageModelInput
    from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
    from langchain_core.runnables import Runnable, RunnableConfig

LONGEST = 40_000
"""Characters of an answer after which a model is taken for one that does not end."""
TOTAL = 10
"""How often the time that a model may be silent its whole answer may take."""
_LOOK = 0.05
"""Seconds between looks at whether it is to be stopped."""
_TELLING = ("anthropic", "ollama", "openai")
"""Providers whose protocol says at the end of every answer why it ended."""
_EACH = 200
"""Characters between looks at whether a model repeats itself."""


@dataclass(slots=True)
class Asking:
    """One question to a model, and what became of it; ``words`` is read once."""

    model: Runnable[LanguageModelInput, AIMessage]
    """A chat model, with tools bound to it or without."""
    messages: Sequence[BaseMessage]
    choice: Choice
    timeout: float = 120.0
    """Seconds of silence that are borne."""
    config: RunnableConfig | None = None
    """LangChain's: callbacks, tags."""
    stop: threading.Event = field(default_factory=threading.Event)
    """Set to end it at once; the connection is closed."""
    calls: int = 0
    """How often the model was asked."""
    message: AIMessageChunk | None = None
    """All that came, with tools to call and usage metadata."""

    def words(self) -> Iterator[str]:
        """What the model says, as it comes, without what it thinks. Leaving off reading ends the request.

        A server that is too busy before its first word, and says when to come back, is asked once more then.

        :raises Troubled: it gave no usable answer, or none that is whole; ``message`` holds what came until then.
        """
        with contextlib.closing(self._attempts()) as said:
            yield from (words for words in said if words)

    def _attempts(self) -> Generator[str, None, None]:
        try:
            yield from self._attempt()
        except Troubled as error:
            wait = error.trouble.again
            if wait is None or (self.message is not None and self.message.text):
                raise
            if self.stop.wait(wait):
                raise Troubled(_STOPPED) from None
            self.message = None
            yield from self._attempt()

    def _attempt(self) -> Generator[str, None, None]:
        self.calls += 1
        came: queue.SimpleQueue[AIMessageChunk | BaseException | None] = queue.SimpleQueue()
        running = _run(_pump(self.model, self.messages, self.config, came))
        try:
            yield from self._read(came)
        finally:
            running.cancel()

    def _read(self, came: queue.SimpleQueue[AIMessageChunk | BaseException | None]) -> Generator[str, None, None]:
        text, looked, thinking, until = "", 0, Thinking(), time.monotonic() + TOTAL * self.timeout
        while (chunk := self._next(came, until)) is not None:
            self.message = chunk if self.message is None else self.message + chunk
            text += (said := thinking.feed(chunk.text))
            if len(text) - looked >= _EACH:
                looked = len(text)
                if looping(text) or len(text) > LONGEST:
                    self._fail(ended(text, looping=True, choice=self.choice))
            yield said
        text += (said := thinking.end())
        yield said
        reason = _reason(self.message)
        if reason is None and text and self.choice.provider in _TELLING:
            # A connection that closed as if all was said.
            self._fail(explain(ConnectionResetError(), self.choice))
        if self.message is None or not self.message.tool_calls:
            self._fail(ended(text, reason, looping=looping(text), choice=self.choice))

    def _next(
        self, came: queue.SimpleQueue[AIMessageChunk | BaseException | None], until: float
    ) -> AIMessageChunk | None:
        silent = time.monotonic() + self.timeout
        while True:
            if self.stop.is_set():
                raise Troubled(_STOPPED)
            with contextlib.suppress(queue.Empty):
                found = came.get(timeout=_LOOK)
                if isinstance(found, BaseException):
                    # Not as its cause: what is logged of this one holds nothing of what was sent.
                    raise Troubled(explain(found, self.choice)) from None
                return found
            if time.monotonic() > min(silent, until):
                raise Troubled(explain(TimeoutError(), self.choice))

    @staticmethod
    def _fail(trouble: Trouble | None) -> None:
        if trouble is not None:
            raise Troubled(trouble)


_STOPPED = Trouble("stopped", "Stopped.")


def _reason(message: AIMessageChunk | None) -> str | None:
    told = message.response_metadata if message is not None else {}
    return next((told[name] for name in ("finish_reason", "stop_reason", "done_reason") if name in told), None)


async def _pump(
    model: Runnable[LanguageModelInput, AIMessage],
    messages: Sequence[BaseMessage],
    config: RunnableConfig | None,
    came: queue.SimpleQueue[AIMessageChunk | BaseException | None],
) -> None:
    try:
        async with contextlib.aclosing(cast(Any, model.astream(list(messages), config=config))) as chunks:
            async for chunk in chunks:
                came.put(chunk)
        came.put(None)
    except Exception as error:
        came.put(error)


@functools.cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="quoth-models", daemon=True).start()
    return loop


_one = threading.Lock()


def _run(coroutine: Coroutine[Any, Any, None]) -> Future[None]:
    """Start it on the one loop that all models share: clients keep connections that belong to a loop."""
    with _one:
        loop = _loop()
    return asyncio.run_coroutine_threadsafe(coroutine, loop)
