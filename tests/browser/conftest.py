"""A real browser, real servers, and a reader that watches what the page does behind one's back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import documents
from tests.browser.chromium import NoBrowserError, find
from tests.browser.reader import Reader
from tests.browser.serving import Server, serving

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that ``-m "not browser"`` leaves them out."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A Chromium; its absence fails the tests with one line, and skips none.

    It ends with this folder's tests: while it is there its event loop runs, and no other can be run.
    """
    try:
        path = find()
    except NoBrowserError as error:
        pytest.fail(str(error), pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over this module's own copy of the documents."""
    root = tmp_path_factory.mktemp("served")
    folder = documents.write(root / "library")
    with serving(root / "data", folder) as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Reader]]:
    """Opens pages, by default of the module's server; each is checked for errors and for outside requests after."""
    readers: list[Reader] = []

    def open_(server: Server | None = None, *, wait: bool = True, **options: Any) -> Reader:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        served = server or request.getfixturevalue("server")
        readers.append(Reader(context.new_page(), served.url))
        readers[-1].open(wait=wait)
        return readers[-1]

    yield open_
    try:
        for reader in readers:
            reader.check()  # before it is left: what it asks for at that moment is cut off
    finally:
        for reader in readers:
            reader.close()


@pytest.fixture
def reader(open_page: Callable[..., Reader]) -> Reader:
    """A page of the module's server, wide and light."""
    return open_page()
