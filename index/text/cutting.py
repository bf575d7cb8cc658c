"""Where a long stretch of text is cut into pieces: content-defined, so that an edit moves only cuts near it.

The stretch is a row of atoms, parts that are not cut themselves. The boundary after each atom has a rank (the end
of a paragraph is a better place than the end of a sentence) and a hash of the text just before it. A boundary is
a cut if it is the best, by rank and then by hash, of all boundaries less than ``reach`` tokens away from it. This
depends on nothing farther away, so no state is carried along from the start, as rolling cuts do (FastCDC, Xia and
others 2016); local extrema are by Bjørner, Blass and Gurevich (2010). Pieces that are still too long are halved at
the best boundary near their middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b
from itertools import accumulate


class Rank(IntEnum):
    """What ends at a boundary; the lower, the better a place to cut."""

    BLOCK = 0
    """A paragraph."""
    ITEM = 1
    """An item, a row, a line of code, or what announces a list with a colon."""
    SENTENCE = 2
    CLAUSE = 3
    WORD = 4
    CHARACTER = 5
    HEADING = 6
    """A heading, which stays with the text below it."""


@dataclass(frozen=True, slots=True)
class Atom:
    """``text[start:end]``, a part that is not cut; ``rank`` is that of the boundary after it."""

    start: int
    end: int
    tokens: int
    rank: Rank


_CONTEXT = 96
"""Characters before a boundary that its hash is made of: a sentence or so, as many rows of a table end alike."""


def cut(text: str, atoms: Sequence[Atom], *, limit: int, reach: int) -> list[Sequence[Atom]]:
    """Divide ``atoms`` into pieces of at most ``limit`` tokens; an atom that alone is longer is a piece.

    Cuts are at least ``reach`` tokens from each other and from both ends, but where a piece had to be halved.
    """
    if sum(atom.tokens for atom in atoms) <= limit:
        return [atoms]
    begin = 0
    pieces: list[Sequence[Atom]] = []
    for stop in [*_cuts(text, atoms, reach), len(atoms)]:
        pieces += halve(atoms[begin:stop], limit)
        begin = stop
    return pieces


def _cuts(text: str, atoms: Sequence[Atom], reach: int) -> list[int]:
    """Numbers of the atoms that begin a piece, the first excepted."""
    places = list(accumulate(atom.tokens for atom in atoms))
    total = places[-1]
    origin = atoms[0].start
    keys = [(atom.rank, _hash(text[max(origin, atom.end - _CONTEXT) : atom.end])) for atom in atoms]
    cuts = []
    for number, place in enumerate(places[:-1]):
        if place >= reach and total - place >= reach and _best(keys, places, number, reach):
            cuts.append(number + 1)
    return cuts


def _best(keys: Sequence[tuple[int, int]], places: Sequence[int], number: int, reach: int) -> bool:
    """Whether boundary ``number`` beats all within reach; of equals, the first does."""
    key, place = keys[number], places[number]
    other = number - 1
    while other >= 0 and place - places[other] < reach:
        if keys[other] <= key:
            return False
        other -= 1
    other = number + 1
    while other < len(places) - 1 and places[other] - place < reach:
        if keys[other] < key:
            return False
        other += 1
    return True


def _hash(context: str) -> int:
    return int.from_bytes(blake2b(context.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def halve(atoms: Sequence[Atom], limit: int) -> list[Sequence[Atom]]:
    """Halve a piece until each part holds at most ``limit`` tokens or is one atom."""
    done: list[Sequence[Atom]] = []
    waiting = [atoms]
    while waiting:
        piece = waiting.pop()
        total = sum(atom.tokens for atom in piece)
        if total <= limit or len(piece) == 1:
            done.append(piece)
            continue
        middle = _middle(piece, total)
        waiting += [piece[middle:], piece[:middle]]
    return done


def _middle(atoms: Sequence[Atom], total: int) -> int:
    """Number of the atom that begins the second half."""
    best: tuple[bool, bool, int, float] | None = None
    chosen = 1
    place = 0
    for number, atom in enumerate(atoms[:-1]):
        place += atom.tokens
        off = abs(place - total / 2)
        key = (atom.rank == Rank.HEADING, off > total / 4, int(atom.rank), off)
        if best is None or key < best:
            best, chosen = key, number + 1
    return chosen
