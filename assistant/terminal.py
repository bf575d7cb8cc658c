"""Text on a terminal: made harmless, and printed as it stands."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console


def printable(text: str) -> str:
    """Text that cannot act on a terminal: control characters are written as escapes, white space as one space."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "backslashreplace").decode()
        for char in re.sub(r"\s+", " ", text)
    )


def is_terminal(stream: TextIO) -> bool:
    """Whether a person reads the stream on a terminal that can do more than plain lines."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def console(stream: TextIO) -> Console:
    """A console that prints what it is given, with no markup or guessed colours."""
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=not stream.isatty())
