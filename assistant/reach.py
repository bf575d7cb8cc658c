"""What a question may reach: the catalog and the model of one instant, retrieval, and the documents it is bound to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answers import Turn
    from assistant.retrieval.retriever import Retriever
    from index.catalog.catalog import Catalog
    from index.documents import Filter
    from index.embedding.embedding import Embedder


@dataclass(frozen=True, slots=True)
class Reach:
    """What the steps of answering one question read; of one instant, inside ``Library.question``."""

    catalog: Catalog
    embedder: Embedder
    retriever: Retriever
    only: Filter | None = None
    """The documents that it may be answered from; None for all."""
    history: tuple[Turn, ...] = ()
    """Earlier turns of the conversation, oldest first."""
    said: str = ""
    """The question as it was typed, before it was made standalone."""
