"""Answering questions from a library, each sentence with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.assistant import Assistant as Assistant

__all__ = ["Assistant"]


def __getattr__(name: str) -> Any:
    # Lazily, so that importing a small module such as ``assistant.settings`` stays cheap.
    if name == "Assistant":
        from assistant.assistant import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
