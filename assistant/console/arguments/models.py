"""Options of the commands that answer: the chat model that writes, and what its claims must stand."""

from __future__ import annotations

import argparse
from typing import Any, get_args

from assistant.settings import Unsupported

_FIELDS = {
    "model": "chat_model",
    "base_url": "model_url",
    "consent": "consent",
    "unsupported": "unsupported",
    "strict": "strict",
}
"""Where each setting lies among a command's arguments; ``quoth model`` has a MODEL of its own, the embedding's."""


def add_models(command: argparse.ArgumentParser) -> None:
    """Let a command that answers do so with a chat model."""
    command.add_argument(
        "--model",
        dest="chat_model",
        metavar="PROVIDER:MODEL",
        help="the chat model that writes answers, such as ollama:qwen3:8b; 'none' for the documents' own sentences "
        "(QUOTH_MODEL; usually none)",
    )
    command.add_argument(
        "--no-model",
        dest="chat_model",
        action="store_const",
        const="none",
        help="answer with the documents' own sentences, whatever model is set",
    )
    command.add_argument(
        "--model-url",
        metavar="URL",
        help="where the model's server is, for one that speaks its provider's protocol (QUOTH_MODEL_URL)",
    )
    command.add_argument(
        "--consent",
        action="append",
        metavar="PROVIDER",
        help="let passages of the documents be sent to this provider, or to the host that --model-url names "
        "(QUOTH_CONSENT; may be repeated)",
    )
    command.add_argument(
        "--unsupported",
        choices=get_args(Unsupported),
        metavar="HOW",
        help="what becomes of claims that the documents do not support: show, hide or rewrite "
        "(QUOTH_UNSUPPORTED; usually show)",
    )
    command.add_argument(
        "--strict",
        action="store_const",
        const=True,
        help="answer with claims alone that the documents support (QUOTH_STRICT)",
    )


def given(arguments: argparse.Namespace) -> dict[str, Any]:
    """The settings that these options gave."""
    found = {field: getattr(arguments, name, None) for field, name in _FIELDS.items()}
    if found["consent"] is not None:
        found["consent"] = tuple(found["consent"])
    return found
