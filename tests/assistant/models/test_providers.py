"""A model chosen by its name: where it runs, what it needs, which key goes where, and that it answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from assistant.models.calling import Asking
from assistant.models.providers import EXTRAS, ModelError, choose, connect, cost, window
from assistant.settings import Settings
from tests.assistant.models.servers import ModelServer, Reply

TEXT = "Chess is played on 64 squares [S1]. Gr\u00fc\u00dfe, \u65e5\u672c [S2]."
SECRET = "sk-very-secret-0123"
PROTOCOLS = ("openai", "ollama", "anthropic")


def chosen(server: ModelServer, provider: str, **values: object) -> Settings:
    return Settings(model=f"{provider}:scripted", base_url=getattr(server, provider), **values)  # type: ignore[arg-type]


def said(settings: Settings, *tools: object) -> Asking:
    choice = choose(settings)
    assert choice is not None
    model = connect(choice, settings)
    bound = model.bind_tools(tools) if tools else model  # type: ignore[arg-type]
    asking = Asking(bound, [HumanMessage("What of chess?")], choice)
    for _ in asking.words():
        pass
    return asking


def search(query: str) -> str:
    """Search the documents."""
    return query


@pytest.mark.parametrize("provider", PROTOCOLS)
@pytest.mark.parametrize(("pieces", "cuts"), [(1, 0), (3, 1), (1000, 7)])
def test_a_model_answers_whatever_way_its_stream_is_cut(provider: str, pieces: int, cuts: int) -> None:
    with ModelServer(Reply(TEXT, pieces=pieces, cuts=cuts)) as server:
        message = said(chosen(server, provider)).message
        assert server.asked[0].texts[-1] == "What of chess?"
    assert message is not None
    assert message.text == TEXT
    assert message.usage_metadata is not None
    assert (message.usage_metadata["input_tokens"], message.usage_metadata["output_tokens"]) == (12, 7)


@pytest.mark.parametrize("provider", PROTOCOLS)
def test_tools_that_a_model_calls_come_whole(provider: str) -> None:
    with ModelServer(Reply(calls=[("search", {"query": "ch\u00e2teau"})], cuts=3)) as server:
        message = said(chosen(server, provider), search).message
        assert "search" in str(server.asked[0].body["tools"])
    assert message is not None
    assert [(call["name"], call["args"]) for call in message.tool_calls] == [("search", {"query": "ch\u00e2teau"})]


@pytest.mark.parametrize("named", [None, "", " ", "none", "None"])
def test_no_model(named: str | None) -> None:
    assert choose(Settings(model=named)) is None


@pytest.mark.parametrize("named", ["gpt-5", "openai:", ":x", "open ai:x", "http://host:1"])
def test_a_name_without_provider_says_how_it_is_written(named: str) -> None:
    with pytest.raises(ModelError, match="provider:model"):
        choose(Settings(model=named))


@pytest.mark.parametrize(
    ("model", "url", "environment", "remote", "place"),
    [
        ("openai:gpt-5", None, {}, True, "OpenAI"),
        ("openai:gpt-5", None, {"OPENAI_BASE_URL": "http://gate.example.org/v1"}, True, "gate.example.org"),
        ("openai:qwen", "http://127.0.0.1:8080/v1", {}, False, "this machine"),
        ("openai:qwen", "http://192.168.0.9:8080/v1", {}, True, "192.168.0.9"),
        ("ollama:qwen3:8b", None, {}, False, "this machine"),
        ("ollama:qwen3:8b", None, {"OLLAMA_HOST": "gpu.lan"}, True, "gpu.lan"),
        ("ollama:gpt-oss:120b-cloud", None, {}, True, "Ollama's servers"),
        ("ollama:qwen3:8b", None, {"LANGSMITH_TRACING": "true"}, True, "Ollama's servers"),
        ("openai:qwen", "http://127.0.0.1:8080/v1", {"LANGCHAIN_TRACING_V2": "true"}, True, "servers beyond 127.0.0.1"),
        ("anthropic:claude", None, {}, True, "Anthropic"),
        ("google:gemini-3", None, {}, True, "Google"),
        ("bedrock:x", None, {}, True, "Amazon Bedrock"),
        ("Mistral:small", None, {}, True, "Mistral"),
    ],
)
def test_whether_text_leaves_the_machine(
    model: str, url: str | None, environment: dict[str, str], remote: bool, place: str
) -> None:
    choice = choose(Settings(model=model, base_url=url), environment)
    assert choice is not None
    assert (choice.remote, choice.place) == (remote, place)


def test_the_name_of_a_model_may_have_colons() -> None:
    choice = choose(Settings(model="ollama:qwen3:8b"), {})
    assert choice is not None
    assert (choice.provider, choice.model, choice.label) == ("ollama", "qwen3:8b", "ollama:qwen3:8b")


def test_an_address_needs_a_protocol() -> None:
    with pytest.raises(ModelError, match="openai:x"):
        choose(Settings(model="bedrock:x", base_url="http://127.0.0.1:8080/v1"))


def test_a_key_that_is_missing_is_named() -> None:
    settings = Settings(model="anthropic:claude")
    choice = choose(settings)
    assert choice is not None
    with pytest.raises(ModelError, match="ANTHROPIC_API_KEY"):
        connect(choice, settings)


ENVIRONMENT = (
    "OPENAI_API_KEY",
    "OPENAI_ADMIN_KEY",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
    "OLLAMA_API_KEY",
    "LANGSMITH_API_KEY",
    "LANGSMITH_GATEWAY_API_KEY",
)


@pytest.mark.parametrize("provider", PROTOCOLS)
def test_a_providers_key_goes_to_no_other_address(
    provider: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ENVIRONMENT:
        monkeypatch.setenv(name, SECRET)
    keys = tmp_path / "keys"
    keys.write_text(f"OPENAI_API_KEY={SECRET}\nANTHROPIC_API_KEY={SECRET}\nQUOTH_MODEL_KEY=own\n")
    keys.chmod(0o600)
    with ModelServer(TEXT) as server:
        said(chosen(server, provider))
        said(chosen(server, provider, keys=keys))
        without, with_own = server.asked
    assert SECRET not in str(without) + str(with_own)
    assert with_own.headers["authorization"] == "Bearer own"


def test_a_key_reaches_the_server_that_its_providers_tools_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer(TEXT, key=SECRET) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.openai)
        monkeypatch.setenv("OPENAI_API_KEY", SECRET)
        message = said(Settings(model="openai:scripted")).message
    assert message is not None
    assert message.text == TEXT


@pytest.mark.parametrize("provider", ["openai", "ollama"])
def test_a_model_on_this_machine_is_asked_through_no_proxy(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with ModelServer(TEXT) as server:
        message = said(chosen(server, provider)).message
        choice = choose(Settings(model="anthropic:x", base_url=server.anthropic))
    assert message is not None
    assert message.text == TEXT
    assert choice is not None
    assert choice.remote  # its client would go through the proxy


@pytest.mark.parametrize("provider", ["google_genai", "mistralai", "bedrock"])
def test_an_absent_package_is_named_with_the_command_that_installs_it(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.models.providers.find_spec", lambda name: None)
    choice = choose(settings := Settings(model=f"{provider}:any"))
    assert choice is not None
    with pytest.raises(ModelError, match=rf"pip install 'quoth\[{EXTRAS[provider][1]}\]'"):
        connect(choice, settings)


def test_a_provider_that_nobody_knows() -> None:
    choice = choose(settings := Settings(model="nobody:any"))
    assert choice is not None
    with pytest.raises(ModelError, match="nobody:any"):
        connect(choice, settings)


def test_ollama_is_told_how_much_it_is_to_read() -> None:
    with ModelServer(TEXT) as server:
        said(chosen(server, "ollama", model_window=16384))
        assert server.asked[0].body["options"]["num_ctx"] == 16384


def test_window_and_cost() -> None:
    settings = Settings(model="openai:any", model_price=(2.5, 10.0))
    choice = choose(settings)
    assert choice is not None
    assert window(choice, None, settings) == 8192
    assert window(choice, None, Settings(model_window=2048)) == 2048
    assert cost(1000, 100, settings) == pytest.approx(0.0035)
    assert cost(1000, 100, Settings()) is None
