"""Whether a text that is being written goes round in circles."""

from __future__ import annotations

LENGTH = 300
"""Characters at the end that have to be one thing said again and again."""
TIMES = 6
"""How often at least."""
LOOK = 2400
"""Characters of the end that are looked at."""


def looping(text: str) -> bool:
    """Whether the text ends in the same characters, ``TIMES`` times or more over ``LENGTH`` characters or more.

    >>> looping("The bridge is long. " * 30), looping("The bridge is long. It was built in 1931.")
    (True, False)
    """
    tail = text[-LOOK:][::-1]
    if len(tail) < LENGTH:
        return False
    # The borders of each beginning (Knuth, Morris and Pratt): i + 1 less its border is the period it repeats with.
    borders = [0] * len(tail)
    border = 0
    for i in range(1, len(tail)):
        while border and tail[i] != tail[border]:
            border = borders[border - 1]
        border += tail[i] == tail[border]
        borders[i] = border
        if i + 1 >= LENGTH and i + 1 >= TIMES * (i + 1 - border) and not tail[: i + 1].isspace():
            return True
    return False
