"""Settings: from the command line's options, else from the environment's ``QUOTH_*``, else usual values."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self, get_args

DATA = "QUOTH_DATA"
EMBEDDING = "QUOTH_MODEL_EMBEDDING"
CHUNK_TOKENS = "QUOTH_CHUNK_TOKENS"
HOST = "QUOTH_HOST"
PORT = "QUOTH_PORT"
NAMES = "QUOTH_NAMES"
FOLDERS = "QUOTH_FOLDERS"
RERANKER = "QUOTH_RERANKER"
MODEL = "QUOTH_MODEL"
MODEL_URL = "QUOTH_MODEL_URL"
MODEL_TIMEOUT = "QUOTH_MODEL_TIMEOUT"
MODEL_WINDOW = "QUOTH_MODEL_WINDOW"
MODEL_PRICE = "QUOTH_MODEL_PRICE"
KEYS = "QUOTH_KEYS"
CONSENT = "QUOTH_CONSENT"
UNSUPPORTED = "QUOTH_UNSUPPORTED"
STRICT = "QUOTH_STRICT"

Unsupported = Literal["show", "hide", "rewrite"]
"""What becomes of claims of a chat model's that the documents do not support: shown as such, left out, or written
anew once."""


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
    model: str | None = None
    """The chat model that writes answers, as ``provider:model``; None, or ``none``, for no model."""
    base_url: str | None = None
    """Where the model's server listens, for servers that speak its provider's protocol; None for the provider's own."""
    model_timeout: float = 120.0
    """Seconds that the model may be silent, before its first word and between words."""
    model_window: int | None = None
    """Tokens that the model reads and writes at once; None for what is known of it."""
    model_price: tuple[float, float] | None = None
    """What a million tokens cost, read and written, in any currency; None if that is not known."""
    keys: Path | None = None
    """A file with keys of providers, which its owner alone can read; None to look in the environment only."""
    consent: tuple[str, ...] = ()
    """Providers that text of the documents may be sent to."""
    unsupported: Unsupported = "show"
    """What becomes of claims of the model's that the documents do not support."""
    strict: bool = False
    """Whether an answer has claims alone that the documents support."""

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
        self._check_model()

    def _check_model(self) -> None:
        if self.base_url is not None and not _ADDRESS.fullmatch(self.base_url):
            raise SettingsError(
                f"The address of the model's server is to look like http://127.0.0.1:8080/v1, without a name or key in "
                f"it. Set --model-url or {MODEL_URL}."
            )
        if not 1 <= self.model_timeout <= 3600:
            raise SettingsError(f"{MODEL_TIMEOUT} is {self.model_timeout:g}, not a number of seconds from 1 to 3600.")
        if self.model_window is not None and not 1024 <= self.model_window <= 10_000_000:
            raise SettingsError(f"{MODEL_WINDOW} is {self.model_window}, not a number of tokens from 1024 to 10000000.")
        if self.unsupported not in get_args(Unsupported):
            raise SettingsError(f"{UNSUPPORTED} is {self.unsupported!r}, not one of show, hide, rewrite.")


def _path(text: str, name: str) -> Path:
    return expanded(text)


def _text(text: str, name: str) -> str:
    return text.strip()


def _integer(text: str, name: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise SettingsError(f"{name} is {text!r}, which is not a number.") from None


def _seconds(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise SettingsError(f"{name} is {text!r}, which is not a number of seconds.") from None


def _price(text: str, name: str) -> tuple[float, float]:
    parts = text.replace(" ", "").split("/")
    if len(parts) != 2 or not all(_AMOUNT.fullmatch(part) for part in parts):
        raise SettingsError(f"{name} is {text!r}. Give what a million tokens cost, read and written, such as 2.50/10.")
    return float(parts[0]), float(parts[1])


def _switch(text: str, name: str) -> bool:
    word = text.strip().lower()
    if word not in _SWITCH:
        raise SettingsError(f"{name} is {text!r}, not one of yes, no.")
    return _SWITCH[word]


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


_ADDRESS = re.compile(r"https?://(?:\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::\d{1,5})?(?:/[^\s?#@]*)?")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")
_SWITCH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}

_VARIABLES: Mapping[str, tuple[str, Callable[[str, str], Any]]] = {
    "data": (DATA, _path),
    "embedding": (EMBEDDING, _text),
    "chunk_tokens": (CHUNK_TOKENS, _integer),
    "host": (HOST, _text),
    "port": (PORT, _integer),
    "names": (NAMES, _names),
    "folders": (FOLDERS, _paths),
    "reranker": (RERANKER, _text),
    "model": (MODEL, _text),
    "base_url": (MODEL_URL, _text),
    "model_timeout": (MODEL_TIMEOUT, _seconds),
    "model_window": (MODEL_WINDOW, _integer),
    "model_price": (MODEL_PRICE, _price),
    "keys": (KEYS, _path),
    "consent": (CONSENT, _names),
    "unsupported": (UNSUPPORTED, _text),
    "strict": (STRICT, _switch),
}
