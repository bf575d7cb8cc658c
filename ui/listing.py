"""The list of documents as HTML: what is found, one page of it, and each document's state in words."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from index.documents import Document, State
from index.loaders import FORMATS
from index.report import Activity
from ui.icons import icon
from ui.markup import Html, element, join
from ui.shelf import folder_name

PAGE = 100
"""Documents on one page of the list."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STATES = {
    State.QUEUED: "Waiting",
    State.READY: "Ready",
    State.FAILED: "Failed",
    State.SKIPPED: "Skipped",
}


@dataclass(frozen=True, slots=True)
class Query:
    """What the reader looks for in the list."""

    words: str = ""
    """All of them stand in the name, the title or the folder."""
    state: str = ""
    """A state, or empty for all."""
    page: int = 1


def found(documents: Sequence[Document], query: Query) -> list[Document]:
    """The documents that fit a query, in their order."""
    words = query.words.casefold().split()
    return [
        document
        for document in documents
        if (not query.state or document.state == query.state)
        and all(word in f"{document.folder}/{document.path}\n{document.title}".casefold() for word in words)
    ]


def listing_html(
    documents: Sequence[Document], query: Query, rereading: Collection[int] = (), *, looked: bool = True
) -> Html:
    """One page of what was found, with the way to the others.

    :param looked: whether the folders have been looked at, so that documents that are not here are not there.
    """
    if not documents:
        return _none_yet() if looked else element("div", element("h2", "Looking for documents"), class_="nothing")
    hits = found(documents, query)
    pages = max(1, -(-len(hits) // PAGE))
    page = min(max(query.page, 1), pages)
    shown = hits[(page - 1) * PAGE : page * PAGE]
    several = len({document.folder for document in documents}) > 1
    return join(
        (
            element(
                "p",
                _summary(documents, hits, query),
                class_="summary",
                # What was looked for is told; that more documents come in is not, one by one.
                role="status" if query.words or query.state else None,
            ),
            element("ul", *(_row(document, several, rereading) for document in shown), class_="documents"),
            _pager(page, pages) if pages > 1 else None,
        )
    )


def _none_yet() -> Html:
    return element(
        "div",
        element("h2", "No documents yet"),
        element(
            "p", "Add files above, or start Quoth with a folder to follow: ", element("code", "quoth serve FOLDER")
        ),
        class_="nothing",
    )


def _summary(documents: Sequence[Document], hits: Sequence[Document], query: Query) -> str:
    if query.words or query.state:
        return f"{counted(len(hits), 'document')} of {len(documents):,} found"
    bad = sum(document.state in (State.FAILED, State.SKIPPED) for document in documents)
    return f"{counted(len(documents), 'document')}{f', {bad:,} not read' if bad else ''}"


def _row(document: Document, several: bool, rereading: Collection[int]) -> Html:
    path = PurePosixPath(document.path)
    inside = "" if str(path.parent) == "." else str(path.parent)
    folder = "Uploaded" if document.uploaded else folder_name(document.folder) if several else ""
    busy = document.id in rereading
    state = "Waiting" if busy else _STATES[document.state]
    return element(
        "li",
        element(
            "div",
            _name(document, path.name),
            element("p", " / ".join(filter(None, (folder, inside))), class_="folder", title=document.folder),
            element("p", _reason(document), class_="reason") if document.reason and not busy else None,
            class_="names",
        ),
        element("span", _format(document, path), class_="format"),
        element("span", counted(document.pages, "page") if document.pages else "", class_="pages"),
        element("span", size_words(document.size), class_="size"),
        element("span", counted(document.chunks, "chunk") if document.chunks else "", class_="chunks"),
        _date(document.modified),
        element("span", state, class_="state"),
        _actions(document),
        class_="document",
        data_state="queued" if busy else document.state.value,
        data_document=document.id,
    )


def _name(document: Document, name: str) -> Html:
    if document.version is None:
        return element("span", name, class_="name", title=document.path)
    title = document.title if document.title != name else None
    return element(
        "button",
        element("span", name),
        element("span", title, class_="title") if title else None,
        type="button",
        class_="name",
        data_do="document",
        data_document=document.id,
        title=f"Open {document.path}",
    )


def _format(document: Document, path: PurePosixPath) -> str:
    known = FORMATS.get(document.format or "")
    return known.label if known else path.suffix.lstrip(".").upper()[:8]


def _reason(document: Document) -> str:
    # A loader's reason goes on from the file's name: "is empty", "could not be read: …".
    reason = f"This file {document.reason}".rstrip(".") + "."
    if document.state is State.FAILED and document.version is not None:
        return f"{reason} Its last good content still answers."
    return reason


def _actions(document: Document) -> Html:
    def action(name: str, do: str, label: str) -> Html:
        return element(
            "button",
            icon(name),
            type="button",
            class_="quiet",
            data_do=do,
            data_document=document.id,
            data_name=document.path,
            data_uploaded="yes" if document.uploaded else "no",
            aria_label=f"{label} {document.path}",
            title=label,
        )

    return element(
        "div", action("retry", "reindex", "Re-index"), action("remove", "remove", "Remove"), class_="actions"
    )


def _date(when: float) -> Html:
    moment = time.localtime(when)
    short = f"{moment.tm_mday} {_MONTHS[moment.tm_mon - 1]} {moment.tm_year}"
    return element(
        "time",
        short,
        datetime=time.strftime("%Y-%m-%dT%H:%M", moment),
        title=f"Changed {short}, {moment.tm_hour:02}:{moment.tm_min:02}",
    )


def _pager(page: int, pages: int) -> Html:
    def step(label: str, target: int) -> Html:
        return element(
            "button",
            label,
            type="button",
            class_="button",
            data_do="page",
            data_page=target,
            disabled=not 1 <= target <= pages,
        )

    return element(
        "nav",
        step("Previous", page - 1),
        element("span", f"Page {page:,} of {pages:,}"),
        step("Next", page + 1),
        class_="pager",
        aria_label="Pages of the list",
    )


def progress_html(activity: Activity, problem: str | None) -> Html:
    """What indexing does, with a bar; or why it failed."""
    if activity.busy:
        return element(
            "div",
            element("p", activity_words(activity), class_="doing"),
            element("progress", max=activity.total, value=activity.done, aria_label="Indexing")
            if activity.total
            else None,
            element("p", activity.path, class_="path") if activity.path else None,
            class_="progress",
        )
    if problem:
        return element("div", element("p", problem), class_="problem", role="alert")
    return Html("")


def activity_words(activity: Activity) -> str:
    """What indexing does, in a few words."""
    match activity.stage:
        case "indexing":
            left = activity.seconds_left
            ending = f", {time_words(left)} left" if left is not None and left >= 2 else ""
            return (
                f"Indexing {min(activity.done + 1, activity.total):,} of {counted(activity.total, 'document')}{ending}"
            )
        case "loading the model":
            return "Loading the model"
        case "looking":
            return "Looking for changes"
        case "":
            return ""
        case _:
            return activity.stage.capitalize()


def counted(n: int, noun: str) -> str:
    """A number with its noun: ``1 page``, ``2,000 pages``."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def size_words(size: int) -> str:
    """A size in bytes as a person says it."""
    amount, unit = float(size), "bytes"
    for larger in ("kB", "MB", "GB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    if unit == "bytes":
        return counted(size, "byte")
    return f"{amount:.0f} {unit}" if amount >= 10 else f"{amount:.1f} {unit}"


def time_words(seconds: float) -> str:
    """A time to wait, roughly."""
    if seconds < 90:
        return f"about {max(1, round(seconds)):.0f} s"
    if seconds < 5400:
        return f"about {seconds / 60:.0f} min"
    return f"about {seconds / 3600:.1f} h"
