"""A document's line in the list: its name and place, its state in words, and what can be done with it."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.text.pages import unit_of
from index.documents import Document, State
from index.loaders import FORMATS
from ui.icons import icon
from ui.markup import Html, element
from ui.query import Query
from ui.shelf import Held, folder_name
from ui.wording import counted, date_words, size_words

_STATES = {
    State.QUEUED: "Waiting",
    State.READY: "Ready",
    State.FAILED: "Failed",
    State.SKIPPED: "Skipped",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a row is one of."""

    held: Held
    query: Query
    several: bool
    """Whether there are several folders, so that each has to be named."""

    def container(self, document: Document) -> Document | None:
        """The document that one is inside of."""
        return None if document.container is None else self.held.by_id.get(document.container)

    def depth(self, document: Document) -> int:
        """How deep inside files a document is that is shown below the one that holds it."""
        depth, above = 0, document
        while not self.query.looking and (container := self.container(above)) is not None:
            depth, above = depth + 1, container
        return depth

    def words(self, document: Document) -> str:
        """Where a document is."""
        container = self.container(document)
        if container is None:
            folder = "Uploaded" if document.uploaded else folder_name(document.folder) if self.several else ""
            return " / ".join(filter(None, (folder, _above(document.path))))
        inside = _above(document.path.removeprefix(container.path + "/"))
        if not self.query.looking:
            return inside
        return " / ".join(filter(None, (f"in {container.path}", inside)))


def _above(path: str) -> str:
    parent = str(PurePosixPath(path).parent)
    return "" if parent == "." else parent


def row(document: Document, place: Place, rereading: Collection[int], more: Html | None) -> Html:
    """A document's line in the list.

    :param rereading: ids of documents that are being read again.
    :param more: its details, where they are shown.
    """
    path = PurePosixPath(document.path)
    busy = document.id in rereading
    state = "Waiting" if busy else _STATES[document.state]
    depth = place.depth(document)
    notes = () if busy else place.held.notes.get(document.id, ())
    return element(
        "li",
        element(
            "div",
            _name(document, path.name),
            element("p", place.words(document), class_="folder", title=document.folder),
            element("p", _reason(document), class_="reason") if document.reason and not busy else None,
            _badge(document, notes, shown=more is not None),
            _holds(document, place.query) if document.members else None,
            class_="names",
        ),
        element("span", _format(document, path), class_="format"),
        element("span", counted(document.pages, unit_of(document.format)) if document.pages else "", class_="pages"),
        element("span", size_words(document.size), class_="size"),
        element("span", counted(document.chunks, "chunk") if document.chunks else "", class_="chunks"),
        _date(document.modified),
        element("span", state, class_="state"),
        _actions(document, shown=more is not None),
        more,
        class_=f"document inside depth-{min(depth, 4)}" if depth else "document",
        data_state="queued" if busy else document.state.value,
        data_document=document.id,
    )


def _name(document: Document, name: str) -> Html:
    if document.version is None or (document.members and not document.chunks):
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


def _badge(document: Document, notes: Sequence[str], *, shown: bool) -> Html | None:
    """What is to be looked at, which opens the details."""
    if not notes:
        return None
    more = f" (and {len(notes) - 1} more)" if len(notes) > 1 else ""
    return element(
        "button",
        icon("warning"),
        element("span", f"{notes[0][:1].upper()}{notes[0][1:]}{more}"),
        type="button",
        class_="badge",
        data_do="details",
        data_document=document.id,
        data_by="badge",
        aria_expanded="true" if shown else "false",
        title="Show the details",
    )


def _holds(document: Document, query: Query) -> Html:
    """How many documents are inside a file, which shows or hides them."""
    words = counted(document.members, "document")
    if query.looking:
        return element("p", f"Holds {words}", class_="folder")
    return element(
        "button",
        icon("fold"),
        element("span", words, element("span", f" in {document.path}", class_="unseen")),
        type="button",
        class_="holds",
        data_do="unfold",
        data_document=document.id,
        aria_expanded="true" if document.id in query.unfolded else "false",
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


def _actions(document: Document, *, shown: bool) -> Html:
    def action(name: str, do: str, label: str, **more: str) -> Html:
        return element(
            "button",
            icon(name),
            type="button",
            class_="quiet",
            data_do=do,
            data_document=document.id,
            aria_label=f"{label} {document.path}",
            title=label.removesuffix(" of"),
            **more,
        )

    uploaded = "yes" if document.uploaded and document.container is None else "no"
    return element(
        "div",
        action("details", "details", "Details of", aria_expanded="true" if shown else "false"),
        action("retry", "reindex", "Re-index"),
        action("remove", "remove", "Remove", data_name=document.path, data_uploaded=uploaded),
        class_="actions",
    )


def _date(when: float) -> Html:
    return element(
        "time",
        date_words(when),
        datetime=time.strftime("%Y-%m-%dT%H:%M", time.localtime(when)),
        title=f"Changed {date_words(when, clock=True)}",
    )
