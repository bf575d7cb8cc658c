"""What was noticed of a document while it was read: what may be missing from its text, and what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from index.loaders.loaded import Encoding, Loaded
from index.text.layout import Kind, Layout

SURE = 0.8
"""An encoding guessed with less confidence than this is a problem that its owner should look at."""

_SAMPLES = 4
_SAMPLE = 300
"""Places of a text, and characters at each, that are enough to tell its language by: of more it is told no surer, only
slower."""

_LEAST_LETTERS = 40
"""Fewer letters tell no language."""

_ENGLISH = frozenset(("the", "and", "of", "that", "with", "this", "from", "which", "have", "by", "were", "are", "been"))
"""Words that most other languages do not write; about a seventh of the words of English prose."""
_LEAST_WORDS = 60
_PLAINLY = 0.1
"""Share of such words, among at least so many words, that only English texts have."""

_BROKEN = re.compile("[\ufffd\ue000-\uf8ff]|\\(cid:\\d+\\)")
"""Characters that could not be read: the replacement character, private use (a font's own signs) and glyph numbers."""

_BROKEN_SHARE = 1 / 1000
"""A text with more broken characters than this is a problem."""


@dataclass(frozen=True, slots=True)
class Quality:
    """The report on one version of a document, made where it was parsed."""

    characters: int = 0
    pages: int = 0
    """0 where the format has none."""
    pages_without_text: tuple[int, ...] = ()
    """Their numbers, from 1."""
    broken_characters: int = 0
    encoding: str | None = None
    """As Python names it, for formats that are text in some encoding."""
    encoding_confidence: float = 1.0
    """0 to 1."""
    language: str | None = None
    """ISO 639-1, where the text is long enough to tell."""
    tables: int = 0
    dropped_lines: int = 0
    """Running headers and footers and page numbers, which are in the text but never searched."""
    notes: tuple[str, ...] = ()
    """What the loader noticed, each a predicate: "holds 3 pages that are pictures alone"."""
    seconds: float = 0.0
    """How long reading took."""
    peak_bytes: int = 0
    """The most memory that its reader held meanwhile."""

    def to_json(self) -> dict[str, Any]:
        """The report as JSON's types, for `from_json`."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Quality:
        """The report that `to_json` gave; what is not known any more is passed over."""
        known = {name: value[name] for name in cls.__dataclass_fields__ if name in value}
        for name in ("pages_without_text", "notes"):
            known[name] = tuple(known.get(name, ()))
        return cls(**known)


def noticed(loaded: Loaded, *, seconds: float = 0.0, peak_bytes: int = 0) -> Quality:
    """Look over what a loader returned.

    :param seconds: how long it took.
    :param peak_bytes: the most memory that was held meanwhile.
    """
    text, layout = loaded.text, loaded.layout
    encoding = loaded.encoding or Encoding("", 1.0)
    return Quality(
        characters=len(text),
        pages=len(layout.pages),
        pages_without_text=tuple(
            number for number, page in enumerate(layout.pages, 1) if not text[page.start : page.end].strip()
        ),
        broken_characters=sum(1 for _ in _BROKEN.finditer(text)),
        encoding=encoding.name or None,
        encoding_confidence=round(encoding.confidence, 3),
        language=language(text),
        tables=_tables(layout),
        dropped_lines=sum(block.kind is Kind.FURNITURE for block in layout.blocks),
        notes=tuple(loaded.notes),
        seconds=round(seconds, 3),
        peak_bytes=peak_bytes,
    )


def problems(quality: Quality) -> list[str]:
    """What its owner should look at, each a predicate that follows the document's name; nothing if all is well."""
    found = list(quality.notes)
    blank = len(quality.pages_without_text)
    if blank and not any("page" in note for note in quality.notes):
        pages = _numbers(quality.pages_without_text)
        found.append(f"has no text on {'page' if blank == 1 else f'{blank} of {quality.pages} pages:'} {pages}")
    if quality.broken_characters > max(2, quality.characters * _BROKEN_SHARE):
        share = 100 * quality.broken_characters / max(1, quality.characters)
        found.append(f"holds {quality.broken_characters:,} characters that could not be read ({share:.1f} %)")
    if quality.encoding and quality.encoding_confidence < SURE:
        sure = f"{100 * quality.encoding_confidence:.0f} % sure"
        found.append(f"does not say how its letters are stored; they were read as {quality.encoding} ({sure})")
    return found


def language(text: str) -> str | None:
    """The language of a text, ISO 639-1, or None where there is too little of it to tell."""
    sample = text
    if len(text) > _SAMPLES * _SAMPLE:  # from the middle of each part: the first words may be a foreign title's
        part = len(text) // _SAMPLES
        places = range((part - _SAMPLE) // 2, part * _SAMPLES, part)
        sample = "\n".join(text[place : place + _SAMPLE] for place in places)
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS:
        return None
    words = sample.casefold().split()
    if len(words) >= _LEAST_WORDS and sum(word in _ENGLISH for word in words) >= _PLAINLY * len(words):
        return "en"  # what most files are, told in a hundredth of the time
    import py3langid

    code, _ = py3langid.classify(sample)
    return str(code)


def _tables(layout: Layout) -> int:
    """How many runs of table rows there are."""
    kinds = [block.kind for block in layout.blocks]
    return sum(
        kind is Kind.ROW and (place == 0 or kinds[place - 1] is not Kind.ROW) for place, kind in enumerate(kinds)
    )


def _numbers(pages: tuple[int, ...], most: int = 8) -> str:
    shown = ", ".join(map(str, pages[:most]))
    return f"{shown} and {len(pages) - most} more" if len(pages) > most else shown
