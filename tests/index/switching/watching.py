"""What tests of a switch hold up, wait for, and look at."""

from __future__ import annotations

import random
import threading
import time

import pytest

from index.doctor import examine
from index.edition import Edition
from index.embedding.embedding import Embedder
from index.library import Library

WORDS = ("the", "a", "of", "in", "mali", "france", "army", "leaves", "rain", "falls")  # those that the models know


def text_of(number: int) -> str:
    """A text of five paragraphs unlike any other's."""
    chance = random.Random(number)
    return "\n\n".join(" ".join(chance.choices(WORDS, k=40)) + "." for _ in range(5))


class Held:
    """Keeps the embedding of documents by one model, once it did some, from going on until it is let."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, model: str, after: int = 0) -> None:
        self.reached, self._go = threading.Event(), threading.Event()
        self.embedded: list[str] = []
        embed = Embedder.embed_documents

        def waiting(embedder: Embedder, texts: list[str], **options: object) -> object:
            if embedder.name == model and texts:
                if len(self.embedded) >= after:
                    self.reached.set()
                    self._go.wait(30)
                self.embedded += texts
            return embed(embedder, texts, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(Embedder, "embed_documents", waiting)

    def let_go(self) -> None:
        """Let it embed from now on."""
        self._go.set()


def nearest(library: Library, text: str = "Rain falls in Mali") -> set[str]:
    """Texts of the live chunks nearest to a question, as retrieval finds them."""
    with library.question() as edition:
        found = library.vectors.search(edition.embedder.embed_query(text), 5)
        ids = library.catalog.chunks_of_keys([key for key, _ in found])
        assert all(key in ids for key, _ in found), "a vector without a live chunk"
        return {
            chunk.chunk.text for chunk in library.catalog.chunks([i for same in ids.values() for i in same]).values()
        }


def whole(library: Library, model: str, width: int) -> None:
    """The library answers from one model alone, and nothing of any other is left."""
    assert library.model_name == model
    assert library.embedder.name == model
    assert examine(library) == []
    stored = {key for (key,) in library.catalog.connection.execute("SELECT key FROM embeddings")}
    assert stored == set(library.catalog.keys()) == library.vectors.keys()
    assert {len(row) for row in library.catalog.embeddings(sorted(stored))[1]} == {width}
    assert len(list(library.data.glob("vectors*"))) == 1
    assert not library.switching.pending()
    assert nearest(library)


def switched(library: Library, edition: Edition) -> None:
    """Wait until another edition answers."""
    deadline = time.monotonic() + 60
    while library.editions.live is edition:
        assert time.monotonic() < deadline
        time.sleep(0.01)
