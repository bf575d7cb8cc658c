from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.catalog.catalog import FileFacts
from index.doctor import examine
from index.documents import State
from index.keeping.purging import Kept, kept, purge
from index.library import Library
from tests.index import tiny_models
from tests.index.keeping.test_scrubbing import Canary, Drawn, found
from tests.index.syncing.test_sync import LOIRE, texts, write


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return Drawn(str(tiny_models.make(tmp_path_factory.mktemp("tiny"))))


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    write(docs / "loire.txt", LOIRE)
    return docs


@pytest.fixture
def library(tmp_path: Path, docs: Path, tiny: Drawn) -> Iterator[Library]:
    with Library.open(tmp_path / "data", embedder=tiny) as library:
        library.add_folder(docs)
        library.sync()
        yield library


def kinds(library: Library) -> dict[str, Kept]:
    return {one.kind: one for one in kept(library)}


def fail(library: Library, name: str) -> None:
    """Have a document fail as if its file had been changed to something that cannot be read."""
    (seen,) = [
        one for folder in library.folders() for path, one in library.catalog.seen(folder).items() if path == name
    ]
    facts = FileFacts(seen.size, seen.mtime_ns, seen.checked_ns, "0" * 64, seen.recipe)
    library.catalog.fail(seen.id, facts, State.FAILED, "is damaged")


def test_nothing_is_kept_at_first(library: Library) -> None:
    assert kept(library) == []
    assert purge(library, ["versions", "names", "embeddings", "damaged", "logs", "traces"]) == []
    with pytest.raises(ValueError, match="nothing named all"):
        purge(library, ["all"])


def test_a_last_good_version_goes_when_it_is_named(library: Library, docs: Path) -> None:
    canary = Canary("purge")
    write(docs / canary.name, canary.text)
    library.sync()
    vectors = canary.vectors(library)
    fail(library, canary.name)
    assert canary.name in texts(library), "a file that fails keeps its last good version"
    one = kinds(library)["versions"]
    assert one.needed
    (item,) = one.items
    assert item == f"{docs / canary.name}: is damaged"
    assert purge(library, ["versions"]) == [one]
    assert sorted(texts(library)) == ["loire.txt"]
    assert found(library.data, words=canary.words, vectors=vectors) == []
    assert "versions" not in kinds(library)


def test_names_go_with_their_files(library: Library, docs: Path) -> None:
    canary, other = Canary("name"), Canary("other")
    for one in (canary, other):
        write(docs / one.name, one.text)
    library.sync()
    for one in (canary, other):
        document = library.catalog.document(one.name)
        assert document is not None
        library.remove(document.id)
    assert "names" not in kinds(library), "while its file is there, a name must be known for it to stay out"
    (docs / canary.name).unlink()
    assert kinds(library)["names"].items == (str(docs / canary.name),)
    purge(library, ["names"])
    assert found(library.data, words=[], name=canary.name) == []
    assert library.sync().added == ()
    assert library.catalog.dismissed(library.folders()[0]) == {other.name}


def test_names_of_a_folder_that_is_away_stay(library: Library, docs: Path, tmp_path: Path) -> None:
    document = library.catalog.document("loire.txt")
    assert document is not None
    library.remove(document.id)
    shutil.move(docs, tmp_path / "away")
    assert "names" not in kinds(library)


def test_leftover_embeddings(library: Library) -> None:
    row = library.embedder.embed_documents(["something that was never said"])
    library.catalog.store_embeddings(["f" * 32], row)
    assert kinds(library)["embeddings"].what.startswith("1 embeddings")
    purge(library, ["embeddings"])
    assert library.catalog.embeddings(["f" * 32])[0] == []
    assert "embeddings" not in kinds(library)


def test_logs_are_emptied_and_go_on(library: Library) -> None:
    log = library.data / "quoth.log"
    log.write_text("loire.txt failed\n", encoding="utf-8")
    with log.open("a", encoding="utf-8") as writer:
        assert kinds(library)["logs"].size == log.stat().st_size
        purge(library, ["logs"])
        assert log.read_bytes() == b""
        writer.write("more\n")
    assert log.read_bytes() == b"more\n"


def test_damaged_catalogs_that_were_put_aside(library: Library) -> None:
    aside = library.data / "catalog.sqlite.damaged-2025-01-31-120000"
    aside.write_bytes(b"old")
    one = kinds(library)["damaged"]
    assert (one.items, one.size) == ((str(aside),), 3)
    purge(library, ["damaged"])
    assert not aside.exists()


def test_free_room_is_given_back(library: Library, docs: Path) -> None:
    write(docs / "long.txt", "\n\n".join(f"The river {n} leaves the {n * 7} and falls." for n in range(2_000)))
    library.sync()
    (docs / "long.txt").unlink()
    library.sync()
    assert library.scrubbing.scrub()
    before = (library.data / "catalog.sqlite").stat().st_size
    assert (kinds(library)["traces"].size or 0) > 100_000
    purge(library, ["traces"])
    assert (library.data / "catalog.sqlite").stat().st_size < before / 2
    assert kept(library) == []
    assert examine(library) == []
