"""Text that a reader does not see and a chat model would read: taken out of what it is sent, and counted for people.

Unicode has characters that draw nothing: tags that spell whole sentences, marks that turn the direction of writing,
spaces of no width, fillers. A document can give orders in them. Some are a part of honest writing (the joiners of
Persian, of Indian scripts and of emoji, the marks of Arabic and Hebrew); these stay where they do their work.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TAGS = range(0xE0020, 0xE007F)
"""Tag characters that stand for the printable ones of ASCII."""
_BENIGN = frozenset("\u00ad\ufeff\u200e\u200f\u061c")
"""Drawn as nothing in many honest texts: soft hyphen, byte order mark, marks of direction."""
_FILLERS = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0\u034f\u2800")
"""Letters that draw nothing."""
_JOINERS = frozenset("\u200c\u200d")
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U000e0000-\U0010ffff]"
)
"""Every character that may have to go: few texts have any."""
_LINES = frozenset("\x0b\x0c\r\x85\u2028\u2029")


def visible(text: str) -> str:
    """A text as a reader sees it, for a chat model: what draws nothing is left out, odd line ends become ``\\n``.

    Its offsets are not those of the text it is made of.
    """
    if not _SUSPECT.search(text):
        return text
    text = text.replace("\r\n", "\n")
    return _SUSPECT.sub(lambda match: _kept(text, match.start()), text)


def hidden(text: str) -> int:
    """How many characters of a text are hidden in it, those left aside that honest texts have."""
    return sum(
        1
        for match in _SUSPECT.finditer(text)
        if match.group() not in _BENIGN and match.group() not in _LINES and not _kept(text, match.start())
    )


def spelled(text: str) -> str:
    """What a text's tag characters spell, in plain letters; empty where it has none."""
    return "".join(chr(ord(character) - 0xE0000) for character in text if ord(character) in _TAGS)


def _kept(text: str, at: int) -> str:
    """What stays of one suspect character of a text."""
    character = text[at]
    before = text[at - 1] if at else ""
    after = text[at + 1] if at + 1 < len(text) else ""
    if character in _LINES:
        return "\n"
    if character in _JOINERS:
        return character if (_joins(before) and _joins(after)) else ""
    if "\ufe00" <= character <= "\ufe0f":  # how the one before it is drawn: one is enough
        return character if before and _drawn(before) else ""
    if "\U000e0100" <= character <= "\U000e01ef":
        return character if _ideograph(before) else ""
    if character in _FILLERS:
        return ""
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Cn", "Co", "Cs", "Mn") else character


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    """Whether a joiner beside it does its work: a letter or mark of a script that joins, or an emoji."""
    if not character:
        return False
    if character == "\ufe0f" or unicodedata.category(character) in ("So", "Sk"):
        return True
    return 0x0600 <= ord(character) <= 0x1CFF and unicodedata.category(character)[0] in "LM"


@lru_cache(maxsize=4096)
def _drawn(character: str) -> bool:
    """Whether a variation selector behind it chooses between two drawings of it."""
    return unicodedata.category(character)[0] == "S" or character in "#*0123456789‼⁉" or _ideograph(character)


def _ideograph(character: str) -> bool:
    return bool(character) and unicodedata.name(character, "").startswith("CJK ")
