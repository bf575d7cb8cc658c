from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.doctor import examine, repair
from index.library import Library
from tests.index.syncing.test_sync import LOIRE, RHINE, follow, texts, write


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


def zip_file(library: Library, folder: Path) -> None:
    with zipfile.ZipFile(folder / "rivers.zip", "w") as archive:
        archive.writestr("seine.txt", "The Seine flows through Paris.")
    library.sync()


def lost_member(library: Library, folder: Path) -> None:
    zip_file(library, folder)
    library.catalog.connection.execute("UPDATE documents SET version_id = NULL WHERE path = 'rivers.zip/seine.txt'")


def altered_member(library: Library, folder: Path) -> None:
    zip_file(library, folder)
    library.catalog.connection.execute("UPDATE versions SET text = replace(text, 'Seine', 'Somme')")


def torn(*statements: str) -> Callable[[Library, Path], None]:
    """Damage that foreign keys would prevent."""
    return execute("PRAGMA foreign_keys = OFF", *statements, "PRAGMA foreign_keys = ON")


def whole_store(library: Library) -> Path:
    return max((library.data / "vectors").iterdir())


def altered_vector(library: Library, folder: Path) -> None:
    keys, rows = library.catalog.embeddings(library.catalog.keys()[:1])
    library.vectors.add(keys, -rows)


CATALOG: list[tuple[Callable[[Library, Path], None], str, str]] = [
    (new_file, "seine.txt", "not in the index"),
    (changed_file, "loire.txt", "another version"),
    (deleted_file, "loire.txt", "no such file"),
    (lost_member, "rivers.zip/seine.txt", "no text of it is there"),
    (altered_member, "rivers.zip/seine.txt", "differ from its text"),
    (lost_vector, "vectors", "1 chunks have no vector"),
    (foreign_vector, "vectors", "1 vectors belong to no chunk"),
    (swapped_vectors, "vectors", "not those that were computed"),
    (altered_vector, "vectors", "not those that were computed"),
    (execute("DELETE FROM embeddings"), "embeddings", "without an embedding"),
    (execute("INSERT INTO embeddings VALUES ('unused', x'00')"), "embeddings", "belong to no chunk"),
    (execute("UPDATE embeddings SET vector = zeroblob(768)"), "embeddings", "2 embeddings are damaged"),
    (
        execute("UPDATE embeddings SET vector = CAST(x'007e' || substr(vector, 3) AS BLOB)"),
        "embeddings",
        "2 embeddings are damaged",
    ),
    (execute("UPDATE embeddings SET vector = substr(vector, 3)"), "embeddings", "2 embeddings are damaged"),
    (execute("UPDATE embeddings SET vector = 'text'"), "embeddings", "2 embeddings are damaged"),
    (execute("UPDATE versions SET text = 'Nothing. ' || text"), "loire.txt", "differ from its text"),
    (execute("UPDATE versions SET text = x'ff00'"), "loire.txt", "not readable"),
    (execute("UPDATE versions SET title = 'Another'"), "loire.txt", "differ from its text"),
    (execute("UPDATE versions SET pages = 7"), "loire.txt", "said to have 7 pages"),
    (execute("UPDATE versions SET layout = x'00'"), "loire.txt", "layout cannot be read"),
    (
        execute("UPDATE versions SET layout = substr(layout, 1, length(layout) - 4)"),
        "loire.txt",
        "layout cannot be read",
    ),
    (execute("DELETE FROM chunks WHERE text LIKE '%Loire%'"), "loire.txt", "has no chunks"),
    (execute("UPDATE chunks SET start = start + 1"), "loire.txt", "differ from its text"),
    (execute('UPDATE chunks SET "end" = "end" + 999'), "loire.txt", "differ from its text"),
    (execute("UPDATE chunks SET ordinal = 5"), "loire.txt", "differ from its text"),
    (execute("UPDATE chunks SET text = upper(text)"), "loire.txt", "differ from its text"),
    (execute("UPDATE chunks SET sentences = '[0, 99999]'"), "loire.txt", "differ from its text"),
    (execute("UPDATE chunks SET sentences = 'nothing'"), "loire.txt", "differ from its text"),
    (execute("UPDATE chunks SET headings = '{'"), "loire.txt", "differ from its text"),
    (execute("UPDATE chunks SET context = 'Another'"), "loire.txt", "differ from its text"),
    (execute("UPDATE chunks SET key = (SELECT max(key) FROM chunks)"), "loire.txt", "differ from its text"),
    (execute("DELETE FROM chunks_fts_data WHERE id > 10"), "text index", "differs"),
    (execute("DELETE FROM chunks_fts_data"), "text index", "differs"),
    (execute("DELETE FROM chunks_fts_docsize"), "text index", "differs"),
    (execute("DELETE FROM chunks_fts_config"), "text index", "differs from what it was"),
    (execute("INSERT INTO chunks_fts (rowid, text, context) VALUES (99, 'ghost', '')"), "text index", "differs"),
    (execute("DROP TRIGGER chunks_added"), "text index", "missing: chunks_added"),
    (execute("DROP INDEX chunks_key", "DROP TRIGGER chunks_gone"), "text index", "missing: chunks_gone, chunks_key"),
    (execute("UPDATE documents SET sha256 = 'x'"), "loire.txt", "another version"),
    (execute("UPDATE documents SET state = 'odd'"), "loire.txt", "which is none"),
    (execute("UPDATE documents SET version_id = NULL"), "loire.txt", "no text of it is there"),
    (execute("UPDATE documents SET state = 'skipped', reason = ''"), "loire.txt", "an old text of it is still there"),
    (execute("UPDATE documents SET state = 'queued', checked_ns = 0"), "loire.txt", "has not been read"),
    (execute("DELETE FROM documents WHERE path = 'loire.txt'"), "loire.txt", "not in the index"),
    (execute("DELETE FROM documents WHERE path = 'loire.txt'"), "catalog", "1 texts that belong to no document"),
    (torn("DELETE FROM versions"), "catalog", "rows of its table documents name a row of versions"),
    (torn("DELETE FROM versions"), "catalog", "rows of its table chunks name a row of versions"),
    (torn("UPDATE documents SET folder_id = 77"), "catalog", "rows of its table documents name a row of folders"),
    (torn("INSERT INTO dismissed VALUES (77, 'x')"), "catalog", "rows of its table dismissed name a row of folders"),
    (execute("DELETE FROM meta"), "catalog", "which embedding model"),
]


@pytest.mark.parametrize(("damage", "subject", "problem"), CATALOG)
def test_damage_is_found_and_mended(
    indexed: Library, folder: Path, damage: Callable[[Library, Path], None], subject: str, problem: str
) -> None:
    damage(indexed, folder)
    findings = examine(indexed)
    assert any(finding.subject == subject and problem in finding.problem for finding in findings), findings
    assert all(finding.remedy for finding in findings)
    assert repair(indexed) == []
    files = {path.name: path.read_text() for path in folder.glob("*.txt")}
    assert {path: text for path, text in texts(indexed).items() if ".zip" not in path} == files
    for path in folder.glob("*.zip"):
        assert texts(indexed)[f"{path.name}/seine.txt"] == "The Seine flows through Paris."
    _, rows = indexed.catalog.embeddings(indexed.catalog.keys())
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=0.01)


def test_what_is_right_is_not_embedded_again(indexed: Library) -> None:
    (lost, *_) = indexed.catalog.keys()
    indexed.catalog.connection.execute("UPDATE embeddings SET vector = zeroblob(768) WHERE key = ?", [lost])
    before = dict(indexed.catalog.connection.execute("SELECT key, vector FROM embeddings WHERE key != ?", [lost]))
    assert repair(indexed) == []
    after = dict(indexed.catalog.connection.execute("SELECT key, vector FROM embeddings WHERE key != ?", [lost]))
    assert after == before


@pytest.mark.parametrize(
    ("statement", "subject", "problem"),
    [
        (
            "UPDATE versions SET text = replace(text, 'Loire', 'Seine')",
            "loire.txt",
            "text is not what its file gives",
        ),
        (
            "UPDATE chunks SET page = 3",
            "loire.txt",
            "chunks are not what its text gives",
        ),
        (
            "UPDATE embeddings SET vector = (SELECT vector FROM embeddings ORDER BY key LIMIT 1)",
            None,
            "1 of 1 sampled vectors are not what its text gives",
        ),
        (
            "UPDATE versions SET layout = (SELECT layout FROM versions WHERE text LIKE '%Rhine%')",
            "loire.txt",
            "layout is not what its file gives",
        ),
    ],
)
def test_a_deep_look_compares_with_the_files(
    indexed: Library, statement: str, subject: str | None, problem: str
) -> None:
    assert examine(indexed, deep=60.0) == []
    indexed.catalog.connection.execute(statement)
    findings = examine(indexed, deep=60.0)
    assert any(problem in one.problem and subject in (None, one.subject) for one in findings), findings
    assert repair(indexed, deep=60.0) == []
    assert examine(indexed, deep=60.0) == []


def test_a_deep_look_ends_in_time(indexed: Library) -> None:
    indexed.catalog.connection.execute(
        "UPDATE versions SET text = replace(replace(text, 'Loire', 'Seine'), 'Rhine', 'R')"
    )
    wrong = [one for one in examine(indexed, deep=0.0) if "what its file gives" in one.problem]
    assert len(wrong) == 1, "one document at least, and no second one"


def test_a_failed_document_keeps_its_last_version_and_is_no_finding(indexed: Library, folder: Path) -> None:
    (folder / "loire.txt").rename(folder / "loire.pdf")
    indexed.sync()
    write(folder / "loire.pdf", "%PDF-1.7 and nothing more")
    assert [one.path for one in indexed.sync().failed] == ["loire.pdf"]
    assert examine(indexed) == []


def test_a_folder_that_vanished_is_said_and_nothing_is_removed(indexed: Library, folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    (finding,) = examine(indexed)
    assert "is not there" in finding.problem
    assert not finding.mendable
    assert len(repair(indexed)) == 1
    assert sorted(texts(indexed)) == ["loire.txt", "rhine.txt"]
