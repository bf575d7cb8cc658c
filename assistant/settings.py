"""Settings: from the command line's options, else from the environment's ``QUOTH_*``, else usual values."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

DATA = "QUOTH_DATA"
EMBEDDING = "QUOTH_MODEL_EMBEDDING"
CHUNK_TOKENS = "QUOTH_CHUNK_TOKENS"
HOST = "QUOTH_HOST"
PORT = "QUOTH_PORT"
NAMES = "QUOTH_NAMES"
FOLDERS = "QUOTH_FOLDERS"
RERANKER = "QUOTH_RERANKER"


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names the setting and what it may be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What Quoth works with.

    >>> Settings().port
    7860
    """

    data: Path = Path(".quoth")
    """The data folder: the index, the documents' text, uploaded files."""
    embedding: str | None = None
    """Name or path of a sentence-transformers model; None takes the one the data folder was made with, else the
    one that comes with Quoth. Where the folder was made with another, ``serve`` and ``index`` build this one beside
    it, and it answers when it is whole."""
    chunk_tokens: int | None = None
    """Tokens of the largest chunk, from 32 to 256; 0 for what is usual, None for what the data folder was made with."""
    host: str = "127.0.0.1"
    """Address that the page is served on."""
    port: int = 7860
    """Port that the page is served on; 0 takes any free one."""
    names: tuple[str, ...] = ()
    """Further host names that the page answers to."""
    reranker: str | None = None
    """Folder, or name on the Hugging Face hub, of a cross-encoder that puts the passages found in a better order; None
    for none. Nothing is fetched unless a name of the hub is given here."""
    folders: tuple[Path, ...] = ()
    """Folders (or single files) to follow besides those that the data folder knows."""

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None, **given: Any) -> Self:
        """Settings from the environment (by default this process's); those given and not None win.

        :raises SettingsError: a value cannot be used.
        """
        environment = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for field, (name, parse) in _VARIABLES.items():
            text = environment.get(name, "")
            if text.strip():
                values[field] = parse(text, name)
        settings = replace(cls(**values), **{field: value for field, value in given.items() if value is not None})
        settings._check()
        return settings

    def _check(self) -> None:
        try:
            is_file = self.data.exists() and not self.data.is_dir()
        except OSError as error:
            raise SettingsError(f"The data folder {self.data} cannot be used: {error.strerror or error}.") from None
        if is_file:
            raise SettingsError(f"The data folder {self.data} is a file. Name a folder with --data or {DATA}.")
        if not 0 <= self.port <= 65535:
            raise SettingsError(f"The port {self.port} is not a number from 0 to 65535. Set --port or {PORT}.")
        if self.chunk_tokens and not 32 <= self.chunk_tokens <= 256:
            raise SettingsError(f"{CHUNK_TOKENS} is {self.chunk_tokens}, not a number from 32 to 256, or 0.")
        for host in (self.host, *self.names):
            if not re.fullmatch(r"[A-Za-z0-9_.:\[\]-]+", host):
                raise SettingsError(
                    f"{host!r} is not an address or host name, such as 127.0.0.1. Set --host, {HOST} or {NAMES}."
                )
        if self.embedding is not None and not self.embedding.strip():
            raise SettingsError(f"The embedding model has no name. Set --embedding or {EMBEDDING}, or leave it out.")
        if self.reranker and self.reranker.startswith((".", "~", "/")) and not expanded(self.reranker).is_dir():
            raise SettingsError(
                f"There is no reranking model at {self.reranker}: the folder does not exist. Set {RERANKER} to the "
                "folder of a cross-encoder or to its name on the Hugging Face hub, or leave it out."
            )


def _path(text: str, name: str) -> Path:
    return expanded(text)


def _text(text: str, name: str) -> str:
    return text.strip()


def _integer(text: str, name: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise SettingsError(f"{name} is {text!r}, which is not a number.") from None


def _names(text: str, name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _paths(text: str, name: str) -> tuple[Path, ...]:
    return tuple(expanded(part) for part in text.split(os.pathsep) if part.strip())


def expanded(text: str) -> Path:
    """A path as a person writes it, with ``~`` for the home folder.

    :raises SettingsError: it names the home of a user that is not there.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise SettingsError(f"The path {text} begins with the home folder of a user that is not there.") from None


_VARIABLES: Mapping[str, tuple[str, Callable[[str, str], Any]]] = {
    "data": (DATA, _path),
    "embedding": (EMBEDDING, _text),
    "chunk_tokens": (CHUNK_TOKENS, _integer),
    "host": (HOST, _text),
    "port": (PORT, _integer),
    "names": (NAMES, _names),
    "folders": (FOLDERS, _paths),
    "reranker": (RERANKER, _text),
}
