"""A library made with a small model, and others to switch it to."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.library import Library
from tests.index import tiny_models
from tests.index.switching.watching import text_of


@pytest.fixture(scope="package")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Three small models: two of one width, and a wider one."""
    root = tmp_path_factory.mktemp("models")
    return {
        "a": str(tiny_models.make(root / "a")),
        "b": str(tiny_models.make(root / "b", prompts={"query": "query: ", "document": "passage: "})),
        "wide": str(tiny_models.make(root / "wide", width=48)),
    }


@pytest.fixture(scope="package")
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
