"""The main job in a browser: a question is typed, and each sentence of the answer opens the place that says it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader

LIGHTHOUSE = "Who built the lighthouse of Norvik?"
BUILT = "The lighthouse of Norvik was built in 1887 by the engineer Astrid Holm."


def test_a_citation_opens_the_very_place_that_says_it(reader: Reader) -> None:
    reader.ask(LIGHTHOUSE)
    expect(reader.last.locator(".prose strong").first).to_have_text(re.compile("Astrid Holm"))
    quote = reader.quote(1)
    assert quote == BUILT
    reader.chips.first.click()
    assert reader.marked() == quote
    assert reader.mark_in_view()
    expect(reader.source.locator("h2")).to_have_text("Norvik harbour")
    # All of the document is there, with its headings, rows and items.
    expect(reader.source.locator(".text h4", has_text="Ferries")).to_be_attached()
    expect(reader.source.locator('[role="row"]')).to_have_count(3)
    assert "Bicycles need a ticket of their own." in reader.source_text()


def test_the_quote_is_shown_on_hover_with_its_place(reader: Reader) -> None:
    reader.ask("How many loaves of rye bread did the bakery sell in March 2023?")
    reader.chips.first.hover()
    card = reader.page.locator("#tip")
    expect(card).to_be_visible()
    expect(card).to_contain_text(reader.quote(1))
    expect(card).to_contain_text("report.pdf, page 2")
    at, shown = reader.chips.first.bounding_box(), card.bounding_box()
    assert at is not None
    assert shown is not None
    assert shown["width"] < 500
    below = shown["y"] >= at["y"]
    gap = shown["y"] - at["y"] - at["height"] if below else at["y"] - shown["y"] - shown["height"]
    assert 0 <= gap < 20
    reader.page.mouse.move(5, 5)
    expect(card).to_be_hidden()


def test_pages_stand_in_the_margin_of_a_pdf(reader: Reader) -> None:
    reader.ask("How many loaves of rye bread did the bakery sell in March 2023?")
    reader.chips.first.click()
    assert reader.marked() == reader.quote(1)
    assert "4,312 loaves" in reader.marked()
    pages = reader.source.locator(".page")
    assert [page.get_attribute("data-page") for page in pages.all()] == ["1", "2", "3"]
    content = pages.nth(1).evaluate("element => getComputedStyle(element, '::before').content")
    assert content == '"2"'


def test_everything_works_by_keyboard(reader: Reader) -> None:
    page = reader.page
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.keyboard.type("When is the deposit")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("returned?")
    assert reader.box.input_value() == "When is the deposit\nreturned?"
    page.keyboard.press("Enter")
    expect(reader.last).to_have_attribute("data-status", "done")
    expect(reader.box).to_have_value("")
    chip = reader.chips.first
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.chip')"):
            break
    focused = page.locator(".chip:focus")
    expect(focused).to_have_count(1)
    expect(page.locator("#tip")).to_be_visible()
    quote = reader.quote(int(focused.get_attribute("data-citation") or 0))
    page.keyboard.press("Enter")
    assert reader.marked() == quote
    expect(reader.source.locator(".body")).to_be_focused()
    page.keyboard.press("Escape")
    expect(reader.source).to_have_count(0)
    expect(chip).to_be_focused()
    page.locator("#tab-chat").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-documents")).to_be_focused()
    expect(page.locator("#documents-page")).to_be_visible()


def test_a_follow_up_is_understood_from_the_conversation(reader: Reader) -> None:
    first = "How many loaves of rye bread did the bakery sell in March 2023?"
    reader.ask(first)
    expect(reader.last.locator(".understood")).to_have_count(0)
    reader.ask("And in April 2022?")
    understood = reader.last.locator(".understood")
    expect(understood).to_contain_text("Understood as: How many loaves of rye bread")
    expect(understood).to_contain_text("April 2022")
    expect(reader.page.locator("#past .question")).to_have_text(first)


def test_what_the_documents_do_not_say_is_said_so(reader: Reader) -> None:
    reader.ask("What is the capital of Mongolia?")
    expect(reader.chips).to_have_count(0)
    expect(reader.last.locator(".refusal")).to_be_visible()
    nearest = reader.last.locator(".passage")
    assert nearest.count() >= 1
    words = (nearest.first.locator(".words").text_content() or "").split()
    nearest.first.click()
    assert reader.marked().split() == words


def test_an_answer_that_is_not_sure_is_shown_with_its_doubt(reader: Reader) -> None:
    reader.ask("Where did Astrid Holm work?")
    expect(reader.last.locator(".perhaps .doubt")).to_be_visible()
    expect(reader.last.locator(".perhaps .lead").first).to_contain_text("do not clearly say")
    reader.chips.first.click()
    assert reader.marked() == reader.quote(1)


def test_a_false_premise_is_not_confirmed_and_what_the_documents_say_is_cited(reader: Reader) -> None:
    reader.ask("Who built the lighthouse of Norvik in 1890?")
    expect(reader.last.locator(".prose")).to_contain_text("They speak of 1887, not of 1890:")
    expect(reader.last.locator(".prose strong")).to_have_count(0)
    reader.chips.first.click()
    assert reader.marked() == BUILT
    reader.ask("thanks")
    expect(reader.last.locator(".prose")).to_have_text("You are welcome.")
    expect(reader.chips).to_have_count(0)


def test_how_a_question_was_understood_can_be_changed_and_is_asked_as_it_stands(reader: Reader) -> None:
    reader.ask("How many loaves of rye bread did the bakery sell in March 2023?")
    reader.ask("And in April 2022?")
    change = reader.last.get_by_role("button", name="Change how this was understood")
    change.click()
    field = reader.last.get_by_role("textbox", name="The question as it is asked")
    expect(field).to_have_value(re.compile("April 2022"))
    reader.page.keyboard.press("Escape")
    expect(change).to_be_focused()
    change.click()
    # By itself it leans on what was said before; asked as it stands, it does not.
    field.fill("And the lighthouse of Norvik?")
    field.press("Enter")
    reader.answered("And the lighthouse of Norvik?")
    expect(reader.last.locator(".understood")).to_have_count(0)
    expect(reader.page.locator(".exchange")).to_have_count(3)


def test_steps_between_citations(reader: Reader) -> None:
    reader.ask("Why was the old bridge closed?")
    assert reader.chips.count() >= 2
    reader.chips.first.click()
    assert reader.marked() == reader.quote(1)
    reader.source.get_by_role("button", name="Next citation").click()
    expect(reader.source).to_have_attribute("data-citation", "2")
    assert reader.marked() == reader.quote(2)
    expect(reader.last.locator('.chip[data-citation="2"]').first).to_have_class(re.compile("active"))
    reader.source.get_by_role("button", name="Previous citation").click()
    expect(reader.source).to_have_attribute("data-citation", "1")
    reader.source.get_by_role("button", name="Close the source").click()
    expect(reader.source).to_have_count(0)


def test_a_new_page_suggests_questions_that_can_be_answered(reader: Reader) -> None:
    suggestion = reader.page.locator(".suggestion").first
    question = suggestion.text_content() or ""
    assert question.endswith("?")
    suggestion.click()
    reader.answered(question)
    assert reader.chips.count() >= 1
    reader.page.get_by_role("button", name="New chat").click()
    expect(reader.page.locator(".suggestion").first).to_be_visible()
    expect(reader.page.locator(".exchange")).to_have_count(0)


def test_a_question_can_be_edited_and_tried_again(reader: Reader) -> None:
    reader.ask("When is the deposit returned?")
    reader.last.get_by_role("button", name="Try again").click()
    expect(reader.last).to_have_attribute("id", "turn-2")
    reader.answered("When is the deposit returned?")
    expect(reader.page.locator(".exchange")).to_have_count(1)
    reader.last.locator(".asked").hover()
    reader.ask(LIGHTHOUSE)
    # What came after the question stays.
    first = reader.page.locator("#past .exchange")
    first.locator(".asked").hover()
    first.get_by_role("button", name="Edit this question").click()
    expect(reader.box).to_have_value("When is the deposit returned?")
    expect(reader.page.locator(".exchange")).to_have_count(2)
    reader.ask("Who signed the order to close the bridge?")
    expect(reader.page.locator(".exchange")).to_have_count(3)


def test_choosing_the_open_citation_again_goes_back_to_the_quote(reader: Reader) -> None:
    reader.ask(LIGHTHOUSE)
    reader.chips.first.click()
    assert reader.marked() == BUILT
    expect(reader.source.locator(".body")).to_be_focused()
    reader.source.locator(".body").evaluate("body => (body.scrollTop = body.scrollHeight)")
    assert not reader.mark_in_view()
    reader.chips.first.click()
    expect(reader.source.locator("mark").first).to_be_in_viewport()
    assert reader.mark_in_view()


def test_a_new_chat_closes_the_source_of_the_old(reader: Reader) -> None:
    reader.ask(LIGHTHOUSE)
    reader.chips.first.click()
    assert reader.marked() == BUILT
    reader.page.get_by_role("button", name="New chat").click()
    expect(reader.source).to_have_count(0)
    expect(reader.page.locator(".exchange")).to_have_count(0)
    expect(reader.box).to_be_focused()


def test_a_step_to_a_citation_that_is_gone_says_so(reader: Reader) -> None:
    reader.ask("Why was the old bridge closed?")
    reader.chips.first.click()
    assert reader.marked() == reader.quote(1)
    reader.last.get_by_role("button", name="Try again").click()
    expect(reader.last).to_have_attribute("id", "turn-2")
    reader.answered("Why was the old bridge closed?")
    reader.source.get_by_role("button", name="Next citation").click()
    expect(reader.source).to_contain_text("no longer in the chat")


@pytest.mark.parametrize("clipboard", [True, False])
def test_an_answer_is_copied(open_page: Callable[..., Reader], *, clipboard: bool) -> None:
    reader = open_page(permissions=["clipboard-read", "clipboard-write"] if clipboard else [])
    if not clipboard:
        reader.page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    reader.ask(LIGHTHOUSE)
    reader.last.get_by_role("button", name="Copy").click()
    expect(reader.last.locator("[data-do=copy]")).to_have_text("Copied")
    reader.box.focus()
    reader.page.keyboard.press("ControlOrMeta+v")
    expect(reader.box).to_have_value(re.compile(re.escape(f"[1] harbour.md, The lighthouse: “{BUILT}”")))


def test_each_reader_has_a_conversation_of_their_own(reader: Reader, open_page: Callable[..., Reader]) -> None:
    reader.ask(LIGHTHOUSE)
    other = open_page()
    expect(other.page.locator(".exchange")).to_have_count(0)
    expect(other.page.locator(".welcome")).to_be_visible()


def test_dark_follows_the_system_and_can_be_chosen(open_page: Callable[..., Reader]) -> None:
    reader = open_page(color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = reader.page.evaluate(paper)
    assert sum(map(int, re.findall(r"\d+", dark)[:3])) < 200
    reader.page.get_by_role("button", name="Switch between light and dark").click()
    light = reader.page.evaluate(paper)
    assert sum(map(int, re.findall(r"\d+", light)[:3])) > 600
    reader.open()
    assert reader.page.evaluate(paper) == light
    reader.page.emulate_media(color_scheme="light")
    reader.page.get_by_role("button", name="Switch between light and dark").click()
    assert reader.page.evaluate(paper) == dark


def test_a_phone_is_wide_enough(open_page: Callable[..., Reader]) -> None:
    reader = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    assert reader.overflow() <= 0
    reader.ask(LIGHTHOUSE)
    assert reader.overflow() <= 0
    reader.chips.first.tap()
    assert reader.marked() == BUILT
    sheet = reader.source.bounding_box()
    assert sheet is not None
    assert (sheet["x"], round(sheet["width"])) == (0, 390)
    assert sheet["y"] > 100
    reader.source.get_by_role("button", name="Close the source").tap()
    expect(reader.source).to_have_count(0)
    reader.documents()
    expect(reader.row("harbour.md").get_by_role("button", name="Remove harbour.md")).to_be_visible()
    assert reader.overflow() <= 0
    wide = reader.page.locator("#documents-page").evaluate("page => page.scrollWidth - page.clientWidth")
    assert wide <= 0
