"""The list of documents as HTML: what is found, one page of it, and each document's state in words."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.text.pages import unit_of
from index.documents import Document, State
from index.loaders import FORMATS
from ui.icons import icon
from ui.markup import Html, element, join
from ui.shelf import Held, folder_name
from ui.wording import counted, date_words, size_words

PAGE = 100
"""Documents on one page of the list."""

PROBLEMS = "problems"
"""Of a query: all that was not read, or should be looked at."""

_STATES = {
    State.QUEUED: "Waiting",
    State.READY: "Ready",
    State.FAILED: "Failed",
    State.SKIPPED: "Skipped",
}
_NOT_READ = (State.FAILED, State.SKIPPED)


@dataclass(frozen=True, slots=True)
class Query:
    """What the reader looks for in the list."""

    words: str = ""
    """All of them stand in the name, the title or the folder."""
    state: str = ""
    """A state, ``PROBLEMS``, or empty for all."""
    page: int = 1
    unfolded: frozenset[int] = frozenset()
    """Documents whose members are shown; what is looked for is found wherever it is."""

    @property
    def looking(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.words or self.state)


def found(held: Held, query: Query) -> list[Document]:
    """The documents that fit a query, in their order."""
    if not query.looking:
        return _unfolded(held.documents, query.unfolded)
    words = query.words.casefold().split()
    return [
        document
        for document in held.documents
        if _in_state(document, query.state, held.notes)
        and all(word in f"{document.folder}/{document.path}\n{document.title}".casefold() for word in words)
    ]


def _in_state(document: Document, state: str, notes: Mapping[int, Sequence[str]]) -> bool:
    if state == PROBLEMS:
        return document.state in _NOT_READ or document.id in notes
    return not state or document.state == state


def _unfolded(documents: Sequence[Document], unfolded: Collection[int]) -> list[Document]:
    """The files, and of what is inside them that which is unfolded."""
    shown: list[Document] = []
    seen: set[int] = set()
    for document in documents:
        if document.container is None or (document.container in unfolded and document.container in seen):
            shown.append(document)
            seen.add(document.id)
    return shown


def listing_html(
    held: Held,
    query: Query,
    rereading: Collection[int] = (),
    *,
    looked: bool = True,
    details: Callable[[Document], Html] | None = None,
    detailed: Collection[int] = (),
) -> Html:
    """One page of what was found, with the way to the others.

    :param looked: whether the folders have been looked at, so that documents that are not here are not there.
    :param details: says more of those documents that are in ``detailed``.
    """
    if not held.documents:
        return _none_yet() if looked else element("div", element("h2", "Looking for documents"), class_="nothing")
    hits = found(held, query)
    pages = max(1, -(-len(hits) // PAGE))
    page = min(max(query.page, 1), pages)
    several = len({document.folder for document in held.documents}) > 1
    rows = (
        _row(document, _Place(held, query, several), rereading, details(document) if details else None)
        if document.id in detailed
        else _row(document, _Place(held, query, several), rereading, None)
        for document in hits[(page - 1) * PAGE : page * PAGE]
    )
    return join(
        (
            element(
                "p",
                _summary(held, hits, query),
                class_="summary",
                # What was looked for is told; that more documents come in is not, one by one.
                role="status" if query.looking else None,
            ),
            element("ul", *rows, class_="documents"),
            _pager(page, pages) if pages > 1 else None,
        )
    )


def _none_yet() -> Html:
    return element(
        "div",
        element("h2", "No documents yet"),
        element(
            "p", "Add files or follow a folder above, or start Quoth with one: ", element("code", "quoth serve FOLDER")
        ),
        class_="nothing",
    )


def _summary(held: Held, hits: Sequence[Document], query: Query) -> str:
    documents = held.documents
    if query.looking:
        return f"{counted(len(hits), 'document')} of {len(documents):,} found"
    inside = sum(document.container is not None for document in documents)
    bad = sum(document.state in _NOT_READ for document in documents)
    parts = [
        counted(len(documents), "document"),
        f"{inside:,} of them inside other files" if inside else "",
        f"{bad:,} not read" if bad else "",
        f"{len(held.notes):,} to look at" if held.notes else "",
    ]
    return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class _Place:
    """What a row is one of."""

    held: Held
    query: Query
    several: bool
    """Whether there are several folders, so that each has to be named."""

    def container(self, document: Document) -> Document | None:
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


def _row(document: Document, place: _Place, rereading: Collection[int], more: Html | None) -> Html:
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
