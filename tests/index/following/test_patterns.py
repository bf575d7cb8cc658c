from __future__ import annotations

from pathlib import Path

import pytest

from index.following.patterns import Patterns, rules_in
from index.following.walk import look, walk
from index.library import Library
from index.ownership import LibraryError
from tests.index.following.test_walk import fill
from tests.index.syncing.test_sync import LOIRE, RHINE, names, texts, write


@pytest.mark.parametrize(
    ("include", "exclude", "left"),
    [
        ((), ("*.log",), ["a/b/keep.txt", "a/keep.txt", "keep.txt"]),
        (("*.txt",), (), ["a/b/keep.txt", "a/keep.txt", "keep.txt"]),
        (("a/",), (), ["a/b/keep.txt", "a/keep.txt", "a/x.log"]),
        (("a/",), ("a/b/",), ["a/keep.txt", "a/x.log"]),
        (("*.txt",), ("*", "!a/keep.txt"), []),  # as in git: what lies in an excluded folder cannot be let in again
        (("*", "!*.log"), (), ["a/b/keep.txt", "a/keep.txt", "keep.txt"]),
        (("/keep.txt",), (), ["keep.txt"]),
    ],
)
def test_what_patterns_let_in(tmp_path: Path, include: list[str], exclude: list[str], left: list[str]) -> None:
    fill(tmp_path, "keep.txt", "x.log", "a/keep.txt", "a/x.log", "a/b/keep.txt")
    if exclude:
        (tmp_path / "x.log").unlink()
        (tmp_path / "a/x.log").unlink() if "*.log" in exclude else None
    found = sorted(entry.path for entry in walk(tmp_path, patterns=Patterns.of(include, exclude)))
    assert found == left


def test_a_look_at_some_paths_finds_what_a_look_at_all_finds(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b/c.txt", "b/d.log", "b/e/f.txt", ".hidden/g.txt", "out/h.txt", "other/i.txt")
    (tmp_path / ".quothignore").write_text("*.log\n")
    (tmp_path / "b/.quothignore").write_text("/e/\n")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    exclude, patterns = [tmp_path / "other"], Patterns.of((), ["out/"])
    everything = sorted(entry.path for entry in walk(tmp_path, exclude=exclude, patterns=patterns))
    assert everything == ["a.txt", "b/c.txt", "link.txt"]
    named = ["a.txt", "link.txt", "b", "b/e", "b/e/f.txt", "b/d.log", ".hidden/g.txt", "out/h.txt", "other", "no/x"]

    def found(paths: list[str]) -> list[str]:
        return sorted(entry.path for entry in look(tmp_path, paths, exclude=exclude, patterns=patterns))

    assert found(named) == everything
    assert found(["b/e/f.txt"]) == []


def test_rules_are_those_of_all_folders_above(tmp_path: Path) -> None:
    fill(tmp_path, "a/b/x.txt")
    (tmp_path / ".quothignore").write_text("*.log")
    (tmp_path / "a/b/.quothignore").write_text("!x.log")
    assert [base for base, _ in rules_in(str(tmp_path), "a/b")] == ["", "a/b/"]


def test_patterns_take_effect_with_the_next_sync(library: Library, folder: Path) -> None:
    write(folder / "loire.txt", LOIRE)
    write(folder / "drafts/rhine.txt", RHINE)
    library.add_folder(folder, include=["*.txt"], exclude=["drafts/"])
    library.sync()
    assert texts(library) == {"loire.txt": LOIRE}
    (followed,) = library.folders()
    assert (followed.include, followed.exclude) == (("*.txt",), ("drafts/",))
    library.add_folder(folder)  # no patterns named: those it has stay
    library.set_patterns(folder, [], ["loire.txt"])
    report = library.sync()
    assert (names(report, "added"), names(report, "removed")) == (["drafts/rhine.txt"], ["loire.txt"])
    library.set_patterns(folder, [], [])
    assert names(library.sync(), "added") == ["loire.txt"]


def test_patterns_that_make_no_sense_are_refused(library: Library, folder: Path) -> None:
    write(folder / "a/loire.txt", LOIRE)
    with pytest.raises(LibraryError, match="cannot be read"):
        library.add_folder(folder, exclude=["!"])
    library.add_folder(folder)
    with pytest.raises(LibraryError, match="is part of the folder"):
        library.add_folder(folder / "a", exclude=["*.md"])
    with pytest.raises(LibraryError, match="is not followed"):
        library.set_patterns(folder / "a", [], [])
    with pytest.raises(LibraryError, match="single file"):
        library.add_folder(folder / "a/loire.txt", include=["*.md"])
