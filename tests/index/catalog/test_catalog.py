from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.catalog.catalog import Catalog
from index.catalog.schema import MIGRATIONS
from index.library import Library
from tests.index.syncing.test_sync import LOIRE, RHINE, follow, write


@pytest.fixture
def rivers(library: Library, folder: Path) -> Catalog:
    write(folder / "loire.txt", f"Rivers\n\n{LOIRE}")
    write(folder / "rhine.txt", RHINE)
    follow(library, folder)
    return library.catalog


def test_a_new_catalog_has_the_newest_schema(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    assert catalog.connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    assert catalog.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert catalog.connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "catalog.sqlite"
    Catalog(path).close()
    broken = "CREATE TABLE fresh (x); CREATE TABLE meta (x)"
    monkeypatch.setattr("index.catalog.database.MIGRATIONS", (*MIGRATIONS, broken))
    with pytest.raises(Exception, match="already exists"):
        Catalog(path)
    monkeypatch.undo()
    catalog = Catalog(path)
    tables = {name for (name,) in catalog.connection.execute("SELECT name FROM sqlite_master")}
    assert "fresh" not in tables


def test_a_transaction_that_fails_leaves_nothing(library: Library) -> None:
    catalog = library.catalog

    def fail() -> None:
        with catalog.transaction():
            catalog.put("inside", "1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert catalog.get("inside") is None
    catalog.put("after", "2")
    assert catalog.get("after") == "2"


def test_words_are_found_by_their_stems_and_without_accents(rivers: Catalog) -> None:
    def found(query: str) -> set[str]:
        return {one.sources[0].path for one in rivers.chunks([id_ for id_, _ in rivers.match(query, 9)]).values()}

    assert found("flowing") == {"rhine.txt"}
    assert found("rîver") == {"loire.txt"}
    assert found("text: alps OR loire") == {"loire.txt", "rhine.txt"}
    with pytest.raises(sqlite3.OperationalError):
        rivers.match('"unfinished', 9)


def test_document_frequencies_count_chunks_by_stem(rivers: Catalog) -> None:
    assert rivers.document_frequencies(["Flow", "flowing", "the", "nothing", "", "Massif-Central"]) == {
        "Flow": 1,
        "flowing": 1,
        "the": 2,
        "nothing": 0,
        "": 0,
        "Massif-Central": 1,
    }


def test_stored_chunks_give_exact_sentences(rivers: Catalog) -> None:
    for document in rivers.documents():
        assert document.version is not None
        text = rivers.text(document.version, document.id)
        for stored in rivers.chunks_of_document(document.id):
            assert stored.chunk.text == text[stored.chunk.start : stored.chunk.end]
            for span in stored.chunk.sentences:
                assert rivers.excerpt(document.version, span.start, span.end) == text[span.start : span.end]
                assert stored.chunk.start <= span.start < span.end <= stored.chunk.end


def test_embeddings_are_kept_in_half_precision(rivers: Catalog, library: Library) -> None:
    keys, rows = rivers.embeddings(rivers.keys())
    assert rows.shape == (len(keys), library.embedder.dimension)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    assert rivers.embeddings(["unknown"])[1].shape == (0, 0)


def test_an_unknown_version_is_a_key_error(rivers: Catalog) -> None:
    with pytest.raises(KeyError):
        rivers.text("0" * 64)
    with pytest.raises(KeyError):
        rivers.layout("0" * 64)
    with pytest.raises(KeyError):
        rivers.excerpt("0" * 64, 0, 5)


def test_readers_see_whole_versions_while_a_document_changes(library: Library, folder: Path) -> None:
    """Whatever a question reads while a document is replaced again and again is one version of it, never a mix."""
    bodies = [f"The {river} has many bridges. " * 40 for river in ("Loire", "Rhine")]
    write(folder / "river.txt", bodies[0])
    follow(library, folder)
    catalog, (document,) = library.catalog, library.catalog.documents()
    mixed: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.002):
            chunks = catalog.chunks_of_document(document.id)
            words = {one.chunk.text.split()[1] for one in chunks}
            if len(words) != 1:
                mixed.append(f"{len(chunks)} chunks of {words}")

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(1, 9):
        write(folder / "river.txt", bodies[turn % 2])
        library.sync()
    done.set()
    for reader in readers:
        reader.join()
    assert mixed == []


def test_what_a_look_at_one_file_asks_does_not_go_through_the_whole_folder(tmp_path: Path) -> None:
    with closing(Catalog(tmp_path / "catalog.sqlite")) as catalog:
        folder = catalog.add_folder(tmp_path)
        asked: list[str] = []
        catalog.connection.set_trace_callback(asked.append)
        catalog.seen(folder, ["a.txt"])
        catalog.seen_members(folder, ["a.txt"])
        catalog.connection.set_trace_callback(None)
        plans = [row[3] for sql in asked for row in catalog.connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
        assert any("path>? AND path<?" in step for step in plans)
        assert not any(step.startswith("SCAN documents") or "(folder_id=?)" in step for step in plans)
