"""What the reader looks for in the list of documents, and what is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from index.documents import Document, State
from ui.shelf import Held

PROBLEMS = "problems"
"""Of a query: all that was not read, or should be looked at."""

NOT_READ = (State.FAILED, State.SKIPPED)


@dataclass(frozen=True, slots=True)
class Query:
    """What the reader looks for in the list."""

    words: str = ""
    """All of them stand in the name, the title or the folder."""
    state: str = ""
    """A state, ``PROBLEMS``, or empty for all."""
    page: int = 1
    unfolded: frozenset[int] = frozenset()
    """Documents whose members are shown; what is looked for is found wherever it is."""

    @property
    def looking(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.words or self.state)


def found(held: Held, query: Query) -> list[Document]:
    """The documents that fit a query, in their order."""
    if not query.looking:
        return _unfolded(held.documents, query.unfolded)
    words = query.words.casefold().split()
    return [
        document
        for document in held.documents
        if _in_state(document, query.state, held.notes)
        and all(word in f"{document.folder}/{document.path}\n{document.title}".casefold() for word in words)
    ]


def _in_state(document: Document, state: str, notes: Mapping[int, Sequence[str]]) -> bool:
    if state == PROBLEMS:
        return document.state in NOT_READ or document.id in notes
    return not state or document.state == state


def _unfolded(documents: Sequence[Document], unfolded: Collection[int]) -> list[Document]:
    """The files, and of what is inside them that which is unfolded."""
    shown: list[Document] = []
    seen: set[int] = set()
    for document in documents:
        if document.container is None or (document.container in unfolded and document.container in seen):
            shown.append(document)
            seen.add(document.id)
    return shown
