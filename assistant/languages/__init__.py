"""Languages that questions are understood in, one module each."""

from __future__ import annotations

from assistant.languages.asking import asked_in, main_language
from assistant.languages.known import KNOWN, language
from assistant.languages.language import Language, plain

__all__ = ["KNOWN", "Language", "asked_in", "language", "main_language", "plain"]
