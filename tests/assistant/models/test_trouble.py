"""What goes wrong on the wire becomes one plain sentence, whoever's client it was; and no secret is in it."""

from __future__ import annotations

import logging
import threading
import time
from email.utils import formatdate

import pytest
from langchain_core.load import dumps
from langchain_core.messages import HumanMessage

from assistant.models.calling import Asking
from assistant.models.providers import choose, connect
from assistant.models.trouble import Trouble, Troubled, ended, explain
from assistant.settings import Settings
from tests.assistant.models.servers import ModelServer, Reply

PROTOCOLS = ("openai", "ollama", "anthropic")
SECRET = "sk-very-secret-0123"
LONG = {"error": {"message": f"This model's maximum context length is 4096 tokens. {SECRET}", "type": "invalid"}}
SPENT = {"error": {"message": "You exceeded your current quota.", "type": "insufficient_quota"}}
LATER = formatdate(time.time() + 300, usegmt=True)


def asking(server: ModelServer, provider: str, timeout: float = 30.0) -> Asking:
    settings = Settings(model=f"{provider}:scripted", base_url=getattr(server, provider), model_timeout=timeout)
    choice = choose(settings)
    assert choice is not None
    return Asking(connect(choice, settings), [HumanMessage("Hello")], choice, timeout)


def trouble(server: ModelServer, provider: str, timeout: float = 30.0) -> Trouble:
    with pytest.raises(Troubled) as caught:
        list(asking(server, provider, timeout).words())
    error: BaseException | None = caught.value
    assert caught.value.__cause__ is None
    assert SECRET not in str(error)
    return caught.value.trouble


@pytest.mark.parametrize("provider", PROTOCOLS)
@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(status=401, body={"error": {"message": f"Incorrect API key provided: {SECRET}"}}), "key"),
        (Reply(status=403, body={"error": {"message": SECRET}}), "forbidden"),
        (Reply(status=404, body={"error": {"message": "model not found"}}), "no model"),
        (Reply(status=429, body={"error": {"message": "slow down"}}), "busy"),
        (Reply(status=429, body={"error": "slow"}, headers={"Retry-After": LATER}), "busy"),
        (Reply(status=429, body=SPENT, headers={"Retry-After": "1"}), "quota"),
        (Reply(status=500, body={"error": {"message": "failed"}}), "server"),
        (Reply(status=503, body="<html>come back later</html>", headers={"Content-Type": "text/html"}), "server"),
        (Reply(status=400, body=LONG), "too long"),
        (Reply(status=400, body={"error": {"message": f"unknown field {SECRET}"}}), "refused"),
        (Reply("Chess is", breaks=300), "cut"),
        (Reply("Chess is played on squares", pieces=1, breaks=2000, quietly=True), "cut"),
        (Reply("Chess is", error=f"it ran out of memory {SECRET}"), "server"),
        (Reply("Chess is", error="the model is overloaded"), "server"),
        (Reply(""), "empty"),
        (Reply("  \n \n", finish="length"), "empty"),
        (Reply("<think>What might they mean?", finish="length"), "empty"),
        (Reply("It is what it is. " * 200, pieces=40), "looping"),
    ],
)
def test_every_trouble_is_told_alike(provider: str, reply: Reply, kind: str) -> None:
    with ModelServer(reply) as server:
        found = trouble(server, provider)
        assert found.kind == kind
        assert len(server.asked) == 1
    assert found.message.startswith((provider, "The server of", "The connection", "What the account", "The key"))


@pytest.mark.parametrize("provider", PROTOCOLS)
@pytest.mark.parametrize("reply", [Reply("Chess is", wait=5), Reply("Chess is played", pieces=4, stall=5)])
def test_silence_ends_in_time(provider: str, reply: Reply) -> None:
    with ModelServer(reply) as server:
        assert trouble(server, provider, timeout=0.3).kind == "timeout"


@pytest.mark.parametrize("provider", PROTOCOLS)
def test_a_server_that_is_not_there(provider: str) -> None:
    with ModelServer("any") as server:
        pass
    found = trouble(server, provider)
    assert found.kind == "unreachable"
    assert "127.0.0.1" in found.message


@pytest.mark.parametrize("provider", PROTOCOLS)
@pytest.mark.parametrize("told", [{"Retry-After": "0.05"}, {"retry-after-ms": "50"}])
def test_a_busy_server_is_asked_once_more_when_it_says(provider: str, told: dict[str, str]) -> None:
    busy = Reply(status=429, body={"error": {"message": "slow down"}}, headers=told)
    with ModelServer(busy, "Here it is.") as server:
        again = asking(server, provider)
        assert "".join(again.words()) == "Here it is."
        assert again.calls == len(server.asked) == 2
    with ModelServer(busy) as server:
        assert trouble(server, provider).kind == "busy"
        assert len(server.asked) == 2


def test_a_server_that_asks_for_much_patience_is_not_waited_for() -> None:
    busy = Reply(status=429, body={"error": {"message": "slow down"}}, headers={"Retry-After": "3600"})
    with ModelServer(busy) as server:
        found = trouble(server, "openai")
        assert len(server.asked) == 1
    assert found.retry_after == 3600
    assert found.again is None
    assert "3600 s" in found.message


@pytest.mark.parametrize("provider", PROTOCOLS)
def test_stop_closes_the_connection(provider: str) -> None:
    with ModelServer(Reply("word " * 2000, pieces=5, pause=0.01)) as server:
        one = asking(server, provider)
        words = one.words()
        assert next(words).startswith("word")
        one.stop.set()
        with pytest.raises(Troubled) as caught:
            list(words)
        assert caught.value.trouble.kind == "stopped"
        assert server.broken.wait(5)


@pytest.mark.parametrize("provider", PROTOCOLS)
def test_leaving_off_reading_closes_the_connection(provider: str) -> None:
    with ModelServer(Reply("word " * 2000, pieces=5, pause=0.01)) as server:
        words = asking(server, provider).words()
        next(words)
        words.close()  # type: ignore[attr-defined]
        assert server.broken.wait(5)


def test_stop_before_the_first_word() -> None:
    with ModelServer(Reply("late", wait=20)) as server:
        one = asking(server, "openai")
        threading.Timer(0.1, one.stop.set).start()
        with pytest.raises(Troubled) as caught:
            list(one.words())
    assert caught.value.trouble.kind == "stopped"


def test_what_came_before_the_trouble_is_kept() -> None:
    with ModelServer(Reply("Chess is played", pieces=5, error="broken")) as server:
        one = asking(server, "openai")
        with pytest.raises(Troubled):
            list(one.words())
    assert one.message is not None
    assert one.message.text == "Chess is played"


def test_an_answer_that_was_filtered() -> None:
    found = ended("", "content_filter")
    assert found is not None
    assert found.kind == "filtered"
    assert ended("Fine.", "stop") is None


def test_an_error_of_no_kind_that_is_known_tells_nothing_of_itself() -> None:
    found = explain(ValueError(SECRET))
    assert found.kind == "other"
    assert SECRET not in found.message


@pytest.mark.parametrize("provider", PROTOCOLS)
def test_no_key_is_in_the_log(provider: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("QUOTH_MODEL_KEY", SECRET)
    with caplog.at_level("DEBUG"), ModelServer(key="another") as server:
        one = asking(server, provider)
        with pytest.raises(Troubled) as caught:
            list(one.words())
        assert SECRET in str(server.keys)  # it was sent, and the server's refusal repeats it
    logging.getLogger("quoth").error("it failed", exc_info=caught.value)
    assert caught.value.trouble.kind == "key"
    warned = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert warned
    assert SECRET not in "".join(logging.Formatter().format(record) for record in warned)
    assert SECRET not in repr(one) + dumps(one.model)
