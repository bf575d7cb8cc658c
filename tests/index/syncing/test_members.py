"""Documents inside files: archives stand for all containers."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest

from index.documents import Document, State
from index.library import Library
from index.loaders import FORMATS
from tests.index.syncing.test_sync import LOIRE, RHINE, follow, names, texts, write

SEINE = "The Seine flows through Paris."

_turn = count()


def archive(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write an archive with a date of its own, well in the past."""
    with zipfile.ZipFile(path, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    stamp = time.time() - 36_000 + next(_turn)
    os.utime(path, (stamp, stamp))
    return path


def packed(files: Mapping[str, str]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return stream.getvalue()


def document(library: Library, path: str) -> Document:
    found = library.catalog.document(path)
    assert found is not None, path
    return found


def paths(library: Library) -> list[str]:
    return [one.path for one in library.catalog.documents()]


def vectors_fit(library: Library) -> None:
    """Every chunk has its vector, and there is no other."""
    assert library.vectors.keys() == set(library.catalog.keys())
    assert library.catalog.unused_embeddings() == []


def test_what_is_inside_an_archive_is_documents_of_their_own(library: Library, folder: Path) -> None:
    archive(folder / "a.zip", {"loire.txt": LOIRE, "deep/rhine.txt": RHINE})
    report = follow(library, folder)
    assert names(report, "added") == ["a.zip", "a.zip/deep/rhine.txt", "a.zip/loire.txt"]
    assert [(entry.chunks, entry.embedded) for entry in report.added] == [(0, 0), (1, 1), (1, 1)]
    container, member = document(library, "a.zip"), document(library, "a.zip/loire.txt")
    assert (container.state, container.members, container.container) == (State.READY, 2, None)
    assert (member.container, member.members) == (container.id, 0)
    assert texts(library) == {"a.zip": "", "a.zip/loire.txt": LOIRE, "a.zip/deep/rhine.txt": RHINE}
    assert library.sync().unchanged == 3
    vectors_fit(library)


def test_a_changed_archive_is_followed_member_by_member(library: Library, folder: Path) -> None:
    archive(folder / "a.zip", {"loire.txt": LOIRE, "rhine.txt": RHINE, "seine.txt": SEINE, "same.txt": "It stays."})
    follow(library, folder)
    ids = {one.path: one.id for one in library.catalog.documents()}
    archive(
        folder / "a.zip",
        {"same.txt": "It stays.", "deep/loire.txt": LOIRE, "rhine.txt": "The Rhine is long.", "new.txt": "It is new."},
    )
    report = library.sync()
    assert names(report, "updated") == ["a.zip", "a.zip/rhine.txt"]
    assert [(entry.path, entry.reason) for entry in report.moved] == [("a.zip/deep/loire.txt", "was a.zip/loire.txt")]
    assert names(report, "added") == ["a.zip/new.txt"]
    assert names(report, "removed") == ["a.zip/seine.txt"]
    assert (report.unchanged, report.embedded) == (1, 2)
    assert document(library, "a.zip/deep/loire.txt").id == ids["a.zip/loire.txt"]
    assert document(library, "a.zip/rhine.txt").id == ids["a.zip/rhine.txt"]
    vectors_fit(library)


def test_an_archive_that_moves_takes_its_members_along(library: Library, folder: Path) -> None:
    path = archive(folder / "a.zip", {"loire.txt": LOIRE, "inner.zip": packed({"rhine.txt": RHINE})})
    follow(library, folder)
    ids = {one.path: one.id for one in library.catalog.documents()}
    path.rename(folder / "b.zip")
    report = library.sync()
    assert names(report, "moved") == ["b.zip", "b.zip/inner.zip", "b.zip/inner.zip/rhine.txt", "b.zip/loire.txt"]
    assert report.embedded == 0
    assert {one.path: one.id for one in library.catalog.documents()} == {
        "b" + path.removeprefix("a"): id_ for path, id_ in ids.items()
    }
    assert library.sync().unchanged == 4


def test_an_archive_inside_an_archive_that_moves_keeps_its_members(library: Library, folder: Path) -> None:
    inner = packed({"rhine.txt": RHINE, "seine.txt": SEINE})
    archive(folder / "a.zip", {"inner.zip": inner, "x.txt": "It is there."})
    follow(library, folder)
    before = document(library, "a.zip/inner.zip/rhine.txt").id
    archive(folder / "a.zip", {"moved/inner.zip": inner, "x.txt": "It is there."})
    report = library.sync()
    assert (report.embedded, names(report, "removed"), names(report, "added")) == (0, [], [])
    assert document(library, "a.zip/moved/inner.zip/rhine.txt").id == before
    assert document(library, "a.zip/moved/inner.zip").container == document(library, "a.zip").id
    assert library.sync().unchanged == 5


def test_what_changed_in_an_archive_inside_an_archive_is_found(library: Library, folder: Path) -> None:
    archive(folder / "a.zip", {"inner.zip": packed({"rhine.txt": RHINE, "seine.txt": SEINE})})
    follow(library, folder)
    archive(folder / "a.zip", {"inner.zip": packed({"rhine.txt": RHINE, "seine.txt": "The Seine is short."})})
    report = library.sync()
    assert names(report, "updated") == ["a.zip", "a.zip/inner.zip", "a.zip/inner.zip/seine.txt"]
    assert report.embedded == 1
    archive(folder / "a.zip", {"other.txt": "Nothing else."})
    library.sync()
    assert paths(library) == ["a.zip", "a.zip/other.txt"]
    vectors_fit(library)


def test_an_archive_that_is_gone_takes_its_members_with_it(library: Library, folder: Path) -> None:
    path = archive(folder / "a.zip", {"loire.txt": LOIRE, "inner.zip": packed({"rhine.txt": RHINE})})
    write(folder / "seine.txt", SEINE)
    follow(library, folder)
    path.unlink()
    report = library.sync()
    assert names(report, "removed") == ["a.zip", "a.zip/inner.zip", "a.zip/inner.zip/rhine.txt", "a.zip/loire.txt"]
    assert texts(library) == {"seine.txt": SEINE}
    assert library.vectors.count() == 1
    vectors_fit(library)


def test_a_copy_of_an_archive_is_not_opened(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(folder / "a.zip", {"loire.txt": LOIRE, "program.bin": b"\x00\x01\x02" * 50})
    follow(library, folder)
    (folder / "b.zip").write_bytes(path.read_bytes())

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was parsed")

    monkeypatch.setattr("index.syncing.intake.Intake._read", refuse)
    report = library.sync()
    assert names(report, "added") == ["b.zip", "b.zip/loire.txt"]
    assert report.embedded == 0
    assert "b.zip/program.bin" in names(report, "skipped")
    path.unlink()
    library.sync()
    assert texts(library) == {"b.zip": "", "b.zip/loire.txt": LOIRE}
    vectors_fit(library)


def test_a_member_that_is_taken_out_stays_out(library: Library, folder: Path) -> None:
    path = archive(folder / "a.zip", {"loire.txt": LOIRE, "rhine.txt": RHINE})
    follow(library, folder)
    library.remove(document(library, "a.zip/loire.txt").id)
    assert paths(library) == ["a.zip", "a.zip/rhine.txt"]
    archive(path, {"loire.txt": LOIRE, "rhine.txt": RHINE, "seine.txt": SEINE})
    library.sync()
    assert paths(library) == ["a.zip", "a.zip/rhine.txt", "a.zip/seine.txt"]
    path.rename(folder / "b.zip")
    library.sync()
    archive(folder / "b.zip", {"loire.txt": LOIRE, "rhine.txt": RHINE})
    library.sync()
    assert paths(library) == ["b.zip", "b.zip/rhine.txt"]
    library.add_folder(folder / "b.zip")  # asked for, all of it comes back
    report = library.sync()
    assert names(report, "added") == ["b.zip/loire.txt"]
    vectors_fit(library)


def test_a_member_of_an_upload_is_left_out_and_the_file_stays(library: Library, tmp_path: Path) -> None:
    kept = library.upload(archive(tmp_path / "a.zip", {"loire.txt": LOIRE, "rhine.txt": RHINE}))
    library.sync([kept])
    library.remove(document(library, "a.zip/loire.txt").id)
    assert kept.exists()
    assert paths(library) == ["a.zip", "a.zip/rhine.txt"]


def test_a_damaged_archive_keeps_its_last_good_members(library: Library, folder: Path) -> None:
    path = archive(folder / "a.zip", {"loire.txt": LOIRE, "program.bin": b"\x00\x01\x02" * 50})
    follow(library, folder)
    good = path.read_bytes()
    path.write_bytes(good[: len(good) // 2])
    report = library.sync()
    assert names(report, "failed") == ["a.zip"]
    assert report.failed[0].reason
    assert document(library, "a.zip").state is State.FAILED
    assert texts(library)["a.zip/loire.txt"] == LOIRE
    assert document(library, "a.zip/program.bin").state is State.SKIPPED
    path.write_bytes(good)
    report = library.sync()
    assert (report.failed, report.embedded) == ((), 0)
    assert document(library, "a.zip").state is State.READY


def test_each_member_fails_by_itself(library: Library, folder: Path) -> None:
    bad = b"%PDF-1.7 \x00\x01\x02 nothing of a PDF"
    archive(folder / "a.zip", {"loire.txt": LOIRE, "bad.pdf": bad, "empty.txt": ""})
    report = follow(library, folder)
    assert names(report, "added") == ["a.zip", "a.zip/loire.txt"]
    assert names(report, "failed") == ["a.zip/bad.pdf"]
    assert names(report, "skipped") == ["a.zip/empty.txt"]
    assert document(library, "a.zip").state is State.READY
    again = library.sync()
    assert (again.failed, again.skipped, again.unchanged) == (report.failed, report.skipped, 2)
    archive(folder / "a.zip", {"loire.txt": LOIRE, "bad.pdf": bad})
    assert names(library.sync(), "failed") == ["a.zip/bad.pdf"]  # not parsed again, and not forgotten


def test_a_new_recipe_of_a_members_format_has_its_archive_read_again(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(folder / "a.zip", {"loire.txt": LOIRE, "rhine.md": RHINE})
    follow(library, folder)
    newer = replace(FORMATS["markdown"], version=1_000)
    monkeypatch.setattr("index.following.plan.FORMATS", {**FORMATS, "markdown": newer})
    report = library.sync()
    assert (names(report, "updated"), report.unchanged, report.embedded) == (["a.zip/rhine.md"], 2, 0)
    assert library.sync().unchanged == 3


def test_patterns_reach_into_archives(library: Library, folder: Path) -> None:
    archive(folder / "a.zip", {"loire.txt": LOIRE, "rhine.md": RHINE, ".hidden.txt": "Hidden.", "tmp/x.txt": "X."})
    write(folder / "b.md", SEINE)
    library.add_folder(folder, exclude=["*.md"])
    library.sync()
    assert paths(library) == ["a.zip", "a.zip/loire.txt", "a.zip/tmp/x.txt"]
    (folder / ".quothignore").write_text("tmp/\n")
    library.sync()
    assert paths(library) == ["a.zip", "a.zip/loire.txt"]
    library.set_patterns(folder, ["*.zip"], [])
    library.sync()
    assert paths(library) == ["a.zip", "a.zip/loire.txt", "a.zip/rhine.md"]
    vectors_fit(library)


def test_a_sync_that_ends_within_an_archive_goes_on_later(
    open_library: Callable[..., Library], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.syncing.window.SIZE", 1)
    archive(folder / "a.zip", {f"{n}.txt": f"{LOIRE} Number {n}." for n in range(6)})
    library = open_library()
    library.add_folder(folder)

    def stop(activity: object) -> None:
        if library.catalog.count_chunks() >= 2:
            library.halt()

    assert library.sync(progress=stop).stopped
    assert document(library, "a.zip").state is State.QUEUED  # not before all that is inside it
    library.close()
    library = open_library()
    (stored,) = library.catalog.connection.execute("SELECT count(*) FROM embeddings").fetchone()
    assert stored >= 2
    assert library.sync().embedded == 6 - stored
    assert len(texts(library)) == 7
    assert library.sync().unchanged == 7
    vectors_fit(library)


def test_naming_a_member_looks_at_its_archive(library: Library, folder: Path) -> None:
    archive(folder / "a.zip", {"loire.txt": LOIRE})
    follow(library, folder)
    archive(folder / "a.zip", {"loire.txt": RHINE})
    member = document(library, "a.zip/loire.txt")
    report = library.sync([folder / "a.zip/loire.txt"], again=[member.id])
    assert names(report, "updated") == ["a.zip", "a.zip/loire.txt"]


def test_an_archive_that_is_kept_beside_its_new_version_keeps_all_that_is_in_it(library: Library, folder: Path) -> None:
    path = archive(folder / "a.zip", {"loire.txt": LOIRE, "rhine.txt": RHINE})
    follow(library, folder)
    (folder / "a.zip.bak.zip").write_bytes(path.read_bytes())
    os.utime(folder / "a.zip.bak.zip", (1, 1))  # so that it is read behind the other one
    archive(path, {"loire.txt": "The Loire is long."})
    report = library.sync()
    assert texts(library) == {
        "a.zip": "",
        "a.zip/loire.txt": "The Loire is long.",
        "a.zip.bak.zip": "",
        "a.zip.bak.zip/loire.txt": LOIRE,
        "a.zip.bak.zip/rhine.txt": RHINE,
    }
    assert report.embedded <= 2
    assert library.sync().unchanged == 5
    vectors_fit(library)


@pytest.mark.parametrize("why", ["taken out", "patterns", "ignore file"])
def test_what_was_left_out_of_an_archive_is_in_its_copy_elsewhere(
    library: Library, folder: Path, tmp_path: Path, why: str
) -> None:
    path = archive(folder / "a.zip", {"loire.txt": LOIRE, "rhine.md": RHINE})
    if why == "ignore file":
        (folder / ".quothignore").write_text("*.md\n")
    library.add_folder(folder, exclude=["*.md"] if why == "patterns" else [])
    library.sync()
    if why == "taken out":
        library.remove(document(library, "a.zip/rhine.md").id)
    assert paths(library) == ["a.zip", "a.zip/loire.txt"]
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.zip").write_bytes(path.read_bytes())
    library.add_folder(other)
    report = library.sync()
    assert names(report, "added") == ["b.zip", "b.zip/loire.txt", "b.zip/rhine.md"]
    assert report.embedded == 1


def test_an_archive_in_an_archive_answers_as_soon_as_it_was_gone_through(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.syncing.window.SIZE", 1)
    archive(folder / "a.zip", {f"{n}.zip": packed({"a.txt": f"{LOIRE} Number {n}."}) for n in range(5)})
    library.add_folder(folder)
    early: set[str] = set()

    def note(activity: object) -> None:
        ready = {one.path for one in library.catalog.documents() if one.state is State.READY}
        if "a.zip" not in ready:
            early.update(path for path in ready if path.endswith(".zip"))
        for path in ready:  # never before what is inside it
            assert not path.endswith(".zip") or path == "a.zip" or f"{path}/a.txt" in ready

    library.sync(progress=note)
    assert len(early) >= 2  # those that were gone through are not held until the end
    assert len(paths(library)) == 11
    assert library.sync().unchanged == 11
