from __future__ import annotations

from pathlib import Path

import pytest

from index import uploads
from ui.arrivals import Arrivals, Batch


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Where uploads arrive, and where they are kept."""
    (tmp_path / "incoming").mkdir()
    (tmp_path / "uploads").mkdir()
    return tmp_path / "incoming", tmp_path / "uploads"


@pytest.fixture
def arrivals(folders: tuple[Path, Path]) -> Arrivals:
    incoming, kept = folders
    return Arrivals(incoming, kept, lambda source, name: uploads.keep(source, kept, name))


def arrive(incoming: Path, name: str, words: str) -> dict[str, str]:
    """A file as an upload leaves it: in a folder that is named for its content."""
    folder = incoming / f"{sum(words.encode()):x}"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(words, encoding="utf-8")
    return {"name": name, "path": str(folder / name)}


def kept(folders: tuple[Path, Path]) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folders[1].iterdir()}


def test_files_of_equal_content_do_not_take_each_other_along(folders: tuple[Path, Path], arrivals: Arrivals) -> None:
    files = [arrive(folders[0], name, "The same words.") for name in ("a.txt", "b.txt")]
    batch = Batch()
    for file in files:
        arrivals.take([file], batch)
    assert kept(folders) == {"a.txt": "The same words.", "b.txt": "The same words."}
    assert batch.said() == "Added 2 files."
    assert list(folders[0].iterdir()) == []


def test_names_that_come_twice_are_numbered(folders: tuple[Path, Path], arrivals: Arrivals) -> None:
    batch = Batch()
    for words, name in (("one", "notes.md"), ("two", "Notes.md"), ("three", "notes.md"), ("four", "plain")):
        arrivals.take([arrive(folders[0], name, words)], batch)
    assert kept(folders) == {"notes.md": "one", "Notes (2).md": "two", "notes (3).md": "three", "plain": "four"}
    assert batch.said() == "Added 4 files."


def test_a_file_that_comes_twice_is_one(folders: tuple[Path, Path], arrivals: Arrivals) -> None:
    batch = Batch()
    file = arrive(folders[0], "a.txt", "one")
    arrivals.take([file, file], batch)
    arrivals.take([arrive(folders[0], "a.txt", "one")], batch)
    assert kept(folders) == {"a.txt": "one"}
    assert batch.said() == "Added a.txt."
    assert list(folders[0].iterdir()) == []


def test_what_is_replaced_is_told(folders: tuple[Path, Path], arrivals: Arrivals) -> None:
    arrivals.take([arrive(folders[0], f"{n}.txt", f"old {n}") for n in range(6)], Batch())
    batch = Batch()
    arrivals.take([arrive(folders[0], "0.txt", "new 0")], batch)
    assert batch.said() == "Replaced 0.txt."
    arrivals.take([arrive(folders[0], "1.txt", "new 1"), arrive(folders[0], "x.txt", "other")], batch)
    assert batch.said() == "Added x.txt. Replaced 0.txt and 1.txt."
    arrivals.take([arrive(folders[0], f"{n}.txt", f"new {n}") for n in (2, 3, 4)], batch)
    assert batch.said() == "Added x.txt. Replaced 0.txt, 1.txt, 2.txt and 2 other files."
    assert kept(folders)["4.txt"] == "new 4"


def test_a_large_drop_is_taken_whole(folders: tuple[Path, Path], arrivals: Arrivals) -> None:
    batch = Batch()
    taken = arrivals.take([arrive(folders[0], f"{n}.txt", f"{n}") for n in range(1200)], batch)
    assert len(taken) == len(kept(folders)) == 1200
    assert batch.said() == "Added 1,200 files."
