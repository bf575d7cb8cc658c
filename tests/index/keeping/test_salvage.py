"""A catalog that cannot be used is built anew: what can be read comes back, and what cannot is named."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.catalog import roster
from index.doctor import examine, repair
from index.keeping import pages, salvage
from index.library import Damaged, Library, Locked
from tests.index.lives import EMBEDDER, Drawn, write
from tests.index.syncing.test_sync import texts

PAGE = 4096
DOCUMENTS = 25


@contextmanager
def opened(data: Path) -> Iterator[Library]:
    with Library.open(data, embedder=EMBEDDER) as library:
        yield library


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with documents of a folder with patterns, one of them taken out, and an upload; and a copy."""
    place = tmp_path_factory.mktemp("made")
    chance, folder = random.Random(5), place / "documents"
    folder.mkdir()
    for number in range(DOCUMENTS):
        write(folder / f"{number}.txt", chance)
    (folder / "left out.log").write_text("nothing")
    (place / "upload.txt").write_text("What was uploaded stays.")
    with opened(place / "data") as library:
        library.add_folder(folder, exclude=["*.log"])
        library.upload(place / "upload.txt")
        library.sync()
        document = library.catalog.document("7.txt")
        assert document is not None
        library.remove(document.id)
        library.sync()
        assert examine(library) == []
    for name in ("data", "documents"):
        shutil.copytree(place / name, place / "kept" / name)
    return place


@pytest.fixture
def data(made: Path) -> Path:
    """That data folder as it was made, at the same place each time."""
    for name in ("data", "documents", "away"):
        shutil.rmtree(made / name, ignore_errors=True)
    for name in ("data", "documents"):
        shutil.copytree(made / "kept" / name, made / name)
    return made / "data"


@pytest.fixture
def folder(made: Path) -> Path:
    """The documents of it."""
    return made / "documents"


def catalog(data: Path) -> Path:
    return data / "catalog.sqlite"


def spoil(data: Path, number: int, filler: bytes = b"\xff") -> None:
    """Overwrite a page of the catalog, counted from 0."""
    with catalog(data).open("r+b") as file:
        file.seek(number * PAGE)
        file.write(filler * PAGE)


def root_of(data: Path, table: str) -> int:
    connection = sqlite3.connect(catalog(data))
    try:
        row = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    finally:
        connection.close()
    return int(row[0]) - 1


def header(data: Path) -> None:
    spoil(data, 0)


def zeroed_header(data: Path) -> None:
    spoil(data, 0, b"\0")


def cut_in_half(data: Path) -> None:
    os.truncate(catalog(data), catalog(data).stat().st_size // 2)


def emptied(data: Path) -> None:
    os.truncate(catalog(data), 0)


def deleted(data: Path) -> None:
    catalog(data).unlink()


def replaced(data: Path) -> None:
    catalog(data).write_bytes(b"This is no catalog. " * 1000)


def another_database(data: Path) -> None:
    catalog(data).unlink()
    connection = sqlite3.connect(catalog(data))
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def version_lost(data: Path) -> None:
    connection = sqlite3.connect(catalog(data))
    connection.execute("PRAGMA user_version = 0")
    connection.close()


def table(name: str) -> Callable[[Path], None]:
    def spoiled(data: Path) -> None:
        spoil(data, root_of(data, name))

    return spoiled


def dropped(name: str) -> Callable[[Path], None]:
    def drop(data: Path) -> None:
        connection = sqlite3.connect(catalog(data))
        connection.execute(f"DROP TABLE {name}")
        connection.close()

    return drop


def some_leaves(data: Path) -> None:
    whole = catalog(data).stat().st_size // PAGE
    for number in random.Random(3).sample(range(2, whole), 5):
        spoil(data, number)


UNREADABLE = [deleted, emptied, replaced, another_database]
"""Damage after which no row can be read."""

PARTLY = [
    *(header, zeroed_header, cut_in_half, version_lost, some_leaves),
    *map(table, ("meta", "folders", "documents", "chunks", "embeddings")),
    *map(dropped, ("folders", "chunks_fts")),
]


def doctor_repair(data: Path) -> salvage.Salvaged:
    """What ``quoth doctor --repair`` does with a catalog that cannot be used."""
    try:
        with opened(data) as library:
            assert any(finding.rebuild for finding in repair(library)), "the damage is not found"
    except Damaged:
        pass
    done = salvage.rescue(data)
    with opened(data) as library:
        Drawn.embedded = 0
        assert repair(library) == []
    return done


@pytest.mark.parametrize("damage", [*UNREADABLE, *PARTLY])
def test_everything_comes_back(data: Path, folder: Path, damage: Callable[[Path], None]) -> None:
    before = catalog(data).read_bytes()
    damage(data)
    spoiled = catalog(data).read_bytes() if catalog(data).exists() else b""
    done, embedded = doctor_repair(data), Drawn.embedded
    files = {path.name: path.read_text() for path in folder.glob("*.txt") if path.name != "7.txt"}
    with opened(data) as library:
        assert texts(library) == {**files, "upload.txt": "What was uploaded stays."}
        assert [one.exclude for one in library.folders()] == [("*.log",)]
        assert library.sync().embedded == 0
        chunks = library.catalog.count_chunks()
    if spoiled:
        assert done.aside is not None
        assert done.aside.read_bytes() == spoiled, "the damaged file is put aside as it is"
    assert len(before) > 20 * PAGE
    if damage in UNREADABLE:
        assert chunks == embedded
    else:
        assert done.embeddings + embedded >= chunks
        assert embedded < chunks / 2, "what can be read is not embedded again"


@pytest.mark.parametrize("damage", [header, zeroed_header, version_lost, table("meta"), table("chunks")])
def test_no_embedding_is_lost_with_the_top_of_the_file(data: Path, damage: Callable[[Path], None]) -> None:
    damage(data)
    doctor_repair(data)
    assert Drawn.embedded == 0


def test_documents_keep_their_ids_and_dates(data: Path) -> None:
    with opened(data) as library:
        before = {one.path: (one.id, one.added) for one in library.catalog.documents()}
    spoil(data, root_of(data, "chunks"))
    doctor_repair(data)
    with opened(data) as library:
        assert {one.path: (one.id, one.added) for one in library.catalog.documents()} == before


def test_what_cannot_come_back_is_named(data: Path) -> None:
    (data / "uploads" / "upload.txt").unlink()
    spoil(data, root_of(data, "chunks"))
    done = doctor_repair(data)
    assert [line for line in done.lost if "upload.txt" in line] == [
        "Lost: the uploaded document upload.txt, whose file is not there. Upload it again."
    ]
    assert f"{DOCUMENTS - 1} documents" in done.lines()[0]


def test_without_folders_json_what_is_lost_is_said(data: Path, folder: Path) -> None:
    (data / roster.NAME).unlink()
    header(data)
    done = salvage.rescue(data)
    assert done.folders_lost
    assert any("Which folders were followed" in line for line in done.lost)
    with opened(data) as library:
        assert library.folders() == []
        report = library.sync([library.add_folder(folder, exclude=["*.log"])])
        (taken_out,) = [entry for entry in report.added if entry.path == "7.txt"]
        assert report.embedded == taken_out.chunks, "the embeddings of all others came back"


@pytest.mark.parametrize("vanished", [False, True])
def test_last_good_versions_survive(data: Path, folder: Path, vanished: bool) -> None:
    with opened(data) as library:
        text = texts(library)["3.txt"]
        (folder / "3.txt").rename(folder / "3.pdf")
        library.sync()
        (folder / "3.pdf").write_bytes(b"%PDF-1.7 and nothing more")
        assert [entry.path for entry in library.sync().failed] == ["3.pdf"]
    if vanished:
        folder.rename(folder.with_name("away"))
    spoil(data, root_of(data, "documents_version"))  # an index alone: every row can be read
    with opened(data) as library:
        assert any(finding.rebuild for finding in examine(library))
    done = salvage.rescue(data)
    assert done.kept == (DOCUMENTS - 1 if vanished else 1)
    with opened(data) as library:
        repair(library)
        assert texts(library)["3.pdf"] == text
        assert len(texts(library)) == DOCUMENTS
        if vanished:
            folder.with_name("away").rename(folder)
            library.sync()
        assert examine(library) == []


def test_a_swap_that_was_cut_off_is_finished(data: Path) -> None:
    before = catalog(data).read_bytes()
    new = data / "catalog.sqlite.new"
    new.write_bytes(before)
    with catalog(data).open("r+b") as file:
        file.write(b"x" * 100)
    log = data / "catalog.sqlite-wal"
    log.write_bytes(b"of the old catalog")
    with opened(data) as library:
        assert len(texts(library)) == DOCUMENTS
    assert not new.exists()
    aside = [path.name for path in data.glob("catalog.sqlite.damaged-*")]
    assert len(aside) == 2
    assert sum(name.endswith("-wal") for name in aside) == 1


@pytest.mark.parametrize("damage", [*UNREADABLE, header, table("meta"), dropped("chunks")])
def test_whoever_opens_it_is_told_what_to_do(data: Path, damage: Callable[[Path], None]) -> None:
    damage(data)
    with pytest.raises(Damaged, match="quoth doctor --repair"):
        Library.open(data, embedder=EMBEDDER)
    assert not (data / "owner.json").exists(), "it lets go of the folder"


def test_a_rescue_leaves_a_folder_in_use_alone(data: Path) -> None:
    with opened(data), pytest.raises(Locked):
        salvage.rescue(data)


def test_garbage_in_the_log_is_passed_over(data: Path) -> None:
    (data / "catalog.sqlite-wal").write_bytes(random.Random(1).randbytes(3 * PAGE))
    with opened(data) as library:
        library.sync()
        assert examine(library) == []


def test_a_new_data_folder_that_was_cut_off_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "catalog.sqlite").touch()
    with opened(tmp_path / "data") as library:
        assert examine(library) == []


def test_rows_are_read_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "rows.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (k TEXT PRIMARY KEY, v) WITHOUT ROWID"
    )
    chance = random.Random(4)
    rows = {f"{n:04}": chance.randbytes(chance.choice((10, 900, 1100, 5000, 20_000))) for n in range(300)}
    connection.executemany("INSERT INTO t VALUES (?, ?)", list(rows.items())[:150])
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.executemany("INSERT INTO t VALUES (?, ?)", list(rows.items())[150:])
    connection.commit()  # these are in the log alone
    connection.execute("INSERT INTO t VALUES ('kinds', ?)", [1.5])
    connection.execute("INSERT INTO t VALUES ('null', NULL)")
    connection.execute("INSERT INTO t VALUES ('number', -12345678901)")
    connection.commit()
    found = {row[0]: row[1] for row in pages.index_rows(path) if len(row) == 2}
    connection.close()
    assert {key: found.get(key) for key in rows} == rows
    assert (found["kinds"], found["null"], found["number"]) == (1.5, None, -12345678901)
    noise = tmp_path / "noise.sqlite"
    noise.write_bytes(chance.randbytes(100 * PAGE) + bytes([10]) * PAGE)
    list(pages.index_rows(noise))  # whatever is in it, it raises nothing
