"""A chat model writes, over real connections to a scripted server; the documents decide what stands."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answers import Answer, Piece, Turn
from assistant.assistant import Assistant
from assistant.chain import as_message
from assistant.grounding import holds
from assistant.models.writer import Writer
from assistant.service import RequestError
from assistant.service.local import LocalService
from assistant.settings import Settings
from tests.assistant.models.pointing import pointing
from tests.assistant.models.servers import ModelServer, Reply, Script

QUESTION = "Who designed the Varn bridge?"
GOOD = "The Varn bridge was designed by the engineer Tomas Reuel {Tomas Reuel}."
MIXED = (
    "The Varn bridge was designed by the engineer Tomas Reuel {Tomas Reuel}. It is 312 metres long {212 metres}. "
    "It is a wonder of the ancient northern empires."
)
Make = Callable[..., Assistant]


@pytest.fixture
def make(assistant: Assistant, tmp_path: Path) -> Make:
    """Gives the assistant of the small library a model of a server's."""

    def made(server: ModelServer, model: str = "openai:scripted", **settings: Any) -> Assistant:
        provider = model.partition(":")[0]
        chosen = Settings(data=tmp_path, model=model, base_url=getattr(server, provider), **settings)
        return Assistant(assistant.library, None, Writer.of(chosen))

    return made


@pytest.fixture
def serve() -> Iterator[Callable[..., ModelServer]]:
    """Starts scripted servers."""
    servers: list[ModelServer] = []

    def start(*replies: Reply | str | Script) -> ModelServer:
        servers.append(ModelServer(*replies).__enter__())
        return servers[-1]

    yield start
    for server in servers:
        server.__exit__(None, None, None)


Serve = Callable[..., ModelServer]


def exact(answer: Answer, assistant: Assistant) -> None:
    """Every citation is what its document says, and every claim stands in the text."""
    assert all(holds(citation, assistant.library.catalog) for citation in answer.citations)
    assert all(answer.text[claim.start : claim.end] == claim.text for claim in answer.claims)
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))


@pytest.mark.parametrize("model", ["openai:scripted", "ollama:scripted", "anthropic:scripted"])
def test_a_model_writes_with_citations_that_are_quotes(serve: Serve, make: Make, model: str) -> None:
    server = serve(pointing(MIXED, cuts=7))
    assistant = make(server, model)
    *events, answer = assistant.stream(QUESTION)
    assert isinstance(answer, Answer)
    exact(answer, assistant)
    assert (answer.answerer, answer.model, answer.fallback, answer.outcome) == ("generative", model, "", "answered")
    assert [claim.support for claim in answer.claims] == ["supported", "unsupported", "unsupported"]
    assert "312" in answer.claims[1].why
    assert "Tomas Reuel" in answer.citations[0].quote
    assert answer.usage is not None
    assert (answer.usage.input_tokens, answer.usage.output_tokens, answer.usage.calls) == (12, 7, 1)
    shown = [event for event in events if isinstance(event, Piece)]
    assert "".join(piece.text for piece in shown) == answer.text
    assert len(shown) > 5
    assert [citation for piece in shown for citation in piece.citations] == list(answer.citations)


def test_a_plain_question_takes_one_request_and_a_follow_up_two(serve: Serve, make: Make) -> None:
    server = serve(
        pointing("Oldhaven Rovers won the Coast Cup in 2003 {Cup in 2003}."),
        "Who won the Coast Cup in 2004?",
        pointing("Lunden Athletic won the Coast Cup in 2004 {Cup in 2004}."),
    )
    assistant = make(server)
    first = assistant.ask("Who won the Coast Cup in 2003?")
    assert len(server.asked) == 1
    second = assistant.ask("And the year after?", [Turn(first.question, first.text)])
    assert len(server.asked) == 3
    assert second.standalone_question == "Who won the Coast Cup in 2004?"
    assert second.usage is not None
    assert second.usage.calls == 2
    assert "[1]" not in server.asked[1].texts[1]
    assert second.claims[0].support == "supported"


def test_a_follow_up_that_the_model_does_not_condense_is_condensed_without_it(serve: Serve, make: Make) -> None:
    server = serve("Sure!\nHere is what I found.", pointing("Lunden Athletic won it in 2004 {Cup in 2004}."))
    answer = make(server).ask("And in 2004?", [Turn("Who won the Coast Cup in 2003?", "Oldhaven Rovers.")])
    assert answer.standalone_question == "Who won the Coast Cup in 2004?"
    assert answer.answerer == "generative"


BROKEN: dict[str, tuple[Any, str]] = {
    "key": (Reply(status=401, body={"error": {"message": "Incorrect API key provided: sk-secret"}}), "key"),
    "busy": (Reply(status=429, body={"error": {"message": "slow down"}}), "too often"),
    "server": (Reply(status=500, body={"error": {"message": "oops"}}), "error 500"),
    "cut": (pointing(GOOD, breaks=700), "was cut"),
    "silent": (pointing(GOOD, stall=30.0), "silent"),
    "overflow": (Reply(status=400, body={"error": {"code": "context_length_exceeded", "message": ""}}), "at once"),
    "empty": (Reply(""), "empty"),
    "looping": (Reply("The bridge is long. " * 200), "again and again"),
    "full": (pointing(GOOD, finish="length"), "most it may write"),
    "amid": (pointing(GOOD, error="the machine is on fire"), "failed"),
    "nothing cited": (Reply("Penguins waddle across frozen oceans every winter."), "pointed at nothing"),
    "nothing borne out": (pointing("It was designed by Marta Oster {Tomas Reuel}."), "do not bear out"),
}


@pytest.mark.parametrize("trouble", BROKEN)
def test_trouble_of_any_kind_ends_in_the_documents_own_words(
    serve: Serve, make: Make, assistant: Assistant, trouble: str
) -> None:
    reply, why = BROKEN[trouble]
    answer = make(serve(reply), model_timeout=1.0).ask(QUESTION)
    plain = assistant.ask(QUESTION)
    assert why in answer.fallback
    assert "sk-secret" not in answer.fallback
    assert "fire" not in answer.fallback
    assert (answer.answerer, answer.model) == ("extractive", "openai:scripted")
    assert (answer.text, answer.citations, answer.claims) == (plain.text, plain.citations, plain.claims)


def test_a_server_that_asks_to_wait_is_asked_once_more(serve: Serve, make: Make) -> None:
    server = serve(Reply(status=429, headers={"Retry-After": "0"}, body={}), pointing(GOOD))
    answer = make(server).ask(QUESTION)
    assert (answer.answerer, len(server.asked)) == ("generative", 2)


def test_a_server_that_is_not_there(make: Make) -> None:
    with ModelServer("") as server:
        pass
    answer = make(server).ask(QUESTION)
    assert "Nothing answers" in answer.fallback
    assert "Tomas Reuel" in answer.text


def test_that_the_documents_do_not_say_is_said_with_what_comes_nearest(serve: Serve, make: Make) -> None:
    assistant = make(serve(Reply("The documents do not say.", pieces=3)))
    *events, answer = assistant.stream("What is the favourite dish of the bridge's engineer?")
    assert isinstance(answer, Answer)
    assert (answer.answered, answer.outcome, answer.answerer) == (False, "not said", "generative")
    assert answer.text.startswith("The documents do not say.")
    assert answer.passages
    assert not answer.citations
    assert "".join(event.text for event in events if isinstance(event, Piece)) == answer.text


def test_what_is_not_supported_is_hidden(serve: Serve, make: Make) -> None:
    text = "It is 312 metres long {212 metres}. It was opened in 1931 {1931}. Tomas Reuel designed it {Tomas Reuel}."
    assistant = make(serve(pointing(text)), unsupported="hide")
    *events, answer = assistant.stream("When was the Varn bridge opened, and who designed it?")
    assert isinstance(answer, Answer)
    exact(answer, assistant)
    assert "312" not in answer.text
    assert all(claim.support != "unsupported" for claim in answer.claims)
    assert not any("312" in event.text for event in events if isinstance(event, Piece))


def test_what_is_not_supported_is_written_anew_once(serve: Serve, make: Make) -> None:
    server = serve(pointing(MIXED), pointing(GOOD), pointing(MIXED))
    answer = make(server, unsupported="rewrite").ask(QUESTION)
    assert [claim.support for claim in answer.claims] == ["supported"]
    assert len(server.asked) == 2
    told = server.asked[1].texts[-1]
    assert "312 metres" in told
    assert "the number 312" in told


def test_an_answer_that_is_no_better_anew_stays_and_is_marked(serve: Serve, make: Make) -> None:
    server = serve(pointing(MIXED), Reply(status=500))
    answer = make(server, unsupported="rewrite").ask(QUESTION)
    assert [claim.support for claim in answer.claims] == ["supported", "unsupported", "unsupported"]
    assert len(server.asked) == 2


def test_strict_answers_have_supported_claims_alone(serve: Serve, make: Make, assistant: Assistant) -> None:
    answer = make(serve(pointing(MIXED)), strict=True).ask(QUESTION)
    assert answer.text == "The Varn bridge was designed by the engineer Tomas Reuel. [1]"
    none = make(serve(pointing("It is 312 metres long {212 metres}.")), strict=True).ask(QUESTION)
    assert none.fallback
    assert none.text == assistant.ask(QUESTION).text


def test_small_talk_the_library_and_questions_without_the_model_ask_nothing(serve: Serve, make: Make) -> None:
    server = serve(pointing(GOOD))
    assistant = make(server)
    assert assistant.ask("Thank you!").outcome == "plain"
    assert assistant.ask("How many documents are there?").model is None
    plain = assistant.ask(QUESTION, model=False)
    assert (plain.answerer, plain.model, plain.fallback, plain.usage) == ("extractive", None, "", None)
    assert not server.asked


def test_a_remote_model_is_not_asked_before_somebody_allows_it(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    settings = Settings(data=tmp_path, model="openai:gpt-5-mini")
    answer = Assistant(assistant.library, None, Writer.of(settings)).ask(QUESTION)
    assert "QUOTH_CONSENT=openai" in answer.fallback
    assert answer.usage is None


def test_leaving_off_reading_closes_the_request(serve: Serve, make: Make) -> None:
    server = serve(Reply("Many words come slowly from it. " * 400, pieces=8, pause=0.02))
    events = make(server).stream(QUESTION)
    assert any(isinstance(event, Piece) for event in events)
    events.close()  # type: ignore[attr-defined]
    assert server.broken.wait(30)


def test_a_stop_from_elsewhere_ends_a_model_that_is_silent(serve: Serve, make: Make) -> None:
    server = serve(pointing(GOOD, wait=60.0))
    stop = threading.Event()
    came: list[Any] = []
    thread = threading.Thread(target=lambda: came.extend(make(server).stream(QUESTION, stop=stop)))
    thread.start()
    while not server.asked:
        stop.wait(0.01)
    stop.set()
    thread.join(30)
    assert not thread.is_alive()
    assert not any(isinstance(event, Answer) for event in came)


def test_a_task_that_is_cancelled_closes_the_request(serve: Serve, make: Make) -> None:
    server = serve(Reply("Many words come slowly from it. " * 400, pieces=8, pause=0.02))
    assistant = make(server)

    async def cancelled() -> None:
        came = asyncio.Event()

        async def read() -> None:
            async for event in assistant.astream(QUESTION):
                if isinstance(event, Piece):
                    came.set()

        task = asyncio.create_task(read())
        await came.wait()
        task.cancel()
        await asyncio.wait({task})

    asyncio.run(cancelled())
    assert server.broken.wait(30)


def test_another_model_than_the_one_that_answers_here_is_refused(serve: Serve, make: Make) -> None:
    server = serve(pointing(GOOD))
    assistant = make(server)
    service = LocalService(assistant.library, assistant)
    with pytest.raises(RequestError, match="answers with openai:scripted"):
        service.ask(QUESTION, (), None, "openai:other")
    assert service.ask(QUESTION, (), None, "none")["model"] is None
    assert not server.asked
    assert service.ask(QUESTION, (), None, "openai:scripted")["answerer"] == "generative"
    without = LocalService(assistant.library, Assistant(assistant.library))
    with pytest.raises(RequestError, match="without a chat model"):
        without.ask(QUESTION, (), None, "openai:scripted")


class Heard(BaseCallbackHandler):
    """What LangChain tells a callback."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.usage: Any = None
        self.parents: list[Any] = []

    def on_chat_model_start(self, *_: Any, parent_run_id: Any = None, **__: Any) -> None:
        self.parents.append(parent_run_id)

    def on_llm_new_token(self, token: Any, **_: Any) -> None:
        self.tokens.append(str(token))

    def on_llm_end(self, response: Any, **_: Any) -> None:
        self.usage = response.generations[0][0].message.usage_metadata


def test_callbacks_hear_the_model_inside_the_chain(serve: Serve, make: Make) -> None:
    heard = Heard()
    list(make(serve(pointing(GOOD))).chain.stream(QUESTION, config={"callbacks": [heard]}))
    assert "Tomas" in "".join(heard.tokens)
    assert heard.usage["input_tokens"] == 12
    assert heard.parents[0] is not None


def test_a_program_of_ones_own(serve: Serve, make: Make) -> None:
    """The example of the documentation: what the model wrote, kept where the documents support it."""
    assistant = make(serve(pointing(MIXED)))

    def trusted(message: AIMessage) -> list[str]:
        (block,) = message.content_blocks
        notes: list[Any] = block.get("annotations", [])  # type: ignore[assignment]
        return [note["cited_text"] for note in notes if note["extras"]["support"] == "supported"]

    program: Runnable[Any, list[str]] = (
        RunnableLambda(lambda name: f"Who designed the {name}?")
        | assistant.chain
        | as_message
        | RunnableLambda(trusted)
    )
    (quote,) = program.invoke("Varn bridge")
    assert "Tomas" in quote


def test_messages_stream_with_labels_and_usage(serve: Serve, make: Make) -> None:
    whole = reduce(add, (make(serve(pointing(MIXED))).chain | as_message).stream(QUESTION))
    assert isinstance(whole, AIMessageChunk)
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["total_tokens"] == 19
    assert next(iter(whole.additional_kwargs["quoth"]["claims"]))["support"] == "supported"
    (block,) = whole.content_blocks
    notes: list[Any] = block.get("annotations", [])  # type: ignore[assignment]
    assert [note["extras"]["support"] for note in notes] == ["supported", "unsupported"]


def test_a_message_that_broke_off_goes_on_with_the_answer_that_takes_its_place(serve: Serve, make: Make) -> None:
    text = f"{GOOD} {'It has stood for many years beside the river and its harbour. ' * 3}"
    assistant = make(serve(pointing(text, error="fire")))
    whole = reduce(add, (assistant.chain | as_message).stream(QUESTION))
    (block,) = whole.content_blocks
    said = str(block.get("text"))
    assert said.startswith("The Varn bridge was designed by the engineer Tomas Reuel.")
    assert "failed while it answered" in said
    for note in block.get("annotations", []):  # type: ignore[attr-defined]
        claimed = said[note["start_index"] : note["end_index"]]
        assert claimed == " ".join(note["cited_text"].split())
