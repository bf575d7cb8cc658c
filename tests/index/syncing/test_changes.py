"""Only what changed is done again: what is embedded, what is written, and what keeps its id."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.catalog.database import CatalogError
from index.documents import State
from index.library import Library
from index.syncing.report import Activity, Report
from tests.index.syncing.test_sync import LOIRE, RHINE, follow, names, only, texts, write

PART = "# {0}\n\nThe {0} is a river with many bridges. " + "Each of them has a name and a length of its own. " * 12
RIVERS = [f"River {number}" for number in range(40)]


def book(rivers: list[str], *, title: str = "Rivers") -> str:
    return f"# {title}\n\n" + "\n\n".join(PART.format(river).replace("# ", "## ", 1) for river in rivers)


def chunk_ids(library: Library) -> dict[str, int]:
    return {one.chunk.text: one.id for one in library.catalog.chunks_of_document(only(library).id)}


def fits(library: Library) -> None:
    """All chunks are cut from the text, in order, and the full-text index has them and no other."""
    document = only(library)
    assert document.version is not None
    text = library.catalog.text(document.version, document.id)
    stored = library.catalog.chunks_of_document(document.id)
    assert [one.ordinal for one in stored] == list(range(len(stored)))
    for one in stored:
        assert one.chunk.text == text[one.chunk.start : one.chunk.end]
        assert all(one.chunk.start <= span.start < span.end <= one.chunk.end for span in one.chunk.sentences)
    with library.catalog.transaction() as sql:
        sql.execute("INSERT INTO chunks_fts (chunks_fts, rank) VALUES ('integrity-check', 1)")
    assert library.vectors.keys() == set(library.catalog.keys())


def test_one_sentence_changed_in_a_long_text_changes_one_chunk(library: Library, folder: Path) -> None:
    write(folder / "book.md", book(RIVERS))
    follow(library, folder)
    before = chunk_ids(library)
    write(folder / "book.md", book(RIVERS).replace("The River 20 is a river", "The River 20 is a mighty river"))
    (entry,) = library.sync().updated
    assert (entry.chunks, entry.embedded, entry.reused) == (len(before), 1, len(before) - 1)
    after = chunk_ids(library)
    assert sum(after.get(text) == id_ for text, id_ in before.items()) == len(before) - 1
    fits(library)


def test_an_insertion_at_the_start_moves_offsets_alone(library: Library, folder: Path) -> None:
    write(folder / "book.md", book(RIVERS))
    follow(library, folder)
    before = chunk_ids(library)
    write(folder / "book.md", book(["Another", *RIVERS]))
    (entry,) = library.sync().updated
    assert entry.embedded <= 2
    after = chunk_ids(library)
    assert sum(after.get(text) == id_ for text, id_ in before.items()) >= len(before) - 1
    fits(library)


def test_another_title_is_searched_at_once_though_nothing_is_embedded(library: Library, folder: Path) -> None:
    write(folder / "book.md", book(RIVERS[:3]))
    follow(library, folder)
    write(folder / "book.md", book(RIVERS[:3], title="Streams"))
    (entry,) = library.sync().updated
    assert entry.embedded <= 1
    assert len(library.catalog.match("context: streams", 50)) == entry.chunks
    fits(library)


def test_a_version_that_a_copy_still_has_stays_whole(library: Library, folder: Path) -> None:
    write(folder / "a.md", book(RIVERS[:5]))
    write(folder / "b.md", book(RIVERS[:5]))
    follow(library, folder)
    write(folder / "a.md", book(["Another", *RIVERS[:5]]))
    library.sync()
    counts = {one.path: one.chunks for one in library.catalog.documents()}
    assert counts["b.md"] >= 5
    assert counts["a.md"] > counts["b.md"]
    assert "Another" in texts(library)["a.md"]
    assert "Another" not in texts(library)["b.md"]
    for one in library.catalog.documents():
        stored = library.catalog.chunks_of_document(one.id)
        assert [chunk.ordinal for chunk in stored] == list(range(one.chunks))


def test_a_file_that_moves_to_another_folder_keeps_its_id(library: Library, folder: Path, tmp_path: Path) -> None:
    path = write(folder / "loire.txt", LOIRE)
    other = tmp_path / "other"
    write(other / "rhine.txt", RHINE)
    library.add_folder(folder)
    follow(library, other)
    document = library.catalog.document("loire.txt")
    assert document is not None
    path.rename(other / "river.txt")
    report = library.sync()
    assert [(entry.path, entry.reason) for entry in report.moved] == [("river.txt", f"was {path}")]
    assert (report.embedded, report.moved[0].reused) == (0, 1)
    after = library.catalog.document(document.id)
    assert after is not None
    assert (after.folder, after.path, after.version) == (str(other), "river.txt", document.version)
    assert library.sync().unchanged == 2


def test_what_syncs_changed_is_news_once(library: Library, folder: Path) -> None:
    write(folder / "loire.txt", LOIRE)
    write(folder / "empty.txt", "")
    assert library.news(0) == (0, [])
    follow(library, folder)
    seen, reports = library.news(0)
    assert (seen, [names(report, "added") for report in reports]) == (1, [["loire.txt"]])
    assert names(reports[0], "skipped") == ["empty.txt"]
    library.sync()
    assert library.news(seen) == (seen, [])
    write(folder / "rhine.txt", RHINE)
    library.sync()
    seen, (report,) = library.news(seen)
    assert (seen, names(report, "added"), report.skipped) == (2, ["rhine.txt"], ())
    assert len(library.news(0)[1]) == 2


def test_a_sync_of_one_file_does_not_wait_for_one_of_all(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.syncing.window.SIZE", 1)
    for number in range(30):
        write(folder / f"{number:02}.txt", f"{LOIRE} Number {number}.")
    library.add_folder(folder)
    begun, results = threading.Event(), list[Report]()
    asked: list[threading.Thread] = []

    def late() -> None:
        begun.wait()
        write(folder / "late.txt", RHINE)
        results.append(library.sync([folder / "late.txt"]))
        results.append(library.sync([folder / "15.txt"]))  # of which the long sync may hold the version by now

    def watch(activity: Activity) -> None:
        if activity.done >= 2 and not begun.is_set():
            asked.append(threading.Thread(target=late))
            asked[0].start()
            begun.set()

    report = library.sync(progress=watch)
    asked[0].join()
    assert names(results[0], "added") == ["late.txt"]
    assert len(texts(library)) == 31
    assert "late.txt" not in names(report, "added")
    assert library.sync().unchanged == 31
    assert library.vectors.keys() == set(library.catalog.keys())
    assert library.catalog.unused_embeddings() == []


def test_what_is_named_in_a_conversation_answers_first(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.syncing.window.SIZE", 1)
    write(folder / "danube.txt", "The Danube flows to the Black Sea.")
    for number in range(20):
        write(folder / f"{number:02}.txt", f"{LOIRE} Number {number}.")
    library.add_folder(folder)
    order: list[str] = []

    def watch(activity: Activity) -> None:
        if activity.path and activity.path not in order:
            order.append(activity.path)
        if len(order) == 5:
            library.attend("Where does the Danube end?")

    library.sync(progress=watch)
    assert order.index("danube.txt") <= 6
    assert order[0] == "19.txt"  # else the newest comes first


def test_an_older_version_never_takes_the_place_of_a_newer_one(library: Library, folder: Path) -> None:
    path = write(folder / "river.txt", LOIRE)
    follow(library, folder)
    seen = library.catalog.seen_one(only(library).id)
    write(path, RHINE)
    library.sync()
    from index.catalog.remembered import FileFacts
    from index.catalog.versions import NewVersion

    stale = NewVersion("0" * 64, "text", "text 1", None, "Old.", b"", None, (), ())
    assert seen is not None
    facts = FileFacts(4, seen.mtime_ns, seen.checked_ns, "0" * 64, "text 1")
    assert not library.catalog.make_live(only(library).id, stale, facts)
    changing = replace(facts, checked_ns=0)  # as of a file that changed while it was read
    assert not library.catalog.make_live(only(library).id, stale, changing, read_ns=facts.checked_ns)
    assert texts(library) == {"river.txt": RHINE}


def test_a_disk_that_is_full_leaves_documents_queued(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "loire.txt", LOIRE)
    write(folder / "rhine.txt", RHINE)
    library.add_folder(folder)
    store: Callable[..., None] = type(library.catalog).store_embeddings
    full = [True]

    def refuse(*arguments: object) -> None:
        if full:
            raise CatalogError("The catalog cannot be written to (database or disk is full).")
        store(*arguments)

    monkeypatch.setattr(type(library.catalog), "store_embeddings", refuse)
    with pytest.raises(CatalogError, match="full"):
        library.sync()
    assert {one.state for one in library.catalog.documents()} == {State.QUEUED}
    assert not library.activity.busy
    full.clear()
    report = library.sync()
    assert (names(report, "added"), report.embedded) == (["loire.txt", "rhine.txt"], 2)
