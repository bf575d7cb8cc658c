"""The viewer's handlers over a real catalog: what is shown of a document that changes or goes while it is open."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answers import Answer, Citation
from index.library import Library
from ui.conversation import Conversation
from ui.sources import Opened, Viewer

QUOTE = "The kettle is red."


def event(**data: Any) -> Any:
    return SimpleNamespace(_data=data)


@pytest.fixture
def read(library: Library, folder: Path) -> Library:
    """A library of one document."""
    (folder / "kitchen.txt").write_text(f"In the kitchen.\n\n{QUOTE}\n", encoding="utf-8")
    library.add_folder(folder)
    library.sync()
    return library


def conversation(library: Library) -> Conversation:
    """A conversation whose answer stands on the document as it is now."""
    [document] = library.catalog.documents()
    assert document.version is not None
    start = library.catalog.text(document.version, document.id).index(QUOTE)
    citation = Citation(
        1, document.path, document.version, document.title, None, start, start + len(QUOTE), QUOTE, 1.0, (), document.id
    )
    talk = Conversation()
    talk.ask("q").take(Answer("q", "q", True, QUOTE, (), None, 0.9, "extractive", None, (citation,), ()))
    return talk


def test_a_citation_is_marked_in_its_place(read: Library) -> None:
    html = Viewer(read).show(event(turn=1, citation=1), conversation(read), Opened())
    assert f"<mark>{QUOTE}</mark>" in html
    assert "In the kitchen." in html


def test_a_document_that_has_changed_says_so_and_can_be_opened_as_it_is(read: Library, folder: Path) -> None:
    talk, opened, viewer = conversation(read), Opened(), Viewer(read)
    viewer.show(event(turn=1, citation=1), talk, opened)
    (folder / "kitchen.txt").write_text("The kettle is blue now.", encoding="utf-8")
    read.sync()
    html = viewer.show(event(turn=1, citation=1), talk, opened)
    assert "has changed since the answer was given" in html
    assert QUOTE in html
    [document] = read.catalog.documents()
    now = viewer.show(event(document=document.id), talk, opened)
    assert "The kettle is blue now." in now


def test_a_document_that_changes_while_it_is_open_goes_on_as_it_is(read: Library, folder: Path) -> None:
    talk, opened, viewer = conversation(read), Opened(), Viewer(read)
    viewer.show(event(turn=1, citation=1), talk, opened)
    (folder / "kitchen.txt").write_text("The kettle is blue now.", encoding="utf-8")
    read.sync()
    assert "The kettle is blue now." in viewer.more(event(where="below"), talk, opened)


def test_a_document_that_was_removed_leaves_its_quote(read: Library) -> None:
    talk, opened, viewer = conversation(read), Opened(), Viewer(read)
    viewer.show(event(turn=1, citation=1), talk, opened)
    [document] = read.catalog.documents()
    read.remove(document.id)
    assert "no longer in the library" in viewer.more(event(where="below"), talk, opened)
    html = viewer.show(event(turn=1, citation=1), talk, opened)
    assert "No longer in the library" in html
    assert QUOTE in html
    assert "no longer in the library" in viewer.show(event(document=document.id), talk, opened)


def test_an_answer_that_is_gone_is_not_taken_for_a_document_that_is(read: Library) -> None:
    talk, opened, viewer = conversation(read), Opened(), Viewer(read)
    viewer.show(event(turn=1, citation=1), talk, opened)
    talk.clear()
    html = viewer.show(event(turn=1, citation=1), talk, opened)
    assert "no longer in the chat" in html
    assert "library" not in html


def stale(viewer: Viewer, opened: Opened, library: Library) -> str:
    return viewer.stale(opened, {one.id: one for one in library.catalog.documents()})


def test_an_open_document_says_that_it_has_changed_and_shows_the_new_text(read: Library, folder: Path) -> None:
    talk, opened, viewer = conversation(read), Opened(), Viewer(read)
    assert stale(viewer, opened, read) == ""
    viewer.show(event(turn=1, citation=1), talk, opened)
    assert stale(viewer, opened, read) == ""
    (folder / "kitchen.txt").write_text(f"In the old kitchen.\n\nIt was painted.\n\n{QUOTE}\n", encoding="utf-8")
    read.sync()
    assert "has changed since it was opened" in stale(viewer, opened, read)
    html = viewer.anew(opened)
    assert f"<mark>{QUOTE}</mark>" in html
    assert "It was painted." in html
    assert stale(viewer, opened, read) == ""
    (folder / "kitchen.txt").write_text("The kettle is blue now.", encoding="utf-8")
    read.sync()
    html = viewer.anew(opened)
    assert "The words that were marked are no longer in it." in html
    assert "<mark>" not in html


def test_an_open_document_that_went_says_so(read: Library, folder: Path) -> None:
    talk, opened, viewer = conversation(read), Opened(), Viewer(read)
    viewer.show(event(turn=1, citation=1), talk, opened)
    (folder / "kitchen.txt").unlink()
    read.sync()
    said = stale(viewer, opened, read)
    assert "no longer in the library" in said
    assert "<button" not in said
    assert "no longer in the library" in viewer.anew(opened)
    assert stale(viewer, opened, read) == ""


def test_a_notice_does_not_grow_old(read: Library, folder: Path) -> None:
    talk, opened, viewer = conversation(read), Opened(), Viewer(read)
    (folder / "kitchen.txt").write_text("The kettle is blue now.", encoding="utf-8")
    read.sync()
    assert "has changed since the answer was given" in viewer.show(event(turn=1, citation=1), talk, opened)
    assert stale(viewer, opened, read) == ""
    assert viewer.anew(opened) == ""


def test_of_words_said_twice_the_nearest_are_marked(read: Library, folder: Path) -> None:
    talk, opened, viewer = conversation(read), Opened(), Viewer(read)
    viewer.show(event(turn=1, citation=1), talk, opened)
    (folder / "kitchen.txt").write_text(f"{QUOTE}\n\nHalls.\n\n{QUOTE}\n\n" + "On.\n\n" * 50 + QUOTE, encoding="utf-8")
    read.sync()
    viewer.anew(opened)
    assert opened.view is not None
    assert opened.view.marked.start == len(f"{QUOTE}\n\nHalls.\n\n")
