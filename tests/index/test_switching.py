"""Another model or size of chunks is built beside the one that answers, and takes its place at one instant."""

from __future__ import annotations

import gc
import json
import random
import shutil
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.catalog import nextchunks
from index.catalog.database import CatalogError
from index.doctor import examine
from index.edition import Edition
from index.embedding import encoders
from index.embedding.embedding import Embedder, EmbeddingError
from index.embedding.models import Model
from index.keeping import recovery
from index.library import Library
from index.ownership import LibraryError
from index.switching import Switching
from tests.index import tiny_models

ROOT = Path(__file__).parents[2]

WORDS = ("the", "a", "of", "in", "mali", "france", "army", "leaves", "rain", "falls")  # those that the models know


def text_of(number: int) -> str:
    """A text of five paragraphs unlike any other's."""
    chance = random.Random(number)
    return "\n\n".join(" ".join(chance.choices(WORDS, k=40)) + "." for _ in range(5))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Three small models: two of one width, and a wider one."""
    root = tmp_path_factory.mktemp("models")
    return {
        "a": str(tiny_models.make(root / "a")),
        "b": str(tiny_models.make(root / "b", prompts={"query": "query: ", "document": "passage: "})),
        "wide": str(tiny_models.make(root / "wide", width=48)),
    }


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, models: dict[str, str]) -> Path:
    """A place with twenty documents and their data folder, made with the first model; a copy of it is in ``kept``."""
    place = tmp_path_factory.mktemp("indexed")
    (place / "kept").mkdir()
    (place / "documents").mkdir()
    for number in range(20):
        (place / "documents" / f"{number}.txt").write_text(text_of(number))
    with Library.open(place / "data", model=models["a"]) as library:
        library.add_folder(place / "documents")
        assert len(library.sync().added) == 20
    for name in ("documents", "data"):
        shutil.copytree(place / name, place / "kept" / name)
    return place


@pytest.fixture
def data(indexed: Path) -> Path:
    """That data folder as it was made; its documents are as they were too."""
    for name in ("documents", "data"):
        shutil.rmtree(indexed / name)
        shutil.copytree(indexed / "kept" / name, indexed / name)
    return indexed / "data"


@pytest.fixture
def folder(data: Path) -> Path:
    """The folder of its documents."""
    return data.parent / "documents"


@pytest.fixture
def open_(data: Path) -> Iterator[Callable[..., Library]]:
    """Opens that data folder, with whatever settings; closed after the test."""
    opened: list[Library] = []

    def open_(**settings: object) -> Library:
        for library in opened:
            library.close()
        opened.append(Library.open(data, **settings))  # type: ignore[arg-type]
        return opened[-1]

    yield open_
    for library in opened:
        library.close()


class Held:
    """Keeps the embedding of documents by one model, once it did some, from going on until it is let."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, model: str, after: int = 0) -> None:
        self.reached, self._go = threading.Event(), threading.Event()
        self.embedded: list[str] = []
        embed = Embedder.embed_documents

        def waiting(embedder: Embedder, texts: list[str], **options: object) -> object:
            if embedder.name == model and texts:
                if len(self.embedded) >= after:
                    self.reached.set()
                    self._go.wait(30)
                self.embedded += texts
            return embed(embedder, texts, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(Embedder, "embed_documents", waiting)

    def let_go(self) -> None:
        """Let it embed from now on."""
        self._go.set()


def nearest(library: Library, text: str = "Rain falls in Mali") -> set[str]:
    """Texts of the live chunks nearest to a question, as retrieval finds them."""
    with library.question() as edition:
        found = library.vectors.search(edition.embedder.embed_query(text), 5)
        ids = library.catalog.chunks_of_keys([key for key, _ in found])
        assert all(key in ids for key, _ in found), "a vector without a live chunk"
        return {
            chunk.chunk.text for chunk in library.catalog.chunks([i for same in ids.values() for i in same]).values()
        }


def whole(library: Library, model: str, width: int) -> None:
    """The library answers from one model alone, and nothing of any other is left."""
    assert library.model_name == model
    assert library.embedder.name == model
    assert examine(library) == []
    stored = {key for (key,) in library.catalog.connection.execute("SELECT key FROM embeddings")}
    assert stored == set(library.catalog.keys()) == library.vectors.keys()
    assert {len(row) for row in library.catalog.embeddings(sorted(stored))[1]} == {width}
    assert len(list(library.data.glob("vectors*"))) == 1
    assert not library.switching.pending()
    assert nearest(library)


def test_the_old_model_answers_until_the_new_one_is_whole(
    open_: Callable[..., Library], models: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_()
    held = Held(monkeypatch, models["wide"])
    assert library.use_model(models["wide"])
    assert held.reached.wait(30)
    state = library.switch
    assert state is not None
    assert (state.model, state.stage) == (models["wide"], "embedding")
    assert 0 == state.done < state.total
    whole_before = nearest(library)
    assert whole_before
    assert library.model_name == models["a"]
    assert examine(library) == []  # what is being built is not mistaken for damage

    held.let_go()
    assert library.switching.wait() == library.switch
    assert library.switch is not None
    assert library.switch.stage == "done"
    whole(library, models["wide"], 48)
    library.close()
    whole(open_(), models["wide"], 48)


def test_a_question_sees_wholly_old_or_wholly_new(
    open_: Callable[..., Library], models: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.embedding.courtesy.PAUSE", 0.01)  # the question lasts for as long as the build
    library = open_()
    old_keys = set(library.catalog.keys())
    with library.question() as edition:
        vector = edition.embedder.embed_query("Rain falls")
        other = threading.Thread(target=lambda: (library.use_model(models["wide"]), library.switching.wait(), None)[2])
        other.start()
        switched(library, edition)
        # The switch is done; this question goes on with what it began with.
        assert library.embedder is edition.embedder
        assert len(vector) == edition.embedder.dimension == 32
        assert set(library.catalog.keys()) == old_keys
        found = [key for key, _ in library.vectors.search(vector, 5)]
        assert set(found) <= old_keys
        assert library.catalog.embeddings(found)[1].shape == (5, 32)
    other.join(30)
    assert not other.is_alive()
    whole(library, models["wide"], 48)


def test_documents_that_come_meanwhile_are_answered_from_at_once_and_taken_up(
    open_: Callable[..., Library], models: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_()
    held = Held(monkeypatch, models["b"])
    library.use_model(models["b"])
    assert held.reached.wait(30)
    (folder / "new.txt").write_text("A new rain falls in the army.")
    (folder / "3.txt").write_text("The army of 3 leaves.")
    (folder / "4.txt").unlink()
    report = library.sync()
    assert (len(report.added), len(report.updated), len(report.removed)) == (1, 1, 1)
    assert library.model_name == models["a"]
    assert "A new rain falls in the army." in nearest(library, "A new rain falls in the army.")
    held.let_go()
    library.switching.wait()
    whole(library, models["b"], 32)
    texts = {library.catalog.text(d.version, d.id) for d in library.catalog.documents() if d.version}
    assert texts == {path.read_text().strip() for path in folder.iterdir()}
    assert "A new rain falls in the army." in nearest(library, "A new rain falls in the army.")
    assert library.sync().embedded == 0


def test_what_is_built_is_kept_when_the_process_ends(
    open_: Callable[..., Library], models: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.switching._BATCH", 4)
    library = open_()
    stored, embedded = threading.Event(), []
    embed = Embedder.embed_documents

    def counted(embedder: Embedder, texts: list[str], **options: object) -> object:
        if embedder.name == models["b"]:
            embedded.extend(texts)
            if len(embedded) > 8:
                stored.set()
        return embed(embedder, texts, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Embedder, "embed_documents", counted)
    library.use_model(models["b"])
    assert stored.wait(30)
    library.switching.halt()
    kept = library.catalog.connection.execute("SELECT count(*) FROM embeddings").fetchone()[0] - len(
        library.catalog.keys()
    )
    assert kept >= 8
    library.close()
    first = len(embedded)

    library = open_()
    assert library.switching.pending()
    assert library.switch is not None
    assert library.switch.stage == "waiting"
    assert nearest(library)
    assert library.catalog.count_chunks()
    assert library.follow_settings()
    library.switching.wait()
    whole(library, models["b"], 32)
    assert len(embedded) - first + kept == len(library.catalog.keys())


def test_cancelling_goes_back_and_leaves_nothing(
    open_: Callable[..., Library], models: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.switching._BATCH", 4)
    library = open_()
    held = Held(monkeypatch, models["wide"], after=8)
    library.use_model(models["wide"])
    assert held.reached.wait(30)
    threading.Timer(0.2, held.let_go).start()
    assert library.switching.cancel()
    assert not library.switching.cancel()
    whole(library, models["a"], 32)
    library.close()
    library = open_()
    assert not library.follow_settings()
    whole(library, models["a"], 32)


def test_another_build_asked_for_takes_the_first_ones_place(
    open_: Callable[..., Library], models: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_()
    held = Held(monkeypatch, models["b"])
    library.use_model(models["b"])
    assert held.reached.wait(30)
    asked = threading.Thread(target=library.use_model, args=(models["wide"],))
    asked.start()
    held.let_go()
    asked.join(30)
    library.switching.wait()
    whole(library, models["wide"], 48)


def test_asking_for_what_answers_gives_a_build_up(
    open_: Callable[..., Library], models: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_()
    held = Held(monkeypatch, models["b"])
    library.use_model(models["b"])
    assert held.reached.wait(30)
    threading.Timer(0.2, held.let_go).start()
    assert not library.use_model(models["a"])
    whole(library, models["a"], 32)
    assert not library.use_model(models["a"])


def test_chunks_of_another_size(open_: Callable[..., Library], models: dict[str, str]) -> None:
    library = open_()
    before = library.catalog.count_chunks()
    with pytest.raises(LibraryError, match="from 32 to 256"):
        library.use_model(None, 8)
    assert library.use_model(None, 32)
    library.switching.wait()
    whole(library, models["a"], 32)
    assert [library.chunk_tokens] == [32]
    assert library.catalog.count_chunks() > before
    library.close()
    library = open_()
    assert [library.chunk_tokens] == [32]  # kept without a setting
    assert not library.follow_settings()
    assert library.sync().embedded == 0
    assert library.use_model(None, 0)
    library.switching.wait()
    assert [library.chunk_tokens] == [None]
    assert library.catalog.count_chunks() == before


def test_a_setting_that_differs_builds_beside(
    open_: Callable[..., Library], models: dict[str, str], folder: Path
) -> None:
    library = open_(model=models["wide"], chunk_tokens=32)
    assert library.model_name == models["a"]
    assert nearest(library)  # a question is answered as before, and builds nothing
    assert not library.switching.pending()
    assert library.follow_settings()
    library.switching.wait()
    whole(library, models["wide"], 48)
    assert library.chunk_tokens == 32
    library = open_(model=models["wide"])
    assert not library.follow_settings()


def test_a_new_chunking_builds_beside(
    open_: Callable[..., Library], models: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_()
    monkeypatch.setattr("index.text.chunking.VERSION", 99)
    assert library.sync().unchanged == 20  # no file is read again for it
    ids = {id_ for (id_,) in library.catalog.connection.execute("SELECT id FROM chunks")}
    assert library.follow_settings()
    library.switching.wait()
    whole(library, models["a"], 32)
    assert not library.follow_settings()
    # What is cut as before stays as it is.
    assert ids == {id_ for (id_,) in library.catalog.connection.execute("SELECT id FROM chunks")}


def test_a_model_that_is_not_there_changes_nothing(
    open_: Callable[..., Library], models: dict[str, str], tmp_path: Path
) -> None:
    library = open_()
    with pytest.raises(EmbeddingError, match="does not exist"):
        library.use_model(str(tmp_path / "none"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmbeddingError, match="no embedding model"):
        library.use_model(str(tmp_path / "empty"))
    assert not library.switching.pending()
    whole(library, models["a"], 32)
    library = open_(model=str(tmp_path / "none"))
    with pytest.raises(EmbeddingError, match="does not exist"):
        library.follow_settings()
    assert nearest(library)


def test_a_model_that_changed_in_its_place_is_said_and_can_be_built(
    open_: Callable[..., Library], models: dict[str, str], data: Path, tmp_path: Path
) -> None:
    place = tmp_path / "own"
    shutil.copytree(models["a"], place)
    library = open_()
    library.use_model(str(place))
    library.switching.wait()
    library.close()
    shutil.rmtree(place)
    shutil.copytree(models["b"], place)
    library = open_()
    with pytest.raises(EmbeddingError, match="has changed since the documents were indexed"):
        nearest(library)
    assert library.use_model(str(place))
    library.switching.wait()
    whole(library, str(place), 32)


def test_killed_at_any_step_one_model_answers_wholly(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.index.switching_kills", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == []


# What happens at the same time


def switched(library: Library, edition: Edition) -> None:
    """Wait until another edition answers."""
    deadline = time.monotonic() + 60
    while library.editions.live is edition:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_another_build_waits_for_the_questions_of_the_one_before(
    open_: Callable[..., Library], models: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.embedding.courtesy.PAUSE", 0.01)
    library = open_()
    with library.question() as edition:
        vector = edition.embedder.embed_query("Rain falls")
        found = library.vectors.search(vector, 5)
        other = threading.Thread(target=library.use_model, args=(models["wide"],))
        threading.Thread(target=library.use_model, args=(models["b"],)).start()
        switched(library, edition)
        other.start()
        other.join(0.3)
        assert library.vectors.search(vector, 5) == found, "its store was deleted"
    other.join(30)
    library.switching.wait()
    whole(library, models["wide"], 48)


def test_three_switches_in_one_process(open_: Callable[..., Library], models: dict[str, str]) -> None:
    library = open_()
    for model, width in (("b", 32), ("wide", 48), ("a", 32)):
        assert library.use_model(models[model])
        library.switching.wait()
        whole(library, models[model], width)


def test_what_is_removed_meanwhile_leaves_no_vector(
    open_: Callable[..., Library], models: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_()
    (folder / "short.txt").write_text("Rain falls in mali.")  # a chunk of either size
    library.sync()
    held = Held(monkeypatch, models["a"])
    assert library.use_model(None, 32)
    assert held.reached.wait(30)
    (folder / "short.txt").unlink()
    assert len(library.sync().removed) == 1
    assert library.vectors.keys() == set(library.catalog.keys())
    assert examine(library) == []
    threading.Timer(0.2, held.let_go).start()
    assert library.switching.cancel()
    whole(library, models["a"], 32)


def test_what_is_removed_at_the_last_instant_leaves_no_vector(
    open_: Callable[..., Library], models: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_()
    exchange = Switching._exchange
    document = library.catalog.documents()[0]

    def removing(switching: Switching, *arguments: object) -> object:
        library.remove(document.id)
        return exchange(switching, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Switching, "_exchange", removing)
    library.use_model(models["wide"])
    library.switching.wait()
    assert len(library.catalog.documents()) == 19
    whole(library, models["wide"], 48)


def test_a_store_is_opened_before_or_after_the_switch(
    open_: Callable[..., Library], models: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_()
    opening, go = threading.Event(), threading.Event()
    open_vectors = recovery.open_vectors

    def slow(*arguments: object, **options: object) -> object:
        opening.set()
        go.wait(30)
        return open_vectors(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("index.library.open_vectors", slow)
    failed: list[BaseException] = []

    def warm() -> None:
        try:
            library.warm()
        except BaseException as error:
            failed.append(error)

    warming = threading.Thread(target=warm)
    warming.start()
    assert opening.wait(30)
    edition = library.editions.live
    library.use_model(models["wide"])
    threading.Timer(1.0, go.set).start()
    library.switching.wait(lambda _: None if go.is_set() else _same(library, edition), 0.02)
    warming.join(30)
    assert failed == []
    whole(library, models["wide"], 48)


def _same(library: Library, edition: Edition) -> None:
    assert library.editions.live is edition


def test_closing_waits_for_a_question(open_: Callable[..., Library]) -> None:
    library = open_()
    began, closes, found = threading.Event(), threading.Event(), list[object]()

    def ask() -> None:
        with library.question() as edition:
            vector = edition.embedder.embed_query("Rain falls")
            library.vectors.search(vector, 5)
            began.set()
            closes.wait(30)
            closing.join(0.3)
            found.append(closing.is_alive())
            found.append(len(library.vectors.search(vector, 5)))
            found.append(library.catalog.count_chunks() > 5)

    closing = threading.Thread(target=library.close)
    asking = threading.Thread(target=ask)
    asking.start()
    assert began.wait(30)
    closing.start()
    closes.set()
    asking.join(30)
    closing.join(30)
    assert found == [True, 5, True]
    with pytest.raises(LibraryError, match="closed"), library.question():
        pass


# Memory, and the disk


def test_a_model_is_in_memory_once_and_goes_when_it_answers_no_more(
    tmp_path: Path, models: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    load = encoders.load

    def counted(model: Model, device: str | None) -> encoders.Encoder:
        loaded.append(str(model.folder))
        return load(model, device)

    monkeypatch.setattr(encoders, "load", counted)
    (folder / "one.txt").write_text(text_of(1))
    with Library.open(tmp_path / "new", model=models["a"], chunk_tokens=0) as library:
        library.add_folder(folder)
        library.sync()
        assert library.use_model(None, 32)
        library.switching.wait()
        assert library.chunk_tokens == 32
        assert loaded == [models["a"]]
        old = weakref.ref(library.embedder)
        assert library.use_model(models["b"])
        library.switching.wait()
        gc.collect()
        assert old() is None
        whole(library, models["b"], 32)


def test_it_goes_on_when_the_disk_has_room_again(
    open_: Callable[..., Library], models: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_()
    room = threading.Event()
    store = nextchunks.store

    def full(*arguments: object) -> object:
        if not room.is_set():
            raise CatalogError("There is no room.")
        return store(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(nextchunks, "store", full)
    monkeypatch.setattr("index.switching._RETRY", 0.5)
    library.use_model(models["b"])
    state = library.switching.wait()
    assert state is not None
    assert (state.stage, state.problem) == ("stopped", "There is no room.")
    assert nearest(library)
    assert library.switching.pending()
    room.set()
    edition = library.editions.live
    switched(library, edition)
    library.switching.wait()
    whole(library, models["b"], 32)


# A model that is not where it was


@pytest.fixture
def moving(open_: Callable[..., Library], models: dict[str, str], tmp_path: Path) -> tuple[Path, Path]:
    """Two places of a model that the library is indexed with: it was in the first, and is in the second."""
    first, second = tmp_path / "here" / "own", tmp_path / "there" / "own"
    shutil.copytree(models["b"], first)
    library = open_()
    library.use_model(str(first))
    library.switching.wait()
    library.close()
    second.parent.mkdir()
    first.rename(second)
    return first, second


def test_a_model_that_was_moved_answers_once_its_place_is_named(
    open_: Callable[..., Library], moving: tuple[Path, Path]
) -> None:
    _, place = moving
    library = open_()
    with pytest.raises(EmbeddingError, match=r"does not exist.*quoth model use"):
        nearest(library)
    assert not library.use_model(str(place))  # it is the one that answers: nothing is built
    whole(library, str(place), 32)
    library = open_()
    whole(library, str(place), 32)


def test_a_setting_tells_where_a_model_was_moved_to(open_: Callable[..., Library], moving: tuple[Path, Path]) -> None:
    _, place = moving
    library = open_(model=str(place))
    assert nearest(library)  # a question alone follows no settings
    assert not library.follow_settings()
    library = open_()
    whole(library, str(place), 32)


def test_a_model_that_is_put_back_answers_without_a_restart(
    open_: Callable[..., Library], moving: tuple[Path, Path]
) -> None:
    here, place = moving
    library = open_()
    with pytest.raises(EmbeddingError, match="does not exist"):
        nearest(library)
    place.rename(here)
    assert not library.use_model(str(here))
    whole(library, str(here), 32)
