"""Which characters a canonical text is made of."""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {9, 10})
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
"""Soft hyphens, break opportunities and byte order marks: they draw nothing and break words for a search."""
_SPACES = dict.fromkeys((0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_LINES = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n")
_BROKEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TABLE = _CONTROLS | _LINES
_TABLE_READ = _TABLE | _INVISIBLE | _SPACES
_BLANK = re.compile(r"[ \t]+")
_GAP = re.compile(r"[ \t\n]+")


def names(text: str) -> frozenset[str]:
    """The words of ``text`` as a set: a short way to write long sets of names."""
    return frozenset(text.split())


def plain(text: str) -> str:
    """A plain text as its file has it: NFC, ``\\n`` line ends, without control characters and byte order mark."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    return unicodedata.normalize("NFC", _BROKEN.sub("", text.removeprefix("\ufeff")))


def read(text: str) -> str:
    """A text as a reader sees it: like `plain`, and every kind of space a space, what draws nothing left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE_READ)
    return unicodedata.normalize("NFC", _BROKEN.sub("", text))


def one_line(text: str) -> str:
    """``text`` with every run of white space as one space, none at its ends."""
    return _GAP.sub(" ", text).strip()


def tidy_lines(text: str) -> str:
    """``text`` with runs of blanks as one space, none at a line's ends, and no empty lines."""
    lines = (_BLANK.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def trimmed_lines(text: str) -> str:
    """``text`` without blanks at line ends and without empty lines around it; inner blanks stay (code)."""
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)
