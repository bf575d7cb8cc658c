"""An answer on its way can be stopped, failed answers say what happened, and both can be tried again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import documents
from tests.browser.reader import Reader
from tests.browser.serving import Server, serving

QUESTION = "Who built the lighthouse of Norvik?"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("slow")
    folder = root / "library"
    folder.mkdir()
    (folder / "harbour.md").write_text(documents.HARBOUR, encoding="utf-8")
    with serving(root / "data", folder, module="tests.browser.slowly") as running:
        yield running


def test_an_answer_is_stopped_and_tried_again(reader: Reader) -> None:
    reader.box.fill(QUESTION)
    reader.box.press("Enter")
    expect(reader.last.locator(".prose")).to_contain_text("The lighthouse")
    expect(reader.last).to_have_attribute("data-status", "working")
    reader.page.get_by_test_id("stop-button").click()
    expect(reader.last).to_have_attribute("data-status", "stopped")
    expect(reader.last).to_contain_text("You stopped this answer.")
    said = reader.last.locator(".prose").text_content() or ""
    assert "Astrid Holm" not in said
    reader.page.wait_for_timeout(2500)
    assert reader.last.locator(".prose").text_content() == said
    reader.last.get_by_role("button", name="Try again").click()
    expect(reader.last).to_have_attribute("id", "turn-2")
    reader.answered(QUESTION)
    expect(reader.last.locator(".prose")).to_contain_text("Astrid Holm")


def test_a_question_that_is_typed_ends_the_answer_to_one_that_was_chosen(reader: Reader) -> None:
    reader.box.fill("From how far can the lamp of the lighthouse be seen?")
    reader.box.press("Enter")
    expect(reader.last.locator(".prose")).not_to_be_empty()
    reader.page.get_by_test_id("stop-button").click()
    reader.last.get_by_role("button", name="Try again").click()
    expect(reader.last).to_have_attribute("id", "turn-2")
    expect(reader.last.locator(".prose")).not_to_be_empty()
    expect(reader.last).to_have_attribute("data-status", "working")
    question = "Which tram goes to the harbour?"
    reader.box.fill(question)
    reader.box.press("Enter")
    expect(reader.last.locator(".question")).to_have_text(question)
    expect(reader.page.locator("#past .exchange")).to_have_attribute("data-status", "stopped")
    reader.page.wait_for_timeout(2000)
    expect(reader.last).to_have_attribute("data-status", "working")
    expect(reader.page.get_by_test_id("stop-button")).to_be_visible()
    reader.page.get_by_test_id("stop-button").click()
    expect(reader.last).to_have_attribute("data-status", "stopped")
    expect(reader.page.get_by_test_id("submit-button")).to_be_visible()


def test_a_failure_says_what_happened_and_what_to_do(reader: Reader) -> None:
    reader.box.fill("Please break.")
    reader.box.press("Enter")
    expect(reader.last).to_have_attribute("data-status", "failed")
    problem = reader.last.get_by_role("alert")
    expect(problem).to_contain_text("could not be answered")
    expect(problem).to_contain_text("the <b>answerer</b> broke")
    expect(problem).to_contain_text("Try again")
    # The next question can be asked at once.
    expect(reader.page.get_by_test_id("submit-button")).to_be_visible()
    expect(reader.box).to_be_editable()
