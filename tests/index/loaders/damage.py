"""Files damaged at random, the same way every time."""

from __future__ import annotations

import random

from index.loaders import LoadError, load
from tests.index.loaders.invariants import check


def survives(whole: bytes, name: str, *, times: int) -> None:
    """Assert that ``whole`` with bytes changed, or cut off, ends in text that keeps its promises, or in a reason."""
    chance = random.Random(7)
    for _ in range(times):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 5, 50))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert _outcome(bytes(data[: chance.choice((len(data), chance.randrange(1, len(data))))]), name)


def _outcome(data: bytes, name: str) -> str:
    try:
        loaded = load(data, name)
        check(loaded)
        for member in loaded.members:
            member.read()
    except LoadError as error:
        return str(error)
    return "read"
