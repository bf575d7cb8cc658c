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
from index.switching.state import SwitchState
from index.syncing.report import Activity
from tests.ui.test_markup import text_of
from ui.library import Browsing, DocumentsPage
from ui.listing import PAGE, listing_html
from ui.markup import Html
from ui.progress import activity_words, progress_html
from ui.query import PROBLEMS, Query, found
from ui.shelf import Held, Shelf
from ui.wording import size_words, time_words
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


def held(*documents: Document, notes: dict[int, list[str]] | None = None) -> Held:
    return Held(documents, {one.id: one for one in documents}, notes or {})


def event(**data: Any) -> Any:
    return SimpleNamespace(_data=data)


def test_a_row_says_what_there_is_to_know() -> None:
    words = text_of(listing_html(held(NOTE), Query()))
    for part in ("note.txt", "The plan", "plans", "Plain text", "2.1 kB", "3 chunks", "9 Mar 2026", "Ready"):
        assert part in words


def test_reasons_are_told_in_words_and_as_text() -> None:
    failed = replace(NOTE, state=State.FAILED, reason="could not be read: <b>it is locked</b>", version=None)
    html = listing_html(held(failed), Query())
    assert "This file could not be read: &lt;b&gt;it is locked&lt;/b&gt;." in html
    assert 'data-do="document"' not in html
    assert "last good content still answers" in listing_html(held(replace(failed, version="v")), Query())
    assert "Waiting" in listing_html(held(failed), Query(), rereading={1})


def test_folders_are_named_where_there_are_several() -> None:
    assert "notes / plans" not in text_of(listing_html(held(NOTE), Query()))
    upload = replace(NOTE, id=2, folder="/data/uploads", path="a.txt", uploaded=True)
    words = text_of(listing_html(held(NOTE, upload), Query()))
    assert "notes / plans" in words
    assert "Uploaded" in words


def test_finding_and_paging() -> None:
    documents = [replace(NOTE, id=n, path=f"plans/{n}.txt") for n in range(1, 2 * PAGE + 51)]
    assert [document.id for document in found(held(*documents), Query("PLANS 250"))] == [250]
    assert found(held(*documents), Query(state="failed")) == []
    last = listing_html(held(*documents), Query(page=3))
    assert last.count('class="document"') == 50
    assert "Page 3 of 3" in last
    assert listing_html(held(*documents), Query(page=10**9)) == last
    assert 'class="pager"' not in listing_html(held(*documents[:PAGE]), Query())
    assert "1 document of 250 found" in listing_html(held(*documents), Query("250"))
    assert "No documents yet" in listing_html(held(), Query())


ARCHIVE = replace(NOTE, id=2, path="letters.zip", title="letters.zip", format="zip", chunks=0, members=2)
LETTER = replace(NOTE, id=3, path="letters.zip/1931/may.txt", title="may.txt", container=2)
INNER = replace(
    NOTE, id=4, path="letters.zip/more.zip", title="more.zip", format="zip", chunks=0, members=1, container=2
)
DEEP = replace(NOTE, id=5, path="letters.zip/more.zip/june.txt", title="june.txt", container=4)


def test_what_is_inside_a_file_is_shown_when_it_is_unfolded() -> None:
    all_ = held(ARCHIVE, LETTER, INNER, DEEP, replace(NOTE, id=6, path="letters.zip.txt"))
    assert [one.id for one in found(all_, Query())] == [2, 6]
    closed = listing_html(all_, Query())
    assert 'aria-expanded="false"' in closed
    assert "2 documents in letters.zip" in text_of(closed)
    assert "5 documents, 3 of them inside other files" in text_of(closed)
    assert [one.id for one in found(all_, Query(unfolded=frozenset([2])))] == [2, 3, 4, 6]
    # What is unfolded inside something folded is not shown.
    assert [one.id for one in found(all_, Query(unfolded=frozenset([4])))] == [2, 6]
    opened = listing_html(all_, Query(unfolded=frozenset([2, 4])))
    assert [line for line in ("inside depth-1", "inside depth-2") if line in opened] == [
        "inside depth-1",
        "inside depth-2",
    ]
    # An archive without a text of its own cannot be opened, its members can.
    assert 'data-do="document" data-document="2"' not in opened
    assert 'data-do="document" data-document="3"' in opened


def test_what_is_looked_for_is_found_inside_files_and_says_where() -> None:
    all_ = held(ARCHIVE, LETTER, INNER, DEEP)
    hits = listing_html(all_, Query("june"))
    assert "in letters.zip/more.zip" in text_of(hits)
    assert "1 document of 4 found" in text_of(hits)
    assert "in letters.zip / 1931" in text_of(listing_html(all_, Query("may")))


def test_a_member_is_removed_without_its_file_being_deleted() -> None:
    upload = replace(ARCHIVE, uploaded=True)
    html = listing_html(held(upload, replace(LETTER, uploaded=True)), Query("letters"))
    assert 'data-name="letters.zip" data-uploaded="yes"' in html
    assert 'data-name="letters.zip/1931/may.txt" data-uploaded="no"' in html


def test_problems_are_badges_and_are_found() -> None:
    failed = replace(NOTE, id=2, path="b.txt", state=State.FAILED, reason="is empty", version=None)
    fine = replace(NOTE, id=3, path="c.txt")
    all_ = held(NOTE, failed, fine, notes={1: ["has no text on <page> 3", "is odd"]})
    words = text_of(listing_html(all_, Query()))
    assert "Has no text on <page> 3 (and 1 more)" in words
    assert "3 documents, 1 not read, 1 to look at" in words
    assert [one.id for one in found(all_, Query(state=PROBLEMS))] == [1, 2]
    more = listing_html(all_, Query(), details=lambda one: Html(f"<i>{one.id}</i>"), detailed={1})
    assert "<i>1</i>" in more
    assert "<i>2</i>" not in more
    assert more.count('aria-expanded="true"') == 2


def test_slides_are_called_slides() -> None:
    words = text_of(listing_html(held(replace(NOTE, format="pptx", pages=3)), Query()))
    assert "3 slides" in words


def test_progress_is_told_as_it_goes() -> None:
    doing = Activity("indexing", done=11, total=40, path="a/<b>.pdf", seconds_left=33)
    assert activity_words(doing) == "Indexing 12 of 40 documents, about 33 s left"
    html = progress_html(doing, None)
    assert '<progress max="40" value="11"' in html
    assert "a/&lt;b&gt;.pdf" in html
    assert progress_html(Activity(), None) == ""
    assert "The model is &lt;gone&gt;." in progress_html(Activity(), "The model is <gone>.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stage": "dividing", "done": 3, "total": 40}, "Building the index for e5: dividing 4 of 40 documents"),
        (
            {"stage": "embedding", "done": 3, "total": 40, "seconds_left": 200.0},
            "Building the index for e5: 3 of 40 chunks, about 3 min left",
        ),
        (
            {"stage": "waiting", "chunk_tokens": 64},
            "Building the index for e5 with chunks of 64 tokens waits its turn",
        ),
        ({"stage": "waiting"}, "Building the index for e5 waits its turn"),
        ({"stage": "stopped", "problem": "The disk is <full>."}, "The disk is <full>."),
    ],
)
def test_the_building_for_another_model_is_told_and_can_be_cancelled(changes: dict[str, Any], words: str) -> None:
    state = replace(SwitchState("/models/e5", None), **changes)
    html = progress_html(Activity(), None, state)
    assert words in text_of(html)
    assert 'data-do="cancel-model"' in html


def test_of_a_building_that_is_over_nothing_is_said() -> None:
    for stage in ("done", "cancelled"):
        assert progress_html(Activity(), None, SwitchState("e5", None, stage)) == ""


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
