"""The folders on the documents page: shown, added, given patterns, removed, confirmed, and closed to others."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from index.library import Library
from tests.ui.test_markup import text_of
from ui.folders import FoldersPanel
from ui.shelf import Shelf


class Asked:
    """Indexing that remembers what it was asked for."""

    def __init__(self) -> None:
        self.paths: list[Any] = []

    def request(self, paths: Any = None) -> None:
        self.paths.append(paths)


Act = Callable[..., tuple[str, str]]


@pytest.fixture
def asked() -> Asked:
    return Asked()


def acting(library: Library, asked: Any, *, local: bool = True, headers: dict[str, str] | None = None) -> Act:
    """Does something on the panel; gives what was said and what was wrong."""
    panel = FoldersPanel(library, Shelf(library), asked, local=local)

    def act(**data: Any) -> tuple[str, str]:
        event: Any = SimpleNamespace(_data={"request": 7, **data})
        request: Any = SimpleNamespace(headers=headers or {})
        _, reply = panel.act(event, request)
        found = re.search(r'data-request="7" data-said="(.*?)" data-problem="(.*?)"', reply)
        assert found is not None, reply
        return unescape(found[1]), unescape(found[2])

    return act


def html(library: Library, *, local: bool = True) -> str:
    asked: Any = Asked()
    return FoldersPanel(library, Shelf(library), asked, local=local).html()


def test_a_folder_is_added_by_its_path_with_patterns(library: Library, folder: Path, asked: Asked) -> None:
    act = acting(library, asked)
    said, problem = act(what="add", place=f' "{folder}" ', include="*.md\r\n\n*.txt\n", exclude="# none\ndrafts/")
    assert (said, problem) == ("documents is followed from now on.", "")
    [one] = library.folders()
    assert (one.path, one.include, one.exclude) == (folder, ("*.md", "*.txt"), ("drafts/",))
    assert asked.paths == [[folder]]
    words = text_of(html(library))
    for part in ("documents", str(folder), "0 documents", "Following", "Only *.md *.txt, without drafts/"):
        assert part in words


def test_what_cannot_be_followed_is_said_in_words(library: Library, folder: Path, asked: Asked) -> None:
    act = acting(library, asked)
    for place, words in (
        ("", "Write the folder's path."),
        ("notes", "Write the whole path"),
        ("\0", "That is no path."),
        ("~nobody-of-that-name/x", "Check the name."),
        (str(folder / "nowhere"), "There is no folder or file"),
        (str(library.data / "vectors"), "lies in the data folder"),
        (f"/{'n' * 3000}", ""),
    ):
        said, problem = act(what="add", place=place)
        assert said == ""
        assert problem
        assert words in problem, place
    assert "cannot be read" in act(what="add", place=str(folder), include="!")[1]
    assert library.folders() == []
    assert asked.paths == []


def test_patterns_are_changed_and_a_folder_removed(library: Library, folder: Path, asked: Asked) -> None:
    (folder / "a.txt").write_text("The kettle is red.")
    library.add_folder(folder)
    library.sync()
    [one] = library.folders()
    act = acting(library, asked)
    assert act(what="patterns", folder=one.id, include="*.md", exclude="")[1] == ""
    assert library.folders()[0].include == ("*.md",)
    assert asked.paths == [[folder]]
    said, problem = act(what="patterns", folder=one.id, include="", exclude="!")
    assert (said, "cannot be read" in problem) == ("", True)
    said, _ = act(what="remove", folder=one.id)
    assert "followed no more" in said
    assert library.folders() == []
    assert library.catalog.documents() == []
    assert (folder / "a.txt").exists()
    assert act(what="remove", folder=one.id)[1] == "That folder is followed no more."
    assert act(what="nonsense")[1]


def test_a_folder_that_vanished_is_said_and_confirmed(library: Library, folder: Path, asked: Asked) -> None:
    (folder / "a.txt").write_text("The kettle is red.")
    (folder / "b.txt").write_text("The kettle is blue.")
    library.add_folder(folder)
    library.sync()
    act = acting(library, asked)
    assert "has not vanished" in act(what="confirm", place=str(folder))[1]
    folder.rename(folder.parent / "away")
    library.sync()
    words = text_of(html(library))
    assert "Not there since" in words
    assert f"{folder} is not there. Its 2 documents still answer." in words
    assert f'data-path="{folder}" data-count="2"' in html(library)
    said, problem = act(what="confirm", place=str(folder))
    assert (said, problem) == ("2 documents of documents forgotten.", "")
    assert library.catalog.documents() == []
    assert library.folders() == []


def test_others_see_the_folders_and_cannot_change_them(library: Library, folder: Path, asked: Asked) -> None:
    library.add_folder(folder)
    [one] = library.folders()
    for act in (
        acting(library, asked, local=False),
        acting(library, asked, headers={"x-forwarded-for": "203.0.113.9"}),
    ):
        for data in (
            {"what": "add", "place": str(folder.parent)},
            {"what": "patterns", "folder": one.id, "include": "*.md"},
            {"what": "remove", "folder": one.id},
            {"what": "confirm", "place": str(folder)},
        ):
            said, problem = act(**data)
            assert said == ""
            assert "quoth folders add" in problem
    assert library.folders() == [one]
    shown = html(library, local=False)
    assert str(folder) in shown
    assert "data-do" not in shown
    assert "quoth folders add" in text_of(shown)


def test_single_files_are_named(library: Library, folder: Path) -> None:
    (folder / "a.txt").write_text("The kettle is red.")
    library.add_folder(folder / "a.txt")
    shown = html(library)
    assert "Only a.txt" in text_of(shown)
    assert 'data-do="patterns"' not in shown


def test_a_hostile_name_is_text(library: Library, tmp_path: Path) -> None:
    (tmp_path / "<b onclick=x>").mkdir()
    library.add_folder(tmp_path / "<b onclick=x>", exclude=['"><i>'])
    shown = html(library)
    assert "<b onclick" not in shown
    assert "<i>" not in shown
