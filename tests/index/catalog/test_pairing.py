from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.catalog import pairing
from index.catalog.catalog import Catalog
from index.catalog.schema import MIGRATIONS
from index.doctor import structure
from index.library import Library
from index.text.languages import sought
from tests.index.syncing.test_sync import follow, write

LEASE = "租期自2021年10月1日起，为期三年。解除合同应提前三十天通知对方。"
CHUNK = (
    'INSERT INTO chunks (version_id, ordinal, start, "end", text, context, sentences, headings, key) '
    "VALUES (1, ?, 0, 9, ?, '', '[]', '[]', ?)"
)


def found(catalog: Catalog, word: str) -> list[int]:
    return sorted(id_ for id_, _ in catalog.match_pairs(sought(word), 9))


def old_catalog(path: Path, texts: list[str]) -> None:
    """A catalog of schema 2 with a version of these chunks."""
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        for script in MIGRATIONS[:2]:
            sql.executescript(script)
        sql.execute("PRAGMA user_version = 2")
        sql.execute("INSERT INTO versions VALUES (1, 'f', 'text', 'r', NULL, NULL, '', x'')")
        sql.executemany(CHUNK, [(place, text, str(place)) for place, text in enumerate(texts)])


def test_an_old_catalog_is_brought_up_when_it_is_opened(tmp_path: Path) -> None:
    old_catalog(tmp_path / "catalog.sqlite", ["The lease ends.", LEASE, "解約は1か月前までに通知する。"])
    catalog = Catalog(tmp_path / "catalog.sqlite")
    assert found(catalog, "通知") == [2, 3]
    assert found(catalog, "解除合同") == [2]
    assert found(catalog, "同解") == []
    assert pairing.wrong(catalog.connection) is None


def test_a_migration_that_was_cut_off_is_made_up_for(tmp_path: Path) -> None:
    old_catalog(tmp_path / "catalog.sqlite", [LEASE])
    Catalog(tmp_path / "catalog.sqlite").close()
    with closing(sqlite3.connect(tmp_path / "catalog.sqlite", isolation_level=None)) as sql:  # as if killed before
        sql.execute("DELETE FROM pairs_fts")
        sql.execute("DELETE FROM meta WHERE key = 'paired'")
    catalog = Catalog(tmp_path / "catalog.sqlite")
    assert found(catalog, "租期") == [1]


def test_pairs_come_and_go_with_their_chunks(library: Library, folder: Path) -> None:
    write(folder / "lease.txt", LEASE)
    write(folder / "note.txt", "The lease is in Chinese.")
    follow(library, folder)
    catalog = library.catalog
    assert len(found(catalog, "三十天")) == 1
    assert catalog.pair_frequencies(["合同", "汽车", "租"]) == {"合同": 1, "汽车": 0, "租": 1}
    write(folder / "lease.txt", LEASE.replace("三十天", "六十天"))
    library.sync()
    assert (len(found(catalog, "三十天")), len(found(catalog, "六十天"))) == (0, 1)
    (folder / "lease.txt").unlink()
    library.sync()
    assert found(catalog, "合同") == []
    assert catalog.connection.execute("SELECT count(*) FROM pairs_fts").fetchone()[0] == 0


def test_pairs_that_are_lost_are_found_missing_and_mended(library: Library, folder: Path) -> None:
    write(folder / "lease.txt", LEASE)
    follow(library, folder)
    catalog = library.catalog
    with catalog.transaction() as sql:
        sql.execute("DELETE FROM pairs_fts")
    assert [finding.subject for finding in structure.text_index(catalog)] == ["text index"]
    structure.mend_text_index(catalog)
    assert list(structure.text_index(catalog)) == []
    assert len(found(catalog, "合同")) == 1


@pytest.mark.parametrize("text", ["", "plain English", "Straße"])
def test_a_text_without_such_characters_takes_no_room(text: str) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as sql:
        for script in MIGRATIONS:
            sql.executescript(script)
        sql.execute(CHUNK, (0, text, "k"))
        pairing.keep_up(sql)
        assert sql.execute("SELECT count(*) FROM pairs_fts").fetchone()[0] == 0
        assert not pairing.behind(sql)
