"""English, as far as other languages are told apart from it; `assistant.text.words` and `question` have the rest."""

from __future__ import annotations

from assistant.languages.language import Language, asked
from assistant.text.words import STOP

ENGLISH = Language(
    code="en",
    stop=STOP,
    asks=asked(open=r"\b(?:what|when|where|who|whose|whom|why|how|which|does|did|do|can|could|should)\b"),
)
