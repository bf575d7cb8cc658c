"""The vectors of the edition that is being built, and its embeddings in the catalog, which change together."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Collection, Sequence
from pathlib import Path

from index.catalog import nextchunks
from index.catalog.catalog import Catalog
from index.documents import Vectors32
from index.keeping.recovery import fill
from index.switching.target import remembered
from index.vectors.vectors import Vectors, VectorsDamaged

log = logging.getLogger(__name__)


class NextStore:
    """The vector store of the next edition, open while it is built, in this process. Safe to share between threads."""

    def __init__(self, data: Path, catalog: Catalog) -> None:
        self._data = data
        self._catalog = catalog
        self._keeping = threading.Lock()  # storing what is embedded, and forgetting what went
        self.vectors: Vectors | None = None

    def open(self, folder: str, dimension: int) -> None:
        """Open the store, unless it is."""
        with self._keeping:
            if self.vectors is None:
                self.vectors = Vectors(self._data / folder, dimension)

    def close(self) -> None:
        """Close it; what is in it is kept."""
        with self._keeping:
            if self.vectors is not None:
                self.vectors.close()
            self.vectors = None

    def keep(self, keys: Sequence[str], rows: Vectors32) -> list[str]:
        """Store the embeddings of the keys that next chunks still have, and their vectors; gives those keys."""
        with self._keeping:
            kept = nextchunks.store(self._catalog, keys, rows)
            self._add(kept)
        return kept

    def _add(self, keys: Collection[str]) -> None:
        assert self.vectors is not None
        try:
            self.vectors.add(*self._catalog.embeddings(keys))
        except VectorsDamaged as error:  # derived data: the catalog has all that are embedded
            log.warning("%s They are made anew from the catalog.", error)
            self.vectors.reset()

    def sweep(self) -> None:
        """Forget what was embedded for next chunks that went with their documents."""
        every, lost = nextchunks.gone(self._catalog.connection)
        if not every:
            return
        with self._keeping:
            target = remembered(self._catalog)
            if self.vectors is not None:
                try:
                    self.vectors.remove(lost)
                except VectorsDamaged:
                    self.vectors.reset()  # all are added again before it answers
            elif target is not None:  # not being built at this moment; derived data, made anew when it goes on
                shutil.rmtree(self._data / target.folder, ignore_errors=True)
            nextchunks.let_go(self._catalog, every)

    def equalise(self) -> None:
        """Have the store hold the vectors of the next chunks, and no other.

        :raises VectorsDamaged: it does not, even when it was made anew.
        """
        assert self.vectors is not None
        for attempt in (1, 2):
            try:
                with self._keeping:
                    wanted, held = nextchunks.keys(self._catalog), self.vectors.keys()
                    self.vectors.remove(sorted(held - wanted))
                    fill(self.vectors, self._catalog, wanted - held)
                    some = sorted(wanted)[:: max(1, len(wanted) // 64)]
                    found = self.vectors.problems(dict(zip(*self._catalog.embeddings(some), strict=True)))
                if not found:
                    return
                raise VectorsDamaged("; ".join(found))
            except VectorsDamaged as error:
                if attempt == 2:
                    raise
                log.warning("%s They are made anew from the catalog.", error)
                self.vectors.reset()
