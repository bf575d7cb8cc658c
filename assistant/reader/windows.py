"""Passages cut to what the reader takes at a time: whole sentences, as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Encoding


@dataclass(frozen=True, slots=True)
class Window:
    """A run of tokens of one passage, with its sentences."""

    context: int
    """Index of its passage."""
    first: int
    """Index of its first token in the passage's."""
    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    """Characters of the passage that each token stands for."""
    sentences: tuple[tuple[int, int, int], ...]
    """Index of a sentence in its passage, and its first and last token (exclusive) in the window."""


def cut(context: int, encoding: Encoding, sentences: Sequence[tuple[int, int]], room: int) -> list[Window]:
    """Divide a passage into windows of whole sentences; a sentence longer than the room is cut off.

    :param sentences: start and end of each in the passage, in order.
    :param room: tokens of a window at most.
    """
    windows: list[Window] = []
    current: list[tuple[int, int, int]] = []
    for index, (start, end) in enumerate(sentences):
        tokens = _tokens(encoding.offsets, start, end, current[-1][2] if current else 0)
        if tokens is None:
            continue
        first, last = tokens[0], min(tokens[1], tokens[0] + room)
        if current and last - current[0][1] > room:
            windows.append(_window(context, encoding, current))
            current = []
        current.append((index, first, last))
    if current:
        windows.append(_window(context, encoding, current))
    return windows


def _tokens(offsets: Sequence[tuple[int, int]], start: int, end: int, begin: int) -> tuple[int, int] | None:
    """First and last token (exclusive) of some characters, looked for from a token on."""
    first = next((i for i in range(begin, len(offsets)) if offsets[i][1] > start), None)
    if first is None or offsets[first][0] >= end:
        return None
    last = first
    while last < len(offsets) and offsets[last][0] < end:
        last += 1
    return first, last


def _window(context: int, encoding: Encoding, sentences: Sequence[tuple[int, int, int]]) -> Window:
    first, last = sentences[0][1], sentences[-1][2]
    return Window(
        context,
        first,
        tuple(encoding.ids[first:last]),
        tuple(encoding.offsets[first:last]),
        tuple((index, a - first, b - first) for index, a, b in sentences),
    )
