"""What was removed is nowhere in the data folder: all bytes of all its files are searched for it."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.catalog.database import Database
from index.doctor import examine
from index.documents import Vectors32
from index.embedding.embedding import Embedder, Progress
from index.keeping import scrubbing
from index.library import Library
from index.vectors import graph
from index.vectors.vectors import HNSW
from tests.index import tiny_models
from tests.index.syncing.test_sync import write

WORDS = (
    "amber",
    "basalt",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "garnet",
    "harbour",
    "iris",
    "juniper",
    "krill",
    "lagoon",
)


class Drawn(Embedder):
    """A vector of its own for each text, drawn at random: a tiny model's are all alike."""

    def embed_documents(
        self, texts: Sequence[str], *, progress: Progress | None = None, urgent: bool = False
    ) -> Vectors32:
        """Unit vectors, the same for the same text."""
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") for text in texts]
        rows = np.array([np.random.default_rng(seed).standard_normal(self.dimension) for seed in seeds])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    return Drawn(str(tiny_models.make(tmp_path_factory.mktemp("tiny"))))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    rng = random.Random(1)
    for number in range(30):
        text = " ".join(f"The {rng.choice(WORDS)} of {rng.choice(WORDS)} leaves {number}." for _ in range(60))
        write(folder / f"plain-{number}.txt", text)
    return folder


class Canary:
    """A document whose words, name and vectors are like no other's."""

    def __init__(self, seed: str) -> None:
        rng = random.Random(seed)
        # A last letter that Porter's stemmer leaves as it is.
        self.words = ["".join(rng.choices("bcdfghjklmpqrvwx", k=9)) + "k" for _ in range(40)]
        self.name = "".join(rng.choices("bcdfghjklmpqrvwx", k=12)) + ".txt"
        sentences = (f"The {word} running {word}ings in {rng.choice(WORDS)}." for word in self.words)
        self.text = " ".join(sentences)

    def vectors(self, library: Library, name: str | None = None) -> list[bytes]:
        """Bytes of its vectors as they are stored: float16, float32, and float32 of length 1."""
        document = library.catalog.document(name or self.name)
        assert document is not None
        keys = [one.key for one in library.catalog.chunks_of_document(document.id)]
        found, rows = library.catalog.embeddings(keys)
        assert len(found) == len(set(keys)) > 1
        units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        stored = []
        for array in (rows.astype(np.float16), rows.astype(np.float32), units.astype(np.float32)):
            # Part of each: a search that finds a part finds more than one that wants the whole.
            stored += [row[4:10].tobytes() for row in array]
        return stored


def found(data: Path, *, words: list[str], vectors: list[bytes] = [], name: str = "") -> list[str]:  # noqa: B006
    """Which of a canary's traces are in which file."""
    traces = [trace for word in words for trace in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"))]
    traces += [name.encode()] if name else []
    hits = []
    for file in data.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            hits += [f"{trace!r} in {file.relative_to(data)}" for trace in [*traces, *vectors] if trace in content]
    return hits


@pytest.fixture
def library(data: Path, folder: Path, tiny: Embedder) -> Iterator[Library]:
    with Library.open(data, embedder=tiny) as library:
        library.add_folder(folder)
        yield library


def placed(library: Library, canary: Canary, folder: Path) -> list[bytes]:
    write(folder / canary.name, canary.text)
    library.sync()
    return canary.vectors(library)


def gone(library: Library, data: Path, canary: Canary, vectors: list[bytes], name: str = "") -> list[str]:
    assert library.scrubbing.scrub()
    left = found(data, words=canary.words, vectors=vectors, name=name)
    library.close()
    return left + found(data, words=canary.words, vectors=vectors, name=name)


def test_the_search_finds_what_is_there(library: Library, data: Path, folder: Path) -> None:
    canary = Canary("a")
    vectors = placed(library, canary, folder)
    library.vectors.close()
    files = {hit.rpartition(" in ")[2].split("/")[0] for hit in found(data, words=canary.words, vectors=vectors)}
    assert {"vectors"} < files
    hits = found(data, words=canary.words, vectors=vectors, name=canary.name)
    assert len({hit.partition(" in ")[0] for hit in hits}) > len(canary.words) + 1


def test_a_deleted_file(library: Library, data: Path, folder: Path) -> None:
    canary = Canary("b")
    vectors = placed(library, canary, folder)
    (folder / canary.name).unlink()
    library.sync()
    assert examine(library) == []
    assert gone(library, data, canary, vectors, canary.name) == []


def test_old_words_of_a_changed_file(library: Library, data: Path, folder: Path) -> None:
    canary = Canary("c")
    vectors = placed(library, canary, folder)
    write(folder / canary.name, "The harbour of the fjord leaves the cedar.")
    library.sync()
    assert examine(library) == []
    assert gone(library, data, canary, vectors) == []
    assert found(data, words=[], name=canary.name), "the file is still there"


def test_a_dropped_folder(library: Library, data: Path, tmp_path: Path) -> None:
    canary = Canary("d")
    other = tmp_path / "other-qzxvbn"
    write(other / canary.name, canary.text)
    library.add_folder(other)
    library.sync()
    vectors = canary.vectors(library)
    library.drop_folder(other)
    assert gone(library, data, canary, vectors, canary.name) == []


def test_a_removed_upload(library: Library, data: Path, tmp_path: Path) -> None:
    canary = Canary("e")
    library.upload(write(tmp_path / canary.name, canary.text))
    library.sync()
    vectors = canary.vectors(library)
    document = library.catalog.document(canary.name)
    assert document is not None
    library.remove(document.id)
    assert gone(library, data, canary, vectors, canary.name) == []


def test_a_document_that_was_taken_out_leaves_its_name_alone(library: Library, data: Path, folder: Path) -> None:
    canary = Canary("f")
    vectors = placed(library, canary, folder)
    document = library.catalog.document(canary.name)
    assert document is not None
    library.remove(document.id)
    assert gone(library, data, canary, vectors) == []


def test_a_renamed_file_leaves_no_old_name(library: Library, data: Path, folder: Path) -> None:
    canary = Canary("g")
    vectors = placed(library, canary, folder)
    (folder / canary.name).rename(folder / "renamed.txt")
    library.sync()
    assert library.scrubbing.scrub()
    library.vectors.close()
    assert found(data, words=[], name=canary.name) == []
    assert found(data, words=canary.words[:3], vectors=vectors[:1])


def test_a_copy_keeps_what_it_shares(library: Library, data: Path, folder: Path) -> None:
    canary = Canary("h")
    vectors = placed(library, canary, folder)
    write(folder / "copy.txt", canary.text)
    library.sync()
    (folder / canary.name).unlink()
    library.sync()
    assert library.scrubbing.scrub()
    assert found(data, words=[], name=canary.name) == []
    assert canary.vectors(library, "copy.txt") == vectors
    assert examine(library) == []
    document = library.catalog.document("copy.txt")
    assert document is not None
    assert document.version is not None
    assert library.catalog.text(document.version, document.id) == canary.text
    (folder / "copy.txt").unlink()
    library.sync()
    assert gone(library, data, canary, vectors, "copy.txt") == []


def test_searches_find_as_before(library: Library, folder: Path) -> None:
    canary = Canary("i")
    placed(library, canary, folder)
    (folder / canary.name).unlink()
    library.sync()
    keys = library.catalog.keys()
    names, rows = library.catalog.embeddings(keys)
    before = [library.vectors.search(row, 3) for row in rows]
    assert library.scrubbing.scrub()
    after = [library.vectors.search(row, 3) for row in rows]
    assert [pair[0][0] for pair in after] == [pair[0][0] for pair in before]
    assert library.vectors.problems(dict(zip(names, rows, strict=True))) == []


def test_many_removals_in_a_graph_on_disk(
    data: Path, folder: Path, tiny: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a graph that Chroma writes all the time, rows of removed vectors lie in its files."""
    monkeypatch.setitem(HNSW, "sync_threshold", 20)
    canaries = [Canary(f"j{number}") for number in range(6)]
    with Library.open(data, embedder=tiny) as library:
        library.add_folder(folder)
        traces: dict[str, list[bytes]] = {}
        for canary in canaries:
            traces[canary.name] = placed(library, canary, folder)
        assert list((data / "vectors").rglob("header.bin"))
        for canary in canaries[::2]:
            (folder / canary.name).unlink()
        library.sync()
        assert library.scrubbing.scrub()
        library.vectors.close()
        for canary in canaries[::2]:
            assert found(data, words=canary.words, vectors=traces[canary.name], name=canary.name) == []
        assert [graph.problem(generation) for generation in (data / "vectors").iterdir()] == [None]
        for canary in canaries[1::2]:
            assert canary.vectors(library) == traces[canary.name]
        assert examine(library) == []
        write(folder / canaries[0].name, canaries[0].text)  # what was blanked can come back
        library.sync()
        assert examine(library) == []


def test_what_memory_left_behind_the_rows_of_a_graph(library: Library, data: Path, folder: Path) -> None:
    """Chroma makes its files with room for rows, and writes that room as the memory that it was given was."""
    canary = Canary("s")
    vectors = placed(library, canary, folder)
    (folder / canary.name).unlink()
    library.sync()
    library.vectors.close()
    for name, size in (("data_level0.bin", 26_800), ("length.bin", 400)):
        (file,) = (data / "vectors").rglob(name)
        left = b"".join(vectors)[: size // 2] + canary.words[0].encode()
        file.write_bytes(left.rjust(size, b"\0"))
    library.vectors.scrub()
    assert found(data / "vectors", words=canary.words, vectors=vectors) == []


def test_a_removal_is_scrubbed_by_itself(library: Library, data: Path, folder: Path) -> None:
    canary = Canary("k")
    vectors = placed(library, canary, folder)
    document = library.catalog.document(canary.name)
    assert document is not None
    done = threading.Event()
    work = library.scrubbing._scrubber._work

    def watched() -> bool:
        result = work()
        done.set()
        return result

    library.scrubbing._scrubber._work = watched
    library.remove(document.id)
    assert done.wait(60)
    library.scrubbing._scrubber.stop()
    library.vectors.close()
    assert found(data, words=canary.words, vectors=vectors) == []


def test_closing_scrubs(data: Path, folder: Path, tiny: Embedder) -> None:
    canary = Canary("l")
    with Library.open(data, embedder=tiny) as library:
        library.add_folder(folder)
        vectors = placed(library, canary, folder)
    (folder / canary.name).unlink()
    with Library.open(data, embedder=tiny) as library:
        library.sync()
    assert found(data, words=canary.words, vectors=vectors, name=canary.name) == []


def test_what_was_cut_off_is_done_by_the_next_process(
    data: Path, folder: Path, tiny: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = Canary("m")
    with Library.open(data, embedder=tiny) as library:
        library.add_folder(folder)
        vectors = placed(library, canary, folder)
        document = library.catalog.document(canary.name)
        assert document is not None
        # As if the process had been killed right after the document's transaction.
        library.catalog.dismiss(document.id)
        monkeypatch.setattr(scrubbing.Scrubbing, "close", lambda self: None)
    monkeypatch.undo()
    assert found(data, words=canary.words, vectors=vectors) != []
    with Library.open(data, embedder=tiny) as library:
        library.sync()
        assert examine(library) == []
    assert found(data, words=canary.words, vectors=vectors) == []


def test_a_question_in_the_way_is_waited_for(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    canary = Canary("n")
    placed(library, canary, folder)
    (folder / canary.name).unlink()
    library.sync()
    monkeypatch.setattr(scrubbing, "_READERS_MS", 10)
    reading, enough = threading.Event(), threading.Event()

    def read() -> None:
        with library.catalog.snapshot():
            reading.set()
            enough.wait(60)

    reader = threading.Thread(target=read)
    reader.start()
    reading.wait(60)
    library.catalog.put("another", "write")
    assert not library.scrubbing.scrub()
    enough.set()
    reader.join()
    assert scrubbing.is_unclean(library.catalog)
    assert library.scrubbing.scrub()
    assert not scrubbing.is_unclean(library.catalog)


def test_a_removal_while_it_scrubs_is_not_forgotten(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary, second = Canary("o"), Canary("p")
    placed(library, canary, folder)
    placed(library, second, folder)
    (folder / canary.name).unlink()
    library.sync()
    merge = scrubbing._merge

    def meanwhile(catalog: Database) -> None:
        merge(catalog)
        document = library.catalog.document(second.name)
        assert document is not None
        library.catalog.dismiss(document.id)

    monkeypatch.setattr(scrubbing, "_merge", meanwhile)
    library.scrubbing.scrub()
    assert scrubbing.is_unclean(library.catalog)


def test_nothing_is_done_where_nothing_was_removed(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sync()
    library.scrubbing.scrub()

    def refuse(*_: object) -> None:
        raise AssertionError("the stores were touched")

    write(folder / "more.txt", "The lagoon of the iris leaves.")
    library.sync()
    monkeypatch.setattr(scrubbing, "scrub", refuse)
    assert library.scrubbing.scrub()


def test_logs_lose_the_names_of_what_was_removed(library: Library, data: Path, folder: Path) -> None:
    canary = Canary("q")
    placed(library, canary, folder)
    log = data / "quoth.log"
    log.write_text(f"one line of {canary.name} and more\nanother line\n", encoding="utf-8")
    (folder / canary.name).unlink()
    library.sync()
    assert log.read_text(encoding="utf-8") == f"one line of {'-' * len(canary.name)} and more\nanother line\n"


def test_a_folder_of_an_older_quoth_is_written_anew(library: Library, data: Path, folder: Path, tiny: Embedder) -> None:
    canary = Canary("r")
    library.sync()
    library.close()
    with closing(sqlite3.connect(data / "catalog.sqlite", isolation_level=None)) as sql:
        sql.execute("PRAGMA secure_delete = OFF")
        sql.execute("CREATE TABLE old (text TEXT)")
        sql.execute("INSERT INTO old VALUES (?)", [canary.text])
        sql.execute("DELETE FROM old")
        sql.execute("DROP TABLE old")
        sql.executemany("INSERT INTO meta VALUES (?, '1')", [(scrubbing.UNCLEAN,), (scrubbing.WHOLE,)])
    assert found(data, words=canary.words)
    with Library.open(data, embedder=tiny) as again:
        again.sync()
    assert found(data, words=canary.words) == []
