"""The chat model that was chosen: who provides it, where it runs, and LangChain's face of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from assistant.models import addresses, keys
from assistant.settings import KEYS, MODEL, MODEL_URL, Settings, SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

NONE = "none"
"""Names no model, where one is set elsewhere."""
EXTRAS: Mapping[str, tuple[str, str]] = {
    "anthropic": ("langchain_anthropic", "anthropic"),
    "azure_openai": ("langchain_openai", "openai"),
    "bedrock": ("langchain_aws", "bedrock"),
    "bedrock_converse": ("langchain_aws", "bedrock"),
    "google_genai": ("langchain_google_genai", "google"),
    "mistralai": ("langchain_mistralai", "mistral"),
    "ollama": ("langchain_ollama", "ollama"),
    "openai": ("langchain_openai", "openai"),
}
"""The package that speaks with a provider, and the extra of Quoth's that installs it."""
PEOPLE: Mapping[str, str] = {
    "anthropic": "Anthropic",
    "azure_openai": "Azure OpenAI",
    "bedrock": "Amazon Bedrock",
    "bedrock_converse": "Amazon Bedrock",
    "google_genai": "Google",
    "mistralai": "Mistral",
    "ollama": "Ollama",
    "openai": "OpenAI",
}
_OTHERS = {"google": "google_genai", "mistral": "mistralai", "azure": "azure_openai", "gemini": "google_genai"}
_CLOUD = ("-cloud", ":cloud")
"""How the names of models end that Ollama on this machine passes on to its makers' servers."""
_ADDRESSED = frozenset({"anthropic", "mistralai", "ollama", "openai"})
"""Providers whose protocol other servers speak too, at an address that is given."""
_TRACING = tuple(f"{one}_{two}" for one in ("LANGSMITH", "LANGCHAIN") for two in ("TRACING_V2", "TRACING"))


class ModelError(SettingsError):
    """The model that was chosen cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A chat model."""

    provider: str
    """By LangChain's name: ``openai``, ``anthropic``, ``ollama``."""
    model: str
    base_url: str | None
    """Where its server is; None where only its provider's own library knows."""
    remote: bool
    """Whether text of the documents leaves this machine when it is asked."""
    given: bool = False
    """Whether the address was given for Quoth, and is not the provider's own or its tools' setting."""

    @property
    def label(self) -> str:
        """``provider:model``."""
        return f"{self.provider}:{self.model}"

    @property
    def place(self) -> str:
        """Who reads what is sent, for people: ``OpenAI``, ``models.example.org``, ``this machine``."""
        if not self.remote:
            return "this machine"
        host = addresses.hostname(self.base_url)
        if addresses.local(self.base_url):
            return "Ollama's servers" if self.provider == "ollama" else f"servers beyond {host}"
        return PEOPLE.get(self.provider, self.provider) if self.at_home else host

    @property
    def at_home(self) -> bool:
        """Whether the server is the provider's own."""
        own = addresses.OWN.get(self.provider, ("", ()))[0]
        return self.base_url is None or addresses.server(self.base_url) == addresses.server(own)


def choose(settings: Settings, environment: Mapping[str, str] | None = None) -> Choice | None:
    """The model that the settings name, or None if they name none; nothing is loaded or asked.

    :param environment: by default this process's; providers' own tools take the addresses of their servers from it.
    :raises ModelError: the name is not of the form ``provider:model``.
    """
    environment = os.environ if environment is None else environment
    named = (settings.model or "").strip()
    if not named or named.lower() == NONE:
        return None
    provider, _, model = named.partition(":")
    provider = provider.strip().lower().replace("-", "_")
    provider, model = _OTHERS.get(provider, provider), model.strip()
    if not provider.isidentifier() or not model or model.startswith("//"):
        raise ModelError(
            f"The model {named!r} is not of the form provider:model, such as ollama:qwen3:8b or openai:gpt-5-mini. "
            f"Set --model or {MODEL}, or leave it out."
        )
    if settings.base_url is not None and provider not in _ADDRESSED:
        raise ModelError(
            f"An address of a server goes with a protocol: name the model openai:{model}, or leave out {MODEL_URL}."
        )
    given = settings.base_url is not None
    base = addresses.whole(settings.base_url) if settings.base_url else addresses.usual(provider, environment)
    return Choice(provider, model, base, _leaves(provider, model, base, environment), given)


def _leaves(provider: str, model: str, base: str | None, environment: Mapping[str, str]) -> bool:
    if not addresses.local(base):
        return True
    if provider == "ollama" and model.lower().endswith(_CLOUD):
        return True
    if any(environment.get(name, "").strip().lower() == "true" for name in _TRACING):
        return True  # LangChain would send what is asked and answered to LangSmith
    # The clients of OpenAI's protocol and of Ollama's are told to use no proxy on this machine; others are not asked.
    return provider not in ("openai", "ollama") and addresses.through_proxy(base)


def connect(choice: Choice, settings: Settings, environment: Mapping[str, str] | None = None) -> BaseChatModel:
    """LangChain's face of the model; nothing is asked of its server yet.

    :raises ModelError: its package or its key is missing, or it cannot be set up.
    :raises KeysError: the file of keys cannot be used.
    """
    environment = os.environ if environment is None else environment
    _installed(choice.provider)
    arguments = {**_common(settings), **_own(choice, settings), **_keyed(choice, settings, environment)}
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(choice.model, model_provider=choice.provider, **arguments)
        return model
    except ImportError as error:
        package = (error.name or "").partition(".")[0].replace("_", "-") or "its package of LangChain"
        raise ModelError(f"{choice.label} needs {package}, which is not installed: pip install {package}") from None
    except Exception as error:
        # What the error says may hold what was given, keys too; its kind is enough to begin with.
        raise ModelError(
            f"{choice.label} cannot be set up ({type(error).__name__}). Check the provider's name and what it needs "
            f"in the environment, such as its key or region."
        ) from None


def _installed(provider: str) -> None:
    if provider in EXTRAS and find_spec(EXTRAS[provider][0]) is None:
        extra = EXTRAS[provider][1]
        raise ModelError(f"Models of {PEOPLE[provider]} need a package more: pip install 'quoth[{extra}]'")


def _common(settings: Settings) -> dict[str, Any]:
    # Failed requests are sent again, if at all, by who asks, so that a person sees what happens.
    return {"timeout": settings.model_timeout, "max_retries": 0}


def _own(choice: Choice, settings: Settings) -> dict[str, Any]:
    """What goes with a provider's own client."""
    at = {"base_url": choice.base_url} if choice.base_url else {}
    if choice.provider == "openai":
        # Servers that speak OpenAI's protocol do so by its older part alone, chat completions.
        own = {**at, "stream_usage": True, "stream_chunk_timeout": settings.model_timeout, "use_responses_api": False}
        if choice.given:
            own["temperature"] = 0.0
        return own if choice.remote else {**own, **_unproxied()}
    if choice.provider == "ollama":
        # Ollama cuts off the beginning of what is longer than its window, 4096 tokens as a rule, and says nothing.
        return {**at, "temperature": 0.0, "num_ctx": window(choice, None, settings)}
    if choice.provider == "anthropic" and not choice.remote:
        return {**at, "anthropic_proxy": ""}
    return at


def _client(choice: Choice, settings: Settings) -> dict[str, Any]:
    """How Ollama's client asks."""
    alone = {} if choice.remote else {"trust_env": False, "follow_redirects": False}
    return {"timeout": settings.model_timeout, **alone}


def _unproxied() -> dict[str, Any]:
    """Clients that go to this machine itself, whatever proxy the environment names, and follow no redirect away."""
    package = import_module("openai")  # of langchain-openai's, there where the provider's package is
    alone = {"trust_env": False, "follow_redirects": False}
    return {
        "openai_proxy": "",
        "http_client": package.DefaultHttpxClient(**alone),
        "http_async_client": package.DefaultAsyncHttpxClient(**alone),
    }


def _keyed(choice: Choice, settings: Settings, environment: Mapping[str, str]) -> dict[str, Any]:
    """The key to send, under the name that the client takes it by.

    The clients look into the environment on their own, and would send what they find there to any address; so each
    is told a key, even where there is none.
    """
    elsewhere = choice.given and not choice.at_home
    names = (keys.SERVER,) if elsewhere else keys.NAMES.get(choice.provider, ())
    found = keys.key(names, settings.keys, environment) if names else None
    if choice.provider == "ollama":
        return {"client_kwargs": {**_client(choice, settings), "auth": _bearer(found)}}
    if not names:
        return {}
    if found is None and not elsewhere:
        raise ModelError(
            f"{choice.label} needs a key. Set {names[0]}, or put a line {names[0]}=… in a file that only you can read "
            f"and name it in {KEYS}."
        )
    return {"api_key": found or NONE}  # servers of one's own ask for none as a rule


def _bearer(key: str | None) -> Callable[[Any], Any]:
    """Puts the key into a request of httpx: as a function, since headers would be shown where the model is."""

    def put(request: Any) -> Any:
        request.headers["authorization"] = f"Bearer {key or NONE}"
        return request

    return put


USUAL_WINDOW = 8192
"""Tokens of a model of which nothing is known."""


def window(choice: Choice, model: BaseChatModel | None, settings: Settings) -> int:
    """Tokens that the model reads and writes at once: as set, else as LangChain knows of it, else ``USUAL_WINDOW``."""
    if settings.model_window is not None:
        return settings.model_window
    profile = getattr(model, "profile", None) or {}
    known = profile.get("max_input_tokens") if choice.provider != "ollama" else None
    return int(known) if known else USUAL_WINDOW


def cost(read: int, wrote: int, settings: Settings) -> float | None:
    """What an answer cost, in the currency of the price that is set; None without one."""
    if settings.model_price is None:
        return None
    return (read * settings.model_price[0] + wrote * settings.model_price[1]) / 1_000_000
