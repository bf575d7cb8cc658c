"""Whether documents may leave the machine: asked until a person agreed, for that provider at that address."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from assistant.models import consent
from assistant.models.providers import Choice, choose
from assistant.settings import Settings


def of(settings: Settings) -> Choice:
    choice = choose(settings)
    assert choice is not None
    return choice


def test_a_model_on_this_machine_needs_none(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, model="ollama:any")
    assert not consent.needed(of(settings), settings)


def test_consent_is_remembered_per_provider_and_address(tmp_path: Path) -> None:
    data = tmp_path / "data"
    openai = Settings(data=data, model="openai:one")
    other = Settings(data=data, model="openai:one", base_url="https://models.example.org/v1")
    assert consent.needed(of(openai), openai)
    consent.remember(of(openai), data)
    assert not consent.needed(of(openai), openai)
    assert not consent.needed(of(Settings(data=data, model="openai:two")), openai)
    assert consent.needed(of(other), other)
    assert consent.needed(of(Settings(model="anthropic:one")), openai)
    assert stat.S_IMODE((data / consent.FILE).stat().st_mode) == 0o600
    consent.withdraw(of(openai), data)
    assert consent.needed(of(openai), openai)


@pytest.mark.parametrize(
    ("given", "url", "needed"),
    [
        (("openai",), None, False),
        (("OpenAI", "x"), None, False),
        (("all",), "https://models.example.org/v1", False),
        (("models.example.org",), "https://models.example.org/v1", False),
        (("openai",), "https://models.example.org/v1", True),
        (("anthropic",), None, True),
        ((), None, True),
    ],
)
def test_consent_by_setting(given: tuple[str, ...], url: str | None, needed: bool, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, model="openai:any", base_url=url, consent=given)
    assert consent.needed(of(settings), settings) is needed


@pytest.mark.parametrize("text", ["{", "null", '{"openai": 1}', "\x00"])
def test_a_damaged_file_asks_again(text: str, tmp_path: Path) -> None:
    (tmp_path / consent.FILE).write_text(text)
    settings = Settings(data=tmp_path, model="openai:any")
    assert consent.needed(of(settings), settings)


def test_the_question_names_the_model_and_who_reads() -> None:
    asked = consent.asked(of(Settings(model="openai:any", base_url="https://models.example.org/v1")))
    assert "openai:any" in asked
    assert "models.example.org" in asked
