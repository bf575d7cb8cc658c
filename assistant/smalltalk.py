"""Greetings and thanks: met as a person would expect, with nothing cited."""

from __future__ import annotations

import re

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:{pattern})(?:[ ,]+(?:there|quoth|everyone|all))?[\s.!?,:)]*", re.IGNORECASE), reply)
    for pattern, reply in (
        (
            r"hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings",
            "Hello. Ask a question about your documents, and every sentence of the answer will show its source.",
        ),
        (
            r"(?:many )?thanks(?: a lot| so much| very much)?|thank you(?: very much| so much)?|thx|cheers",
            "You are welcome.",
        ),
        (r"(?:good)?bye|see you(?: later)?|good night", "Goodbye."),
        (
            r"(?:what can you do|who are you|what are you|help|how do(?:es)? (?:this|you) work)",
            "I answer questions from the documents in this library, in their own words. Each sentence has a number "
            "that opens the place it comes from. Where the documents do not say, I say so.",
        ),
    )
)


def reply(text: str) -> str | None:
    """Give a reply to a greeting, thanks or a question about the assistant itself; None for anything else."""
    folded = " ".join(text.split())
    return next((answer for pattern, answer in _PATTERNS if pattern.fullmatch(folded)), None)
