"""``quoth serve`` with an assistant that takes its time, so that a test can stop it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from typing import Any

from assistant.answers import Event, Piece, Turn
from assistant.assistant import Assistant
from index.documents import Filter
from ui.command import main

_asked: set[str] = set()


async def slowly(
    self: Assistant, question: str, history: Sequence[Turn] = (), only: Filter | None = None, **more: Any
) -> AsyncIterator[Event]:
    """The real answer, which halts after its second word the first time that it is asked for.

    A question about the lamp halts each time, and one that asks for it breaks instead.
    """
    if "break" in question:
        raise RuntimeError("the <b>answerer</b> broke")
    halt = question not in _asked or "lamp" in question
    _asked.add(question)
    for event in self.stream(question, history, only, **more):
        if halt and isinstance(event, Piece):
            yield Piece(" ".join(event.text.split(" ")[:2]))
            await asyncio.sleep(3600)
        yield event


if __name__ == "__main__":
    Assistant.astream = slowly  # type: ignore[method-assign, assignment]
    sys.exit(main())
