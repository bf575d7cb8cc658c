"""The page put together: header, chat, documents and viewer, and which handler answers which event."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.loaders import FORMATS
from ui.bridge import listen, part
from ui.chat import Chat
from ui.conversation import Conversation
from ui.folders import FoldersPanel
from ui.header import banner_html, masthead_part, status_html
from ui.library import Browsing, DocumentsPage, toolbar_part
from ui.markup import Html
from ui.news import news_html, news_lines
from ui.progress import progress_html
from ui.shelf import Shelf
from ui.sources import Opened, Viewer, viewer_part
from ui.work import Indexing

if TYPE_CHECKING:
    from assistant.assistant import Assistant

TICK = 1.0
"""Seconds between two looks at what has changed."""

SESSIONS = 200
"""Readers whose conversation and place are remembered; beyond them the one that was away longest begins anew."""

_QUIET: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
_EACH: dict[str, Any] = {**_QUIET, "trigger_mode": "multiple"}
"""For what a reader does: it counts even while the same, done just before, is on its way."""
_STREAM: dict[str, Any] = {
    "concurrency_limit": None,
    "show_progress": "hidden",
    "api_visibility": "private",
    "trigger_mode": "once",
}


@dataclass(slots=True)
class Seen:
    """What a reader's page was sent last, so that nothing is sent twice."""

    status: str = ""
    banner: str = ""
    progress: str = ""
    folders: str = ""
    stale: str = ""
    welcome: str = ""
    news: int | None = None
    """The number of the last word on what changed; None on a page that has just been opened."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components that handlers write to."""

    status: gr.HTML
    past: gr.HTML
    live: gr.HTML
    banner: gr.HTML
    writer: gr.HTML
    box: gr.Textbox
    source: gr.HTML
    stale: gr.HTML
    progress: gr.HTML
    said: gr.HTML
    folders: gr.HTML
    reply: gr.HTML
    listing: gr.HTML
    toolbar: gr.HTML
    news: gr.HTML


@dataclass(frozen=True, slots=True)
class _States:
    """What is kept on the server for each reader."""

    conversation: gr.State
    opened: gr.State
    browsing: gr.State
    seen: gr.State


def build(assistant: Assistant, indexing: Indexing, incoming: Path, *, local: bool) -> gr.Blocks:
    """Build the page.

    :param incoming: where the browser's uploads arrive.
    :param local: whether the page is reached from this machine alone.
    """
    shelf = Shelf(assistant.library, lambda: indexing.looked)
    page: gr.Blocks
    with gr.Blocks(title="Quoth", analytics_enabled=False, fill_width=True) as page:
        page.state_session_capacity = SESSIONS
        states = _States(gr.State(Conversation()), gr.State(Opened()), gr.State(Browsing()), gr.State(Seen()))
        parts = _layout()
        timer = gr.Timer(TICK)
        chat = Chat(assistant, shelf, assistant.writer, local=local)
        documents = DocumentsPage(assistant.library, shelf, indexing, incoming)
        folders = FoldersPanel(assistant.library, shelf, indexing, local=local)
        viewer = Viewer(assistant.library)
        _wire_chat(chat, parts, states)
        page.load(chat.writer, states.conversation, parts.writer, **_QUIET)
        _wire_viewer(viewer, parts, states)
        _wire_documents(documents, folders, parts, states)
        _wire_time(_Clock(chat, documents, folders, viewer, shelf, indexing), page, timer, parts, states)
    return page


def _layout() -> _Parts:
    with gr.Row(elem_id="header"):
        masthead_part()
        status = part("status")
    with gr.Row(elem_id="workspace"):
        with gr.Column(elem_id="chat-page"):
            with gr.Column(elem_id="talk"):
                past = part("past")
                live = part("live", events=("suggested", "again", "restated", "reword", "renew"))
            with gr.Column(elem_id="composer"):
                banner = part("banner")
                writer = part("writer", events=("switch", "allow"))
                box = gr.Textbox(
                    label="Your question",
                    placeholder="Ask about your documents",
                    lines=1,
                    max_lines=8,
                    container=False,
                    show_label=False,
                    submit_btn=True,
                    autofocus=True,
                    elem_id="box",
                )
        with gr.Column(elem_id="documents-page"):
            toolbar = toolbar_part(",".join(_suffixes()))
            progress = part("progress", events=("cancel",))
            said = part("said")
            folders = part("folders", events=("act",))
            reply = part("reply")
            listing = part("listing", events=("find", "open", "act"))
        source = viewer_part()
    stale, news = part("stale"), part("news")
    return _Parts(
        status, past, live, banner, writer, box, source, stale, progress, said, folders, reply, listing, toolbar, news
    )


def _suffixes() -> list[str]:
    return sorted({suffix for format_ in FORMATS.values() for suffix in format_.suffixes})


def _wire_chat(chat: Chat, parts: _Parts, states: _States) -> None:
    outputs = [parts.past, parts.live, parts.box]
    conversation = states.conversation
    chosen = listen(parts.live, "suggested")(chat.suggested, conversation, outputs, **_STREAM)
    again = listen(parts.live, "again")(chat.again, conversation, outputs, **_STREAM)
    restated = listen(parts.live, "restated")(chat.restated, conversation, outputs, **_STREAM)
    # A question can be typed while another is being answered, which ends then; nothing else can be chosen meanwhile.
    typed = parts.box.submit(chat.ask, [parts.box, conversation], outputs, cancels=[chosen, again, restated], **_STREAM)
    running = [typed, chosen, again, restated]
    parts.box.stop(chat.stop, conversation, outputs, cancels=running, **_EACH)
    listen(parts.writer, "switch")(chat.switch, conversation, parts.writer, **_EACH)
    listen(parts.writer, "allow")(chat.allow, conversation, parts.writer, **_EACH)
    listen(parts.live, "reword")(chat.reword, conversation, parts.box, **_EACH)
    listen(parts.live, "renew")(chat.renew, conversation, outputs, cancels=running, **_EACH)


def _wire_viewer(viewer: Viewer, parts: _Parts, states: _States) -> None:
    known = [states.conversation, states.opened]
    listen(parts.source, "show")(viewer.show, known, parts.source, **_EACH)
    listen(parts.source, "more")(viewer.more, known, parts.source, **_EACH)
    listen(parts.source, "anew")(viewer.anew, states.opened, parts.source, **_EACH)
    listen(parts.source, "shut")(viewer.shut, states.opened, parts.source, **_EACH)


def _wire_documents(documents: DocumentsPage, folders: FoldersPanel, parts: _Parts, states: _States) -> None:
    listen(parts.listing, "find")(documents.find, states.browsing, parts.listing, **_EACH)
    listen(parts.listing, "open")(documents.open, states.browsing, parts.listing, **_EACH)
    listen(parts.listing, "act")(documents.act, states.browsing, [parts.listing, parts.said], **_EACH)
    listen(parts.toolbar, "take")(documents.take, states.browsing, [parts.listing, parts.said], **_EACH)
    listen(parts.folders, "act")(folders.act, None, [parts.folders, parts.reply], **_EACH)
    listen(parts.progress, "cancel")(documents.cancel_model, None, parts.said, **_EACH)


class _Clock:
    """Looks at what has changed since a reader's page was last told."""

    def __init__(
        self,
        chat: Chat,
        documents: DocumentsPage,
        folders: FoldersPanel,
        viewer: Viewer,
        shelf: Shelf,
        indexing: Indexing,
    ) -> None:
        self._chat = chat
        self._documents = documents
        self._folders = folders
        self._viewer = viewer
        self._shelf = shelf
        self._indexing = indexing

    def tick(self, conversation: Conversation, browsing: Browsing, opened: Opened, seen: Seen) -> list[Any]:
        """New values of what `_wire_time` names, in its order; those that did not change are skipped."""
        before = (seen.status, seen.banner, seen.progress, seen.folders, seen.stale, browsing.shown)
        seen.status = status_html(self._shelf, self._indexing.problem, self._chat.promise(conversation))
        seen.banner = banner_html(self._shelf)
        # That a folder is not there is said among the folders.
        seen.progress = progress_html(self._shelf.activity, self._indexing.failure, self._shelf.switch)
        seen.folders = self._folders.html()
        seen.stale = self._viewer.stale(opened, self._shelf.held().by_id)
        now = (seen.status, seen.banner, seen.progress, seen.folders, seen.stale, self._documents.listing(browsing))
        updates: list[Any] = [gr.skip() if new == old else new for new, old in zip(now, before, strict=True)]
        updates.append("" if self._documents.over(browsing) else gr.skip())
        updates.append(self._news(browsing, seen) or gr.skip())
        if conversation.exchanges:
            return [*updates, gr.skip()]
        welcome, seen.welcome = seen.welcome, self._chat.welcome()
        return [*updates, gr.skip() if seen.welcome == welcome else seen.welcome]

    def _news(self, browsing: Browsing, seen: Seen) -> Html:
        """A word on what changed since the last look; a page that has just been opened hears nothing old."""
        if seen.news is None:
            seen.news, _ = self._shelf.news(None)
            return Html("")
        seen.news, reports = self._shelf.news(seen.news)
        good, bad = news_lines(reports, lambda entry: self._documents.own(entry, browsing))
        return news_html(seen.news, good, bad)


def _wire_time(clock: _Clock, page: gr.Blocks, timer: gr.Timer, parts: _Parts, states: _States) -> None:
    known = [states.conversation, states.browsing, states.opened, states.seen]
    outputs = [parts.status, parts.banner, parts.progress, parts.folders, parts.stale, parts.listing]
    outputs += [parts.said, parts.news, parts.live]
    page.load(clock.tick, known, outputs, **_QUIET)
    timer.tick(clock.tick, known, outputs, **_QUIET)
