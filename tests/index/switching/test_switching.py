"""Another model or size of chunks is built beside the one that answers, and takes its place at one instant."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.doctor import examine
from index.embedding.embedding import Embedder, EmbeddingError
from index.library import Library
from index.ownership import LibraryError
from tests.index.switching.watching import Held, nearest, switched, whole

ROOT = Path(__file__).parents[3]


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
    monkeypatch.setattr("index.switching.building.BATCH", 4)
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
    monkeypatch.setattr("index.switching.building.BATCH", 4)
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
    command = [sys.executable, "-m", "tests.index.switching.kills", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == []
