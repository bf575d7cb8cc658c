"""JSON as a text of keys and values.

Kept: every key and value in order (see `data_text`), numbers as they are written, a key that comes twice. Lost: the
marks around them. Damaged JSON is read as far as it makes sense, with a note.
"""

from __future__ import annotations

from dataclasses import replace

from index.loaders.data_text import add_values
from index.loaders.draft import Draft
from index.loaders.encoding import read
from index.loaders.json_reading import Fault, values
from index.loaders.loaded import Loaded


def load(data: bytes) -> Loaded:
    """Read JSON. Raises Unsupported where it holds no value, LoadError where it is binary."""
    decoded, encoding = read(data)
    text = decoded.removeprefix("\ufeff")
    draft = Draft()
    fault = Fault()
    title = add_values(draft, values(text, fault))
    loaded = draft.loaded("json", title, encoding)
    if fault.at is None:
        return loaded
    line = text.count("\n", 0, fault.at) + 1
    return replace(loaded, notes=(f"is not valid JSON from line {line} on; what could be read is kept",))
