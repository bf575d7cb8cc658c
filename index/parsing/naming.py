"""What documents inside a container are called: names that lead nowhere, each once."""

from __future__ import annotations

import re
import unicodedata

from index.loaders.characters import plain

LONGEST = 200
"""Characters of one part of a name; some archives are made to have longer ones."""
DEEPEST = 40
"""Parts of a name."""
_DRIVE = re.compile(r"^[A-Za-z]:(?=[/\\]|$)|^//[?.]/")
_LEFT_OUT = (".", "~$")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


class Names:
    """The names of one container's members."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._folders: dict[str, str] = {}
        """Folders that names stand in, with what they are called here."""
        self._called: set[str] = set()
        self._last: dict[str, int] = {}

    def safe(self, name: str) -> str | None:
        """A name as a path below its container, or None for a member that belongs to the system, not to its owner.

        It is relative, has forward slashes and no part that is empty, ``.`` or ``..``, no drive, no control
        character. A name that was there before is given a number: ``a (2).txt``. So is a folder that is called as
        a file: what is inside that file has paths of its own.
        """
        parts = _parts(name)
        if any(part.startswith(_LEFT_OUT) or part == "__MACOSX" for part in parts):
            return None
        folder = ""
        for part in parts[:-1]:
            folder = self._folder(f"{folder}{part}") + "/"
        path = folder + (parts[-1] if parts else "unnamed")
        free = self._free(path, self._taken, self._called)
        self._taken.add(free)
        return free

    def _folder(self, path: str) -> str:
        """What a folder is called: as it is, unless a file has its name."""
        called = self._folders.get(path)
        if called is None:
            called = self._folders[path] = self._free(path, self._taken)
            self._called.add(called)
        return called

    def _free(self, path: str, *taken: set[str]) -> str:
        numbered, number = path, self._last.get(path, 1)
        while any(numbered in names for names in taken):
            number += 1
            numbered = _numbered(path, number)
        self._last[path] = number
        return numbered


def _parts(name: str) -> list[str]:
    path = _DRIVE.sub("", name.replace("\\", "/"))
    parts = (_clean(part) for part in path.split("/"))
    return [part for part in parts if part not in ("", ".", "..")][-DEEPEST:]


def _clean(part: str) -> str:
    seen = "".join(c for c in plain(part) if unicodedata.category(c) not in _INVISIBLE)
    seen = " ".join(seen.split())
    if len(seen) <= LONGEST:
        return seen
    stem, dot, suffix = seen.rpartition(".")
    return f"{stem[: LONGEST - 20]}…{dot}{suffix}" if stem and len(suffix) < 12 else seen[:LONGEST] + "…"


def _numbered(path: str, number: int) -> str:
    folder, slash, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    return f"{folder}{slash}{stem} ({number}){dot}{suffix}"
