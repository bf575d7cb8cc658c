"""Words of Chinese and Japanese, which no space parts.

Without more, Japanese is parted where its scripts change, which is where most of its words begin and end, and Chinese
into overlapping pairs of characters between its grammar words. With the extra ``cjk`` jieba parts Chinese and fugashi
(MeCab) Japanese. Only questions and what is compared with them are parted so; the index holds pairs either way.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from assistant.languages.known import language

log = logging.getLogger(__name__)

_SCRIPTS = re.compile("[\u4e00-\u9fff\u3400-\u4dbf\u3005\uf900-\ufaff]+|[\u30a0-\u30ff\uff66-\uff9f]+|[\u3040-\u309f]+")
_KATAKANA = re.compile("[\u30a0-\u30ff\uff66-\uff9f]+")
_HIRAGANA = re.compile("[\u3040-\u309f]+")

Segment = tuple[int, int, bool]
"""Start, end, and whether it is only grammar."""


@lru_cache(maxsize=16_384)
def segments(run: str, code: str) -> tuple[Segment, ...]:
    """Part an unbroken row of characters; parts may overlap where words are not known."""
    known = language(code).stop
    parts = _japanese(run) if code == "ja" else _chinese(run, known)
    return tuple((start, end, stop or run[start:end] in known) for start, end, stop in parts)


def _japanese(run: str) -> Iterator[Segment]:
    tagger = _fugashi()
    if tagger is not None:
        at = 0
        for word in tagger(run):
            start = run.index(word.surface, at)
            at = start + len(word.surface)
            noun = word.feature.pos1 in ("名詞", "動詞", "形容詞", "接尾辞", "接頭辞", "代名詞", "形状詞")
            yield start, at, not noun or _HIRAGANA.fullmatch(word.surface) is not None
        return
    for match in _SCRIPTS.finditer(run):
        start, end = match.span()
        if _HIRAGANA.fullmatch(match.group()):
            yield start, end, True
        elif end - start <= 2 or _KATAKANA.fullmatch(match.group()):
            yield start, end, False
        else:
            yield from _overlapping(start, end)


def _chinese(run: str, stop: frozenset[str]) -> Iterator[Segment]:
    parted = _jieba()
    if parted is not None:
        for start, end in parted(run):
            yield start, end, False
        return
    begin = 0
    for start, end in _grammar(run, stop):
        yield from _overlapping(begin, start)
        yield start, end, True
        begin = end
    yield from _overlapping(begin, len(run))


def _grammar(run: str, stop: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Grammar words in a row of characters, from the left, the longest first."""
    at = 0
    while at < len(run):
        length = next((size for size in (5, 4, 3, 2, 1) if run[at : at + size] in stop and at + size <= len(run)), 0)
        if length:
            yield at, at + length
        at += length or 1


def _overlapping(start: int, end: int) -> Iterator[Segment]:
    if end - start == 1:
        yield start, end, False
    for place in range(start, end - 1):
        yield place, place + 2, False


@cache
def _jieba() -> Any:
    """What parts Chinese into words, as spans, where jieba is installed."""
    try:
        import jieba
    except ImportError:
        return None
    jieba.setLogLevel(logging.WARNING)
    return lambda run: [(start, end) for _, start, end in jieba.tokenize(run)]


@cache
def _fugashi() -> Any:
    """What tags Japanese, where fugashi and a dictionary are installed."""
    try:
        import fugashi

        return fugashi.Tagger()
    except ImportError:
        return None
    except RuntimeError as error:  # no dictionary
        log.warning("Japanese is parted without fugashi, which finds no dictionary: %s", error)
        return None
