from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from index.documents import Document, State
from index.library import Library
from index.report import Activity
from tests.ui.test_markup import text_of
from ui.library import Browsing, DocumentsPage
from ui.listing import PAGE, Query, activity_words, found, listing_html, progress_html, size_words, time_words
from ui.shelf import Shelf
from ui.work import Indexing

NOTE = Document(
    id=1,
    folder="/home/me/notes",
    path="plans/note.txt",
    state=State.READY,
    reason=None,
    version="v",
    title="The plan",
    format="text",
    pages=None,
    size=2140,
    chunks=3,
    modified=time.mktime((2026, 3, 9, 12, 0, 0, 0, 0, -1)),
    added=0.0,
    indexed=0.0,
    uploaded=False,
)


def event(**data: Any) -> Any:
    return SimpleNamespace(_data=data)


def test_a_row_says_what_there_is_to_know() -> None:
    words = text_of(listing_html([NOTE], Query()))
    for part in ("note.txt", "The plan", "plans", "Plain text", "2.1 kB", "3 chunks", "9 Mar 2026", "Ready"):
        assert part in words


def test_reasons_are_told_in_words_and_as_text() -> None:
    failed = replace(NOTE, state=State.FAILED, reason="could not be read: <b>it is locked</b>", version=None)
    html = listing_html([failed], Query())
    assert "This file could not be read: &lt;b&gt;it is locked&lt;/b&gt;." in html
    assert 'data-do="document"' not in html
    assert "last good content still answers" in listing_html([replace(failed, version="v")], Query())
    assert "Waiting" in listing_html([failed], Query(), rereading={1})


def test_folders_are_named_where_there_are_several() -> None:
    assert "notes / plans" not in text_of(listing_html([NOTE], Query()))
    upload = replace(NOTE, id=2, folder="/data/uploads", path="a.txt", uploaded=True)
    words = text_of(listing_html([NOTE, upload], Query()))
    assert "notes / plans" in words
    assert "Uploaded" in words


def test_finding_and_paging() -> None:
    documents = [replace(NOTE, id=n, path=f"plans/{n}.txt") for n in range(1, 2 * PAGE + 51)]
    assert [document.id for document in found(documents, Query("PLANS 250"))] == [250]
    assert found(documents, Query(state="failed")) == []
    last = listing_html(documents, Query(page=3))
    assert last.count('class="document"') == 50
    assert "Page 3 of 3" in last
    assert listing_html(documents, Query(page=10**9)) == last
    assert 'class="pager"' not in listing_html(documents[:PAGE], Query())
    assert "1 document of 250 found" in listing_html(documents, Query("250"))
    assert "No documents yet" in listing_html([], Query())


def test_progress_is_told_as_it_goes() -> None:
    doing = Activity("indexing", done=11, total=40, path="a/<b>.pdf", seconds_left=33)
    assert activity_words(doing) == "Indexing 12 of 40 documents, about 33 s left"
    html = progress_html(doing, None)
    assert '<progress max="40" value="11"' in html
    assert "a/&lt;b&gt;.pdf" in html
    assert progress_html(Activity(), None) == ""
    assert "The model is &lt;gone&gt;." in progress_html(Activity(), "The model is <gone>.")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (2140, "2.1 kB"),
        (3.4e6, "3.4 MB"),
        (25e6, "25 MB"),
        (7e12, "7000 GB"),
    ],
)
def test_sizes(size: float, words: str) -> None:
    assert size_words(int(size)) == words


def test_times() -> None:
    assert [time_words(seconds) for seconds in (0.2, 42, 600, 7200)] == [
        "about 1 s",
        "about 42 s",
        "about 10 min",
        "about 2.0 h",
    ]


@pytest.fixture
def page(tmp_path: Path) -> Callable[[Library], DocumentsPage]:
    (tmp_path / "incoming").mkdir()

    def make(library: Library) -> DocumentsPage:
        indexing = Indexing(library, lambda: None)
        return DocumentsPage(library, Shelf(library), indexing, tmp_path / "incoming")

    return make


def test_only_uploads_are_taken(page: Callable[[Library], DocumentsPage], tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    folder = tmp_path / "incoming" / "abc"
    folder.mkdir()
    (folder / "link.txt").symlink_to(outside)
    (folder / "real.txt").write_text("words")
    with Library.open(tmp_path / "data") as library:
        documents = page(library)
        bad = (
            "/etc/passwd",
            str(outside),
            str(folder / "link.txt"),
            str(folder),
            f"{folder}/../../outside.txt",
            "\x00",
            "",
        )
        for path in bad:
            _, said = documents.take(event(files=[{"name": "x.txt", "path": path}]), Browsing())
            assert "x.txt did not arrive." in said
        assert outside.exists()
        assert list(library.uploads_path.iterdir()) == []
        _, said = documents.take(event(files=[{"name": "real.txt", "path": str(folder / "real.txt")}]), Browsing())
        assert "Added real.txt." in said
        assert (library.uploads_path / "real.txt").read_text() == "words"
        assert not (folder / "real.txt").exists()


def test_two_drops_at_a_time_are_told_apart(page: Callable[[Library], DocumentsPage], tmp_path: Path) -> None:
    def arrived(words: str) -> dict[str, str]:
        path = tmp_path / "incoming" / words / "notes.md"
        path.parent.mkdir()
        path.write_text(words)
        return {"name": "notes.md", "path": str(path)}

    with Library.open(tmp_path / "data") as library:
        documents, browsing = page(library), Browsing()
        said = [
            documents.take(event(batch=batch, files=[arrived(words)]), browsing)[1]
            for batch, words in (("a", "one"), ("b", "two"), ("a", "three"), ("b", "four"))
        ]
        assert "Added notes.md." in said[0]
        assert "Replaced notes.md." in said[1]
        assert "Added 2 files." in said[2]
        assert {path.name: path.read_text() for path in library.uploads_path.iterdir()} == {
            "notes.md": "two",
            "notes (2).md": "four",
        }


def test_documents_are_removed_and_read_again(
    page: Callable[[Library], DocumentsPage], library: Library, folder: Path
) -> None:
    (folder / "a.txt").write_text("The kettle is red.")
    os.utime(folder / "a.txt", (1, 1))
    library.add_folder(folder)
    library.sync()
    [document] = library.catalog.documents()
    documents = page(library)
    listing, said = documents.act(event(what="reindex", document=document.id), Browsing())
    assert "Reading a.txt again." in said
    assert "Waiting" in listing
    listing, said = documents.act(event(what="remove", document=document.id), Browsing())
    assert "Removed a.txt" in said
    assert "No documents yet" in listing
    assert (folder / "a.txt").exists()
    _, said = documents.act(event(what="remove", document=document.id), Browsing())
    assert "no longer in the library" in said


def test_a_word_on_what_is_under_way_goes_when_that_is_over(
    page: Callable[[Library], DocumentsPage], tmp_path: Path
) -> None:
    class Under:
        """Indexing that is over when the test says so."""

        looked, over = True, False

        def request(self, *_: object, **__: object) -> None: ...

        def rereading(self) -> frozenset[int]:
            return frozenset()

        def idle(self) -> bool:
            return self.over

    with Library.open(tmp_path / "data") as library:
        under: Any = Under()
        documents, browsing = DocumentsPage(library, Shelf(library), under, tmp_path / "incoming"), Browsing()
        assert not documents.over(browsing)
        _, said = documents.act(event(what="look"), browsing)
        assert "Looking through all folders" in said
        assert not documents.over(browsing)
        under.over = True
        assert documents.over(browsing)
        assert not documents.over(browsing)


def test_indexing_takes_requests_one_run_at_a_time(library: Library, folder: Path) -> None:
    (folder / "a.txt").write_text("The kettle is red.")
    library.add_folder(folder)
    indexing = Indexing(library, lambda: None)
    indexing.request()
    indexing.start()
    deadline = time.monotonic() + 60
    while not any(document.version for document in library.catalog.documents()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    indexing.stop()
    assert indexing.problem is None


def test_a_run_that_fails_is_told_in_words(library: Library, folder: Path) -> None:
    library.add_folder(folder)
    folder.rmdir()
    indexing = Indexing(library, lambda: None)
    indexing.request()
    indexing.start()
    deadline = time.monotonic() + 60
    while indexing.problem is None:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    indexing.stop()
    assert str(folder) in indexing.problem
