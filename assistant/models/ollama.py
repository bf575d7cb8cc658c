"""An Ollama that runs on this machine: found and offered, never used unasked."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.models.addresses import OWN

QUICK = 0.3
"""Seconds that the search may take."""


@dataclass(frozen=True, slots=True)
class Found:
    """A model that Ollama has."""

    name: str
    size: int
    """Bytes."""
    remote: bool
    """Whether Ollama passes questions to it on to another machine."""

    @property
    def label(self) -> str:
        """As the setting of the model takes it."""
        return f"ollama:{self.name}"


def found_ollama(address: str = OWN["ollama"][0], timeout: float = QUICK) -> tuple[Found, ...] | None:
    """The models of the Ollama at an address, newest first; None where none answers."""
    import httpx

    try:
        # No proxy is asked: it could not tell what runs here.
        with httpx.Client(timeout=timeout, trust_env=False) as client:
            answer = client.get(f"{address}/api/tags")
            listed = answer.raise_for_status().json()["models"]
            models = sorted(listed, key=lambda one: str(one.get("modified_at", "")), reverse=True)
            return tuple(Found(str(one["name"]), int(one.get("size", 0)), _passed_on(one)) for one in models)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, AttributeError):
        return None  # something else listens there, or nothing


def _passed_on(model: dict[str, object]) -> bool:
    return bool(model.get("remote_host") or model.get("remote_model")) or str(model["name"]).endswith("cloud")
