"""What all tests share: one loaded embedding model, and libraries that are closed after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.embedding import Embedder
from index.library import Library


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default model, loaded once for all tests."""
    embedder = Embedder()
    embedder.load()
    return embedder


@pytest.fixture
def open_library(tmp_path: Path, embedder: Embedder) -> Iterator[Callable[..., Library]]:
    """Opens the library of a data folder in ``tmp_path``, again and again if need be."""
    opened: list[Library] = []

    def open_(data: str = "data") -> Library:
        opened.append(Library.open(tmp_path / data, embedder=embedder))
        return opened[-1]

    yield open_
    for library in opened:
        library.close()


@pytest.fixture
def library(open_library: Callable[..., Library]) -> Library:
    """An empty library."""
    return open_library()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for documents."""
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder
