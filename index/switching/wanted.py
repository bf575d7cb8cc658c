"""What may be asked for: a model, by a name that lasts, and a size of chunks."""

from __future__ import annotations

from pathlib import Path

from index.ownership import LibraryError
from index.text import chunking

SMALLEST = 32
"""Tokens that the largest chunk has at least: shorter ones are found by a word or two."""


def lasting(model: str) -> str:
    """A model's name as it can be found again from anywhere: a local folder by its whole path."""
    folder = Path(model).expanduser()
    return str(folder.resolve()) if folder.is_dir() else model


def size_of(chunk_tokens: int | None, now: int | None) -> int | None:
    """The chosen size of chunks, None for the usual one, from what is asked for: 0 for that, None to keep ``now``.

    :raises LibraryError: chunks cannot have that size.
    """
    if chunk_tokens is None:
        return now
    if chunk_tokens and not SMALLEST <= chunk_tokens <= chunking.LARGEST:
        raise LibraryError(
            f"A chunk may have from {SMALLEST} to {chunking.LARGEST} tokens at most, or 0 for what is usual; "
            f"{chunk_tokens} is neither."
        )
    return chunk_tokens or None
