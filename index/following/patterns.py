"""Which paths of a folder are left out: patterns in gitignore syntax, of the folder and of files inside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pathspec import GitIgnoreSpec

IGNORE_FILE = ".quothignore"
"""Name of files with patterns in gitignore syntax, read in every folder; deeper ones win."""

Rules = tuple[tuple[str, GitIgnoreSpec], ...]
"""Specifications with the folder that each counts from, "" or with a slash at its end; the deepest last."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """What a followed folder's own patterns let in; a file's patterns inside the folder cannot let more in."""

    include: GitIgnoreSpec | None = None
    exclude: GitIgnoreSpec | None = None

    @classmethod
    def of(cls, include: Sequence[str], exclude: Sequence[str]) -> Patterns:
        """From patterns in gitignore syntax; ``include`` empty for all files."""
        return cls(_spec(tuple(include)), _spec(tuple(exclude)))

    def lets_in(self, path: str) -> bool:
        """Whether a file, or a document inside one, may be read."""
        if self.exclude is not None and self.exclude.check_file(path).include:
            return False
        return self.include is None or bool(self.include.check_file(path).include)

    def closes(self, folder: str) -> bool:
        """Whether a folder (without a slash at its end) holds nothing that is read."""
        return self.exclude is not None and bool(self.exclude.check_file(folder + "/").include)

    def text(self) -> str:
        """All of them, to tell whether others are."""
        return f"{texts(self.include)}\0{texts(self.exclude)}"


def texts(spec: GitIgnoreSpec | None) -> str:
    """The patterns of a specification, a line each."""
    return "" if spec is None else "\n".join(str(pattern.pattern) for pattern in spec.patterns)


EVERYTHING = Patterns()


@lru_cache(64)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec | None:
    return GitIgnoreSpec.from_lines(valid(patterns)) if patterns else None


def valid(lines: Iterable[str]) -> list[str]:
    """Those of the lines that can be read as patterns; one that cannot must not end a whole walk."""
    lines = list(lines)
    bad = {line for line, _ in problems(lines)}
    return [line for line in lines if line not in bad]


def problems(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The lines that cannot be read as patterns, each with what is wrong."""
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError as error:
            yield line, str(error)


def ignored(path: str, rules: Rules) -> bool:
    """Whether the rules leave a path out; as in git, the deepest rule that speaks of it decides."""
    for base, spec in reversed(rules):
        verdict = spec.check_file(path.removeprefix(base)).include
        if verdict is not None:
            return bool(verdict)
    return False


def deeper(rules: Rules, absolute: str, folder: str) -> Rules:
    """The rules inside a folder that has an ignore file: those above it and its own. Raises OSError."""
    lines = Path(absolute, IGNORE_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    return (*rules, (folder + "/" if folder else "", GitIgnoreSpec.from_lines(valid(lines))))


def rules_in(root: str, folder: str) -> Rules:
    """The rules that hold inside a folder of a library folder, given by its path in there; "" for the whole."""
    rules: Rules = ()
    parts = folder.split("/") if folder else []
    for depth in range(len(parts) + 1):
        inside = "/".join(parts[:depth])
        absolute = Path(root, inside)
        if (absolute / IGNORE_FILE).is_file():
            rules = deeper(rules, str(absolute), inside)
    return rules
