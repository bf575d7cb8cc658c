"""One file taken into the index: what the parser tells of it and of what is inside it, compared with what is known.

A file's own version is made live behind those of the documents inside it, so that a process that is ended in between
goes through the file again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.catalog.catalog import Catalog, FileFacts, NewVersion, Seen
from index.documents import State
from index.following.inside import within
from index.following.plan import Task
from index.loaders import FORMATS
from index.parsing.outcome import Failure, Head, Outcome, Parsed
from index.syncing.nesting import Opened, lies_in
from index.syncing.recognition import Already, Recognition
from index.syncing.report import Tally
from index.syncing.window import ReadDocument, Target


@dataclass(slots=True)
class _Shared:
    """A document inside the file, of a content that is known, at a path where none was."""

    head: Head
    facts: FileFacts
    version: int


class Intake:
    """The taking in of one file: `want` and `take` as the parser goes on, then `end`.

    :param embed: takes a version that was read, to be embedded and made live behind those before it.
    :param dropped: gets the vector keys of what goes.
    """

    def __init__(
        self,
        catalog: Catalog,
        task: Task,
        tally: Tally,
        embed: Callable[[ReadDocument, Parsed], None],
        dropped: set[str],
    ) -> None:
        self._catalog = catalog
        self._task = task
        self._folder = str(task.folder.path)
        self._tally = tally
        self._embed = embed
        self._dropped = dropped
        self._known = Recognition(catalog, task)
        self._rows = self._known.rows
        self._fresh: set[int] = {task.seen.id} if task.new else set()
        self._whole: set[str] = set()
        """Paths of files and containers whose contents stay as they are."""
        self._broken: set[str] = set()
        """Paths of those that could not be gone through: what was inside them is kept if it answers."""
        self._opened = Opened()
        self._waiting: list[tuple[Head, Parsed]] = []
        """Containers that were gone through and have to wait for what `end` does, inner ones first."""
        self._newcomers: list[_Shared] = []

    def want(self, head: Head) -> bool:
        """Asked by the parser: whether a document has to be parsed."""
        return self._known.want(head)

    # What the parser tells

    def take(self, outcome: Outcome) -> None:
        """Take in what came of the file or of a document inside it."""
        head = outcome.head
        if not self._known.admitted(head):
            return
        self._through(self._opened.passed(head.place))
        if outcome.failure is not None and self._opened.cut(head.place):  # what came of it before was not all
            self._give_up(self._rows[head.place], head, outcome.failure)
            self._broken.add(head.path)
            return
        if outcome.known:
            self._take_known(head)
            return
        one = self._row(head)
        if one is None:  # its container was removed meanwhile
            return
        if outcome.failure is not None:
            self._give_up(one, head, outcome.failure)
            if outcome.failure.state is State.FAILED:
                self._broken.add(head.path)
        elif outcome.parsed is not None:
            if outcome.parsed.container:
                self._opened.add(head, outcome.parsed)
            else:
                self._embed(self._read(one, head, outcome.parsed), outcome.parsed)

    def _take_known(self, head: Head) -> None:
        known, version = self._known.already[head.place]
        one, facts = self._known.at(head), self._known.facts(head)
        if known is Already.SAME and one is not None:
            self._rows[head.place] = one
            self._catalog.touch(one.id, facts)
            for document in (one, *self._known.old.inside(one)):
                self._same(document)
            self._whole.add(head.path)
            self._done(head)
        elif one is None:
            self._newcomers.append(_Shared(head, facts, version))
        else:
            self._rows[head.place] = one
            self._share(one, head, facts, version)

    def _same(self, document: Seen) -> None:
        if document.state is State.READY:
            self._tally.unchanged += 1
        else:
            self._tally.without(document.state, document.path, self._folder, document.reason or "")

    def _share(self, one: Seen, head: Head, facts: FileFacts, version: int) -> None:
        """Have a document answered for by the version of another one with the same bytes."""
        before = {other.path for other in self._catalog.members(one.id)}
        keys = self._catalog.keys_of([one.id])
        if not self._catalog.share(one.id, version, facts, self._known.lets_in):
            return  # gone since it was asked for: the document stays queued
        self._dropped |= keys
        self._tally.live(self._target(one, head), self._catalog.count_of(version), 0)
        self._whole.add(head.path)
        for other in self._catalog.members(one.id):
            target = Target(other.id, other.path, self._folder, other.path not in before, file=False)
            if other.state is State.READY:
                self._tally.live(target, self._catalog.count_of(self._catalog.version_id(other.id) or 0), 0)
            else:
                self._same(other)
            before.discard(other.path)
        self._tally.removed(before, self._folder)

    def _row(self, head: Head) -> Seen | None:
        """What the catalog has of a document; one inside the file is noted if it is new."""
        one = self._known.at(head)
        if head.place != ():
            container = self._rows[head.place[:-1]]
            if one is None:
                one = self._catalog.enqueue_member(container, head.path, head.size, head.mtime_ns)
                if one is None:
                    return None
                self._fresh.add(one.id)
            elif one.container != container.id:
                self._catalog.set_container(one.id, container.id)
        if one is not None:
            self._rows[head.place] = one
        return one

    def _read(self, one: Seen, head: Head, parsed: Parsed) -> ReadDocument:
        facts = self._known.facts(head)
        version = NewVersion(
            sha256=facts.sha256 or "",
            format=parsed.format,
            recipe=facts.recipe or "",
            title=parsed.title,
            text=parsed.text,
            layout=parsed.layout,
            pages=parsed.pages,
            chunks=parsed.chunks,
            keys=(),
            report=parsed.report,
        )
        return ReadDocument(self._target(one, head), version, facts, time.time_ns())

    def _target(self, one: Seen, head: Head) -> Target:
        return Target(one.id, one.path, self._folder, one.id in self._fresh, file=head.place == ())

    def _give_up(self, one: Seen, head: Head, failure: Failure) -> None:
        facts, state, reason = self._known.facts(head), failure.state, failure.reason
        known = (one.state, one.reason, one.size, one.mtime_ns, one.sha256, one.recipe)
        if known == (state, reason, facts.size, facts.mtime_ns, facts.sha256, facts.recipe):
            self._catalog.touch(one.id, facts)
        else:
            if state is State.SKIPPED:
                self._dropped |= self._catalog.keys_of([one.id])
            self._catalog.fail(one.id, facts, state, reason)
            self._tally.noted.add((self._folder, one.path))
        self._tally.without(state, one.path, self._folder, reason)
        self._done(head)

    def _done(self, head: Head) -> None:
        if head.place == ():
            self._tally.done += 1

    def _through(self, containers: Iterable[tuple[Head, Parsed]]) -> None:
        """Have containers that were gone through follow what is inside them, unless some of that is to come yet."""
        for head, parsed in containers:
            if self._awaits_end(head):
                self._waiting.append((head, parsed))
            else:
                self._embed(self._read(self._rows[head.place], head, parsed), parsed)

    def _awaits_end(self, head: Head) -> bool:
        # Whatever came last of what is inside a container came last of all.
        if self._newcomers and lies_in(self._newcomers[-1].head.place, head.place):
            return True
        if self._waiting and lies_in(self._waiting[-1][0].place, head.place):
            return True
        return any(self._is_left(one) for one in self._known.old.inside(self._rows[head.place]))

    def _is_left(self, one: Seen) -> bool:
        """Whether nothing came of a document that was inside the file before."""
        return one.path not in self._known.taken and not within(one.path, self._whole)

    # The end of the file

    def end(self) -> None:
        """The file was gone through: what is no longer inside it goes, and what holds documents follows these."""
        kept: list[Seen] = []
        gone: list[Seen] = []
        for one in self._known.old.by_path.values():
            if self._is_left(one):
                stays = one.state is not State.QUEUED and within(one.path, self._broken)
                (kept if stays else gone).append(one)
        for one in kept:
            self._same(one)
        gone = self._moved(gone)
        if gone:
            self._dropped |= self._catalog.keys_of(one.id for one in gone)
            self._catalog.remove(one.id for one in gone)
            self._tally.removed((one.path for one in gone), self._folder)
        for head, parsed in (*self._waiting, *self._opened.rest()):
            self._embed(self._read(self._rows[head.place], head, parsed), parsed)

    def _moved(self, gone: list[Seen]) -> list[Seen]:
        """Give documents of a known content that are at new paths to those that are gone; the rest of these."""
        left = {one.id: one for one in gone}
        by_content: dict[tuple[str | None, str | None], list[Seen]] = {}
        for one in gone:
            if one.state is State.READY:
                by_content.setdefault((one.sha256, one.recipe), []).append(one)
        for newcomer in self._newcomers:
            head, facts = newcomer.head, newcomer.facts
            same = by_content.get((facts.sha256, facts.recipe), [])
            while same and same[0].id not in left:  # it went along with what it is inside
                same.pop(0)
            if same:
                self._move(same[0], head, facts, left)
                continue
            row, holds = self._row(head), FORMATS[head.format or ""].members
            # Else what it was to be a copy of has changed meanwhile, and it stays queued.
            if row is not None and (not holds or self._known.may_copy(newcomer.version, row)):
                self._share(row, head, facts, newcomer.version)
        return list(left.values())

    def _move(self, one: Seen, head: Head, facts: FileFacts, left: dict[int, Seen]) -> None:
        self._catalog.move([(one.id, self._task.folder, head.path, facts)])
        self._catalog.set_container(one.id, self._rows[head.place[:-1]].id)
        for member in (one, *self._known.old.inside(one)):
            place = head.path + member.path[len(one.path) :]
            self._tally.moved(place, self._folder, member.path, self._catalog.chunks_held(member.id))
            left.pop(member.id, None)
