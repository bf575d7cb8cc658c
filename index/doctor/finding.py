"""What the doctor says: each finding is about one thing, in words for a person."""

from __future__ import annotations

from dataclasses import dataclass

BY_REPAIR = "quoth doctor --repair mends it."


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: with what (``catalog``, ``text index``, ``vectors``, or a document's path), and how."""

    subject: str
    problem: str
    documents: tuple[int, ...] = ()
    """Documents whose files must be read again to mend it."""
    keys: tuple[str, ...] = ()
    """Keys of embeddings that must be computed again to mend it."""
    mendable: bool = True
    remedy: str = BY_REPAIR
    """What to do."""
    rebuild: bool = False
    """Whether the catalog's file has to be built anew, which needs the data folder to itself."""


def unusable(problem: str) -> Finding:
    """The finding that the catalog's file itself is damaged."""
    return Finding(
        "catalog",
        problem,
        remedy="quoth doctor --repair builds it anew from your documents, and puts the damaged file aside.",
        rebuild=True,
    )
