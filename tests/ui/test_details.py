"""The details of a document, and what is said of it in the list, over a real catalog."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.library import Library
from tests.ui.test_markup import text_of
from ui.details import details_html
from ui.shelf import Shelf

REPORT = "\n\n".join(f"Point {n}: the steel of span {n} was measured {n * 3} times and is sound." for n in range(40))


@pytest.fixture
def read(library: Library, folder: Path) -> Library:
    """A library of two near-duplicates, a text in an old encoding, and an empty file."""
    (folder / "draft.txt").write_text(REPORT)
    (folder / "final.txt").write_text(f"{REPORT}\n\nSigned by the mayor of Norvik.")
    os.utime(folder / "draft.txt", (1_000_000_000, 1_000_000_000))
    (folder / "old.txt").write_bytes("Le café du port est fermé. Les pêcheurs mangent à côté.".encode("latin-1"))
    (folder / "empty.txt").write_bytes(b"")
    library.add_folder(folder)
    library.sync()
    return library


def details(library: Library, path: str) -> str:
    document = library.catalog.document(path)
    assert document is not None
    return text_of(details_html(library.catalog, document))


def notes(library: Library) -> dict[str, str]:
    """What is said of each document in the list."""
    held = Shelf(library).held()
    return {held.by_id[id_].path: "; ".join(said) for id_, said in held.notes.items()}


def test_near_duplicates_say_which_is_newest(read: Library) -> None:
    said = notes(read)
    assert "% the same as final.txt, which is newer" in said["draft.txt"]
    assert "% the same as draft.txt, which is older" in said["final.txt"]
    words = details(read, "draft.txt")
    assert "It is 9" in words
    assert ", the newest" in words
    assert "9 Sep 2001" in details(read, "final.txt")
    assert "This one is the newest." in details(read, "final.txt")


def test_an_encoding_that_was_guessed_is_said(read: Library) -> None:
    assert "does not say how its letters are stored" in notes(read)["old.txt"]
    words = details(read, "old.txt")
    assert "% sure" in words
    assert "Encoding" in words


def test_details_tell_what_was_noticed(read: Library) -> None:
    document = read.catalog.document("final.txt")
    assert document is not None
    assert document.version is not None
    words = details(read, "final.txt")
    for part in (
        "Characters",
        "none broken",
        "Language",
        "Tables",
        "Reading took",
        "Indexed",
        "Chunks",
        document.version,
    ):
        assert part in words
    assert 'data-language="en"' in details_html(read.catalog, document)


def test_of_a_file_that_was_not_read_the_reason_is_told(read: Library) -> None:
    assert "It is empty." in details(read, "empty.txt")
    assert "empty.txt" not in notes(read)


def test_what_is_held_is_read_again_only_when_it_changed(read: Library, folder: Path) -> None:
    shelf = Shelf(read)
    before, version = shelf.held(), shelf.version
    assert shelf.held() is before
    assert shelf.version == version
    (folder / "draft.txt").unlink()
    read.sync()
    after = shelf.held()
    assert shelf.version == version + 1
    assert after.content < before.content
    assert "final.txt" not in notes(read)


def test_the_shelf_counts_a_followed_folder(read: Library, folder: Path) -> None:
    [followed] = Shelf(read).held().followed
    assert (followed.folder.path, followed.documents, followed.vanished) == (folder, 4, ())
