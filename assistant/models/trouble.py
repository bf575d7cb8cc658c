"""What went wrong with a model, in one plain sentence that holds nothing of what was sent: no key, no text.

Read from an error's status and the names of its kinds, which the clients of all providers share, so that no client is
imported for it: LangChain's own errors first, then those of OpenAI's, Anthropic's and Ollama's clients and of httpx.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from assistant.models.addresses import server
from assistant.models.providers import Choice, ModelError
from assistant.settings import SettingsError

Kind = Literal[
    "key",
    "forbidden",
    "no model",
    "busy",
    "quota",
    "server",
    "timeout",
    "cut",
    "unreachable",
    "too long",
    "refused",
    "empty",
    "looping",
    "filtered",
    "stopped",
    "settings",
    "other",
]

PATIENCE = 20.0
"""Seconds that are waited at most when a server asks to come back later."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happened, and whether to come back."""

    kind: Kind
    message: str
    """One sentence or two, for people."""
    retry_after: float | None = None
    """Seconds after which the server asks to be asked again; None if it does not."""

    @property
    def again(self) -> float | None:
        """Seconds to wait before asking once more; None if that is not worth it."""
        if self.kind not in ("busy", "server") or self.retry_after is None or self.retry_after > PATIENCE:
            return None
        return self.retry_after


class Troubled(Exception):
    """A model gave no usable answer; ``trouble`` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.message)
        self.trouble = trouble


_TIMEOUTS = ("APITimeoutError", "TimeoutException", "TimeoutError", "ModelTimeoutError", "StreamChunkTimeoutError")
_UNREACHABLE = ("ConnectError", "ConnectionRefusedError", "gaierror")
_CUT = ("ReadError", "WriteError", "RemoteProtocolError", "IncompleteRead", "ConnectionResetError", "BrokenPipeError")
_LOST = ("APIConnectionError", "ModelConnectionError", "TransportError", "ConnectionError")
_TOO_LONG = (
    "context_length",
    "context length",
    "context window",
    "context size",
    "maximum context",
    "prompt is too long",
    "too many tokens",
    "input is too long",
    "exceeds the available context",
    "input token count",
)
_SPENT = ("insufficient_quota", "credit balance", "billing", "exceeded your current quota")
_OVERLOADED = ("overloaded",)


def explain(error: BaseException, choice: Choice | None = None) -> Trouble:
    """The trouble that an error stands for.

    >>> explain(TimeoutError()).kind
    'timeout'
    """
    if isinstance(error, Troubled):
        return error.trouble
    if isinstance(error, (ModelError, SettingsError)):
        return Trouble("settings", str(error))
    chain = list(_chain(error))
    kinds = {one.__name__ for part in chain for one in type(part).__mro__}
    status = next((found for part in chain if (found := _status(part)) is not None), None)
    said = " ".join(_said(part) for part in chain).lower()
    who = choice.label if choice is not None else "The model"
    if "ContextOverflowError" in kinds or (status in (None, 400, 413, 500) and any(one in said for one in _TOO_LONG)):
        return Trouble("too long", f"{who} cannot read that much at once. Set QUOTH_MODEL_WINDOW to what it can read.")
    if status is not None and status >= 400:
        return _refused(status, said, who, _wait(chain))
    return _unanswered(kinds, said, who, choice)


def ended(
    text: str, reason: str | None = None, *, looping: bool = False, choice: Choice | None = None
) -> Trouble | None:
    """What is wrong with an answer that came to its end; None if nothing is.

    :param reason: why the model ended, in its provider's words.
    """
    who = choice.label if choice is not None else "The model"
    if looping:
        return Trouble("looping", f"{who} said the same again and again and was stopped.")
    if reason in ("content_filter", "refusal", "SAFETY", "safety"):
        return Trouble("filtered", f"{who} would not answer this.")
    if not text.strip():
        if reason in ("length", "max_tokens", "MAX_TOKENS"):
            return Trouble("empty", f"{who} came to its limit before it wrote a word.")
        return Trouble("empty", f"{who} gave an empty answer.")
    return None


def _refused(status: int, said: str, who: str, wait: float | None) -> Trouble:
    if status == 401:
        return Trouble("key", f"{who} did not accept the key. Check the key that is set for it.")
    if status == 402 or (status in (400, 403, 429) and any(one in said for one in _SPENT)):
        return Trouble("quota", f"What the account for {who} may spend is used up. Look at its limits and payments.")
    if status == 403:
        return Trouble("forbidden", f"The key that is set may not use {who}.")
    if status == 404:
        return Trouble("no model", f"{who} is not there. Check its name and the address of its server.")
    if status == 408:
        return Trouble("timeout", f"{who} took too long.")
    if status == 429:
        again = f" It asks to wait {math.ceil(wait)} s." if wait is not None else ""
        return Trouble("busy", f"{who} was asked too often.{again}", wait)
    if status >= 500:
        what = "is overloaded" if status in (503, 529) else "failed"
        return Trouble("server", f"The server of {who} {what} (error {status}).", wait)
    return Trouble("refused", f"{who} did not accept the request (error {status}).")


def _unanswered(kinds: set[str], said: str, who: str, choice: Choice | None) -> Trouble:
    """Where no server refused with a status: what its connection, or its own words amid the answer, tell."""
    if kinds.intersection(_UNREACHABLE) or "failed to connect" in said:
        host = server(choice.base_url) if choice is not None and choice.base_url else ""
        where = f" at {host}" if host else ""
        return Trouble(
            "unreachable", f"Nothing answers for {who}{where}. Is its server running, and the address right?"
        )
    if kinds.intersection(_TIMEOUTS):
        return Trouble("timeout", f"{who} was silent for too long.")
    if kinds.intersection(_CUT) or kinds.intersection(_LOST):
        return Trouble("cut", f"The connection to {who} was cut.")
    if any(one in said for one in _OVERLOADED):
        return Trouble("server", f"The server of {who} is overloaded.")
    if kinds.intersection(("APIError", "ResponseError", "ModelError")):
        return Trouble("server", f"The server of {who} failed while it answered.")
    return Trouble("other", f"{who} could not be asked.")


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or at.__context__


def _status(error: BaseException) -> int | None:
    # A status below 100 is Ollama's for "amid the answer"; 200 is that of an answer that turned into an error.
    for place in (error, getattr(error, "response", None)):
        for name in ("status_code", "code", "http_status"):
            found = getattr(place, name, None)
            if isinstance(found, int) and 300 <= found < 600:
                return found
    answer = getattr(error, "response", None)
    if isinstance(answer, Mapping):  # botocore's
        found = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
        return found if isinstance(found, int) and found >= 300 else None
    return None


def _said(error: BaseException) -> str:
    """The server's own words, to tell one trouble from another by them; they are shown to nobody."""
    body = getattr(error, "body", None)
    return f"{error} {body if isinstance(body, (str, dict)) else ''}"


def _wait(chain: list[BaseException]) -> float | None:
    for part in chain:
        headers: Any = getattr(getattr(part, "response", None), "headers", None)
        if headers is None or not hasattr(headers, "get"):
            continue
        if (told := _seconds(headers.get("retry-after-ms"))) is not None:
            return told / 1000
        if (told := _seconds(headers.get("retry-after"))) is not None:
            return told
    return None


def _seconds(value: str | None) -> float | None:
    """A header's number of seconds, or the seconds until its date."""
    if not value:
        return None
    try:
        told = float(value)
    except ValueError:
        try:
            told = parsedate_to_datetime(value).timestamp() - time.time()
        except ValueError:
            return None
    return max(0.0, told) if math.isfinite(told) else None
