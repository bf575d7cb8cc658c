"""Keys of providers: from the environment, else from a file that its owner alone can read. They go nowhere else."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from assistant.settings import KEYS, SettingsError

SERVER = "QUOTH_MODEL_KEY"
"""The key of a server that was given by its address: a provider's own key is never sent to another address."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "anthropic": ("ANTHROPIC_API_KEY",),
    "azure_openai": ("AZURE_OPENAI_API_KEY",),
    "deepseek": ("DEEPSEEK_API_KEY",),
    "google_genai": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "groq": ("GROQ_API_KEY",),
    "ollama": ("OLLAMA_API_KEY",),
    "mistralai": ("MISTRAL_API_KEY",),
    "openai": ("OPENAI_API_KEY",),
    "openrouter": ("OPENROUTER_API_KEY",),
    "xai": ("XAI_API_KEY",),
}
"""What the providers' own tools call their keys. Any other provider reads its keys from the environment itself."""

_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")
_LARGEST = 100_000


class KeysError(SettingsError):
    """The file of keys cannot be used; the message says why, and never what is in it."""


def key(names: tuple[str, ...], file: Path | None = None, environment: Mapping[str, str] | None = None) -> str | None:
    """The first key of those names, from the environment (by default this process's), else from the file.

    :raises KeysError: the file cannot be used.
    """
    environment = os.environ if environment is None else environment
    kept = read(file) if file is not None else {}
    for place in (environment, kept):
        for name in names:
            if value := place.get(name, "").strip():
                return _sendable(name, value)
    return None


def _sendable(name: str, value: str) -> str:
    if not value.isascii() or not value.isprintable() or " " in value:
        raise KeysError(f"The key {name} holds a space or a character that no key has. Copy it again.")
    return value


def read(file: Path) -> dict[str, str]:
    """The keys of a file, by name: a line ``NAME=key`` each, ``#`` before a remark.

    :raises KeysError: it is not there, others can read it, or a line is something else.
    """
    try:
        with file.open("rb") as stream:
            _check(file, os.fstat(stream.fileno()))
            text = stream.read(_LARGEST).decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise KeysError(f"The file of keys {file} cannot be read: {error.strerror}. Set {KEYS}.") from None
    found: dict[str, str] = {}
    for number, written in enumerate(text.splitlines(), start=1):
        line = written.strip()
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise KeysError(f"Line {number} of the file of keys {file} is not of the form NAME=key.")
        found[match[1]] = match[2].strip().strip("\"'")
    return found


def _check(file: Path, info: os.stat_result) -> None:
    if not stat.S_ISREG(info.st_mode):
        raise KeysError(f"{file} is no file of keys. Set {KEYS}.")
    # Of the open file, so that no other can be put in its place in between. Windows has no such modes.
    if os.name == "posix" and (info.st_mode & 0o077 or info.st_uid not in (os.getuid(), 0)):
        raise KeysError(f"Others can read the file of keys {file}. Make it yours alone: chmod 600 '{file}'")
