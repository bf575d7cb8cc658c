"""Lists of words whose order counts."""

from __future__ import annotations


def in_order(text: str) -> tuple[str, ...]:
    """Give the words of a text that lists them, in its order.

    >>> in_order("one two")
    ('one', 'two')
    """
    return tuple(text.split())
