"""The viewer: a document's text beside the chat, scrolled to the quote that was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import gradio as gr

from assistant.answers import Citation, Passage
from index.documents import Document, Span
from index.text.layout import Layout
from ui.answers import place_name
from ui.bridge import number, part, words
from ui.conversation import Conversation, Exchange
from ui.icons import icon
from ui.markup import Html, element
from ui.reading import grown, reading_html, window

if TYPE_CHECKING:
    from index.library import Library

KEPT = 4
"""Documents whose text and layout are kept at hand, for "show more" and the next citation."""


@dataclass(frozen=True, slots=True)
class View:
    """What the viewer shows: a stretch of a document and the part of it that is marked."""

    document: int
    version: str
    marked: Span
    shown: Span | None = None
    turn: int = 0
    citation: int = 0
    """Which citation of which exchange it stands for; 0 for a passage or a document opened by itself."""
    quote: str = ""
    """What is marked."""


@dataclass(slots=True)
class Opened:
    """The viewer's state, kept on the server for each reader."""

    view: View | None = None


class Viewer:
    """Builds the viewer's panel and answers its events."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._load = lru_cache(maxsize=KEPT)(self._fetch)

    def _fetch(self, version: str, document: int) -> tuple[str, Layout]:
        catalog = self._library.catalog
        return catalog.text(version, document), catalog.layout(version, document)

    def _read(self, version: str, document: int) -> tuple[str, Layout]:
        """The text and layout of a version; KeyError once the document has another, though they are at hand."""
        now = self._library.catalog.document(document)
        if now is None or now.version != version:
            raise KeyError(version)
        return self._load(version, document)

    def show(self, event: gr.EventData, conversation: Conversation, opened: Opened) -> Html:
        """Open a citation or a passage of an exchange, or a document by its id."""
        turn = number(event, "turn")
        if not turn:
            return self._document(number(event, "document"), opened)
        exchange = conversation.find(turn)
        citation = exchange.citation(number(event, "citation")) if exchange else None
        place = citation or (exchange.passage(number(event, "passage")) if exchange else None)
        if exchange is None or place is None:
            opened.view = None
            return _notice("Nothing to show", "The answer that stood on this source is no longer in the chat.", None)
        view = View(place.document_id, place.version, Span(place.start, place.end), quote=_words_of(place))
        if citation:
            view = replace(view, turn=exchange.number, citation=citation.number)
        return self._open(view, exchange, place, opened)

    def more(self, event: gr.EventData, conversation: Conversation, opened: Opened) -> Html:
        """Show more of the text above or below what is shown."""
        view = opened.view
        if view is None or view.shown is None:
            return Html("")
        try:
            text, layout = self._read(view.version, view.document)
        except KeyError:
            return self._document(view.document, opened)
        shown = grown(layout, len(text), view.shown, above=words(event, "where") == "above")
        opened.view = replace(view, shown=shown)
        exchange = conversation.find(view.turn)
        place = exchange.citation(view.citation) if exchange else None
        return self._panel(opened.view, exchange, place, text, layout)

    def anew(self, opened: Opened) -> Html:
        """Show the document as it is now, at the same words if they are still in it."""
        view = opened.view
        if view is None:
            return Html("")
        document = self._library.catalog.document(view.document)
        if document is None or document.version is None:
            return self._document(view.document, opened)
        try:
            text, layout = self._read(document.version, document.id)
        except KeyError:  # it has changed once more
            return self._document(view.document, opened)
        marked = _again(text, view.quote, view.marked.start)
        word = "The words that were marked are no longer in it." if view.quote and marked is None else None
        marked = marked or Span(0, 0)
        shown = window(layout, len(text), marked.start, marked.end)
        opened.view = View(document.id, document.version, marked, shown, quote=view.quote)
        return self._panel(opened.view, None, None, text, layout, word)

    def stale(self, opened: Opened, now: Mapping[int, Document]) -> Html:
        """That the open document has changed or gone since it was opened; nothing if it has not.

        :param now: the library's documents by id.
        """
        view = opened.view
        if view is None:
            return Html("")
        document = now.get(view.document)
        if document is not None and document.version == view.version:
            return Html("")
        button = None
        if document is None:
            said = "This document is no longer in the library. What is shown is what it held."
        elif document.version is None:
            said = "This document can no longer be read. What is shown is what it held."
        else:
            said = "This document has changed since it was opened."
            button = element("button", "Show the new text", type="button", class_="button", data_do="anew")
        return element(
            "div", element("p", said), button, class_="stale", data_document=view.document, data_version=view.version
        )

    def shut(self, opened: Opened) -> str:
        """Close the viewer."""
        opened.view = None
        return ""

    def _document(self, document_id: int, opened: Opened) -> Html:
        document = self._library.catalog.document(document_id)
        if document is None or document.version is None:
            opened.view = None
            reason = document.reason if document else None
            return _notice("Nothing to show", reason or "This document is no longer in the library.", None)
        return self._open(View(document.id, document.version, Span(0, 0)), None, None, opened)

    def _open(self, view: View, exchange: Exchange | None, place: Citation | Passage | None, opened: Opened) -> Html:
        opened.view = view
        try:
            text, layout = self._read(view.version, view.document)
        except KeyError:
            opened.view = None  # no text is shown that could change
            now = self._library.catalog.document(view.document)
            return _gone(place, now)
        shown = window(layout, len(text), view.marked.start, view.marked.end)
        opened.view = replace(view, shown=shown)
        return self._panel(opened.view, exchange, place, text, layout)

    def _panel(
        self,
        view: View,
        exchange: Exchange | None,
        place: Citation | Passage | None,
        text: str,
        layout: Layout,
        word: str | None = None,
    ) -> Html:
        document = self._library.catalog.document(view.document)
        shown = view.shown or Span(0, len(text))
        title = document.title if document else place.document if place else "Document"
        where = place_name(place) if place else document.path if document else ""
        body = element(
            "div",
            _more("above") if shown.start > 0 else None,
            element("div", reading_html(text, layout, shown, view.marked), class_="text"),
            _more("below") if shown.end < len(text) else None,
            class_=f"body{' paged' if layout.pages else ''}",
            tabindex=0,
            role="region",
            aria_label=f"Text of {title}",
        )
        return element(
            "section",
            _head(title, where, _steps(view, exchange)),
            element("p", word, class_="word", role="status") if word else None,
            body,
            class_="reader",
            aria_label="Source",
            data_document=view.document,
            data_version=view.version,
            data_turn=view.turn,
            data_citation=view.citation,
            data_marked=f"{view.marked.start}-{view.marked.end}",
        )


def _words_of(place: Citation | Passage) -> str:
    return place.quote if isinstance(place, Citation) else place.text


def _again(text: str, quote: str, near: int) -> Span | None:
    """Where a text says the same words again, nearest to a place; None where it does not."""
    before, after = text.rfind(quote, 0, near + len(quote)), text.find(quote, near)
    places = [place for place in (before, after) if quote and place >= 0]
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - near))
    return Span(start, start + len(quote))


def _head(title: str, where: str, steps: Html | None) -> Html:
    close = element(
        "button",
        icon("close"),
        type="button",
        class_="quiet",
        data_do="shut",
        aria_label="Close the source",
        title="Close (Esc)",
    )
    return element(
        "header",
        element("div", element("h2", title, title=title), element("p", where, title=where), class_="names"),
        steps,
        close,
    )


def _steps(view: View, exchange: Exchange | None) -> Html | None:
    """Buttons for the citations before and after this one, if its answer has several."""
    numbers = [citation.number for citation in exchange.cited] if exchange else []
    if view.citation not in numbers or len(numbers) < 2:
        return None
    place = numbers.index(view.citation)

    def step(name: str, label: str, target: int) -> Html:
        return element(
            "button",
            icon(name),
            type="button",
            class_="quiet",
            data_do="cite",
            data_turn=view.turn,
            data_citation=numbers[target % len(numbers)],
            aria_label=label,
            title=label,
        )

    return element(
        "div",
        step("previous", "Previous citation", place - 1),
        element("span", f"{place + 1} of {len(numbers)}", class_="count"),
        step("next", "Next citation", place + 1),
        class_="steps-between",
        role="group",
        aria_label="Citations of this answer",
    )


def _more(where: str) -> Html:
    return element("button", f"Show more {where}", type="button", class_="more", data_do="more", data_where=where)


def _gone(place: Citation | Passage | None, now: Document | None) -> Html:
    """What is left of a quote whose version answers no more."""
    quote = _words_of(place) if place else ""
    if now is None:
        return _notice(
            "No longer in the library", "This document was removed after the answer was given. It said:", quote
        )
    if now.version is None:
        return _notice(now.title, "This document can no longer be read. When the answer was given, it said:", quote)
    again = element(
        "button", "Open it as it is now", type="button", class_="button", data_do="document", data_document=now.id
    )
    return _notice(now.title, "This document has changed since the answer was given. It said:", quote, again)


def _notice(title: str, reason: str, quote: str | None, *further: Html) -> Html:
    return element(
        "section",
        _head(title, "", None),
        element(
            "div",
            element("p", reason),
            element("blockquote", quote) if quote else None,
            *further,
            class_="body",
            tabindex=0,
            role="region",
            aria_label="Source",
        ),
        class_="reader notice",
        aria_label="Source",
    )


def viewer_part() -> gr.HTML:
    """The panel's component, closed."""
    return part("source", events=("show", "more", "anew", "shut"))
