"""What a sync has to do in folders, told from names, sizes and dates alone wherever they suffice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.catalog.catalog import Catalog, Folder, Seen
from index.documents import State
from index.following.moves import Move, find_moves
from index.following.survey import Look, Settled, Stop, Survey, survey
from index.following.walk import Found, Unreadable
from index.loaders import FORMATS

_RACY_NS = 2_000_000_000
"""A file changed within two seconds before it was read may have changed after it at the same date (on FAT the
date's step), so it is read once more; git calls such entries racy. A date in the future is no reason."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file whose bytes have to be looked at."""

    folder: Folder
    seen: Seen
    found: Found
    new: bool
    deep: bool = False
    """Whether what is inside it has to be gone through even if the file is what it was."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do in one folder, in the order it is done."""

    folder: Folder
    gone: tuple[Seen, ...]
    """Documents whose files are gone, those inside them too."""
    moves: tuple[Move, ...]
    tasks: tuple[Task, ...]
    blocked: tuple[Found, ...]
    """New files where documents inside a file were that is gone: an archive in whose place there is a folder now."""
    unread: tuple[Seen, ...]
    """Unchanged documents that failed or were skipped before."""
    unchanged: int
    unreadable: tuple[Unreadable, ...]
    """What could not be looked at, places that are away included; what the library holds of it is kept."""


def recipe(format_: str | None) -> str:
    """How files of a format are read now: a file read by another recipe is read again.

    For no format it names all that are read, so that a file is looked at again once its format is known.
    """
    if format_ is None:
        return "unknown " + " ".join(sorted(FORMATS))
    return f"{format_} {FORMATS[format_].version}"


def outdated(known: str | None) -> bool:
    """Whether files with this recipe are read otherwise now."""
    if known is None:
        return True
    format_ = known.split(" ", 1)[0]
    return known != recipe(format_ if format_ in FORMATS else None)


def make_plans(
    catalog: Catalog,
    looks: Sequence[Look],
    *,
    again: Collection[int] = (),
    settled: Settled | None = None,
    stop: Stop = lambda: False,
) -> list[Plan]:
    """Compare folders with what the catalog remembers of them, and note new files there as queued.

    :param again: ids of documents to look at whatever their files' dates say.
    :param settled: leaves files that it refuses as they are for now; by default all are taken.
    :raises Interrupted: ``stop`` said so, before anything was found out.
    """
    reread = catalog.files_of(again) if again else set()
    surveys = [survey(catalog, one, settled, stop) for one in looks]
    moves = find_moves(surveys, stop)
    return [_plan(catalog, one, moves, reread, settled) for one in surveys]


def _plan(
    catalog: Catalog, survey: Survey, moves: Sequence[Move], reread: Collection[int], settled: Settled | None
) -> Plan:
    folder, found, seen = survey.folder, survey.found, survey.seen
    here = tuple(move for move in moves if move.folder.id == folder.id)
    arrived = {move.found.path for move in here}
    left = {move.seen.id for move in moves}
    fresh = [one for one in survey.new if one.path not in arrived]
    if fresh:
        catalog.enqueue(folder, [(one.path, one.size, one.mtime_ns) for one in fresh])
        known = catalog.seen(folder, None if len(fresh) > 100 else [one.path for one in fresh])
        seen.update({one.path: known[one.path] for one in fresh if one.path in known})
    tasks, unread, unchanged = [], [], survey.kept
    stale: dict[str | None, bool] = {}
    for path, entry in found.items():
        one = seen.get(path)
        if one is None or path in arrived:  # moved here, removed meanwhile, or not settled
            continue
        inside = survey.members.get(one.id, ())
        deep = one.id in reread or (bool(inside) and any(_stale(member.recipe, stale) for member in inside))
        if deep or _changed(one, entry, stale):
            if settled is None or settled(folder.path / path):
                tasks.append(Task(folder, one, entry, new=one.state is State.QUEUED, deep=deep))
            else:
                unchanged += 1 + len(inside)
            continue
        for document in (one, *inside):
            if document.state is State.READY:
                unchanged += 1
            else:
                unread.append(document)
    gone = [one for one in survey.gone if one.id not in left]
    return Plan(
        folder=folder,
        gone=tuple(document for one in gone for document in (one, *survey.members.get(one.id, ()))),
        moves=here,
        tasks=tuple(tasks),
        blocked=tuple(one for one in fresh if one.path not in seen),
        unread=tuple(unread),
        unchanged=unchanged,
        unreadable=tuple(survey.unreadable),
    )


def _stale(known: str | None, answers: dict[str | None, bool]) -> bool:
    if known not in answers:
        answers[known] = outdated(known)
    return answers[known]


def _changed(seen: Seen, found: Found, stale: dict[str | None, bool]) -> bool:
    if seen.size != found.size or seen.mtime_ns != found.mtime_ns:
        return True
    return not seen.checked_ns or abs(seen.checked_ns - seen.mtime_ns) < _RACY_NS or _stale(seen.recipe, stale)
