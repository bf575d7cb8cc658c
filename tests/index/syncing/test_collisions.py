"""Paths that change hands: archives and folders in each other's places, and whole files that swap theirs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.catalog.catalog import FileFacts
from index.following.moves import Move, find_moves
from index.following.plan import make_plans
from index.following.survey import Interrupted, Look, survey
from index.library import Library
from tests.index.syncing.test_members import archive, document, paths, vectors_fit
from tests.index.syncing.test_sync import LOIRE, RHINE, follow, names, texts, write

SEINE = "The Seine flows through Paris."


def test_a_folder_takes_the_place_of_an_archive_and_back(library: Library, folder: Path) -> None:
    path = archive(folder / "a.zip", {"loire.txt": LOIRE, "rhine.txt": RHINE})
    follow(library, folder)
    path.unlink()
    write(folder / "a.zip/loire.txt", SEINE)
    report = library.sync()
    assert names(report, "removed") == ["a.zip", "a.zip/loire.txt", "a.zip/rhine.txt"]
    assert names(report, "added") == ["a.zip/loire.txt"]
    assert texts(library) == {"a.zip/loire.txt": SEINE}
    assert library.sync().unchanged == 1
    shutil.rmtree(folder / "a.zip")
    archive(path, {"loire.txt": LOIRE})
    library.sync()
    assert texts(library) == {"a.zip": "", "a.zip/loire.txt": LOIRE}
    vectors_fit(library)


def test_an_archive_moves_away_and_a_folder_takes_its_place(library: Library, folder: Path) -> None:
    path = archive(folder / "a.zip", {"loire.txt": LOIRE, "rhine.txt": RHINE})
    moving = write(folder / "seine.txt", SEINE)
    follow(library, folder)
    path.rename(folder / "b.zip")
    (folder / "a.zip").mkdir()
    moving.rename(folder / "a.zip/loire.txt")
    report = library.sync()
    assert names(report, "moved") == ["a.zip/loire.txt", "b.zip", "b.zip/loire.txt", "b.zip/rhine.txt"]
    assert texts(library) == {
        "b.zip": "",
        "b.zip/loire.txt": LOIRE,
        "b.zip/rhine.txt": RHINE,
        "a.zip/loire.txt": SEINE,
    }
    assert report.embedded == 0
    assert library.sync().unchanged == 4
    vectors_fit(library)


def test_an_archive_moves_to_where_a_folder_was(library: Library, folder: Path) -> None:
    path = archive(folder / "a.zip", {"loire.txt": LOIRE, "rhine.txt": RHINE})
    write(folder / "b.zip/loire.txt", SEINE)
    write(folder / "b.zip/rhine.txt", "The Rhine is long.")
    follow(library, folder)
    (folder / "b.zip/rhine.txt").rename(folder / "long.txt")
    shutil.rmtree(folder / "b.zip")
    path.rename(folder / "b.zip")
    report = library.sync()
    assert names(report, "moved") == ["b.zip", "b.zip/loire.txt", "b.zip/rhine.txt", "long.txt"]
    assert names(report, "removed") == ["b.zip/loire.txt"]
    assert texts(library) == {
        "b.zip": "",
        "b.zip/loire.txt": LOIRE,
        "b.zip/rhine.txt": RHINE,
        "long.txt": "The Rhine is long.",
    }
    vectors_fit(library)


def test_what_was_taken_out_of_an_archive_stays_out_where_archives_swap(library: Library, folder: Path) -> None:
    one = archive(folder / "a.zip", {"loire.txt": LOIRE, "rhine.txt": RHINE})
    follow(library, folder)
    library.remove(document(library, "a.zip/loire.txt").id)
    (folder / "a.zip").rename(folder / "b.zip")
    archive(one, {"seine.txt": SEINE, "loire.txt": LOIRE})
    library.sync()
    library.sync([folder / "b.zip"], again=[document(library, "b.zip").id])
    assert "b.zip/rhine.txt" in paths(library)
    vectors_fit(library)


def test_files_of_other_upper_and_lower_case_are_others(library: Library, folder: Path) -> None:
    path = write(folder / "Loire.txt", LOIRE)
    follow(library, folder)
    path.rename(folder / "loire.txt")
    report = library.sync()
    assert [(entry.path, entry.reason) for entry in report.moved] == [("loire.txt", "was Loire.txt")]
    assert texts(library) == {"loire.txt": LOIRE}


def test_a_folder_that_was_dropped_while_it_was_looked_at_gives_no_documents_to_the_next(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    write(folder / "loire.txt", LOIRE)
    other = write(tmp_path / "other/rhine.txt", RHINE).parent
    follow(library, folder)
    (followed,) = library.folders()
    found = survey(library.catalog, Look(followed), None, lambda: False).found["loire.txt"]
    library.drop_folder(folder)
    follow(library, other)
    (following,) = library.folders()
    assert following.id == followed.id  # SQLite gives a number that is free again
    library.catalog.enqueue(followed, [(found.path, found.size, found.mtime_ns)])
    library.catalog.set_devices(followed, {"": 1})
    library.catalog.set_vanished(followed, 1.0)
    known = document(library, "rhine.txt")
    library.catalog.move([(known.id, followed, "loire.txt", FileFacts(1, 1, 1, None, None))])
    assert texts(library) == {"rhine.txt": RHINE}
    assert (library.folders()[0].devices, library.folders()[0].vanished) == (following.devices, None)


def test_moves_are_dated_from_before_the_bytes_were_compared(library: Library, folder: Path) -> None:
    path = write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    (followed,) = library.folders()
    path.rename(folder / "moved.txt")
    looked = survey(library.catalog, Look(followed), None, lambda: False)
    (move,) = find_moves([looked], lambda: False)
    assert isinstance(move, Move)
    library.sync()
    (seen,) = library.catalog.seen(followed).values()
    assert (seen.path, seen.checked_ns > move.checked_ns > 0) == ("moved.txt", True)


def test_a_look_that_is_asked_to_end_changes_nothing(library: Library, folder: Path, tmp_path: Path) -> None:
    path = write(folder / "loire.txt", LOIRE)
    follow(library, folder)
    path.unlink()
    write(folder / "rhine.txt", RHINE)
    (followed,) = library.folders()
    with pytest.raises(Interrupted):
        make_plans(library.catalog, [Look(followed)], stop=lambda: True)
    assert (texts(library), paths(library)) == ({"loire.txt": LOIRE}, ["loire.txt"])
