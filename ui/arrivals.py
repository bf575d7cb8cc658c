"""Files that a reader adds: taken from where the browser's uploads arrive, named, and told of in words."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.uploads import safe_name

NAMED = 3
"""Names that are told one by one; more are counted."""


@dataclass(slots=True)
class Batch:
    """The files of one drop or choice; they arrive in slices, and are told of as one."""

    names: set[str] = field(default_factory=set)
    """Names that its files have been given, without regard to case."""
    paths: dict[str, str] = field(default_factory=dict)
    """Where each file arrived, and the name it was given: files that are equal in both name and content are one."""
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def said(self) -> str:
        """What has become of its files, in words."""
        parts = []
        if len(self.added) == 1:
            parts.append(f"Added {self.added[0]}.")
        elif self.added:
            parts.append(f"Added {len(self.added):,} files.")
        if self.replaced:
            parts.append(f"Replaced {_named(self.replaced)}.")
        return " ".join((*parts, *self.problems)) or "Nothing was added."


class Arrivals:
    """Takes files out of the folder that uploads arrive in.

    :param incoming: that folder; nothing outside it is ever taken.
    :param uploads: the folder of the files that were added before.
    :param keep: puts a file into that one under a name, in place of one of the same name; tells where it is now.
    """

    def __init__(self, incoming: Path, uploads: Path, keep: Callable[[Path, str], Path]) -> None:
        self._incoming = incoming
        self._uploads = uploads
        self._keep = keep

    def take(self, files: Iterable[Any], batch: Batch) -> list[Path]:
        """Take files as the page tells of them, each a dictionary of ``name`` and ``path``; where they are now.

        The copies that the upload left are deleted.
        """
        taken = []
        for file in files:
            name, path = (file.get("name"), file.get("path")) if isinstance(file, dict) else (None, None)
            if not isinstance(name, str) or not isinstance(path, str):
                continue
            source = self._arrived(path)
            if path in batch.paths:
                if source is not None:
                    self._discard(source)
            elif source is None:
                batch.problems.append(f"{name} did not arrive.")
            else:
                kept = self._take(source, name, batch)
                if kept is not None:
                    batch.paths[path] = kept.name
                    taken.append(kept)
        return taken

    def _take(self, source: Path, name: str, batch: Batch) -> Path | None:
        free = _free(safe_name(name), batch.names)
        there = (self._uploads / free).exists()
        try:
            kept = self._keep(source, free)
        except OSError as error:
            batch.problems.append(f"{name} could not be stored: {error.strerror or error}.")
            return None
        finally:
            self._discard(source)
        batch.names.add(free.casefold())
        (batch.replaced if there else batch.added).append(kept.name)
        return kept

    def _arrived(self, path: str) -> Path | None:
        """An uploaded file by the path that the browser gave; None unless it lies in the incoming folder."""
        try:
            source = Path(path).resolve(strict=True)
        except (OSError, ValueError):
            return None
        return source if source.is_file() and self._incoming.resolve() in source.parents else None

    def _discard(self, source: Path) -> None:
        source.unlink(missing_ok=True)
        # Uploads of equal content lie in one folder, which goes with the last of them.
        if source.parent.resolve() != self._incoming.resolve():
            with contextlib.suppress(OSError):
                source.parent.rmdir()


def _free(name: str, used: set[str]) -> str:
    """The name, with a number if it is used: files of several folders may be called the same."""
    stem, suffix = Path(name).stem, Path(name).suffix
    number = 1
    free = name
    while free.casefold() in used:
        number += 1
        free = f"{stem} ({number}){suffix}"
    return free


def _named(names: list[str]) -> str:
    shown = names[:NAMED] if len(names) > NAMED + 1 else names
    if len(shown) < len(names):
        return f"{', '.join(shown)} and {len(names) - len(shown):,} other files"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
