"""A Rich Text file as tokens: braces, control words, and the bytes between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

_TOKEN = re.compile(
    rb"([{}])|\\([a-zA-Z]{1,40})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([^{}\\\r\n\x00]+)|[\r\n\x00]+", re.S
)


class Mark(Enum):
    """What a token is."""

    OPEN = "{"
    CLOSE = "}"
    WORD = "word"
    """A control word with its number."""
    SIGN = "sign"
    """A control symbol."""
    BYTE = "byte"
    """A byte written as two digits."""
    TEXT = "text"


def tokens(data: bytes) -> Iterator[tuple[Mark, bytes, int | None]]:
    """(mark, bytes, number) of each token; a control word's name and number, else the bytes and None.

    Binary data that a ``\\binN`` announces is passed over.
    """
    at = 0
    while found := _TOKEN.match(data, at):
        at = found.end()
        brace, word, number, hexadecimal, symbol, text = found.groups()
        if text:
            yield Mark.TEXT, text, None
        elif word:
            value = int(number) if number else None
            if word == b"bin":
                at += max(0, value or 0)
            else:
                yield Mark.WORD, word, value
        elif hexadecimal:
            yield Mark.BYTE, bytes.fromhex(hexadecimal.decode()), None
        elif brace:
            yield Mark.OPEN if brace == b"{" else Mark.CLOSE, brace, None
        elif symbol:
            yield Mark.SIGN, symbol, None
