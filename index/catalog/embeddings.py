"""The catalog's embeddings: every vector by the hash of what was embedded. The vector store is derived from them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from index.catalog.database import Database
from index.documents import Vectors32


class Embeddings(Database):
    """The table ``embeddings``."""

    def embeddings(self, keys: Iterable[str]) -> tuple[list[str], Vectors32]:
        """Stored vectors: the keys found, and a float32 array (n, dimension) in their order, (0, 0) for none."""
        rows = self.connection.execute(
            "SELECT key, vector FROM embeddings WHERE key IN (SELECT value FROM json_each(?))",
            [json.dumps(list(keys))],
        ).fetchall()
        # Damaged ones, of which the doctor speaks, must not keep the others from being used.
        lengths = Counter(len(vector) for _, vector in rows if isinstance(vector, bytes) and len(vector) % 2 == 0)
        usual = max(lengths, key=lambda length: (lengths[length], length), default=0)
        rows = [row for row in rows if usual and isinstance(row[1], bytes) and len(row[1]) == usual]
        if not rows:
            return [], np.zeros((0, 0), dtype=np.float32)
        flat = np.frombuffer(b"".join(vector for _, vector in rows), dtype=np.float16)
        return [str(key) for key, _ in rows], flat.reshape(len(rows), -1).astype(np.float32)

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Those of the keys that have no stored embedding, each once, in order."""
        wanted = list(dict.fromkeys(keys))
        rows = self.connection.execute(
            "SELECT key FROM embeddings WHERE key IN (SELECT value FROM json_each(?))", [json.dumps(wanted)]
        )
        stored = {key for (key,) in rows}
        return [key for key in wanted if key not in stored]

    def store_embeddings(self, keys: Sequence[str], vectors: Vectors32) -> None:
        """Keep embeddings, float32 (n, dimension), rounded to float16."""
        rows = vectors.astype(np.float16)
        with self.transaction() as sql:
            sql.executemany(
                "INSERT OR REPLACE INTO embeddings VALUES (?, ?)",
                [(key, row.tobytes()) for key, row in zip(keys, rows, strict=True)],
            )

    def unused_embeddings(self, among: Iterable[str] | None = None) -> list[str]:
        """Keys of embeddings (of these, if given) that no chunk has: of text that went, or is not live yet.

        Those of the edition that is being built (``index.switching``) are not among them.
        """
        sql = (
            "SELECT key FROM embeddings e WHERE NOT EXISTS (SELECT 1 FROM chunks c WHERE c.key = e.key) "
            "AND NOT EXISTS (SELECT 1 FROM next_chunks n WHERE n.key = e.key) "
            "AND NOT EXISTS (SELECT 1 FROM next_gone g WHERE g.key = e.key)"
        )
        values: list[str] = []
        if among is not None:
            sql += " AND key IN (SELECT value FROM json_each(?))"
            values = [json.dumps(sorted(among))]
        return [str(key) for (key,) in self.connection.execute(sql, values)]

    def forget_embeddings(self, keys: Iterable[str]) -> None:
        """Delete embeddings that no chunk has (any more), live or next; those in use are kept."""
        with self.transaction() as sql:
            sql.executemany(
                "DELETE FROM embeddings WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM chunks c WHERE c.key = ?1) "
                "AND NOT EXISTS (SELECT 1 FROM next_chunks n WHERE n.key = ?1)",
                [(key,) for key in keys],
            )

    def documents_without_embeddings(self) -> list[int]:
        """Ids of documents with a chunk whose embedding is not stored: damage that reading them again mends."""
        rows = self.connection.execute(
            "SELECT DISTINCT d.id FROM chunks c JOIN documents d ON d.version_id = c.version_id "
            "WHERE NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.key = c.key)"
        )
        return [int(id_) for (id_,) in rows]
