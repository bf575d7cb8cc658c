"""A scripted model that points at sentences of what it is given, as a real one reads them there."""

from __future__ import annotations

import re
from typing import Any

from tests.assistant.models.servers import Asked, Reply, Script


def pointing(text: str, **reply: Any) -> Script:
    """A model that writes ``text``, where ``{words}`` becomes the ID of the sentence that has these words."""

    def answer(asked: Asked) -> Reply:
        given = "\n".join(asked.texts)
        return Reply(re.sub(r"\{([^}]+)\}", lambda match: f"[{_id(given, match[1])}]", text), **reply)

    return answer


def _id(given: str, words: str) -> str:
    found = re.search(rf"^\[(\w+)\] [^\n]*{re.escape(words)}", given, re.MULTILINE)
    assert found, f"no sentence of the context has {words!r}"
    return found[1]
