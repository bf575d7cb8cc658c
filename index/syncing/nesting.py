"""What stands inside what, in one file: the documents known from before, and the containers being gone through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from index.catalog.remembered import Seen
from index.parsing.outcome import Head, Parsed

Place = tuple[int, ...]


class Known:
    """The documents that were inside a file before."""

    def __init__(self, members: Iterable[Seen]) -> None:
        self.by_path = {one.path: one for one in members}
        self._held: dict[int, list[Seen]] = defaultdict(list)
        for one in self.by_path.values():
            if one.container is not None:
                self._held[one.container].append(one)

    def inside(self, one: Seen) -> Iterator[Seen]:
        """All documents inside one of them, or inside the file itself, those inside each other too."""
        pending = [one.id]
        while pending:
            for member in self._held.get(pending.pop(), ()):
                yield member
                pending.append(member.id)


class Opened:
    """The containers that were opened and not gone through to their ends yet, each inside the one before."""

    def __init__(self) -> None:
        self._stack: list[tuple[Head, Parsed]] = []

    def add(self, head: Head, parsed: Parsed) -> None:
        """One more, inside all others."""
        self._stack.append((head, parsed))

    def passed(self, place: Place) -> Iterator[tuple[Head, Parsed]]:
        """Those that are done with, inner ones first, since what comes next stands at a place outside them."""
        while self._stack and not lies_in(place, self._stack[-1][0].place):
            yield self._stack.pop()

    def cut(self, place: Place) -> bool:
        """Whether the one at this place is still open, which ends here: something kept the rest from being read."""
        if self._stack and self._stack[-1][0].place == place:
            self._stack.pop()
            return True
        return False

    def rest(self) -> Iterator[tuple[Head, Parsed]]:
        """All that are left, inner ones first; the file has ended."""
        while self._stack:
            yield self._stack.pop()


def lies_in(place: Place, container: Place) -> bool:
    """Whether a place is a container's or inside it."""
    return place[: len(container)] == container
