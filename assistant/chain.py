"""The assistant as a LangChain ``Runnable``, to be used in a chain or graph of one's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import run_in_executor

from assistant.answers import Answer, Event, Turn
from assistant.followups.conversation import turns
from assistant.message import to_chunks, to_chunks_async, to_message
from index.documents import Filter

if TYPE_CHECKING:
    from langchain_core.callbacks import AsyncCallbackManagerForChainRun, CallbackManagerForChainRun

    from assistant.assistant import Assistant

Input = str | Mapping[str, Any]
"""A question, or ``{"question", "history"?, "filter"?, "model"?}``; history as `turns` takes it, filter a `Filter`,
and ``model`` False for an answer without the chat model."""


class AnswerChain(Runnable[Input, Answer | Event]):
    """A question in, an `Answer` out; streaming yields ``Step``s and ``Piece``s before it.

    >>> chain.invoke("Why does France leave Mali?").citations  # doctest: +SKIP
    >>> for chunk in (chain | as_message).stream("Why does France leave Mali?"):  # doctest: +SKIP
    ...     print(chunk.text, end="")
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def invoke(self, input: Input, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """Answer one question; blocks until it is answered."""
        return cast(Answer, self._call_with_config(self._ask, input, config))

    async def ainvoke(self, input: Input, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """Answer one question in a thread, so that the event loop goes on."""

        async def ask(value: Input, run_manager: AsyncCallbackManagerForChainRun, config: RunnableConfig) -> Answer:
            return await run_in_executor(config, self._asked, value, config)

        return cast(Answer, await self._acall_with_config(ask, input, config))

    def stream(self, input: Input, config: RunnableConfig | None = None, **kwargs: Any) -> Iterator[Event]:
        """Yield events, the whole `Answer` last."""

        def events(
            values: Iterator[Input], run_manager: CallbackManagerForChainRun, config: RunnableConfig
        ) -> Iterator[Event]:
            for value in values:
                question, history, only, model = _parts(value)
                yield from self._assistant.stream(question, history, only, model=model, config=config)

        yield from self._transform_stream_with_config(iter([input]), events, config)

    async def astream(self, input: Input, config: RunnableConfig | None = None, **kwargs: Any) -> AsyncIterator[Event]:
        """Yield events without blocking the event loop, the whole `Answer` last."""

        async def values() -> AsyncIterator[Input]:
            yield input

        async def events(
            given: AsyncIterator[Input], run_manager: AsyncCallbackManagerForChainRun, config: RunnableConfig
        ) -> AsyncIterator[Event]:
            async for value in given:
                question, history, only, model = _parts(value)
                answering = self._assistant.astream(question, history, only, model=model, config=config)
                async with aclosing(answering) as coming:
                    async for event in coming:
                        yield event

        async for event in self._atransform_stream_with_config(values(), events, config):
            yield event

    def _ask(self, value: Input, run_manager: CallbackManagerForChainRun, config: RunnableConfig) -> Answer:
        return self._asked(value, config)

    def _asked(self, value: Input, config: RunnableConfig) -> Answer:
        question, history, only, model = _parts(value)
        return self._assistant.ask(question, history, only, model=model, config=config)


class AsMessage(Runnable[Event, AIMessage | AIMessageChunk]):
    """An `Answer` in, an ``AIMessage`` with citation annotations out; events stream as message chunks."""

    def invoke(self, input: Event, config: RunnableConfig | None = None, **kwargs: Any) -> AIMessage:
        """Turn a whole answer into a message.

        :raises TypeError: for a step or a piece, which is not a whole answer.
        """
        return self._call_with_config(_message, input, config)

    def transform(
        self, input: Iterator[Event], config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[AIMessage | AIMessageChunk]:
        """Turn events into chunks that add up to the message."""
        yield from self._transform_stream_with_config(input, to_chunks, config)

    async def atransform(
        self, input: AsyncIterator[Event], config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[AIMessage | AIMessageChunk]:
        """Turn events into chunks that add up to the message."""
        async for chunk in self._atransform_stream_with_config(input, to_chunks_async, config):
            yield chunk


def _message(event: Event) -> AIMessage:
    if not isinstance(event, Answer):
        raise TypeError(f"a message is made of an Answer, not of {type(event).__name__}")
    return to_message(event)


as_message = AsMessage()
"""To be put after the chain: ``assistant.chain | as_message`` gives messages."""


def _parts(value: Input) -> tuple[str, tuple[Turn, ...], Filter | None, bool]:
    """Question, history, filter, and whether the chat model is to write, of a chain's input.

    :raises ValueError: where there is no question in it, or a part is of another type.
    """
    if isinstance(value, str):
        return value, (), None, True
    question, only, model = value.get("question"), value.get("filter"), value.get("model", True)
    if not isinstance(question, str):
        raise ValueError('the chain takes a question, or {"question": ..., "history": ..., "filter": ...}')
    if only is not None and not isinstance(only, Filter):
        raise ValueError("the chain's filter must be an index.documents.Filter")
    if not isinstance(model, bool):
        raise ValueError('the chain\'s "model" must be True or False')
    return question, turns(value.get("history") or ()), only, model
