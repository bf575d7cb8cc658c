"""What speaks for a sentence in another language than English: its cues, what it points back to, parts of compounds."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.languages.known import language
from assistant.languages.wording import inside
from assistant.text.kinds import Kind

_BEFORE = 20
"""Characters before a name that tell whether it is a place."""


def cue_of(kind: Kind, code: str) -> re.Pattern[str] | None:
    """What a sentence says that answers a kind of question."""
    return language(code).cues.get(kind)


def anaphor_of(code: str) -> re.Pattern[str] | None:
    """A first word that points back to the sentence before."""
    return language(code).anaphors


def in_compound(term: str, stems: Collection[str], code: str) -> float:
    """How far a term is met by compounds among stems, or by parts of itself, 0 to 1."""
    known = language(code)
    if not known.compounds:
        return 0.0
    return max((inside(term, stem, known) for stem in stems), default=0.0)


def likely(text: str, start: int, end: int, kind: Kind, code: str) -> bool:
    """Whether a name has the form of what is asked for: two words for a person, a preposition before a place."""
    if kind is Kind.PERSON:
        return " " in text[start:end]
    cue = language(code).cues.get(Kind.PLACE)
    if kind is not Kind.PLACE or cue is None:
        return False
    return any(match.end() - 1 == start for match in cue.finditer(text, max(0, start - _BEFORE), start + 1))
