"""An Ollama on this machine is found, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from assistant.models.ollama import found_ollama
from tests.assistant.models.servers import ModelServer


def test_its_models_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with ModelServer("any", models=("qwen3:8b", "gpt-oss:120b-cloud")) as server:
        found = found_ollama(server.ollama, timeout=5)
        assert not server.asked
    assert found is not None
    assert [(one.label, one.remote) for one in found] == [
        ("ollama:qwen3:8b", False),
        ("ollama:gpt-oss:120b-cloud", True),
    ]


def test_nothing_there() -> None:
    with ModelServer("any") as server:
        address = server.ollama
    assert found_ollama(address) is None
    assert found_ollama("http://[half") is None


def test_something_else_there() -> None:
    with ModelServer("any") as server:
        assert found_ollama(server.openai, timeout=5) is None
