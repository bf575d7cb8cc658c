"""What a switch takes: a model's memory, room on the disk, and a model that is where its name says."""

from __future__ import annotations

import gc
import shutil
import threading
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from index.catalog import nextchunks
from index.catalog.database import CatalogError
from index.embedding import encoders
from index.embedding.embedding import EmbeddingError
from index.embedding.models import Model
from index.library import Library
from tests.index.switching.watching import nearest, switched, text_of, whole


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
    monkeypatch.setattr("index.switching.building.RETRY", 0.5)
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
