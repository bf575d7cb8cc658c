from __future__ import annotations

import asyncio
from functools import reduce
from operator import add
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answers import Answer, Piece, Turn
from assistant.assistant import Assistant
from assistant.chain import as_message
from index.documents import Filter

QUESTION = "Who designed the Varn bridge?"
FOLLOW_UP: dict[str, Any] = {
    "question": "And in 2004?",
    "history": [{"question": "Who won the Coast Cup in 2003?", "answer": "Oldhaven Rovers."}],
}


def test_invoke_gives_an_answer(assistant: Assistant) -> None:
    answer = assistant.chain.invoke(QUESTION)
    assert isinstance(answer, Answer)
    assert answer.text == assistant.ask(QUESTION).text


def test_history_and_filter_are_passed_on(assistant: Assistant) -> None:
    answer = assistant.chain.invoke(FOLLOW_UP)
    assert answer.standalone_question == "Who won the Coast Cup in 2004?"
    turned = assistant.chain.invoke({**FOLLOW_UP, "history": [Turn("Who won the Coast Cup in 2003?")]})
    assert turned.standalone_question == answer.standalone_question
    bounded = assistant.chain.invoke({"question": QUESTION, "filter": Filter(documents=("bees.md",))})
    assert {passage.document for passage in bounded.passages} <= {"bees.md"}


def test_batch_keeps_the_order(assistant: Assistant) -> None:
    questions = [QUESTION, "When is honey harvested?", "Who is the mayor?"]
    answers = assistant.chain.batch(list(questions))
    assert [answer.question for answer in answers if isinstance(answer, Answer)] == questions


def test_the_asynchronous_forms(assistant: Assistant) -> None:
    async def run() -> tuple[Any, list[Any], list[Any]]:
        one = await assistant.chain.ainvoke(QUESTION)
        many = await assistant.chain.abatch([QUESTION, FOLLOW_UP])
        return one, many, [event async for event in assistant.chain.astream(QUESTION)]

    one, many, events = asyncio.run(run())
    assert one.text == many[0].text == events[-1].text == assistant.ask(QUESTION).text
    assert any(isinstance(event, Piece) for event in events)


@pytest.mark.parametrize(
    "value", [{}, {"question": 3}, {"question": "a", "filter": "b"}, {"question": "a", "history": ["b"]}]
)
def test_wrong_input_is_named(assistant: Assistant, value: Any) -> None:
    with pytest.raises(ValueError, match=r"question|filter"):
        assistant.chain.invoke(value)


def test_messages_stream_and_add_up(assistant: Assistant) -> None:
    messages = assistant.chain | as_message
    message = messages.invoke(QUESTION)
    assert isinstance(message, AIMessage)
    whole = reduce(add, messages.stream(QUESTION))
    assert isinstance(whole, AIMessageChunk)
    assert whole.content_blocks[0].get("text") == message.content_blocks[0].get("text")
    assert whole.content_blocks[0].get("annotations") == message.content_blocks[0].get("annotations")
    assert message.content_blocks[0].get("annotations")

    async def run() -> list[AIMessageChunk]:
        return [chunk async for chunk in messages.astream(QUESTION)]  # type: ignore[misc]

    assert reduce(add, asyncio.run(run())).content_blocks == whole.content_blocks


def test_a_program_of_ones_own(assistant: Assistant) -> None:
    """The example of the documentation: a question from one's own step, the quotes for one's own step."""

    def quotes(message: AIMessage) -> list[str]:
        (block,) = message.content_blocks
        return [note["cited_text"] for note in block["annotations"]]  # type: ignore[typeddict-item]

    program: Runnable[Any, list[str]] = (
        RunnableLambda(lambda name: f"Who designed the {name}?") | assistant.chain | as_message | RunnableLambda(quotes)
    )
    (quote,) = program.invoke("Varn bridge")
    assert "Tomas" in quote
