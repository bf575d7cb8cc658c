"""The order in which files are read: what is named in an open conversation first, then what is newest."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from index.following.plan import Task

_WORDS = re.compile(r"[^\W\d_]+|\d+")
_LETTERS = 3
"""A name without a word of so many letters, or a number of so many digits, says nothing."""


class Agenda:
    """The tasks of a sync, given out one by one; another thread may bring some forward meanwhile."""

    def __init__(self, tasks: Iterable[Task], attended: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._rest = sorted(tasks, key=lambda task: task.found.mtime_ns)  # the next is the last
        self._names = {id(task): _name(task.found.path) for task in self._rest}  # attend is called while somebody waits
        self._first: list[Task] = []
        for words in attended:
            self.attend(words)

    def attend(self, words: str) -> int:
        """Bring forward the files whose names occur in these words; tells how many there are."""
        asked = _tokens(words)
        with self._lock:
            named = [task for task in self._rest if (name := self._names[id(task)]) and name in asked]
            if named:
                chosen = {id(task) for task in named}
                self._rest = [task for task in self._rest if id(task) not in chosen]
                self._first += named
        return len(named)

    def next(self) -> tuple[Task, bool] | None:
        """The next task and whether it was brought forward; None when all are given out."""
        with self._lock:
            if self._first:
                return self._first.pop(), True
            return (self._rest.pop(), False) if self._rest else None


def _name(path: str) -> str:
    """A file's name, without its ending, as words in their order; "" if it says too little to be asked for."""
    tokens = _tokens(PurePosixPath(path).stem)
    return tokens if any(len(token) >= _LETTERS for token in tokens.split()) else ""


def _tokens(text: str) -> str:
    """The words and numbers of a text without case and accents, each with a space on both sides."""
    # A word inside a name may begin with a capital alone: AnnualReport.
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    plain = "".join(c for c in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(c))
    words = _WORDS.findall(plain.casefold())
    return f" {' '.join(words)} " if words else ""
