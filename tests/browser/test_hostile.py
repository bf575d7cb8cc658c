"""Documents, their names and questions are text: nothing in them is run, and nothing makes the page fetch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader
from tests.browser.serving import Server, serving

NAME = "<img src=x onerror=window.hacked=1> ${window.hacked=1} {{value}} [a](javascript:window.hacked=1).txt"
QUOTE = (
    'The vault\'s password is <img src="http://evil.invalid/a.png" onerror="window.hacked=1"> '
    "![leak](http://evil.invalid/b.png) **swordfish** $x^2$ `${window.hacked=1}` <script>window.hacked=1</script>."
)
QUESTION = "What is the vault's password? <img src=http://evil.invalid/c.png onerror=window.hacked=1> ![x](http://evil.invalid/d.png)"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("hostile")
    (root / "library").mkdir()
    (root / "library" / NAME).write_text(f"{QUOTE}\n\nIt was changed on Monday.\n", encoding="utf-8")
    with serving(root / "data", root / "library") as running:
        yield running


def unharmed(reader: Reader) -> None:
    """Nothing ran, nothing became an element, nothing was asked of another server."""
    assert reader.page.evaluate("window.hacked") is None
    assert reader.page.locator("img, iframe, object, embed, [onerror], a[href*=evil]").count() == 0
    assert [url for url in reader.requests if "evil" in url] == []
    reader.check()


def test_a_hostile_document_is_shown_as_it_is(reader: Reader) -> None:
    reader.ask(QUESTION)
    expect(reader.last.locator(".prose")).to_contain_text("<script>window.hacked=1</script>")
    assert "![leak](http://evil.invalid/b.png) **swordfish** $x^2$" in reader.quote(1)
    reader.chips.first.hover()
    expect(reader.page.locator("#tip")).to_contain_text(NAME)
    reader.chips.first.click()
    assert reader.marked() == reader.quote(1)
    assert '<img src="http://evil.invalid/a.png"' in reader.source_text()
    unharmed(reader)


def test_a_hostile_name_is_shown_as_it_is(reader: Reader) -> None:
    reader.documents()
    expect(reader.row(NAME)).to_be_visible()
    reader.row(NAME).get_by_role("button", name=f"Remove {NAME}").click()
    expect(reader.page.get_by_role("dialog")).to_contain_text(NAME)
    reader.page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    reader.row(NAME).locator("button.name").click()
    expect(reader.source).to_be_visible()
    unharmed(reader)


def test_a_hostile_upload_is_shown_as_it_is(open_page: Callable[..., Reader], tmp_path: Path) -> None:
    reader = open_page()
    path = tmp_path / "<b onclick=window.hacked=1>.html"
    path.write_text(
        "<title><img src=x onerror=window.hacked=1></title>"
        "<p>The gate opens at &lt;img src=http://evil.invalid/e.png&gt; nine.</p>"
        "<img src=http://evil.invalid/f.png onerror=window.hacked=1><script>window.hacked=1</script>",
        encoding="utf-8",
    )
    reader.documents()
    reader.page.locator("#files").set_input_files(path)
    row = reader.page.locator(".document", has_text="onclick=window.hacked=1")
    expect(row.locator(".state")).to_have_text("Ready")
    row.locator("button.name").click()
    expect(reader.source.locator(".text")).to_contain_text(
        "The gate opens at <img src=http://evil.invalid/e.png> nine."
    )
    unharmed(reader)


def test_the_policy_stops_what_would_slip_through(open_page: Callable[..., Reader]) -> None:
    reader = open_page()
    reader.page.evaluate(
        """() => document.body.insertAdjacentHTML("beforeend",
            "<img src=http://evil.invalid/g.png><img src=x onerror=window.hacked=1><iframe src=http://evil.invalid/></iframe>")"""
    )
    fetched = reader.page.evaluate("fetch('http://evil.invalid/h').then(() => 'fetched', () => 'refused')")
    assert fetched == "refused"
    reader.page.wait_for_timeout(300)
    assert reader.page.evaluate("window.hacked") is None
    refused = [error for error in reader.errors if "Content Security Policy" in error]
    assert len(refused) >= 3
    # These refusals are what was asked for.
    reader.errors.clear()
    reader.requests[:] = [url for url in reader.requests if "evil.invalid" not in url]
