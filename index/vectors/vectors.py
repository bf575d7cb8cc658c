"""The vectors of the library in Chroma, found by likeness.

Chroma's files are derived data: a crash at a bad instant can spoil them, and they are then made anew from the
catalog (``Vectors.reset``, then ``Vectors.add``). Whatever Chroma raises over them becomes VectorsDamaged.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.documents import Vectors32
from index.vectors import blanking, graph, room

if TYPE_CHECKING:
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

COLLECTION = "chunks"
PAGE = 5_000
"""Rows written or removed in one call: below Chroma's largest batch (5,461)."""

KEYS_READ = 25_000
"""Keys read in one call; each call skips over those before, so few are faster than many."""

MISSED = 0.02
"""Share of its vectors that a sound graph may not find: of a hundred thousand it finds all but some in a thousand."""

_COPIES, _SPARE = 4, 2**20
"""How often what is written may lie on the disk meanwhile (write-ahead log, queue, graph), and bytes beside that."""

HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "ef_construction": 100,
    "max_neighbors": 16,
    "ef_search": 200,
    "sync_threshold": 1_000,
}
"""Chroma's graph, whose figures are fixed when a collection is made. Of the ten nearest, Chroma's default
``ef_search`` of 100 finds .987, 200 finds .992. At an opening at most ``sync_threshold`` rows are replayed."""


class VectorsDamaged(Exception):
    """The vectors on disk cannot be read; ``Vectors.reset`` and adding them again mends it."""


class Vectors:
    """Unit vectors by key, in a folder of their own; safe to share between the threads of one process.

    Nothing is opened, and Chroma not imported, before the first use. Each ``reset`` starts a new numbered
    folder inside ``path``, because Chroma never lets go of a folder that it failed to open.
    """

    def __init__(self, path: Path, dimension: int) -> None:
        self._path = path
        self._dimension = dimension
        self._state = threading.Condition()
        self._users = 0
        self.generation = 0
        """How often it was started anew since it was made: what was added before is gone then."""
        self._client: Any = None
        self._collection: Collection | None = None
        self._damage: str | None = None
        self._unwritten: Path | None = None
        """The folder that is open, until Chroma has made its graph's files there, which it does at each opening until
        it first writes rows to them."""

    def open(self) -> None:
        """Open what is on disk, or start empty where nothing is; raises VectorsDamaged."""
        with self._using():
            pass

    def add(self, keys: Sequence[str], vectors: Vectors32) -> None:
        """Write vectors under their keys; a key that is there already is overwritten.

        :raises CatalogError: the disk is full.
        """
        if len(keys) != len(vectors):
            raise ValueError(f"{len(keys)} keys, but {len(vectors)} vectors")
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        if rows.shape[1:] != (self._dimension,):
            raise ValueError(f"vectors of shape {rows.shape}, not (n, {self._dimension})")
        # Chroma can wait for ever for a lock of its own once a disk was full in the middle of a write.
        room.must_have(self._path, _COPIES * rows.nbytes + _SPARE)
        with self._using() as collection:
            for start in range(0, len(keys), PAGE):
                ids, part = list(keys[start : start + PAGE]), rows[start : start + PAGE]
                collection.upsert(ids=ids, embeddings=part)

    def remove(self, keys: Sequence[str]) -> None:
        """Remove vectors; keys that are not there are passed over."""
        with self._using() as collection:
            for start in range(0, len(keys), PAGE):
                collection.delete(ids=list(keys[start : start + PAGE]))

    def search(self, vector: npt.NDArray[np.float32], limit: int) -> list[tuple[str, float]]:
        """Keys of the ``limit`` vectors nearest to ``vector`` with their cosine, best first."""
        if limit < 1:
            return []
        with self._using() as collection:
            return _nearest(collection, np.asarray(vector, dtype=np.float32)[np.newaxis, :], limit)[0]

    def count(self) -> int:
        """How many vectors there are."""
        with self._using() as collection:
            return collection.count()

    def keys(self) -> set[str]:
        """The keys of all vectors."""
        found: set[str] = set()
        with self._using() as collection:
            while page := collection.get(include=[], limit=KEYS_READ, offset=len(found))["ids"]:
                found.update(page)
        return found

    def rows(self, keys: Sequence[str]) -> tuple[list[str], Vectors32]:
        """The vectors under some keys: the keys found, and a float32 array (n, dimension) in their order."""
        found: list[str] = []
        parts: list[Vectors32] = []
        with self._using() as collection:
            for start in range(0, len(keys), PAGE):
                part: Any = collection.get(ids=list(keys[start : start + PAGE]), include=["embeddings"])
                if part["ids"]:
                    found += part["ids"]
                    parts.append(np.asarray(part["embeddings"], dtype=np.float32))
        return found, np.concatenate(parts) if parts else np.zeros((0, self._dimension), dtype=np.float32)

    def problems(self, sample: Mapping[str, npt.NDArray[np.float32]]) -> list[str]:
        """What is wrong, in words, judged by vectors that must be there: each has to find itself."""
        try:
            with self._using() as collection:
                collection.count()
                keys = list(sample)
                if not keys:
                    return []
                found = _nearest(collection, np.stack([sample[key] for key in keys]).astype(np.float32), 10)
        except VectorsDamaged as error:
            return [str(error)]
        lost = [key for key, near in zip(keys, found, strict=True) if not _finds_itself(key, near)]
        if len(lost) <= len(keys) * MISSED:
            return []
        return [f"{len(lost)} of {len(keys)} sampled vectors are not found by their own values (such as {lost[0]})."]

    def reset(self) -> None:
        """Drop everything on disk, damaged or not, and start empty."""
        with self._alone():
            self._release()
            self.generation += 1
            generations = self._generations()
            following = max((int(folder.name) for folder in generations), default=0) + 1
            for folder in generations:
                shutil.rmtree(folder, ignore_errors=True)
            (self._path / str(following)).mkdir(parents=True, exist_ok=True)

    def scrub(self) -> int:
        """Overwrite on disk what is left of vectors that were removed; searches wait meanwhile.

        :returns: how many rows of the graph removed vectors take up.
        :raises VectorsDamaged: the files are not as they should be.
        """
        with self._alone():
            self._release()
            folders = sorted(self._generations(), key=lambda folder: int(folder.name))
            with _damage_named(self._path):
                return blanking.blank(folders[-1]) if folders else 0

    def close(self) -> None:
        """Let go of all files; the next use opens them again."""
        with self._alone():
            self._release()

    @contextmanager
    def _using(self) -> Iterator[Collection]:
        """The open collection, which is not closed while it is in use."""
        with self._state:
            if self._damage is not None:
                raise VectorsDamaged(self._damage)
            if self._collection is None:
                try:
                    with _damage_named(self._path):
                        self._collection = self._opened()
                except VectorsDamaged as error:
                    self._damage = str(error)  # a second attempt would fail in a way that says less
                    raise
            collection = self._collection
            self._users += 1
        try:
            with _damage_named(self._path):
                yield collection
        finally:
            with self._state:
                self._users -= 1
                if self._unwritten is not None and not self._users:
                    self._clear_room(self._unwritten)
                self._state.notify_all()

    def _clear_room(self, folder: Path) -> None:
        """Clear the files that Chroma may have made by now, which it does not read while it has them open."""
        with _ignored():  # what cannot be cleared now is when it is closed
            if blanking.clear_room(folder) or any(folder.glob("*/index_metadata.pickle")):
                self._unwritten = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._state:
            self._state.wait_for(lambda: self._users == 0)
            yield

    def _generations(self) -> list[Path]:
        if not self._path.is_dir():
            return []
        return [child for child in self._path.iterdir() if child.name.isdigit()]

    def _opened(self) -> Collection:
        generations = sorted(self._generations(), key=lambda folder: int(folder.name))
        folder = generations[-1] if generations else self._path / "1"
        for old in generations[:-1]:
            shutil.rmtree(old, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        if found := graph.problem(folder):
            raise VectorsDamaged(f"The vectors in {self._path} cannot be read ({found}).")
        blanking.clear_room(folder)  # a process that was killed may have left it
        self._unwritten = None if any(folder.glob("*/index_metadata.pickle")) else folder
        import chromadb
        from chromadb.config import Settings

        # No .env file of the folder that the process happens to run in.
        settings = Settings(  # type: ignore[call-arg]
            _env_file=None, anonymized_telemetry=False, chroma_otel_collection_endpoint=""
        )
        self._client = chromadb.PersistentClient(str(folder), settings=settings)
        collection: Collection = self._client.get_or_create_collection(
            COLLECTION,
            configuration={"hnsw": HNSW},
            metadata={"dimension": self._dimension},
            embedding_function=None,
        )
        width = (collection.metadata or {}).get("dimension")
        if width != self._dimension:
            raise VectorsDamaged(
                f"The vectors in {self._path} have length {width}, where the model's have {self._dimension}."
            )
        return collection

    def _release(self) -> None:
        client, self._client, self._collection, self._damage = self._client, None, None, None
        if client is not None:
            with _ignored():
                client.close()
                if self._unwritten is not None:
                    blanking.clear_room(self._unwritten)
        self._unwritten = None


def _nearest(collection: Collection, vectors: Vectors32, limit: int) -> list[list[tuple[str, float]]]:
    result: Any = collection.query(query_embeddings=vectors, n_results=limit, include=["distances"])
    return [
        [(key, 1.0 - float(distance)) for key, distance in zip(ids, distances, strict=True)]
        for ids, distances in zip(result["ids"], result["distances"], strict=True)
    ]


def _finds_itself(key: str, near: Sequence[tuple[str, float]]) -> bool:
    return any(found == key and cosine > 0.99 for found, cosine in near)


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    """Turn whatever Chroma raises, a panic of its Rust core included, into VectorsDamaged."""
    try:
        yield
    except (VectorsDamaged, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # Chroma's panics are no Exception
        raise VectorsDamaged(f"The vectors in {path} cannot be read ({error}).") from error


@contextmanager
def _ignored() -> Iterator[None]:
    """Pass over whatever Chroma raises while damaged files are let go."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        pass
