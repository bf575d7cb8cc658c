"""What a model thinks before it answers is no part of the answer, where a server leaves it in the text."""

from __future__ import annotations

import re

_TAGS = ("<think>", "<thinking>", "<thought>", "<reasoning>")
_OPEN = re.compile(r"\s*<(think|thinking|thought|reasoning)>")
_CLOSE = {name.strip("<>"): re.compile(rf"</{name.strip('<>')}>\s*") for name in _TAGS}


class Thinking:
    """Takes an answer in pieces, cut anywhere, and gives out what is not thought; thoughts are at its beginning."""

    def __init__(self) -> None:
        self._kept = ""
        """What came and was not given out yet: as much as may be a tag, or what is thought."""
        self._close: re.Pattern[str] | None = None
        self._begun = False

    def feed(self, piece: str) -> str:
        """What of the text so far is now known to be answer."""
        if self._begun:
            return piece
        self._kept += piece
        if self._close is None:
            opened = _OPEN.match(self._kept)
            if opened is None:
                start = self._kept.lstrip()
                if any(tag.startswith(start) for tag in _TAGS):
                    return ""  # it may still become a tag
                return self._begin(self._kept)
            self._close = _CLOSE[opened[1]]
        closed = self._close.search(self._kept)
        if closed is None or closed.end() == len(self._kept):
            return ""  # what comes next may be more of the space behind the tag
        return self._begin(self._kept[closed.end() :])

    def end(self) -> str:
        """What is left when no more comes; of thoughts that do not end, nothing."""
        kept, self._kept = self._kept, ""
        if self._begun or self._close is not None:
            return ""
        return kept

    def _begin(self, text: str) -> str:
        self._begun, self._kept = True, ""
        return text
