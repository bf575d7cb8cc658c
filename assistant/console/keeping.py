"""``quoth purge``, ``quoth export`` and ``quoth import``: what is kept of what is gone, and backups."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.console.printing import units
from assistant.service import Record, RequestError
from assistant.settings import Settings, expanded
from assistant.terminal import printable

if TYPE_CHECKING:
    from index.keeping.restoring import Restored

LISTED = 20
"""Names of one kind that are listed; --json gives all."""

CONVERSATIONS = (
    "Conversations are not saved: an open page shows what it quoted until it is closed or loaded again. "
    "Copies of answers that were exported are not Quoth's to remove."
)


def purge(arguments: Namespace, settings: Settings) -> tuple[Record, list[str]]:
    """List or remove what is kept of documents that are gone: as JSON, and in lines for people."""
    from assistant.owner import reach
    from index.keeping.purging import KINDS

    unknown = [kind for kind in arguments.kinds if kind not in KINDS]
    if unknown:
        raise RequestError(f"There is nothing named {unknown[0]} to purge. Name some of: {', '.join(KINDS)}.")
    with reach(settings, "quoth purge") as service:
        kept = [one for one in service.kept() if not arguments.kinds or one["kind"] in arguments.kinds]
        chosen = [one["kind"] for one in kept if arguments.kinds or not one["needed"]]
        if not arguments.yes:
            return {"kept": kept, "removed": [], "complete": True}, _listed(kept, chosen, arguments.kinds)
        done = service.purge(chosen)
    left = [one for one in kept if one["kind"] not in chosen]
    return {"kept": left, **done}, _removed(done, left)


def _listed(kept: Sequence[Record], chosen: Sequence[str], kinds: Sequence[str]) -> list[str]:
    lines = [line for one in kept for line in _one(one)] or ["Nothing is kept of documents that are gone."]
    lines.append(CONVERSATIONS)
    if chosen:
        lines.append(f"To remove {_and(chosen)}: quoth purge {' '.join([*kinds, '--yes'])}")
    lines += [
        f"To remove {one['kind']} too: quoth purge {one['kind']} --yes" for one in kept if one["kind"] not in chosen
    ]
    return lines


def _one(one: Record) -> Iterator[str]:
    size = "" if one["size"] is None else f" ({units.size(one['size'])})"
    yield f"{one['kind']}: {one['what']}{size}"
    yield from (f"  {printable(item)}" for item in one["items"][:LISTED])
    if len(one["items"]) > LISTED:
        yield f"  and {len(one['items']) - LISTED:,} more"


def _removed(done: Record, left: Sequence[Record]) -> list[str]:
    lines = [f"Removed {one['kind']}: {one['what']}." for one in done["removed"]] or ["There was nothing to remove."]
    if not done["complete"]:
        lines.append("Documents are being indexed: what was removed is overwritten on the disk when that is done.")
    lines += [f"Kept {one['kind']}: {one['what']}." for one in left]
    return [*lines, CONVERSATIONS]


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def export(arguments: Namespace, settings: Settings) -> tuple[Record, list[str]]:
    """Write a backup, through the owner where there is one."""
    from assistant.owner import reach

    target = arguments.file.absolute()
    with reach(settings, "quoth export") as service:
        record = service.export(str(target), arguments.replace)
    line = (
        f"Wrote {printable(str(target))} ({units.size(record['size'])}): {record['documents']:,} "
        f"documents, {record['uploads']:,} uploaded files. The files of followed folders are not in it."
    )
    return record, [line]


def import_(arguments: Namespace, settings: Settings) -> tuple[Record, list[str]]:
    """Make a library of a backup."""
    from index.keeping.restoring import restore

    places = []
    for pair in arguments.map:
        old, equals, new = pair.partition("=")
        if not (old and equals and new):
            raise RequestError(f"--map {pair} is not OLD=NEW, such as /home/ann/papers=/srv/papers.")
        places.append((old, str(expanded(new).absolute())))
    restored = restore(arguments.file.absolute(), settings.data, replace=arguments.replace, places=places)
    return _restored(restored), list(_told(restored, settings))


def _restored(restored: Restored) -> Record:
    manifest = restored.manifest
    return {
        "documents": manifest.documents,
        "chunks": manifest.chunks,
        "uploads": restored.uploads,
        "model": manifest.model,
        "made": manifest.made,
        "folders": [{"path": one.path, "there": one.there, "documents": one.documents} for one in restored.folders],
    }


def _told(restored: Restored, settings: Settings) -> Iterator[str]:
    manifest = restored.manifest
    yield (
        f"The backup of {printable(manifest.made)} is in {settings.data}: {manifest.documents:,} documents, "
        f"{restored.uploads:,} uploaded files. Nothing has to be embedded again."
    )
    for one in restored.folders:
        path = printable(one.path)
        if one.there:
            yield f"  {path} is followed on."
        else:
            yield f"  {path} is not there: its {one.documents:,} documents are kept and answer."
    if not all(one.there for one in restored.folders):
        yield "If such a folder is elsewhere here, import again with --replace and --map OLD=NEW."
