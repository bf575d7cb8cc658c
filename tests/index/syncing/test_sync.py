from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.doctor import examine
from index.documents import Document, Filter, State
from index.embedding.embedding import Embedder
from index.library import Library
from index.loaders import FORMATS
from index.parsing.parser import Parser
from index.syncing.report import Activity, Report

LOIRE = "The Loire is the longest river in France. It rises in the Massif Central."
RHINE = "The Rhine flows from the Alps to the North Sea. It passes Basel and Cologne."


def write(path: Path, text: str) -> Path:
    """Write a file with a date well in the past, as most files of a library have, and new each time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    stamp = time.time_ns() - 3_600_000_000_000
    os.utime(path, ns=(stamp, stamp))
    return path


def follow(library: Library, folder: Path) -> Report:
    library.add_folder(folder)
    return library.sync()


def names(report: Report, what: str) -> list[str]:
    return [entry.path for entry in getattr(report, what)]


def texts(library: Library) -> dict[str, str]:
    """The text that answers, by document."""
    return {
        document.path: library.catalog.text(document.version, document.id)
        for document in library.catalog.documents()
        if document.version is not None
    }


def only(library: Library) -> Document:
    (document,) = library.catalog.documents()
    return document


def test_new_files_are_added(library: Library, folder: Path) -> None:
    write(folder / "loire.txt", LOIRE)
    write(folder / "east/rhine.txt", RHINE)
    report = follow(library, folder)
    assert sorted(names(report, "added")) == ["east/rhine.txt", "loire.txt"]
    assert texts(library) == {"loire.txt": LOIRE, "east/rhine.txt": RHINE}
    assert report.embedded == library.vectors.count() == 2
    assert examine(library) == []


def test_a_second_sync_opens_no_file(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "loire.txt", LOIRE)
    follow(library, folder)

    def refuse(parser: Parser, root: Path, path: str, *_: object) -> None:
        raise AssertionError(f"{path} was opened")

    monkeypatch.setattr("index.parsing.parser.Parser.read", refuse)
    report = library.sync()
    assert (report.unchanged, report.embedded) == (1, 0)
    assert not names(report, "added") + names(report, "updated")


def test_a_changed_file_is_updated_and_its_old_text_goes(library: Library, folder: Path) -> None:
    write(folder / "river.txt", LOIRE)
    follow(library, folder)
    write(folder / "river.txt", RHINE)
    report = library.sync()
    assert names(report, "updated") == ["river.txt"]
    assert texts(library) == {"river.txt": RHINE}
    assert library.catalog.match("loire", 5) == []
    assert library.vectors.count() == 1
    assert examine(library) == []


def test_a_change_with_the_same_size_and_date_is_seen_if_it_is_fresh(library: Library, folder: Path) -> None:
    path = folder / "river.txt"
    path.write_text("The Loire is long.")
    follow(library, folder)
    status = path.stat()
    path.write_text("The Rhine is long.")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert names(library.sync(), "updated") == ["river.txt"]
    assert texts(library) == {"river.txt": "The Rhine is long."}


def test_a_touched_file_is_unchanged(library: Library, folder: Path) -> None:
    path = write(folder / "river.txt", LOIRE)
    follow(library, folder)
    os.utime(path, (1, 1))
    report = library.sync()
    assert (report.unchanged, names(report, "updated")) == (1, [])
    assert only(library).modified == 1
    assert library.sync().unchanged == 1


def test_a_moved_file_keeps_its_version_and_embeds_nothing(library: Library, folder: Path) -> None:
    path = write(folder / "river.txt", LOIRE)
    follow(library, folder)
    before = only(library)
    (folder / "rivers").mkdir()
    path.rename(folder / "rivers/loire.txt")
    report = library.sync()
    assert [(entry.path, entry.reason) for entry in report.moved] == [("rivers/loire.txt", "was river.txt")]
    assert (report.embedded, names(report, "added"), names(report, "removed")) == (0, [], [])
    assert (only(library).id, only(library).version) == (before.id, before.version)
    assert examine(library) == []


def test_two_files_that_swap_their_contents_embed_nothing(library: Library, folder: Path) -> None:
    write(folder / "a.txt", LOIRE)
    write(folder / "b.txt", RHINE)
    follow(library, folder)
    write(folder / "a.txt", RHINE)
    write(folder / "b.txt", LOIRE)
    report = library.sync()
    assert (names(report, "updated"), report.embedded) == (["a.txt", "b.txt"], 0)
    assert texts(library) == {"a.txt": RHINE, "b.txt": LOIRE}
    assert examine(library) == []


def test_a_removed_file_is_forgotten(library: Library, folder: Path) -> None:
    path = write(folder / "river.txt", LOIRE)
    write(folder / "other.txt", RHINE)
    follow(library, folder)
    path.unlink()
    assert names(library.sync(), "removed") == ["river.txt"]
    assert texts(library) == {"other.txt": RHINE}
    assert library.vectors.count() == 1
    assert examine(library) == []


def test_a_copy_shares_version_and_vectors_until_the_last_goes(library: Library, folder: Path) -> None:
    first = write(folder / "a.txt", LOIRE)
    write(folder / "b.txt", LOIRE)
    report = follow(library, folder)
    assert (report.embedded, library.catalog.count_chunks()) == (1, 1)
    write(folder / "c.txt", LOIRE)
    assert library.sync().embedded == 0
    (chunk,) = library.catalog.chunks([id_ for id_, _ in library.catalog.match("loire", 5)]).values()
    assert [source.path for source in chunk.sources] == ["a.txt", "b.txt", "c.txt"]
    first.unlink()
    library.sync()
    assert sorted(texts(library)) == ["b.txt", "c.txt"]
    assert examine(library) == []


def test_an_unchanged_part_of_a_changed_file_is_not_embedded_again(library: Library, folder: Path) -> None:
    part = "# {0}\n\n" + "The {0} is a river with many bridges, which all have names. " * 12
    rivers = ["Loire", "Rhine", "Rhone", "Seine", "Garonne"]
    write(folder / "rivers.md", "\n\n".join(part.format(river) for river in rivers))
    follow(library, folder)
    write(folder / "rivers.md", "\n\n".join(part.format(river) for river in ["Meuse", *rivers]))
    report = library.sync()
    (entry,) = report.updated
    assert entry.chunks == 6
    assert (entry.embedded, entry.reused) == (1, 5)
    assert examine(library) == []


def test_a_file_that_fails_keeps_its_last_good_version(library: Library, folder: Path) -> None:
    path = write(folder / "river.txt", LOIRE)
    follow(library, folder)
    path.write_bytes(b"%PDF-1.7 \x00\x01\x02 nothing of a PDF")
    path.rename(folder / "river.pdf")
    write(folder / "river.txt", LOIRE)
    report = library.sync()
    assert names(report, "failed") == ["river.pdf"]
    assert report.failed[0].reason

    (folder / "river.txt").write_bytes(bytes(range(256)) * 40)
    report = library.sync()
    bad = {entry.path: entry.reason for entry in (*report.failed, *report.skipped)}
    assert bad.keys() == {"river.pdf", "river.txt"}
    document = library.catalog.document("river.txt")
    assert document is not None
    if document.state is State.FAILED:
        assert texts(library) == {"river.txt": LOIRE}
    again = library.sync()
    assert {entry.path: entry.reason for entry in (*again.failed, *again.skipped)} == bad


def test_unknown_and_empty_files_are_skipped_with_a_reason(library: Library, folder: Path) -> None:
    (folder / "photo.xyz").write_bytes(b"\x89\x00\x01\x02" * 100)
    write(folder / "empty.txt", "")
    report = follow(library, folder)
    assert sorted(names(report, "skipped")) == ["empty.txt", "photo.xyz"]
    assert all(entry.reason for entry in report.skipped)
    assert library.sync().skipped == report.skipped


def test_a_file_that_becomes_empty_no_longer_answers(library: Library, folder: Path) -> None:
    write(folder / "river.txt", LOIRE)
    follow(library, folder)
    write(folder / "river.txt", "")
    assert names(library.sync(), "skipped") == ["river.txt"]
    assert texts(library) == {}
    assert examine(library) == []


def test_a_folder_that_vanished_removes_nothing(library: Library, folder: Path, tmp_path: Path) -> None:
    write(folder / "river.txt", LOIRE)
    other = tmp_path / "other"
    write(other / "rhine.txt", RHINE)
    library.add_folder(folder)
    follow(library, other)
    folder.rename(tmp_path / "elsewhere")
    write(other / "new.txt", "The Seine flows through Paris.")
    report = library.sync()
    assert names(report, "failed") == [str(folder)]
    assert "is not there: its document is kept" in (report.failed[0].reason or "")
    assert (names(report, "added"), names(report, "removed")) == (["new.txt"], [])
    assert sorted(texts(library)) == ["new.txt", "rhine.txt", "river.txt"]


def test_a_new_recipe_reads_files_again_but_embeds_nothing(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "river.txt", LOIRE)
    follow(library, folder)
    newer = {**FORMATS, "text": replace(FORMATS["text"], version=1_000)}
    monkeypatch.setattr("index.following.plan.FORMATS", newer)
    report = library.sync()
    assert (names(report, "updated"), report.embedded) == (["river.txt"], 0)
    assert library.sync().unchanged == 1
    assert examine(library) == []


def test_only_the_paths_asked_for_are_synced(library: Library, folder: Path) -> None:
    write(folder / "a/loire.txt", LOIRE)
    write(folder / "b/rhine.txt", RHINE)
    library.add_folder(folder)
    assert names(library.sync([folder / "a"]), "added") == ["a/loire.txt"]
    assert names(library.sync([folder / "b/rhine.txt"]), "added") == ["b/rhine.txt"]
    (folder / "a/loire.txt").unlink()
    assert names(library.sync([folder / "b"]), "removed") == []


def test_documents_can_be_read_again_on_demand(library: Library, folder: Path) -> None:
    path = write(folder / "river.txt", LOIRE)
    follow(library, folder)
    date = path.stat().st_mtime_ns
    path.write_text(RHINE + " ")
    os.truncate(path, len(LOIRE))
    os.utime(path, ns=(date, date))  # same size, same date: only looking at the bytes tells
    assert library.sync().unchanged == 1
    assert names(library.sync(again=[only(library).id]), "updated") == ["river.txt"]


def test_progress_is_told_and_ends(library: Library, folder: Path) -> None:
    for number in range(5):
        write(folder / f"{number}.txt", f"{LOIRE} Number {number}.")
    library.add_folder(folder)
    told: list[Activity] = []
    library.sync(progress=told.append)
    assert next(activity.total for activity in told if activity.stage == "indexing") == 5
    assert [activity for activity in told if activity.stage == "indexing"][-1].done == 5
    assert not told[-1].busy
    assert not library.activity.busy


def test_a_sync_that_is_stopped_goes_on_later(
    open_library: Callable[..., Library], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.syncing.window.SIZE", 1)
    for number in range(6):
        write(folder / f"{number}.txt", f"{LOIRE} Number {number}.")
    library = open_library()
    library.add_folder(folder)

    def stop(activity: Activity) -> None:
        if activity.done == 2:
            library.halt()

    report = library.sync(progress=stop)
    assert report.stopped
    assert 2 <= len(report.added) < 6
    library.close()
    library = open_library()
    (stored,) = library.catalog.connection.execute("SELECT count(*) FROM embeddings").fetchone()
    assert library.sync([folder / "5.txt"]).embedded == 0  # a look at one file does not tidy away the others' vectors
    after = library.sync()
    assert len(after.added) == 6 - len(report.added)
    assert after.unchanged == len(report.added)
    assert after.embedded == 6 - stored
    assert examine(library) == []


def test_filters_reach_the_full_text_index_and_the_keys(library: Library, folder: Path) -> None:
    write(folder / "west/loire.txt", LOIRE)
    write(folder / "east/rhine.md", RHINE)
    os.utime(folder / "east/rhine.md", (1_000, 1_000))
    follow(library, folder)

    def found(**only: object) -> list[str]:
        filter_ = Filter(**only)  # type: ignore[arg-type]
        by_text = {id_ for id_, _ in library.catalog.match("river OR rhine", 9, filter_)}
        by_key = library.catalog.chunks_of_keys(library.catalog.keys(filter_), filter_)
        assert by_text == {id_ for ids in by_key.values() for id_ in ids}
        return sorted(one.sources[0].path for one in library.catalog.chunks(by_text).values())

    assert found() == ["east/rhine.md", "west/loire.txt"]
    assert found(folders=("west",)) == ["west/loire.txt"]
    assert found(folders=("wes",)) == []
    assert found(folders=(str(folder),)) == ["east/rhine.md", "west/loire.txt"]
    assert found(documents=("east/rhine.md",)) == ["east/rhine.md"]
    assert found(formats=("text",)) == ["west/loire.txt"]
    assert found(after=2_000.0) == ["west/loire.txt"]
    assert found(before=2_000.0) == ["east/rhine.md"]
    assert found(before=2_000.0, formats=("text",)) == []


def test_a_date_in_the_future_is_no_change(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(folder / "river.txt", LOIRE)
    later = time.time_ns() + 3_600_000_000_000
    os.utime(path, ns=(later, later))
    follow(library, folder)

    def refuse(parser: Parser, root: Path, path: str, *_: object) -> None:
        raise AssertionError(f"{path} was opened")

    monkeypatch.setattr("index.parsing.parser.Parser.read", refuse)
    assert library.sync().unchanged == 1


def test_a_file_that_cannot_be_looked_at_is_not_deleted(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "loire.txt", LOIRE)
    write(folder / "rhine.txt", RHINE)
    follow(library, folder)
    scandir = os.scandir

    class Entry:
        """An entry of a folder on a disk that answers no more."""

        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.name, self.path = entry.name, entry.path

        def is_dir(self, *, follow_symlinks: bool = True) -> bool:
            return False

        def is_symlink(self) -> bool:
            return False

        def stat(self) -> os.stat_result:
            raise OSError(5, "Input/output error")

    class Listing:
        def __init__(self, path: str) -> None:
            with scandir(path) as entries:
                self.entries = [Entry(entry) for entry in entries]

        def __enter__(self) -> list[Entry]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            pass

    with monkeypatch.context() as patch:
        patch.setattr("index.following.walk.os.scandir", Listing)
        report = library.sync()
    assert names(report, "removed") == []
    assert [entry.reason for entry in report.failed] == ["cannot be looked at: Input/output error"] * 2
    assert len(texts(library)) == 2
    assert library.sync().unchanged == 2


def test_a_lost_embedding_is_computed_again(open_library: Callable[..., Library], folder: Path) -> None:
    library = open_library()
    write(folder / "loire.txt", LOIRE)
    write(folder / "rhine.txt", RHINE)
    follow(library, folder)
    library.vectors.remove(library.catalog.keys()[:1])
    library.catalog.connection.execute("DELETE FROM embeddings WHERE key = ?", library.catalog.keys()[:1])
    library.close()
    library = open_library()
    assert library.vectors.count() == 1
    assert library.sync().embedded == 1
    assert library.vectors.count() == 2
    assert examine(library) == []


def test_a_vector_store_that_breaks_in_a_sync_is_made_anew(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.vectors.vectors import Vectors, VectorsDamaged

    write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    add, broken = Vectors.add, [True]

    def fail_once(self: Vectors, *arguments: object) -> object:
        if broken and broken.pop():
            raise VectorsDamaged("The vectors cannot be read.")
        return add(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Vectors, "add", fail_once)
    write(folder / "rhine.txt", RHINE)
    assert names(library.sync(), "added") == ["rhine.txt"]
    assert library.vectors.count() == 2
    assert examine(library) == []


def test_a_reader_that_cannot_even_begin_is_not_the_files_fault(
    library: Library, folder: Path, embedder: Embedder
) -> None:
    write(folder / "loire.txt", LOIRE)
    library.add_folder(folder)
    library.editions.live.parser, good = Parser(embedder, hooks="no_such_module"), library.editions.live.parser
    report = library.sync()
    assert names(report, "failed") == ["loire.txt"]
    library.editions.live.parser.close()
    library.editions.live.parser = good
    assert library.sync().failed == ()
    assert texts(library) == {"loire.txt": LOIRE}


def test_files_dated_at_the_beginning_of_time_are_files_like_others(library: Library, folder: Path) -> None:
    for name, text in (("loire.txt", LOIRE), ("rhine.txt", RHINE)):
        os.utime(write(folder / name, text), (0, 0))
    follow(library, folder)
    assert texts(library) == {"loire.txt": LOIRE, "rhine.txt": RHINE}
    assert library.sync().unchanged == 2
