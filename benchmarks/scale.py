"""Questions over 100,000 chunks: ``python -m benchmarks.scale FOLDER DATA [CHUNKS]``.

The texts are put together from the sentences of a folder's documents. Embedding them all would take a quarter of
an hour and say nothing about questions, so their vectors are drawn: each is near one of a thousand centres, as
texts' vectors are near their subjects. Everything else is as it is in use.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.documents import questions, recombined
from benchmarks.indexing import ask
from benchmarks.machine import percentiles
from index.documents import Vectors32
from index.embedding.embedding import Embedder, Progress


class DrawnEmbedder(Embedder):
    """The default model for questions; documents get drawn vectors."""

    def __init__(self) -> None:
        super().__init__()
        self._random = np.random.default_rng(3)
        self._centres = self._random.standard_normal((1_000, self.dimension)).astype(np.float32)

    def embed_documents(
        self, texts: Sequence[str], *, progress: Progress | None = None, urgent: bool = False
    ) -> Vectors32:
        """Vectors near centres drawn at random, of length 1; those of a question's sentences are the model's."""
        if urgent:
            return super().embed_documents(texts, progress=progress, urgent=True)
        centres = self._centres[self._random.integers(0, len(self._centres), len(texts))]
        rows = centres + 0.8 * self._random.standard_normal(centres.shape).astype(np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def main(folder: Path, data: Path, chunks: int = 100_000) -> None:
    """Build a library of so many chunks, ask it questions, and print the figures."""
    from assistant.assistant import Assistant
    from index.library import Library

    documents = data.with_name(data.name + "-documents")
    documents.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(recombined(folder, chunks // 3)):
        path = documents / f"{number % 100:02}" / f"{number:06}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    embedder = DrawnEmbedder()
    with Library.open(data, embedder=embedder) as library:
        library.add_folder(documents)
        began = time.perf_counter()
        library.sync()
        built = time.perf_counter() - began
        count = library.catalog.count_chunks()
        began = time.perf_counter()
        library.sync()
        again = time.perf_counter() - began
        library.warm()
        taken = ask(Assistant(library), questions(folder, 100))
    p50, p95 = percentiles(taken)
    print(
        json.dumps(
            {"chunks": count, "seconds_without_model": built, "no_change_seconds": again, "p50_ms": p50, "p95_ms": p95}
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:4]))
