"""Which of a passage's documents a filter allows to be cited."""

from __future__ import annotations

from collections.abc import Iterable

from index.documents import Filter, Source


def allowed(sources: Iterable[Source], only: Filter | None) -> list[Source]:
    """The documents that pass a filter, in order; the same as the catalog's own search lets through."""
    return [source for source in sources if not only or _allows(only, source)]


def _allows(only: Filter, source: Source) -> bool:
    return (
        (not only.folders or any(_inside(source, folder) for folder in only.folders))
        and (not only.documents or source.path in only.documents)
        and (not only.formats or source.format in only.formats)
        and (only.after is None or source.modified >= only.after)
        and (only.before is None or source.modified <= only.before)
    )


def _inside(source: Source, folder: str) -> bool:
    return source.folder == (folder.rstrip("/") or "/") or source.path.startswith(folder.strip("/") + "/")
