"""The page is there before the model: what is asked at once waits, and is answered."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser import documents
from tests.browser.reader import Reader
from tests.browser.serving import serving


def test_a_server_that_begins_anew_is_asked_at_once_and_its_open_pages_go_on(
    open_page: Callable[..., Reader], browser: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "harbour.md").write_text(documents.HARBOUR, encoding="utf-8")
    with serving(tmp_path / "data", folder) as server:
        waiting = open_page(server)
        # Another page is open to the end; it is cut off without a word.
        left_open = browser.new_page()
        left_open.goto(server.url)
        expect(left_open.locator(".status")).to_be_visible()
    left_open.close()
    # An answer is waited for while nobody is there to give it.
    waiting.page.wait_for_timeout(3000)
    # The second start finds everything indexed; only the model has to be loaded.
    with serving(tmp_path / "data", folder, port=server.port) as server:
        reader = open_page(server, wait=False)
        expect(reader.box).to_be_editable()
        reader.ask("Who built the lighthouse of Norvik?")
        assert "Astrid Holm" in reader.quote(1)
        reader.close()
        expect(waiting.page.locator(".status")).to_have_attribute("data-state", "ready")
        waiting.page.wait_for_timeout(5000)
        waiting.ask("Who built the lighthouse of Norvik?")
        assert "Astrid Holm" in waiting.quote(1)
        waiting.close()
    # That it could not be reached for a while is no fault of the page.
    waiting.errors[:] = [error for error in waiting.errors if "ERR_" not in error and "fetch" not in error.lower()]


def test_an_empty_library_says_what_to_do_and_how_it_is_reached(
    open_page: Callable[..., Reader], tmp_path: Path
) -> None:
    (tmp_path / "library").mkdir()
    with serving(tmp_path / "my data", tmp_path / "library") as server:
        reader = open_page(server, wait=False)
        expect(reader.page.locator(".welcome")).to_contain_text("No documents yet")
        reader.page.get_by_role("button", name="Add documents").click()
        expect(reader.page.locator(".nothing")).to_contain_text("No documents yet")
        path = tmp_path / "fox.txt"
        path.write_text("The fox sleeps in the barn behind the mill.", encoding="utf-8")
        reader.page.locator("#files").set_input_files(path)
        expect(reader.row("fox.txt").locator(".state")).to_have_text("Ready")
        reader.chat()
        # Without a reload the page has questions to begin with, or says that it can be asked.
        expect(reader.page.locator(".welcome")).to_contain_text("Ask your documents")
        reader.ask("Where does the fox sleep?")
        assert reader.quote(1) == "The fox sleeps in the barn behind the mill."
        reader.close()
    # The server is over, so that all it said has been read.
    [line] = [line for line in server.said if "--data" in line]
    assert shlex.split(line)[-2:] == ["--data", str(tmp_path / "my data")]
