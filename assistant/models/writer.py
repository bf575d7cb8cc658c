"""The writer: the chat model that the settings name, ready to be asked within their limits."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answers import Usage
from assistant.models import consent
from assistant.models.calling import Asking
from assistant.models.providers import Choice, choose, connect, cost, window
from assistant.models.trouble import Trouble, Troubled
from assistant.settings import Settings, SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import RunnableConfig

_ANSWER = 2_048
"""Tokens of the window that are left for the answer, or a quarter of it where it is small."""
_RULES = 700
"""Tokens that the rules take."""
_BYTES = 3
"""Bytes of UTF-8 that are counted as one token: fewer than any usual model needs, so that a context never overflows.
Models' own tokenizers would have to be fetched from their makers' servers."""


class Writer:
    """A chat model and how it is to be used; safe to use from several threads.

    :param model: LangChain's face of it, where it is made already.
    """

    def __init__(self, choice: Choice, settings: Settings, model: BaseChatModel | None = None) -> None:
        self.choice = choice
        self.settings = settings
        self._given = model
        self._lock = threading.Lock()

    @classmethod
    def of(cls, settings: Settings) -> Writer | None:
        """The writer that the settings name; None if they name none. Nothing is loaded or asked yet.

        :raises ModelError: the name is not that of a model.
        """
        choice = choose(settings)
        return None if choice is None else cls(choice, settings)

    @property
    def label(self) -> str:
        """``provider:model``."""
        return self.choice.label

    @property
    def unasked(self) -> bool:
        """Whether a person has still to allow that text of the documents is sent to it."""
        return consent.needed(self.choice, self.settings)

    def allow(self) -> None:
        """Keep that a person allowed it.

        :raises OSError: that cannot be kept.
        """
        consent.remember(self.choice, self.settings.data)

    def connect(self) -> BaseChatModel:
        """LangChain's face of the model; made once.

        :raises SettingsError: its package or key is missing.
        """
        with self._lock:
            return self._model

    @cached_property
    def _model(self) -> BaseChatModel:
        return self._given if self._given is not None else connect(self.choice, self.settings)

    def asking(self, messages: Sequence[BaseMessage], config: RunnableConfig | None, stop: threading.Event) -> Asking:
        """A question to the model, which is not asked before its answer is read.

        :raises Troubled: it may not be asked, or cannot be set up.
        """
        return Asking(self._ready(), messages, self.choice, self.settings.model_timeout, config, stop)

    def _ready(self) -> BaseChatModel:
        if self.unasked:
            raise Troubled(Trouble("settings", self.forbidden))
        try:
            return self.connect()
        except SettingsError as error:
            raise Troubled(Trouble("settings", str(error))) from None

    @property
    def forbidden(self) -> str:
        """Why it is not asked before a person has allowed it."""
        return (
            f"{self.label} was not asked: text of your documents would be sent to {self.choice.place}, which nobody "
            f"has allowed yet. Allow it on the page, or set QUOTH_CONSENT={consent.word(self.choice)}."
        )

    def budget(self, *beside: str) -> int:
        """Tokens that there are for the documents, beside the rules, other texts and the answer.

        :raises Troubled: it may not be asked, or cannot be set up.
        """
        whole = window(self.choice, self._ready(), self.settings)
        left = whole - min(_ANSWER, whole // 4) - _RULES - sum(tokens(text) for text in beside)
        return max(256, left)

    def usage(self, askings: Sequence[Asking]) -> Usage | None:
        """What questions to the model took; None where none was asked."""
        calls = sum(one.calls for one in askings)
        if not calls:
            return None
        told = [one.message.usage_metadata for one in askings if one.message is not None]
        read = sum(one["input_tokens"] for one in told if one)
        wrote = sum(one["output_tokens"] for one in told if one)
        return Usage(read, wrote, calls, cost(read, wrote, self.settings) if read or wrote else None)


def tokens(text: str) -> int:
    """About how many tokens a text has for a model, rather too many than too few."""
    return -(-len(text.encode(errors="replace")) // _BYTES)
