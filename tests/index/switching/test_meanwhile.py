"""What happens while another edition is built: questions, removals, a start, an end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.doctor import examine
from index.edition import Edition
from index.keeping import recovery
from index.library import Library
from index.ownership import LibraryError
from index.switching import takeover
from tests.index.switching.watching import Held, switched, whole


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
    exchange = takeover.exchange
    document = library.catalog.documents()[0]

    def removing(*arguments: object) -> object:
        library.remove(document.id)
        return exchange(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(takeover, "exchange", removing)
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
