"""What was found lately: answering asks for the same passages again for lists, parts and digests, and so do people."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Lately(Generic[Value]):
    """The last few results of something that is a function of its key alone. Safe to share between threads.

    What depends on the catalog has its revision in the key, so that nothing outlives a change.
    """

    def __init__(self, most: int) -> None:
        """Remember ``most`` results."""
        self._most = most
        self._known: OrderedDict[Hashable, Value] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The result for a key, made where it is not known; two threads may make it at once."""
        with self._guard:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        value = make()
        with self._guard:
            self._known[key] = value
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return value
