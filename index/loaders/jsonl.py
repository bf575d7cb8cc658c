"""JSON Lines: each line a record.

Kept: what `json` keeps, record by record; a line that is not JSON stays as text, with a note. Lost: the marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.loaders.data_text import add_values
from index.loaders.draft import Draft
from index.loaders.encoding import read
from index.loaders.json_reading import Value, value_of
from index.loaders.loaded import Loaded


def load(data: bytes) -> Loaded:
    """Read JSON Lines. Raises Unsupported where they hold no value, LoadError where they are binary."""
    decoded, encoding = read(data)
    text = decoded.removeprefix("\ufeff")
    draft = Draft()
    bad: list[int] = []
    add_values(draft, _values(text, bad))
    loaded = draft.loaded("jsonl", None, encoding)
    if not bad:
        return loaded
    lines = f"{len(bad):,} lines that are" if len(bad) > 1 else "a line that is"
    return replace(loaded, notes=(f"has {lines} not JSON (the first is line {bad[0]}), kept as text",))


def _values(text: str, bad: list[int]) -> Iterator[Value]:
    start = number = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip(" \t\r\x1e,")
        start = end + 1
        number += 1
        if not line:
            continue
        try:
            yield value_of(line)
        except ValueError:
            bad.append(number)
            yield line
