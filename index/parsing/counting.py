"""Token counts remembered: of a long document that changed in one place, nearly all sentences were counted before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b

Count = Callable[[Sequence[str]], Sequence[int]]

_MOST = 150_000
"""Counts that are remembered, about 15 MB; then it is begun anew."""


class Remembering:
    """Counts as ``count`` does, but the same text only once."""

    def __init__(self, count: Count, most: int = _MOST) -> None:
        self._count = count
        self._most = most
        self._known: dict[bytes, int] = {}

    def __call__(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text."""
        keys = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest() for text in texts]
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        counted = dict(zip(fresh, self._count(list(fresh.values())), strict=True)) if fresh else {}
        counts = [counted[key] if key in counted else self._known[key] for key in keys]
        if len(self._known) + len(counted) > self._most:
            self._known.clear()
        if len(counted) <= self._most:
            self._known.update(counted)
        return counts
