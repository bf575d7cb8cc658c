"""Settings: what the environment and the options say, and the words for what cannot be used."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from assistant.settings import Settings, SettingsError


def test_usual_values() -> None:
    settings = Settings.load({})
    assert settings == Settings()
    assert (settings.data, settings.host, settings.port) == (Path(".quoth"), "127.0.0.1", 7860)
    assert settings.embedding is None


def test_environment_is_read() -> None:
    settings = Settings.load(
        {
            "QUOTH_DATA": "~/library",
            "QUOTH_MODEL_EMBEDDING": " some/model ",
            "QUOTH_HOST": "::1",
            "QUOTH_PORT": "0",
            "QUOTH_NAMES": "quoth.lan, other.lan,",
            "QUOTH_FOLDERS": os.pathsep.join(["/a b", "~/c"]),
        }
    )
    assert settings.data == Path.home() / "library"
    assert settings.embedding == "some/model"
    assert (settings.host, settings.port) == ("::1", 0)
    assert settings.names == ("quoth.lan", "other.lan")
    assert settings.folders == (Path("/a b"), Path.home() / "c")


def test_empty_variables_are_as_if_unset() -> None:
    assert Settings.load({"QUOTH_DATA": "", "QUOTH_PORT": " ", "QUOTH_MODEL_EMBEDDING": ""}) == Settings()


def test_options_win_over_the_environment() -> None:
    settings = Settings.load({"QUOTH_PORT": "8000", "QUOTH_HOST": "::1"}, port=9000, host=None)
    assert (settings.port, settings.host) == (9000, "::1")


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"QUOTH_PORT": "many"}, "QUOTH_PORT is 'many'"),
        ({"QUOTH_PORT": "65536"}, "65536"),
        ({"QUOTH_PORT": "-1"}, "-1"),
        ({"QUOTH_HOST": "http://host"}, "QUOTH_HOST"),
        ({"QUOTH_NAMES": "good.lan,b d"}, "'b d'"),
        ({"QUOTH_DATA": "~nobody-of-this-name/x"}, "~nobody-of-this-name"),
        ({"QUOTH_MODEL_URL": "127.0.0.1:8080"}, "QUOTH_MODEL_URL"),
        ({"QUOTH_MODEL_URL": "ftp://127.0.0.1/v1"}, "QUOTH_MODEL_URL"),
        ({"QUOTH_MODEL_URL": "https://host/v1?key=x"}, "QUOTH_MODEL_URL"),
        ({"QUOTH_MODEL_TIMEOUT": "soon"}, "QUOTH_MODEL_TIMEOUT is 'soon'"),
        ({"QUOTH_MODEL_TIMEOUT": "nan"}, "QUOTH_MODEL_TIMEOUT"),
        ({"QUOTH_MODEL_TIMEOUT": "0"}, "QUOTH_MODEL_TIMEOUT"),
        ({"QUOTH_MODEL_WINDOW": "100"}, "QUOTH_MODEL_WINDOW is 100"),
        ({"QUOTH_MODEL_PRICE": "2.50"}, "such as 2.50/10"),
        ({"QUOTH_MODEL_PRICE": "-1/2"}, "QUOTH_MODEL_PRICE"),
        ({"QUOTH_UNSUPPORTED": "burn"}, "QUOTH_UNSUPPORTED is 'burn'"),
        ({"QUOTH_STRICT": "perhaps"}, "QUOTH_STRICT is 'perhaps'"),
    ],
)
def test_wrong_values_are_named(environment: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.load(environment)
    assert words in str(caught.value)


def test_settings_of_the_chat_model() -> None:
    settings = Settings.load(
        {
            "QUOTH_MODEL": "ollama:qwen3:8b",
            "QUOTH_MODEL_URL": "http://[::1]:11434",
            "QUOTH_MODEL_TIMEOUT": "7.5",
            "QUOTH_MODEL_WINDOW": "16384",
            "QUOTH_MODEL_PRICE": "2.50 / 10",
            "QUOTH_KEYS": "~/keys",
            "QUOTH_CONSENT": "openai, models.example.org",
            "QUOTH_UNSUPPORTED": "rewrite",
            "QUOTH_STRICT": "Yes",
        }
    )
    assert (settings.model, settings.base_url) == ("ollama:qwen3:8b", "http://[::1]:11434")
    assert (settings.model_timeout, settings.model_window, settings.model_price) == (7.5, 16384, (2.5, 10.0))
    assert settings.keys == Path.home() / "keys"
    assert settings.consent == ("openai", "models.example.org")
    assert (settings.unsupported, settings.strict) == ("rewrite", True)
    assert Settings.load({}).model is None


def test_a_key_in_the_address_of_a_server_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.load({"QUOTH_MODEL_URL": "https://user:sk-very-secret@host/v1"})
    assert "sk-very-secret" not in str(caught.value)


def test_a_file_is_no_data_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(SettingsError, match="is a file"):
        Settings.load({"QUOTH_DATA": str(file)})


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]
