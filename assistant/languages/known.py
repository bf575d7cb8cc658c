"""The languages that are known, by their codes."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.languages.chinese import CHINESE
from assistant.languages.dutch import DUTCH
from assistant.languages.english import ENGLISH
from assistant.languages.french import FRENCH
from assistant.languages.german import GERMAN
from assistant.languages.italian import ITALIAN
from assistant.languages.japanese import JAPANESE
from assistant.languages.language import Language
from assistant.languages.portuguese import PORTUGUESE
from assistant.languages.spanish import SPANISH

KNOWN: Mapping[str, Language] = {
    language.code: language
    for language in (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH, CHINESE, JAPANESE)
}
"""By ISO 639-1."""


def language(code: str) -> Language:
    """What is known of a language; English's where it is none of `KNOWN`."""
    return KNOWN.get(code, ENGLISH)
