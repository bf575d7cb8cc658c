"""What stands behind a command: its arguments in braces, its options in brackets."""

from __future__ import annotations

import re

_LONGEST, _LONGEST_OPTION = 20_000, 2_000
"""Characters that an argument, and an option, may have."""


def closed(text: str, at: int) -> int:
    """The offset behind the brace that closes the one before ``at``."""
    depth = 1
    for found in re.finditer(r"\\.|[{}]", text[at : at + _LONGEST], re.S):
        depth += (found[0] == "{") - (found[0] == "}")
        if not depth:
            return at + found.end()
    return min(len(text), at + _LONGEST)


def spaces(text: str, at: int) -> int:
    """The offset behind white space."""
    while at < len(text) and text[at] in " \t\n":
        at += 1
    return at


def argument(text: str, at: int) -> tuple[str, int]:
    """What stands in braces, or one letter or command, and the offset behind it."""
    at = spaces(text, at)
    if text.startswith("{", at):
        end = closed(text, at + 1)
        return text[at + 1 : end - 1], end
    found = re.compile(r"\\[a-zA-Z]+|\\?.", re.S).match(text, at)
    return (found[0], found.end()) if found else ("", at)


def optional(text: str, at: int) -> tuple[str | None, int]:
    """What stands in brackets, if they follow, and the offset behind them."""
    start = spaces(text, at)
    if not text.startswith("[", start):
        return None, at
    depth = 0
    for found in re.finditer(r"\\.|[\[\]{}]", text[start : start + _LONGEST_OPTION], re.S):
        depth += (found[0] in "[{") - (found[0] in "]}")
        if not depth:
            return text[start + 1 : start + found.start()], start + found.end()
    return None, at


def options(text: str, at: int) -> int:
    """The offset behind all that stands in brackets here."""
    while True:
        found, after = optional(text, at)
        if found is None:
            return at
        at = after


def bare(text: str) -> str:
    """A text without its commands and braces."""
    return re.sub(r"\\[a-zA-Z]+\*?|[{}]", "", text).strip()


def plain_letter(letter: str) -> str:
    """The letter that an accent is put on."""
    return {"\\i": "i", "\\j": "j"}.get(letter.strip(), bare(letter) if "\\" in letter else letter)
