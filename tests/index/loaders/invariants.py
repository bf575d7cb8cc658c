"""What holds for whatever a loader returns."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import HealthCheck, settings

from index.loaders import Loaded
from index.text.layout import Layout

generated = settings(deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
"""How tests over generated documents run: the same ones every time, however slow the machine."""


def check(loaded: Loaded) -> None:
    """The promises of `Loaded` and `Layout`, asserted."""
    text, layout = loaded.text, loaded.layout
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text)
    text.encode()
    at = 0
    for block in layout.blocks:
        assert not text[at : block.start].strip()
        part = text[block.start : block.end]
        assert part
        assert part == part.strip()
        at = block.end
    assert at <= len(text)
    assert not text[at:].strip()
    if layout.pages:
        assert layout.pages[-1].end == len(text)
        assert all(1 <= (layout.page_at(b.start) or 0) <= len(layout.pages) for b in layout.blocks)
    assert Layout.from_bytes(layout.to_bytes()) == layout


def words_in_order(words: list[str], text: str) -> bool:
    """Whether each of ``words`` stands in ``text`` after the one before it."""
    at = 0
    for word in words:
        found = text.find(word, at)
        if found < 0:
            return False
        at = found + len(word)
    return True


def kinds(loaded: Loaded) -> list[tuple[str, str]]:
    """Each block's kind and text."""
    return [(b.kind.value, loaded.text[b.start : b.end]) for b in loaded.layout.blocks]
