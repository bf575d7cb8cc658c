"""The small library of invented documents that the assistant's tests ask."""

from tests.assistant.conftest import assistant

__all__ = ["assistant"]
