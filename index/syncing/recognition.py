"""What of a file and of the documents inside it is known already, so that it need not be parsed."""

from __future__ import annotations

from enum import Enum

from index.catalog.catalog import Catalog, FileFacts, Seen
from index.documents import State
from index.following.plan import Task, outdated, recipe
from index.loaders import FORMATS
from index.parsing.outcome import Head
from index.syncing.admission import Admission, lets_all_in
from index.syncing.nesting import Known, Place


class Already(Enum):
    """What becomes of a document that need not be parsed."""

    LEFT_OUT = "left out"
    """It is none of the library's: taken out by its owner, left out by patterns, or a second one of its name."""
    SAME = "same"
    """It is what it was."""
    SHARED = "shared"
    """Another document has the same bytes."""


class Recognition:
    """What the catalog knows of one file, and of the documents inside it as they come."""

    def __init__(self, catalog: Catalog, task: Task) -> None:
        self._catalog = catalog
        self._task = task
        self.old = Known(catalog.members(task.seen.id))
        """What was inside the file before."""
        self.rows: dict[Place, Seen] = {(): task.seen}
        """What the catalog has of those that came."""
        self.taken: dict[str, Place] = {}
        """Where the documents stand that came, by path."""
        self.already: dict[Place, tuple[Already, int]] = {}
        """Those that need not be parsed, and the version that answers for one that shares it."""
        self._admission: Admission | None = None

    def want(self, head: Head) -> bool:
        """Whether a document has to be parsed."""
        if not self.admitted(head):
            return False
        one, facts = self.at(head), self.facts(head)
        holds = head.format is not None and FORMATS[head.format].members
        if one is not None and (one.sha256, one.recipe) == (facts.sha256, facts.recipe):
            inside = self.old.inside(one) if holds else ()
            current = not (holds and self._task.deep) and not any(outdated(other.recipe) for other in inside)
            failed_before = one.state in (State.FAILED, State.SKIPPED) and head.place != () and not self._task.deep
            if current and (one.state is State.READY or failed_before):
                self.already[head.place] = (Already.SAME, 0)
                return False
        version = None if head.format is None else self._known_version(head, facts)
        if version is None or (holds and not self.may_copy(version, one)):
            if holds and one is not None and one.sha256 is not None:
                # What is inside it is about to change, ahead of itself: until it is live again it is no source of
                # copies, and to be read again should the process end.
                self._catalog.reread([one.id])
            return True
        self.already[head.place] = (Already.SHARED, version)
        return False

    def _known_version(self, head: Head, facts: FileFacts) -> int | None:
        return self._catalog.known_version(facts.sha256 or "", head.format or "", facts.recipe or "")

    def may_copy(self, version: int, one: Seen | None) -> bool:
        """Whether what is inside a container with this version is known, so that it need not be opened."""
        source = self._catalog.whole(version)
        if source is None or (one is not None and source == one.id):
            return False
        inside = self._catalog.members(source)
        return not any(outdated(other.recipe) for other in inside) and lets_all_in(
            self._catalog, source, self._task.seen.id
        )

    def at(self, head: Head) -> Seen | None:
        """What the catalog has at a document's path."""
        return self._task.seen if head.place == () else self.old.by_path.get(head.path)

    def admitted(self, head: Head) -> bool:
        """Whether a document is one of the library; asked once or more of each."""
        if head.place == ():
            return True
        if head.place in self.already and self.already[head.place][0] is Already.LEFT_OUT:
            return False
        first = self.taken.setdefault(head.path, head.place)
        if first == head.place and head.place[:-1] in self.rows and self.lets_in(head.path):
            return True
        if first == head.place:
            del self.taken[head.path]
        self.already[head.place] = (Already.LEFT_OUT, 0)
        return False

    def lets_in(self, path: str) -> bool:
        """Whether a document with this path is one of the library."""
        if self._admission is None:
            self._admission = Admission(self._catalog, self._task.folder, self._task.found.path)
        return self._admission.lets_in(path)

    def facts(self, head: Head) -> FileFacts:
        """What is noted of the file that a document was read from."""
        opened = (head.size, head.mtime_ns, head.checked_ns, head.sha256) != (0, 0, 0, None)
        if head.place == () and not opened:
            found = self._task.found  # whatever it was need not be the file's fault, so that it is tried again
            return FileFacts(found.size, found.mtime_ns, 0, None, None)
        return FileFacts(head.size, head.mtime_ns, head.checked_ns, head.sha256, recipe(head.format))
