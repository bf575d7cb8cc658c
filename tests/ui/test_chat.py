"""The chat's handlers with an assistant that can be held up: waiting, streaming, stopping, failing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answers import Answer, Event, Piece, Step, Turn
from index.syncing.report import Activity
from ui.chat import PAUSE, Chat
from ui.conversation import Conversation
from ui.shelf import Held

Script = Callable[[str, Sequence[Turn]], AsyncIterator[Event]]


def whole(question: str, text: str) -> Answer:
    return Answer(question, question, True, text, (), None, 0.9, "extractive", None, (), ())


def chat(script: Script, *, answering: int = 1, questions: Callable[[int], list[str]] = lambda n: ["Why?"] * n) -> Chat:
    assistant: Any = SimpleNamespace(astream=script, suggestions=questions)
    return Chat(assistant, shelf(answering))


def shelf(answering: int, documents: int = 0, *, waiting: bool = False, looked: bool = True) -> Any:
    return SimpleNamespace(
        answering=lambda: answering,
        held=lambda: Held(content=frozenset((n, "v") for n in range(answering))),
        activity=Activity(),
        documents=lambda: (None,) * documents,
        waiting=lambda: waiting,
        looked=looked,
    )


async def updates(stream: AsyncIterator[Any]) -> list[Any]:
    return [update async for update in stream]


def test_what_is_asked_at_once_waits_and_is_answered() -> None:
    ready = asyncio.Event()

    async def script(question: str, history: Sequence[Turn]) -> AsyncIterator[Event]:
        yield Step("wait", "Loading the embedding model")
        await ready.wait()
        yield Piece("Red.")
        yield whole(question, "Red.")

    async def play() -> list[str]:
        conversation, shown = Conversation(), []
        async for _, live, _ in chat(script).ask("Which colour?", conversation):
            shown.append(str(live))
            if "Loading the embedding model" in str(live):
                ready.set()
        return shown

    shown = asyncio.run(play())
    assert "Which colour?" in shown[0]
    assert 'data-status="working"' in shown[0]
    assert 'data-status="done"' in shown[-1]
    assert "Red." in shown[-1]


def test_many_small_pieces_become_few_updates() -> None:
    async def script(question: str, history: Sequence[Turn]) -> AsyncIterator[Event]:
        for _ in range(500):
            yield Piece("word ")
            await asyncio.sleep(0)
        yield whole(question, "word " * 500)

    begun = asyncio.run(timed(updates(chat(script).ask("q", Conversation()))))
    got, seconds = begun
    # The first and the last, and one a pause between.
    assert len(got) <= 4 + seconds / PAUSE
    assert "done" in str(got[-1][1])


async def timed(work: Any) -> tuple[Any, float]:
    loop = asyncio.get_running_loop()
    begun = loop.time()
    return await work, loop.time() - begun


def test_earlier_turns_are_the_history() -> None:
    seen: list[list[Turn]] = []

    async def script(question: str, history: Sequence[Turn]) -> AsyncIterator[Event]:
        seen.append(list(history))
        yield whole(question, f"Answer to {question}")

    async def play() -> None:
        conversation, here = Conversation(), chat(script)
        for question in ("one", "two", "  ", "three"):
            await updates(here.ask(question, conversation))

    asyncio.run(play())
    assert [[turn.question for turn in history] for history in seen] == [[], ["one"], ["one", "two"]]
    assert seen[1][0].answer == "Answer to one"


def test_a_stopped_answer_ends_the_work_behind_it() -> None:
    ended: list[str] = []

    async def script(question: str, history: Sequence[Turn]) -> AsyncIterator[Event]:
        try:
            yield Piece("The beginning")
            await asyncio.sleep(3600)
        finally:
            ended.append("stopped")

    async def play() -> tuple[Conversation, Any]:
        conversation, here = Conversation(), chat(script)

        async def consume() -> None:
            await updates(here.ask("q", conversation))

        task = asyncio.create_task(consume())
        while not conversation.exchanges or not conversation.exchanges[0].text:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0)
        return conversation, here.stop(conversation)

    conversation, (_, live, _) = asyncio.run(play())
    assert ended == ["stopped"]
    assert "The beginning" in live
    assert "You stopped this answer." in live
    assert conversation.history() == []


def test_an_answer_that_is_wanted_no_more_ends() -> None:
    going, ended = asyncio.Event(), asyncio.Event()

    async def script(question: str, history: Sequence[Turn]) -> AsyncIterator[Event]:
        if question == "second":
            yield whole(question, "Second.")
            return
        try:
            while True:
                yield Piece("on and ")
                going.set()
                await asyncio.sleep(0.01)
        finally:
            ended.set()

    async def play() -> None:
        conversation, here = Conversation(), chat(script)
        first = asyncio.create_task(updates(here.ask("first", conversation)))
        await going.wait()
        await updates(here.ask("second", conversation))
        shown = await first
        await asyncio.wait_for(ended.wait(), 60)
        assert [exchange.status for exchange in conversation.exchanges] == ["stopped", "done"]
        # It does not end the second's waiting either.
        assert all(getattr(box, "submit_btn", False) is not True for _, _, box in shown)

    asyncio.run(play())


@pytest.mark.parametrize("ending", ["raises", "says nothing"])
def test_a_failure_is_told_and_the_next_question_is_free(ending: str) -> None:
    async def script(question: str, history: Sequence[Turn]) -> AsyncIterator[Event]:
        yield Step("retrieve", "Searching")
        if ending == "raises":
            raise ValueError("the <shelf> fell")

    conversation = Conversation()
    got = asyncio.run(updates(chat(script).ask("q", conversation)))
    assert "could not be answered" in got[-1][1]
    if ending == "raises":
        assert "the &lt;shelf&gt; fell" in got[-1][1]
    assert got[-1][2].submit_btn is True
    assert conversation.exchanges[0].status == "failed"


def test_again_reword_and_renew() -> None:
    async def script(question: str, history: Sequence[Turn]) -> AsyncIterator[Event]:
        yield whole(question, f"Answer to {question}")

    async def play() -> None:
        conversation, here = Conversation(), chat(script)
        for question in ("one", "two", "three"):
            await updates(here.ask(question, conversation))
        turn: Any = SimpleNamespace(_data={"turn": 2})
        await updates(here.again(turn, conversation))
        assert [exchange.question for exchange in conversation.exchanges] == ["one", "two"]
        # That exchange is gone, so there is nothing to do again.
        assert await updates(here.again(turn, conversation)) == []
        box = here.reword(SimpleNamespace(_data={"turn": 1}), conversation)  # type: ignore[arg-type]
        assert box.value == "one"
        assert [exchange.question for exchange in conversation.exchanges] == ["one", "two"]
        await updates(here.suggested(SimpleNamespace(_data={"question": " four "}), conversation))  # type: ignore[arg-type]
        assert [exchange.question for exchange in conversation.exchanges] == ["one", "two", "four"]
        past, live, _ = here.renew(conversation)
        assert past == ""
        assert "Ask your documents" in live

    asyncio.run(play())


def test_an_empty_chat_says_how_to_begin() -> None:
    async def script(question: str, history: Sequence[Turn]) -> AsyncIterator[Event]:
        yield whole(question, "")

    assert chat(script).welcome().count('data-do="ask"') == 4
    assert "Add documents" in chat(script, answering=0).welcome()

    def says(place: Any) -> str:
        return Chat(SimpleNamespace(astream=script), place).welcome()  # type: ignore[arg-type]

    assert "None of your 100 documents could be read" in says(shelf(0, 100))
    assert "Your document could not be read" in says(shelf(0, 1))
    assert "Reading your documents" in says(shelf(0, 100, waiting=True))
    assert "Looking for documents" in says(shelf(0, waiting=True, looked=False))

    def broken(n: int) -> list[str]:
        raise RuntimeError

    assert "Ask your documents" in chat(script, questions=broken).welcome()
    assert "&lt;b&gt;" in chat(script, questions=lambda n: ["<b>?"]).welcome()


def test_suggested_questions_follow_the_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    async def script(question: str, history: Sequence[Turn]) -> AsyncIterator[Event]:
        yield whole(question, "")

    asked: list[int] = []

    def questions(n: int) -> list[str]:
        asked.append(n)
        return [f"Question {len(asked)}?"] * n

    content, activity = {(1, "a"), (2, "b")}, Activity()
    here = chat(script, questions=questions)
    place: Any = SimpleNamespace(
        answering=lambda: len(content), held=lambda: Held(content=frozenset(content)), activity=activity
    )
    monkeypatch.setattr(here, "_shelf", place)

    def shown() -> int:
        found = re.search(r"Question (\d)", here.welcome())
        assert found is not None
        return int(found[1])

    assert (shown(), shown()) == (1, 1)
    content.remove((2, "b"))
    content.add((2, "changed"))
    assert (shown(), shown()) == (2, 2)
    place.activity = Activity("indexing", total=9)
    content.add((3, "c"))
    assert shown() == 2, "not while documents come in one by one"
    monkeypatch.setattr("ui.chat.RENEWED", 0.0)
    monkeypatch.setattr(here, "_suggest_again", 0.0)
    content.remove((1, "a"))
    assert shown() == 3, "but a document that went is asked about no more"
    place.activity = Activity()
    content.remove((3, "c"))
    assert shown() == 4
