"""A chat model writes on the page: claims with their labels, what leaves the machine, what takes a model's place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.assistant.models.pointing import pointing
from tests.assistant.models.servers import Asked, ModelServer, Reply
from tests.browser import documents
from tests.browser.reader import Reader
from tests.browser.serving import Server, serving

BUILT = "Who built the lighthouse of Norvik?"
SEEN = "From how far can the lamp be seen?"
TEXT = (
    "The lighthouse of Norvik was built in 1887 by the engineer Astrid Holm {Astrid Holm}. It burned down in 1931 "
    "{burned down}. Its lamp, polished by proud wardens, can be seen from thirty kilometres away {thirty kilometres}. "
    "Some penguins <b>nest</b> in its cellar every winter ![gift](http://evil.example/x.png)."
)


def reply(asked: Asked) -> Reply:
    _, follows, question = asked.texts[-1].rpartition("Last question: ")
    if follows:  # it stands alone already
        return Reply(question)
    if SEEN in asked.texts[-1]:
        return Reply(status=429, body={"error": {"message": "<i>slow</i> down"}})
    return pointing(TEXT)(asked)


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with ModelServer(reply) as server:
        yield server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, model: ModelServer) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("writing")
    folder = root / "library"
    folder.mkdir()
    (folder / "harbour.md").write_text(documents.HARBOUR, encoding="utf-8")
    # Not written as an address of this machine, so that it counts as a remote one; it leads here all the same.
    address = model.openai.replace("127.0.0.1", "127.1")
    with serving(root / "data", folder, "--model", "openai:scripted", "--model-url", address) as running:
        yield running


def line(page: Page) -> Any:
    return page.locator("#writer .writer")


def test_a_model_writes_and_every_claim_says_how_far_it_is_borne_out(reader: Reader, model: ModelServer) -> None:
    page = reader.page
    # Nothing is sent before it is allowed, and the page says where it would go.
    expect(line(page)).to_contain_text("does not run on this machine alone")
    reader.ask(BUILT)
    expect(reader.last.locator(".by")).to_have_count(0)
    assert not model.asked
    page.get_by_role("button", name="Allow it").click()
    switch = page.get_by_role("switch", name="Write with openai:scripted")
    expect(switch).to_have_attribute("aria-checked", "true")
    expect(line(page)).to_contain_text("go to 127.1")

    reader.ask(BUILT)
    claims = reader.last.locator(".claim")
    expect(claims.nth(0).locator(".support")).to_have_text("Supported")
    expect(claims.nth(1).locator(".support")).to_contain_text("Not supported: the date 1931 is not in what is cited")
    expect(claims.nth(2).locator(".support")).to_contain_text("Weakly supported: ")
    expect(claims.nth(3).locator(".support")).to_contain_text("Not supported: ")
    expect(claims.nth(3)).to_contain_text("penguins nest in its cellar")
    assert reader.last.locator(".prose img, .prose a, .prose b").count() == 0
    expect(reader.last.locator(".by")).to_contain_text("Written by openai:scripted")
    assert "Astrid Holm" in reader.quote(1)
    reader.chips.first.click()
    assert "Astrid Holm" in reader.marked()
    page.keyboard.press("Escape")

    reader.ask(SEEN)
    note = reader.last.get_by_role("note")
    expect(note).to_contain_text("was asked too often")
    expect(note).to_contain_text("in the documents' own words")
    expect(reader.last.locator(".prose")).to_contain_text("thirty kilometres")
    assert "slow" not in (note.text_content() or "")

    asked = len(model.asked)
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(line(page)).to_contain_text("Nothing leaves this machine")
    reader.ask(BUILT)
    assert len(model.asked) == asked
    assert reader.last.locator(".support").count() == 0
    page.set_viewport_size({"width": 390, "height": 800})
    assert reader.overflow() <= 0
