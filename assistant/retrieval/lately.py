"""What was found lately: answering asks for the same passages again for lists, parts and digests, and so do people."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog

Value = TypeVar("Value")
Further = ParamSpec("Further")


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


def remembered(
    most: int,
) -> Callable[[Callable[Concatenate[Catalog, Further], Value]], Callable[Concatenate[Catalog, Further], Value]]:
    """Have a function of a catalog remember its last ``most`` results for each, until that changes or goes.

    Its further arguments are hashable. A closed catalog is not kept alive by what was made of it.
    """

    def decorate(
        make: Callable[Concatenate[Catalog, Further], Value],
    ) -> Callable[Concatenate[Catalog, Further], Value]:
        kept: WeakKeyDictionary[Catalog, Lately[Value]] = WeakKeyDictionary()

        @wraps(make)
        def get(catalog: Catalog, /, *args: Further.args, **kwargs: Further.kwargs) -> Value:
            key = (catalog.revision(), args, tuple(sorted(kwargs.items())))
            return kept.setdefault(catalog, Lately(most)).get(key, lambda: make(catalog, *args, **kwargs))

        return get

    return decorate
