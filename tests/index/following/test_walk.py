from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.following.walk import FolderMissing, Found, Unreadable, walk


def paths(root: Path, exclude: Sequence[Path] = ()) -> list[str]:
    return [entry.path for entry in walk(root, exclude=exclude)]


def fill(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def test_files_of_all_folders_are_found_with_size_and_date(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a/c.txt", "a/d/e.txt")
    os.utime(tmp_path / "b.txt", ns=(5, 7))
    assert sorted(paths(tmp_path)) == ["a/c.txt", "a/d/e.txt", "b.txt"]
    assert Found("b.txt", 5, 7) in list(walk(tmp_path))


def test_hidden_files_and_office_locks_are_left_out(tmp_path: Path) -> None:
    fill(tmp_path, ".hidden", ".git/config", "~$report.docx", "report.docx")
    assert paths(tmp_path) == ["report.docx"]


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        ("*.log", ["a/keep.txt", "a/old/deep.txt", "keep.txt"]),
        ("old/", ["a/keep.txt", "a/x.log", "keep.txt", "x.log"]),
        ("/keep.txt", ["a/keep.txt", "a/old/deep.txt", "a/x.log", "x.log"]),
        ("*.txt\n!keep.txt", ["a/keep.txt", "a/x.log", "keep.txt", "x.log"]),
        ("# nothing\n\n", ["a/keep.txt", "a/old/deep.txt", "a/x.log", "keep.txt", "x.log"]),
        ("!", ["a/keep.txt", "a/old/deep.txt", "a/x.log", "keep.txt", "x.log"]),
    ],
)
def test_ignore_rules_follow_gitignore(tmp_path: Path, rules: str, left: list[str]) -> None:
    fill(tmp_path, "keep.txt", "x.log", "a/keep.txt", "a/x.log", "a/old/deep.txt")
    (tmp_path / ".quothignore").write_text(rules)
    assert sorted(paths(tmp_path)) == left


def test_deeper_rules_win(tmp_path: Path) -> None:
    fill(tmp_path, "x.log", "a/x.log", "a/y.txt")
    (tmp_path / ".quothignore").write_text("*.log")
    (tmp_path / "a/.quothignore").write_text("!x.log\n/y.txt")
    assert paths(tmp_path) == ["a/x.log"]


def test_links_never_lead_out_of_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "root"
    fill(tmp_path, "secret/passwords.txt", "root/inside.txt")
    (root / "file-link.txt").symlink_to(tmp_path / "secret/passwords.txt")
    (root / "folder-link").symlink_to(tmp_path / "secret")
    (root / "loop").symlink_to(root)
    (root / "dangling.txt").symlink_to(root / "nothing")
    (root / "same.txt").symlink_to(root / "inside.txt")
    assert sorted(paths(root)) == ["inside.txt", "same.txt"]


def test_excluded_folders_are_left_out(tmp_path: Path) -> None:
    fill(tmp_path, "data/catalog.sqlite", "a.txt")
    assert paths(tmp_path, exclude=[tmp_path / "data"]) == ["a.txt"]


def test_names_that_are_no_text_are_left_out(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("x")
    except OSError:
        pytest.skip("the file system takes only valid names")
    assert paths(tmp_path) == ["a.txt"]


def test_a_missing_folder_is_no_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing, match="is not there"):
        paths(tmp_path / "nothing")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_that_cannot_be_looked_into_is_said(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "closed/b.txt")
    (tmp_path / "closed").chmod(0)
    try:
        assert any(isinstance(entry, Unreadable) and entry.path == "closed" for entry in walk(tmp_path))
    finally:
        (tmp_path / "closed").chmod(0o700)
