"""Keys: from the environment first, from a file that is its owner's alone, and in no message."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.models.keys import KeysError, key, read

SECRET = "sk-very-secret-0123"


def kept(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "keys"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = kept(tmp_path, f"OPENAI_API_KEY={SECRET}\n")
    assert key(("OPENAI_API_KEY",), file, {}) == SECRET
    assert key(("OPENAI_API_KEY",), file, {"OPENAI_API_KEY": " other\n"}) == "other"
    assert key(("ANTHROPIC_API_KEY",), file, {}) is None


def test_lines_are_read_as_people_write_them(tmp_path: Path) -> None:
    file = kept(tmp_path, "\ufeff# mine\n\nexport A_KEY = 'one'\nB_KEY=\"two=2\"\r\n")
    assert read(file) == {"A_KEY": "one", "B_KEY": "two=2"}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = kept(tmp_path, f"OPENAI_API_KEY={SECRET}\n", mode)
    with pytest.raises(KeysError, match="chmod 600") as caught:
        key(("OPENAI_API_KEY",), file, {})
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("text", [SECRET, f"OPENAI_API_KEY: {SECRET}", f"OPENAI_API_KEY={SECRET} \u00e9"])
def test_no_message_tells_what_is_in_the_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(KeysError) as caught:
        key(("OPENAI_API_KEY",), kept(tmp_path, text), {})
    assert SECRET not in str(caught.value)


def test_a_file_that_is_not_there_or_none(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(KeysError, match="QUOTH_KEYS"):
            read(path)
