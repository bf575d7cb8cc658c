"""What is in the library: answers counted from the catalog's list of documents, none of which cites one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from assistant.reach import Reach
from assistant.reading.reading import Found
from assistant.retrieval.filters import allowed
from assistant.text.days import Days
from index.documents import Document, Source, State

NAMED = 10
"""Documents that one answer names at most."""

_FORMATS = {
    "word": ("docx", "doc"),
    "doc": ("docx", "doc"),
    "excel": ("xlsx", "xls"),
    "powerpoint": ("pptx", "ppt"),
    "md": ("markdown",),
    "txt": ("text",),
    "plain text": ("text",),
    "htm": ("html",),
} | dict.fromkeys(("e-mail", "email", "mail"), ("eml", "msg"))
"""Formats that people's words for them stand for; any other word stands for itself."""
_SAME_NAME = re.compile(r"[\W_]+")


def documents_of(reach: Reach) -> list[Document]:
    """All documents of the library that the question may be answered from, by folder and path."""
    found = reach.catalog.documents()
    if not reach.only:
        return found
    as_sources = {
        one.id: Source(one.id, one.folder, one.path, one.title, one.version or "", one.format or "", one.modified)
        for one in found
    }
    kept = {source.document for source in allowed(as_sources.values(), reach.only)}
    return [one for one in found if one.id in kept]


def count(documents: Sequence[Document], format_: str | None, folder: str | None) -> Found | None:
    """How many documents there are, of a format or in a folder where the question names one."""
    chosen = _chosen(documents, format_, folder)
    if chosen is None:
        return None
    answering = [one for one in chosen if one.version is not None]
    what = f"{_label(format_)} document" if format_ else "document"
    where = f" in {folder}" if folder else " in the library"
    said = f"There {_are(len(answering), what)}{where}."
    if not format_ and not folder and answering:
        said += f" By format: {_by_format(answering)}."
    waiting = sum(one.state is State.QUEUED and one.version is None for one in chosen)
    failed = sum(one.state in (State.FAILED, State.SKIPPED) and one.version is None for one in chosen)
    if waiting:
        said += f" {_number(waiting, 'more file')} {'is' if waiting == 1 else 'are'} waiting to be read."
    if failed:
        said += f" {_number(failed, 'file')} could not be read."
    return _plain(said)


def listing(documents: Sequence[Document], format_: str | None, folder: str | None) -> Found | None:
    """The documents by name."""
    chosen = _chosen(documents, format_, folder)
    if chosen is None:
        return None
    chosen = [one for one in chosen if one.version is not None]
    if not chosen:
        return _plain(
            f"There is no {_label(format_) + ' ' if format_ else ''}document{' in ' + folder if folder else ''}."
        )
    return _plain(
        f"There {_are(len(chosen), (_label(format_) + ' ' if format_ else '') + 'document')}:{_lines(chosen)}"
    )


def arrived(documents: Sequence[Document], days: Days, changed: bool, when: str) -> Found:
    """The documents that were added, or changed, on given days; the newest first."""
    dated = [(_local(one.modified if changed else one.added), one) for one in documents]
    chosen = [one for at, one in sorted(dated, key=lambda pair: pair[0], reverse=True) if days.holds(at.date())]
    verb = "changed" if changed else "arrived"
    if not chosen:
        return _plain(f"No document {verb} {when}.")
    return _plain(f"{_number(len(chosen), 'document')} {verb} {when}:{_lines(chosen)}")


def extreme(documents: Sequence[Document], sort: str) -> Found:
    """The newest, oldest, largest, ... document."""
    chosen = [one for one in documents if one.version is not None]
    if not chosen:
        return _plain("There is no document in the library yet.")
    if sort in ("newest", "latest", "most recent", "oldest", "earliest"):
        pick = min if sort in ("oldest", "earliest") else max
        best = pick(chosen, key=lambda one: (one.modified, one.added))
        same = [one for one in chosen if one.modified == best.modified]
        when = f", last changed on {_day(best.modified)}"
    else:
        pick = min if sort in ("smallest", "shortest") else max
        best = pick(chosen, key=lambda one: one.size)
        same = [one for one in chosen if one.size == best.size]
        when = f", with {_bytes(best.size)}"
    said = f"The {sort} document is {best.path}{when}."
    return _plain(
        said + (f" {_number(len(same) - 1, 'other')} {'is' if len(same) == 2 else 'are'} equal." if same[1:] else "")
    )


def formats(documents: Sequence[Document]) -> Found:
    """How many documents there are of each format."""
    chosen = [one for one in documents if one.version is not None]
    if not chosen:
        return _plain("There is no document in the library yet.")
    return _plain(f"The {_number(len(chosen), 'document')} of the library by format: {_by_format(chosen)}.")


def readable() -> Found:
    """Which formats can be read at all."""
    from index.loaders import FORMATS

    names = list(dict.fromkeys(format_.label for format_ in FORMATS.values()))
    return _plain(f"These formats are read: {_and(names)}.")


def there(documents: Sequence[Document], name: str) -> Found | None:
    """Whether a document is in the library, and what has become of it."""
    found = named(documents, name)
    if not found:
        return _plain(f"No, there is no document called {name} in the library.")
    said = [f"{one.path} {_state(one)}" for one in found[:NAMED]]
    return _plain(("Yes: " if any(one.version for one in found) else "No: ") + "; ".join(said) + ".")


def unread(documents: Sequence[Document]) -> Found:
    """The documents that could not be read, each with why."""
    failed = [one for one in documents if one.state in (State.FAILED, State.SKIPPED)]
    if not failed:
        return _plain("All documents could be read.")
    lines = [f"{one.path} {one.reason or 'could not be read'}" for one in failed]
    return _plain(f"{_number(len(failed), 'document')} could not be read:{_bullets(lines)}")


def facts(documents: Sequence[Document], name: str) -> Found | None:
    """The pages and dates of one document."""
    found = named(documents, name)
    if not found:
        return _plain(f"There is no document called {name} in the library.")
    said: list[str] = []
    for one in found[:NAMED]:
        pages = f"has {_number(one.pages, 'page')}, " if one.pages else ""
        said.append(f"{one.path} {pages}was last changed on {_day(one.modified)} and added on {_day(one.added)}")
    return _plain("; ".join(said) + ".")


def folders(documents: Sequence[Document]) -> Found:
    """The library's folders, with how many documents each holds."""
    counts = Counter(one.folder for one in documents if one.version is not None)
    if not counts:
        return _plain("There is no document in the library yet.")
    lines = [f"{folder}: {_number(number, 'document')}" for folder, number in sorted(counts.items())]
    return _plain(f"The library holds {_number(len(counts), 'folder')}:{_bullets(lines)}")


def named(documents: Sequence[Document], name: str) -> list[Document]:
    """The documents that a name means: a path, a file name, or either without its ending or in other spelling."""
    wanted = name.strip().strip("\"“”'").casefold()
    plain = folded(wanted)
    keys: tuple[tuple[str, Callable[[Document], tuple[str, ...]]], ...] = (
        (wanted, lambda one: (one.path.casefold(), f"{one.folder}/{one.path}".casefold())),
        (wanted, lambda one: (PurePosixPath(one.path).name.casefold(),)),
        (wanted, lambda one: (PurePosixPath(one.path).stem.casefold(), one.title.casefold())),
        (plain, lambda one: (folded(PurePosixPath(one.path).stem), folded(one.title))),
    )
    for key, names in keys:
        if key and (found := [one for one in documents if key in names(one)]):
            return found
    return []


def folded(name: str) -> str:
    """A name without case and marks: ``Annual_Report-2`` and ``annual report 2`` are one."""
    return _SAME_NAME.sub(" ", name.casefold()).strip()


def _chosen(documents: Sequence[Document], format_: str | None, folder: str | None) -> list[Document] | None:
    """The documents of a format and in a folder; None where no folder has that name."""
    chosen = list(documents)
    if folder:
        chosen = [one for one in chosen if _inside(one, folder)]
        if not chosen:
            return None
    if format_:
        word = format_.lower()
        names = _FORMATS.get(word) or _FORMATS.get(word.removesuffix("s")) or (word.removesuffix("s"),)
        chosen = [
            one
            for one in chosen
            if one.format in names or PurePosixPath(one.path).suffix.lower().removeprefix(".") in names
        ]
    return chosen


def _inside(document: Document, folder: str) -> bool:
    wanted = folded(folder)
    places = [*PurePosixPath(document.path).parts[:-1], PurePosixPath(document.folder).name]
    return any(folded(place) == wanted for place in places) or (
        f"{document.folder}/{document.path}".casefold().startswith(folder.strip().casefold().rstrip("/") + "/")
        or document.path.casefold().startswith(folder.strip().casefold().strip("/") + "/")
    )


def _by_format(documents: Sequence[Document]) -> str:
    counts = Counter(_label(one.format) for one in documents)
    return _and([f"{number:,} {label}" for label, number in counts.most_common()])


def _label(format_: str | None) -> str:
    from index.loaders import FORMATS

    known = FORMATS.get((format_ or "").lower().removesuffix("s"))
    return known.label if known else format_ or "other"


def _state(document: Document) -> str:
    if document.state is State.READY:
        return f"is indexed, as it was on {_day(document.modified)}"
    if document.state is State.QUEUED:
        return "is waiting to be read"
    kept = "; its last good version answers" if document.version else ""
    return f"{document.reason or 'could not be read'}{kept}"


def _lines(documents: Sequence[Document]) -> str:
    return _bullets(
        [one.path if one.title == PurePosixPath(one.path).name else f"{one.path} ({one.title})" for one in documents]
    )


def _bullets(lines: Sequence[str]) -> str:
    more = f"\n- and {len(lines) - NAMED:,} more" if len(lines) > NAMED else ""
    return "".join(f"\n- {line}" for line in lines[:NAMED]) + more


def _plain(text: str) -> Found:
    return Found("plain", text, confidence=1.0, known=True)


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _are(number: int, what: str) -> str:
    return f"{'is' if number == 1 else 'are'} {_number(number, what)}"


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _local(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds)


def _day(seconds: float) -> str:
    at = _local(seconds)
    return f"{at.day} {at:%B %Y}"


def _bytes(size: int) -> str:
    for unit, step in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size} bytes"
