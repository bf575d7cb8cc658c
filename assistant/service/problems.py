"""What the owner of a document should look at: why it was not read, what may be missing, what it is a copy of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog
    from index.catalog.reports import Resembling
    from index.documents import Document
    from index.text.quality import Quality


def problems(document: Document, quality: Quality | None, alike: Sequence[Resembling]) -> list[str]:
    """All of them, each a predicate that follows the document's name; nothing if all is well."""
    return [*unread(document), *missing(quality), *copies(document, alike)]


def unread(document: Document) -> list[str]:
    """Why the document's file could not be read as it is now."""
    if not document.reason:
        return []
    reason = document.reason.rstrip(".")
    return [f"{reason}; its last good content still answers" if document.version else reason]


def missing(quality: Quality | None) -> list[str]:
    """What may be missing from its text, or wrong in it."""
    from index.text.quality import problems as noticed

    return [] if quality is None else noticed(quality)


def copies(document: Document, alike: Sequence[Resembling]) -> list[str]:
    """Which documents it is the same as, or nearly so: the newest of them, and how many more there are."""
    if not alike:
        return []
    newest = alike[0]
    name = _name(document, newest)
    more = "" if len(alike) == 1 else f" (and {len(alike) - 1:,} more like it)"
    return [f"is {alike_words(newest.share)} {name}{more}, {_age(document, newest)}"]


def alike_words(share: float) -> str:
    """How much of a document is the same as another: "97 % the same as"."""
    return "the same as" if share >= 1 else f"{min(99, math.floor(100 * share))} % the same as"


def _name(document: Document, other: Resembling) -> str:
    """The other document as it is told from this one: by its name alone, or by its path."""
    name = PurePosixPath(other.path).name
    return name if name != PurePosixPath(document.path).name else other.path


def _age(document: Document, other: Resembling) -> str:
    if round(other.modified) == round(document.modified):
        return "which is as old"
    return "which is newer" if other.modified > document.modified else "which is older"


def all_problems(catalog: Catalog) -> tuple[dict[int, list[str]], dict[int, str]]:
    """The problems of all documents that have some, by id; and the places of those that vanished with a folder."""
    from index.catalog.reports import all_resembling, qualities
    from index.following.vanished import vanished

    noticed, alike = qualities(catalog), all_resembling(catalog)
    gone = [one.path for one in vanished(catalog)]
    found, places = {}, {}
    for document in catalog.documents():
        said = problems(document, noticed.get(document.id), alike.get(document.id, ()))
        path = Path(document.folder, document.path)
        place = next((place for place in gone if path.is_relative_to(place)), None)
        if place is not None:
            places[document.id] = str(place)
        if said:
            found[document.id] = said
    return found, places


def report_of(catalog: Catalog, document: Document) -> dict[str, Any]:
    """All that was noticed of a document, as JSON: its quality if it was read, its problems, what it is a copy of."""
    from index.catalog.reports import quality, resembling

    noticed, alike = quality(catalog, document.id), resembling(catalog, document.id)
    return {
        "quality": None if noticed is None else noticed.to_json(),
        "problems": problems(document, noticed, alike),
        "resembling": [asdict(one) for one in alike],
    }
