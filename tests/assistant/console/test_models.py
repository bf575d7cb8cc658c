"""Options of the chat model: they win over the environment, and are no embedding model's."""

from __future__ import annotations

import pytest

from assistant.console.arguments.models import given
from assistant.console.parser import parser
from assistant.settings import Settings


def settings(*arguments: str, **environment: str) -> Settings:
    return Settings.load(environment, **given(parser().parse_args(arguments)))


def test_none_are_given() -> None:
    assert settings("ask", "Why?") == Settings()


def test_all_are_given() -> None:
    found = settings(
        *("ask", "Why?", "--model", "openai:any", "--model-url", "http://127.0.0.1:8080/v1", "--strict"),
        *("--consent", "openai", "--consent", "example.org", "--unsupported", "hide"),
    )
    assert (found.model, found.base_url) == ("openai:any", "http://127.0.0.1:8080/v1")
    assert found.consent == ("openai", "example.org")
    assert (found.unsupported, found.strict) == ("hide", True)


def test_they_win_over_the_environment() -> None:
    environment = {"QUOTH_MODEL": "openai:any", "QUOTH_STRICT": "yes", "QUOTH_CONSENT": "openai, mistralai"}
    assert settings("ask", "Why?", **environment).model == "openai:any"
    assert settings("ask", "Why?", "--model", "none", **environment).model == "none"
    assert settings("ask", "Why?", **environment).strict
    assert settings("ask", "Why?", **environment).consent == ("openai", "mistralai")


@pytest.mark.parametrize("arguments", [("model", "use", "some/model"), ("model", "show")])
def test_the_embedding_model_of_another_command_is_none_of_theirs(arguments: tuple[str, ...]) -> None:
    assert settings(*arguments).model is None


def test_a_choice_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["ask", "Why?", "--unsupported", "burn"])
    assert "show" in capsys.readouterr().err
