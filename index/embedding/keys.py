"""The keys of vectors: equal texts embedded by one model share a vector, whatever documents they stand in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def vector_keys(identity: str, texts: Sequence[str]) -> list[str]:
    """The key of each text's vector: 128 bits of the SHA-256 of the model's identity and the text, in hex."""
    model = hashlib.sha256(identity.encode() + b"\0")
    keys = []
    for text in texts:
        digest = model.copy()
        digest.update(text.encode())
        keys.append(digest.hexdigest()[:32])
    return keys
