"""What is built, as the catalog remembers it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from index.catalog.catalog import Catalog

FOLDERS = ("vectors", "vectors-2")
"""Folders of vector stores, by turns."""


@dataclass(frozen=True, slots=True)
class Target:
    """An edition that is to answer: the model by name and identity, the size of chunks, the folder of its vectors."""

    model: str
    identity: str
    chunk_tokens: int | None
    folder: str


def remembered(catalog: Catalog) -> Target | None:
    """What is being built, in this process or by one that ended; None where nothing is."""
    saved = catalog.get("switch")
    return None if saved is None else Target(**json.loads(saved))


def put(catalog: Catalog, target: Target | None) -> None:
    """Remember what is being built, or that nothing is any more."""
    catalog.put("switch", None if target is None else json.dumps(asdict(target)))
