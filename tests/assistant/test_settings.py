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
    ],
)
def test_wrong_values_are_named(environment: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.load(environment)
    assert words in str(caught.value)


def test_a_file_is_no_data_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(SettingsError, match="is a file"):
        Settings.load({"QUOTH_DATA": str(file)})


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]
