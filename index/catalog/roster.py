"""What a data folder follows, kept beside the catalog in ``folders.json``, for the day the catalog cannot be read.

The documents themselves can be read again from their folders; which folders those are, and what its owner took out of
them, stands nowhere else.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog

log = logging.getLogger(__name__)

NAME = "folders.json"

SETTINGS = ("model", "model name", "chunk tokens", "chunking")
"""Which embedding model and which chunks were chosen: keys of the table ``meta``."""

COLUMNS = ("path", "uploads", "only", "include", "exclude", "devices", "added")
"""Columns of the catalog's table ``folders`` that are kept, as they are stored."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The folders, each as a row of the catalog by column, what was taken out of them, and ``SETTINGS``."""

    folders: tuple[dict[str, Any], ...] = ()
    dismissed: dict[str, list[str]] = field(default_factory=dict)
    """By the folder's path: paths inside it."""
    settings: dict[str, str] = field(default_factory=dict)


def keep(data: Path, catalog: Catalog) -> None:
    """Write what the catalog says now, whole or not at all; nothing is written where nothing changed."""
    now = _of(catalog)
    if now == read(data):
        return
    content = {"folders": now.folders, "dismissed": now.dismissed, "settings": now.settings}
    fresh = data / f"{NAME}.new"
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(data / NAME)
    except OSError as error:  # it is a second copy: the work at hand goes on without it
        log.warning("%s cannot be written: %s", data / NAME, error.strerror or error)


def read(data: Path) -> Roster | None:
    """What was kept last, or None where nothing (readable) was."""
    try:
        content = json.loads((data / NAME).read_text(encoding="utf-8"))
        folders = tuple(
            {name: folder.get(name) for name in COLUMNS}
            for folder in content["folders"]
            if isinstance(folder["path"], str)
        )
        dismissed = {str(path): [str(one) for one in paths] for path, paths in content["dismissed"].items()}
        settings = {str(key): str(value) for key, value in content["settings"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return Roster(folders, dismissed, settings)


def _of(catalog: Catalog) -> Roster:
    rows = catalog.connection.execute(f"SELECT {', '.join(COLUMNS)} FROM folders ORDER BY id").fetchall()
    taken_out: dict[str, list[str]] = {}
    for folder, path in catalog.connection.execute(
        "SELECT f.path, d.path FROM dismissed d JOIN folders f ON f.id = d.folder_id ORDER BY f.path, d.path"
    ):
        taken_out.setdefault(folder, []).append(path)
    settings = {key: value for key in SETTINGS if (value := catalog.get(key)) is not None}
    return Roster(tuple(dict(zip(COLUMNS, row, strict=True)) for row in rows), taken_out, settings)
