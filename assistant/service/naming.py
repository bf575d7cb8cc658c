"""What the words of a request name: a document, or folders of the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.service.protocol import RequestError

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog
    from index.documents import Document, Filter


def find(names: Sequence[str], catalog: Catalog) -> Document:
    """The document that one of the names, tried in order, is the path or id of.

    :raises RequestError: there is none, or more than one.
    """
    for name in names:
        document = catalog.document(name)
        if document is None and name.isascii() and name.isdigit():
            document = catalog.document(int(name))
        if document is not None:
            return document
    name = names[0]
    alike = [one for one in catalog.documents() if one.path == name or one.path.endswith("/" + name)]
    if alike:
        listed = ", ".join(f"{one.folder}/{one.path} (id {one.id})" for one in alike[:5])
        raise RequestError(f"{len(alike)} documents are named {name}: {listed}. Name one by its whole path or id.")
    raise unknown(name)


def unknown(name: str) -> RequestError:
    """Says that no document has a name."""
    return RequestError(f"There is no document {name} in the library. See: quoth documents list")


def placed(only: Filter | None, catalog: Catalog) -> Filter | None:
    """A filter with its absolute folders said as the library knows them: its own, or inside one of those.

    :raises RequestError: one of them is not in the library.
    """
    if only is None or not only.folders:
        return only
    followed = [folder.path for folder in catalog.folders()]
    folders: list[str] = []
    for name in only.folders:
        path = Path(name)
        if not path.is_absolute():
            folders.append(name)
            continue
        found = [str(one) for one in followed if one == path or path in one.parents]
        found = found or [path.relative_to(one).as_posix() for one in followed if one in path.parents]
        if not found:
            raise RequestError(f"The folder {path} is not in the library. To follow it: quoth index '{path}'")
        folders += found
    return replace(only, folders=tuple(folders))
