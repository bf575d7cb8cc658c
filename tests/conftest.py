"""What all tests share: one loaded embedding model, one parser, and libraries that are closed after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.embedding.embedding import Embedder
from index.library import Library
from index.parsing.parser import Parser

LONG = (
    "index/test_kills.py",
    "browser/test_start.py",
    "browser/test_living.py",
    "browser/test_documents.py",
    "browser/test_chat.py",
    "browser/test_stop.py",
    "browser/test_writing.py",
    "browser/test_hostile.py",
    "assistant/test_owner.py",
    "assistant/test_two_processes.py",
    "index/switching/test_switching.py",
    "index/keeping/test_backup.py",
    "ui/test_trouble.py",
)
"""Files that take long, longest first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: a worker that begins it at the end has the other one wait for it."""
    root = Path(__file__).parent
    places = {str(root / name): place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(str(item.path), len(LONG)))


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default model, loaded once for all tests."""
    embedder = Embedder()
    embedder.load()
    return embedder


class SharedParser(Parser):
    """A parser that outlives the libraries that use it: to start its process takes longer than most tests."""

    def close(self) -> None:
        """Leave it to the end of the tests."""


@pytest.fixture(scope="session")
def parser(embedder: Embedder) -> Iterator[Parser]:
    """One parser for all tests."""
    parser = SharedParser(embedder)
    yield parser
    Parser.close(parser)


@pytest.fixture
def open_library(tmp_path: Path, embedder: Embedder, parser: Parser) -> Iterator[Callable[..., Library]]:
    """Opens the library of a data folder in ``tmp_path``, again and again if need be."""
    opened: list[Library] = []

    def open_(data: str = "data") -> Library:
        library = Library.open(tmp_path / data, embedder=embedder)
        opened.append(library)
        live = library.editions.live
        if live.embedder is embedder and live.chunk_tokens is None:
            live.parser = parser
        return library

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
