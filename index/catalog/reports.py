"""Reports on documents in the catalog, and which documents are nearly the same as others."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.catalog.database import Database
from index.loaders.loaded import Loaded
from index.text import resemblance
from index.text.quality import Quality, noticed
from index.text.resemblance import Hashes

ALIKE = 0.9
"""Documents of which this share or more is the same are near-duplicates."""

_WORTH_COMPARING = 0.5
"""Below this share of common runs, told by their sketches, two texts cannot be alike."""

_MOST = 40
"""Documents that have one of the smallest hashes, and candidates that a document is compared with, at most: the
newest, and those with most in common. So the work grows with the documents alone, however many are alike."""

_REMEMBERED = 2_000_000
"""Words of texts that were compared a moment ago and are likely to be compared with the next."""

_LONGEST = 5_000_000
"""Characters above which texts are compared by their sketches alone, for the sake of time and memory."""


@dataclass(frozen=True, slots=True)
class Resembling:
    """A document that is nearly the same as another."""

    document: int
    folder: str
    path: str
    share: float
    """How much of the two is the same, `ALIKE` to 1."""
    modified: float
    """When its file was last changed, in seconds since the epoch."""


def of(loaded: Loaded, *, seconds: float, peak_bytes: int) -> dict[str, Any]:
    """What `store` keeps of a document, as JSON's types: made where it is parsed."""
    report = noticed(loaded, seconds=seconds, peak_bytes=peak_bytes).to_json()
    return {**report, "sketch": resemblance.sketch(loaded.text).astype("<u8").tobytes().hex()}


def store(catalog: Database, version_id: int, report: Mapping[str, Any]) -> None:
    """Keep the report on a version, made by `of`, and the sketch that its near-duplicates are found by."""
    report = dict(report)
    sketch = np.frombuffer(bytes.fromhex(report.pop("sketch", "")), dtype="<u8")
    with catalog.transaction() as sql:
        sql.execute(
            "INSERT OR REPLACE INTO reports (version_id, report, sketch, compared) VALUES (?, ?, ?, 0)",
            [version_id, json.dumps(report, ensure_ascii=False), sketch.tobytes()],
        )
        sql.executemany(
            "INSERT OR IGNORE INTO sketches (hash, version_id) VALUES (?, ?)",
            [(_signed(value), version_id) for value in sketch[: resemblance.KEYS].tolist()],
        )


def quality(catalog: Database, document_id: int) -> Quality | None:
    """The report on a document's live version, or None where there is none."""
    row = catalog.connection.execute(
        "SELECT report FROM reports JOIN documents d USING (version_id) WHERE d.id = ?", [document_id]
    ).fetchone()
    return None if row is None else Quality.from_json(json.loads(row[0]))


def qualities(catalog: Database) -> dict[int, Quality]:
    """The reports on all live versions, by document."""
    rows = catalog.connection.execute("SELECT d.id, report FROM reports JOIN documents d USING (version_id)")
    return {int(id_): Quality.from_json(json.loads(report)) for id_, report in rows}


def compare(catalog: Database, between: Callable[[], bool] = lambda: True) -> int:
    """Find the near-duplicates of versions that came in since the last time; tells of how many they were looked for.

    :param between: called behind each; where it says no, the rest is left to the next time.
    """
    rows = catalog.connection.execute("SELECT version_id FROM reports WHERE compared = 0").fetchall()
    texts = _Texts(catalog)
    for done, (version,) in enumerate(rows, 1):
        _compare(catalog, int(version), texts)
        if not between():
            return done
    return len(rows)


class _Texts:
    """The runs of words of versions that were compared last, for as long as they take little memory."""

    def __init__(self, catalog: Database) -> None:
        self._catalog = catalog
        self._runs: OrderedDict[int, Hashes | None] = OrderedDict()
        self._words = 0

    def runs(self, version: int) -> Hashes | None:
        """Of a version, or None where it is gone or too long to be compared whole."""
        if version in self._runs:
            self._runs.move_to_end(version)
            return self._runs[version]
        row = self._catalog.connection.execute(
            "SELECT text FROM versions WHERE id = ? AND length(text) <= ?", [version, _LONGEST]
        ).fetchone()
        found = None if row is None else resemblance.runs(row[0])
        self._runs[version] = found
        self._words += 0 if found is None else len(found)
        while self._words > _REMEMBERED and len(self._runs) > 1:
            _, oldest = self._runs.popitem(last=False)
            self._words -= 0 if oldest is None else len(oldest)
        return found


def _compare(catalog: Database, version: int, texts: _Texts) -> None:
    candidates = _candidates(catalog, version)
    sketches = dict(_sketches(catalog, [version, *candidates]))
    pairs = [
        (other, share)
        for other in candidates
        if version in sketches and other in sketches
        if (share := _share(version, other, resemblance.estimate(sketches[version], sketches[other]), texts))
    ]
    with catalog.transaction() as sql:
        sql.executemany(
            "INSERT OR REPLACE INTO resemblances (version_id, other_id, share) SELECT ?, id, ? FROM versions "
            "WHERE id = ? AND EXISTS (SELECT 1 FROM versions WHERE id = ?)",
            [
                row
                for other, share in pairs
                for row in ((version, share, other, version), (other, share, version, other))
            ],
        )
        sql.execute("UPDATE reports SET compared = 1 WHERE version_id = ?", [version])


def _candidates(catalog: Database, version: int) -> list[int]:
    sql = catalog.connection
    found: Counter[int] = Counter()
    for (value,) in sql.execute("SELECT hash FROM sketches WHERE version_id = ?", [version]).fetchall():
        found.update(
            int(id_)
            for (id_,) in sql.execute(
                "SELECT version_id FROM sketches WHERE hash = ? AND version_id != ? ORDER BY version_id DESC LIMIT ?",
                [value, version, _MOST],
            )
        )
    return sorted(found, key=lambda id_: (-found[id_], -id_))[:_MOST]


def _share(one: int, other: int, estimate: float, texts: _Texts) -> float:
    """How much of two versions is the same, or 0 where it is less than `ALIKE`.

    :param estimate: the same, as their sketches tell it.
    """
    if estimate < _WORTH_COMPARING:
        return 0.0
    mine, others = texts.runs(one), texts.runs(other)
    # Of words changed here and there each takes three runs with it, so that the runs in common are fewer.
    share = (1 + estimate) / 2 if mine is None or others is None else resemblance.common(mine, others)
    return share if share >= ALIKE else 0.0


def _sketches(catalog: Database, versions: Iterable[int]) -> Iterable[tuple[int, Hashes]]:
    rows = catalog.connection.execute(
        "SELECT version_id, sketch FROM reports WHERE version_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(versions))],
    )
    return ((int(id_), np.frombuffer(data, dtype="<u8").astype(np.uint64)) for id_, data in rows)


def resembling(catalog: Database, document_id: int) -> list[Resembling]:
    """Documents that are the same as a document or nearly so, without itself; the newest first."""
    return all_resembling(catalog, only=document_id).get(document_id, [])


def all_resembling(catalog: Database, *, only: int | None = None) -> dict[int, list[Resembling]]:
    """The same for every document that has any, by id, or for one."""
    rows = catalog.connection.execute(
        "SELECT d.id, o.id, f.path, o.path, share, o.mtime_ns FROM ("
        " SELECT version_id, other_id, share FROM resemblances"
        " UNION ALL SELECT version_id, version_id, 1.0 FROM documents WHERE version_id IN"
        "  (SELECT version_id FROM reports WHERE sketch != x'') GROUP BY version_id HAVING count(*) > 1"
        ") pairs JOIN documents d ON d.version_id = pairs.version_id JOIN documents o ON o.version_id = pairs.other_id "
        "JOIN folders f ON f.id = o.folder_id WHERE o.id != d.id AND (? IS NULL OR d.id = ?) "
        "ORDER BY o.mtime_ns DESC, o.id",
        [only, only],
    )
    found: dict[int, list[Resembling]] = {}
    for id_, other, folder, path, share, mtime in rows:
        found.setdefault(int(id_), []).append(Resembling(int(other), folder, path, float(share), mtime / 1e9))
    return found


def _signed(value: int) -> int:
    """A 64-bit number as SQLite's signed integers hold it."""
    return value - (1 << 64) if value >= 1 << 63 else value


def awaiting_ocr(catalog: Database) -> list[int]:
    """Documents that could not be read, or not all of them, for want of the extra that recognizes text in pictures."""
    rows = catalog.connection.execute(
        "SELECT id FROM documents WHERE reason LIKE '%quoth[ocr]%' UNION "
        "SELECT d.id FROM documents d JOIN reports USING (version_id) WHERE report LIKE '%install quoth[ocr]%'"
    )
    return [int(id_) for (id_,) in rows]
