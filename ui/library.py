"""The documents page: what the library holds, adding, removing and re-indexing."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import gradio as gr

from index.documents import State
from index.library import Library
from index.syncing.report import Entry
from ui.arrivals import Arrivals, Batch
from ui.bridge import number, part, words
from ui.details import details_html
from ui.icons import icon
from ui.listing import listing_html
from ui.markup import Html, element
from ui.query import PROBLEMS, Query
from ui.shelf import Shelf
from ui.work import Indexing

KEPT_BATCHES = 8
"""Drops of files that may be on their way at the same time."""


@dataclass(slots=True)
class Browsing:
    """What one reader looks at on the page, kept on the server."""

    query: Query = field(default_factory=Query)
    detailed: frozenset[int] = frozenset()
    """Documents whose details are shown."""
    shown: str = ""
    """The list as it was sent last, and what it was made of."""
    made_of: tuple[object, ...] = ()
    batches: dict[str, Batch] = field(default_factory=dict)
    """The files that were added last, by what the page calls each drop of them."""
    passing: bool = False
    """Whether the word on what was done tells of something under way, and goes when that is over."""


class DocumentsPage:
    """Builds the page's list and carries out what its buttons ask for.

    :param incoming: the folder that the browser's uploads arrive in; nothing outside it is ever taken.
    """

    def __init__(self, library: Library, shelf: Shelf, indexing: Indexing, incoming: Path) -> None:
        self._library = library
        self._shelf = shelf
        self._indexing = indexing
        self._arrivals = Arrivals(incoming, library.uploads_path, library.upload)
        self._taking = threading.Lock()

    def listing(self, browsing: Browsing) -> str:
        """The list as it is now; made anew only where something changed, since it is asked for every second."""
        held, rereading = self._shelf.held(), self._indexing.rereading()
        made_of = (self._shelf.version, browsing.query, browsing.detailed, rereading, self._shelf.looked)
        if made_of != browsing.made_of:
            browsing.shown = listing_html(
                held,
                browsing.query,
                rereading,
                looked=self._shelf.looked,
                details=lambda document: details_html(self._library.catalog, document),
                detailed=browsing.detailed,
            )
            browsing.made_of = made_of
        return browsing.shown

    def find(self, event: gr.EventData, browsing: Browsing) -> str:
        """Show what was looked for, or another page of it."""
        page = number(event, "page")
        if page:
            browsing.query = replace(browsing.query, page=page)
        else:
            state = words(event, "state", 20)
            known = state if state in {*State, PROBLEMS} else ""
            browsing.query = Query(words(event, "words", 200), known, unfolded=browsing.query.unfolded)
        return self.listing(browsing)

    def open(self, event: gr.EventData, browsing: Browsing) -> str:
        """Show or hide what is inside a document, or its details."""
        chosen = frozenset([number(event, "document")])
        if words(event, "what", 20) == "details":
            browsing.detailed ^= chosen
        else:
            browsing.query = replace(browsing.query, unfolded=browsing.query.unfolded ^ chosen)
        return self.listing(browsing)

    def act(self, event: gr.EventData, browsing: Browsing) -> tuple[str, Html]:
        """Remove or re-index a document, or look for changes in all; returns the list and a word on what was done."""
        document_id = number(event, "document")
        document = self._library.catalog.document(document_id) if document_id else None
        browsing.passing = False
        match words(event, "what", 20):
            case "look":
                self._indexing.request()
                browsing.passing = True
                said = "Looking through all folders for changes."
            case "reindex" if document:
                self._indexing.request([Path(document.folder, document.path)], again=[document.id])
                said = f"Reading {document.path} again."
            case "remove" if document:
                said = self._remove(document_id, document.path)
            case _:
                said = "That document is no longer in the library."
        return self.listing(browsing), note(said)

    def own(self, entry: Entry, browsing: Browsing) -> bool:
        """Whether a reader has just added a document on this page, who was told so here."""
        if entry.folder != str(self._library.uploads_path):
            return False
        return any(entry.path in (*batch.added, *batch.replaced) for batch in browsing.batches.values())

    def cancel_model(self) -> Html:
        """Give up the building for another embedding model."""
        if self._library.switching.cancel():
            return note("The building was given up. What answered before goes on answering.")
        return note("It is over already.")

    def over(self, browsing: Browsing) -> bool:
        """Whether a word that tells of something under way is to go, because that is over; asked once for each."""
        if not browsing.passing or not self._indexing.idle():
            return False
        browsing.passing = False
        return True

    def _remove(self, document_id: int, path: str) -> str:
        try:
            self._library.remove(document_id)
        except KeyError:
            return "That document is no longer in the library."
        except OSError as error:
            return f"{path} could not be removed: {error.strerror or error}."
        return f"Removed {path}. It is no longer answered from."

    def take(self, event: gr.EventData, browsing: Browsing) -> tuple[str, Html]:
        """Take uploaded files into the library; those of one drop may come in several slices."""
        data: Any = event._data
        files = data.get("files") if isinstance(data, dict) else None
        with self._taking:
            key = words(event, "batch", 100)
            batch = browsing.batches.pop(key, Batch()) if key else Batch()
            taken = self._arrivals.take(files if isinstance(files, list) else (), batch)
            browsing.batches = dict([*browsing.batches.items(), (key, batch)][-KEPT_BATCHES:])
            said, bad = batch.said(), bool(batch.problems)
        if taken:
            self._indexing.request(taken)
        browsing.passing = False
        return self.listing(browsing), note(said, bad=bad)


def note(said: str, *, bad: bool = False) -> Html:
    """A word on what was done."""
    return element("p", said, class_="note bad" if bad else "note", role="alert" if bad else "status")


_STATES = (
    ("", "All states"),
    (State.READY, "Ready"),
    (State.QUEUED, "Waiting"),
    (State.FAILED, "Failed"),
    (State.SKIPPED, "Skipped"),
    (PROBLEMS, "With problems"),
)


def toolbar_part(formats: str) -> gr.HTML:
    """The search box, the state's choice and the buttons; it never changes.

    :param formats: suffixes of the files that are read, for the file dialog, such as ``.pdf,.md``.
    """
    value = element(
        "div",
        element("h1", "Documents"),
        element(
            "div",
            element(
                "label",
                icon("search"),
                element(
                    "input", type="search", id="find-words", placeholder="Find a document", aria_label="Find a document"
                ),
                class_="find",
            ),
            element(
                "select",
                *(element("option", label, value=str(state)) for state, label in _STATES),
                id="find-state",
                aria_label="Show documents by state",
            ),
            element(
                "button",
                icon("retry"),
                element("span", "Look for changes"),
                type="button",
                class_="button",
                data_do="look",
            ),
            element(
                "button",
                icon("upload"),
                element("span", "Add files"),
                type="button",
                class_="button strong",
                data_do="choose",
            ),
            element(
                "input",
                type="file",
                id="files",
                multiple=True,
                accept=formats or None,
                hidden=True,
                aria_label="Files to add",
            ),
            class_="tools",
        ),
        element("p", "Drop files here to add them.", class_="drop-hint"),
        element("p", "", class_="uploading", hidden=True),
        class_="toolbar",
    )
    return part("toolbar", value, events=("take",))
