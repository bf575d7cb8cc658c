from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.doctor import examine, repair
from index.library import Library
from tests.index.test_sync import LOIRE, RHINE, follow, texts, write


@pytest.fixture
def indexed(library: Library, folder: Path) -> Library:
    write(folder / "loire.txt", LOIRE)
    write(folder / "rhine.txt", RHINE)
    follow(library, folder)
    assert examine(library) == []
    return library


def execute(*statements: str) -> Callable[[Library, Path], None]:
    def damage(library: Library, folder: Path) -> None:
        for statement in statements:
            library.catalog.connection.execute(statement)

    return damage


def new_file(library: Library, folder: Path) -> None:
    write(folder / "seine.txt", "The Seine flows through Paris.")


def changed_file(library: Library, folder: Path) -> None:
    write(folder / "loire.txt", "The Loire is 1,006 km long.")


def deleted_file(library: Library, folder: Path) -> None:
    (folder / "loire.txt").unlink()


def lost_vector(library: Library, folder: Path) -> None:
    library.vectors.remove(library.catalog.keys()[:1])


def foreign_vector(library: Library, folder: Path) -> None:
    _keys, rows = library.catalog.embeddings(library.catalog.keys())
    library.vectors.add(["foreign"], rows[:1])


def swapped_vectors(library: Library, folder: Path) -> None:
    keys, rows = library.catalog.embeddings(library.catalog.keys())
    library.vectors.add(keys, rows[::-1].copy())


@pytest.mark.parametrize(
    ("damage", "subject", "problem"),
    [
        (new_file, "seine.txt", "not in the index"),
        (changed_file, "loire.txt", "another version"),
        (deleted_file, "loire.txt", "no such file"),
        (lost_vector, "vectors", "1 chunks have no vector"),
        (foreign_vector, "vectors", "1 vectors belong to no chunk"),
        (swapped_vectors, "vectors", "not found by their own values"),
        (execute("DELETE FROM embeddings"), "embeddings", "without an embedding"),
        (execute("INSERT INTO embeddings VALUES ('unused', x'00')"), "embeddings", "belong to no chunk"),
        (execute("UPDATE versions SET text = 'Nothing. ' || text"), "loire.txt", "differ from its text"),
        (execute("UPDATE versions SET layout = x'00'"), "loire.txt", "layout cannot be read"),
        (execute("DELETE FROM chunks WHERE text LIKE '%Loire%'"), "loire.txt", "has no chunks"),
        (execute("DELETE FROM chunks_fts_data WHERE id > 10"), "text index", "differs"),
        (execute("UPDATE documents SET sha256 = 'x'"), "loire.txt", "another version"),
    ],
)
def test_damage_is_found_and_mended(
    indexed: Library, folder: Path, damage: Callable[[Library, Path], None], subject: str, problem: str
) -> None:
    damage(indexed, folder)
    findings = examine(indexed)
    assert any(finding.subject == subject and problem in finding.problem for finding in findings), findings
    assert repair(indexed) == []
    assert texts(indexed) == {path.name: path.read_text() for path in folder.iterdir()}


def test_a_folder_that_vanished_is_said_and_nothing_is_removed(indexed: Library, folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    (finding,) = examine(indexed)
    assert "is not there" in finding.problem
    assert not finding.mendable
    assert len(repair(indexed)) == 1
    assert sorted(texts(indexed)) == ["loire.txt", "rhine.txt"]
