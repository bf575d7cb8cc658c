"""An environment without anything that a developer's own models have set in it."""

from __future__ import annotations

import os

import pytest

OWN = ("OPENAI_", "ANTHROPIC_", "OLLAMA_", "GOOGLE_API", "GEMINI_", "MISTRAL_", "AZURE_", "LANGSMITH_", "LANGCHAIN_")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take keys, addresses and settings of models out of the environment."""
    for name in list(os.environ):
        if name.startswith((*OWN, "QUOTH_")) and name != "QUOTH_CHROMIUM":
            monkeypatch.delenv(name)
