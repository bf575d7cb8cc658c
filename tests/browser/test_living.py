"""A folder that lives: what changes outside is told, answered from and cited, and folders are chosen in the page.

One page stays open from the first test to the last, and is never loaded again.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser import documents
from tests.browser.reader import Reader
from tests.browser.serving import Server, serving

OWL = "What does the owl of Norvik eat?"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("living")
    folder = root / "library"
    (folder / "birds").mkdir(parents=True)
    (folder / "harbour.md").write_text(documents.HARBOUR, encoding="utf-8")
    write_boats(folder / "boats.xlsx")
    (folder / "old.txt").write_bytes("Le café du port est fermé. Les pêcheurs mangent à côté.".encode("latin-1"))
    with zipfile.ZipFile(folder / "letters.zip", "w") as archive:
        archive.writestr("1931/may.txt", "Dear Anna,\n\nThe ice on the fjord broke on 4 April 1931.\n\nYour brother")
        archive.writestr("readme.md", "# Letters\n\nLetters of the family Holm.")
    with serving(root / "data", folder) as running:
        yield running


def write_boats(path: Path) -> None:
    """A sheet whose rows leave some columns empty."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Boats"
    for row in (["Boat", "Built", "Owner", "Berth"], ["Havørn", 1987, "Petra Lund", "A3"], ["Skarv", 2004, None, "B1"]):
        sheet.append(row)
    book.save(path)


@pytest.fixture(scope="module")
def open_reader(browser: Browser, server: Server) -> Iterator[Reader]:
    """The page that stays open."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    reader = Reader(context.new_page(), server.url)
    reader.open()
    yield reader
    reader.check()  # before it is left: what it asks for at that moment is cut off
    reader.close()
    assert sum(url == f"{server.url}/" for url in reader.requests) == 1, "the page was loaded again"


@pytest.fixture
def reader(open_reader: Reader) -> Iterator[Reader]:
    """The same for one test, with a new chat and all words on what changed shut."""
    page = open_reader.page
    open_reader.chat()
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".exchange")).to_have_count(0)
    yield open_reader
    page.evaluate("document.querySelectorAll('#toasts [data-do=hush]').forEach((button) => button.click())")
    expect(page.locator("#toasts .toast")).to_have_count(0)


def toast(reader: Reader, words: str) -> Locator:
    """A word on what changed."""
    return reader.page.locator("#toasts .toast", has_text=words)


def test_a_file_dropped_into_the_folder_is_told_and_cited(reader: Reader, server: Server) -> None:
    expect(reader.page.locator("#toasts .toast")).to_have_count(0)
    (server.folder / "owl.txt").write_text("The owl of Norvik eats nothing but herring.", encoding="utf-8")
    word = toast(reader, "Added owl.txt.")
    expect(word).to_be_visible()
    expect(reader.page.locator("#toasts")).to_have_attribute("aria-live", "polite")
    reader.ask(OWL)
    assert reader.quote(1) == "The owl of Norvik eats nothing but herring."
    # It can be shut, and stays shut.
    word.get_by_role("button", name="Close this message").click()
    expect(word).to_have_count(0)
    reader.documents()
    expect(reader.row("owl.txt").locator(".state")).to_have_text("Ready")


def test_an_edited_file_cites_its_new_text_and_the_open_source_says_so(reader: Reader, server: Server) -> None:
    reader.ask(OWL)
    reader.chips.first.click()
    assert reader.marked() == "The owl of Norvik eats nothing but herring."
    text = "At night it sings. The owl of Norvik eats nothing but cake."
    (server.folder / "owl.txt").write_text(text, encoding="utf-8")
    expect(toast(reader, "Updated owl.txt.")).to_be_visible()
    bar = reader.source.locator(".stale")
    expect(bar).to_contain_text("This document has changed since it was opened.")
    assert "herring" in reader.source_text(), "what is being read is not taken away"
    bar.get_by_role("button", name="Show the new text").click()
    expect(reader.source.locator(".text")).to_contain_text("nothing but cake")
    expect(reader.source).to_contain_text("The words that were marked are no longer in it.")
    expect(bar).to_have_count(0)
    reader.ask(OWL)
    assert reader.quote(1) == "The owl of Norvik eats nothing but cake."
    reader.chips.first.click()
    assert reader.marked() == "The owl of Norvik eats nothing but cake."


def test_a_moved_file_is_told_and_keeps_its_citations(reader: Reader, server: Server) -> None:
    reader.ask(OWL)
    (server.folder / "owl.txt").rename(server.folder / "birds" / "owl.txt")
    expect(toast(reader, "birds/owl.txt has moved: it was owl.txt.")).to_be_visible()
    reader.chips.first.click()
    assert reader.marked() == reader.quote(1)
    reader.ask(OWL)
    assert "birds/owl.txt" in reader.sources()


def test_a_deleted_file_is_gone_and_no_longer_suggested_or_cited(reader: Reader, server: Server) -> None:
    path = server.folder / "bridge.txt"
    path.write_text(documents.BRIDGE, encoding="utf-8")
    suggested = reader.page.locator(".suggestion", has_text="Brandt")
    expect(suggested.first).to_be_visible()
    path.unlink()
    expect(toast(reader, "Removed bridge.txt.")).to_be_visible()
    expect(suggested).to_have_count(0)
    reader.documents()
    expect(reader.row("harbour.md")).to_be_visible()
    expect(reader.row("bridge.txt")).to_have_count(0)
    reader.chat()
    reader.ask("Who signed the order to close the old bridge?")
    assert "bridge.txt" not in reader.sources()


def test_a_file_that_cannot_be_read_is_told_with_the_way_to_the_reason(reader: Reader, server: Server) -> None:
    path = server.folder / "damaged.docx"
    path.write_bytes(b"PK\x03\x04 this is no Word document")
    word = toast(reader, "damaged.docx")
    expect(word).to_be_visible()
    word.get_by_role("button", name="See why").click()
    expect(reader.page.locator("#documents-page")).to_be_visible()
    expect(reader.row("damaged.docx").locator(".reason")).to_be_visible()
    expect(reader.row("harbour.md")).to_have_count(0)
    path.unlink()
    expect(reader.row("damaged.docx")).to_have_count(0)
    reader.page.get_by_label("Show documents by state").select_option("")
    expect(reader.row("harbour.md")).to_be_visible()


def test_a_member_of_an_archive_is_cited_and_shown_in_its_place(reader: Reader) -> None:
    reader.ask("When did the ice on the fjord break?")
    assert "letters.zip/1931/may.txt" in reader.sources()
    reader.chips.first.click()
    assert reader.marked() == reader.quote(1) == "The ice on the fjord broke on 4 April 1931."
    expect(reader.source.locator(".names p")).to_have_text("letters.zip/1931/may.txt")
    reader.source.get_by_role("button", name="Close the source").click()
    reader.documents()
    expect(reader.row("may.txt")).to_have_count(0)
    fold = reader.page.get_by_role("button", name="2 documents in letters.zip")
    fold.focus()
    reader.page.keyboard.press("Enter")
    expect(reader.row("may.txt").locator(".folder")).to_have_text("1931")
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(fold).to_be_focused()
    reader.page.get_by_label("Find a document").fill("may")
    expect(reader.row("may.txt").locator(".folder")).to_have_text("in letters.zip / 1931")
    reader.row("may.txt").get_by_role("button", name="Remove letters.zip/1931/may.txt").click()
    dialog = reader.page.get_by_role("dialog")
    expect(dialog).to_contain_text("The file stays where it is.")
    dialog.get_by_role("button", name="Cancel").click()
    reader.page.get_by_label("Find a document").fill("")
    expect(reader.row("harbour.md")).to_be_visible()


def test_a_row_of_a_sheet_is_cited_and_stands_under_its_heads(reader: Reader) -> None:
    reader.ask("Who owns the boat Havørn?")
    assert "Petra Lund" in reader.quote(1)
    reader.chips.first.click()
    assert reader.marked() == reader.quote(1)
    assert reader.mark_in_view()
    row = reader.source.locator('[role="row"]', has_text="Skarv")
    berth, head = row.locator(".cell", has_text="B1"), reader.source.locator('[role="columnheader"]', has_text="Berth")
    at, above = berth.bounding_box(), head.bounding_box()
    assert at is not None
    assert above is not None
    assert abs(at["x"] - above["x"]) < 2, "an empty cell keeps its place"
    reader.source.get_by_role("button", name="Close the source").click()


def test_what_is_to_be_looked_at_has_a_badge_and_details(reader: Reader) -> None:
    reader.documents()
    row = reader.row("old.txt")
    badge = row.locator(".badge")
    expect(badge).to_contain_text("Does not say how its letters are stored")
    badge.click()
    details = row.locator(".details")
    expect(details).to_contain_text("French")
    expect(details).to_contain_text(re.compile(r"% sure"))
    expect(badge).to_have_attribute("aria-expanded", "true")
    reader.page.get_by_label("Show documents by state").select_option("problems")
    expect(reader.page.locator(".document")).to_have_count(1)
    expect(details).to_be_visible()
    row.get_by_role("button", name="Details of old.txt").click()
    expect(details).to_have_count(0)
    reader.page.get_by_label("Show documents by state").select_option("")
    expect(reader.row("harbour.md")).to_be_visible()


def test_a_folder_is_added_given_patterns_confirmed_and_removed(
    reader: Reader, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = reader.page
    other = tmp_path_factory.mktemp("other") / "minutes"
    other.mkdir()
    (other / "march.txt").write_text("The council of Skarholm bought a red tractor in March.", encoding="utf-8")
    (other / "draft.md").write_text("The council may buy a second tractor.", encoding="utf-8")
    reader.documents()
    page.get_by_role("button", name="Follow a folder").click()
    dialog = page.get_by_role("dialog")
    path = page.get_by_label("The folder's whole path")
    expect(path).to_be_focused()
    path.fill("minutes")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Write the whole path")
    path.fill(f"{other}/nowhere")
    dialog.get_by_role("button", name="Follow").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Check the name")
    path.fill(str(other))
    dialog.get_by_role("button", name="Follow").click()
    expect(dialog).to_have_count(0)
    row = page.locator(".a-folder", has_text=str(other))
    expect(row).to_contain_text("2 documents")
    expect(row.locator(".state")).to_have_text("Following")
    expect(reader.row("draft.md").locator(".state")).to_have_text("Ready")

    row.get_by_role("button", name="Patterns of minutes").click()
    leave_out = dialog.get_by_label("Leave out files that fit")
    leave_out.fill("!")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("cannot be read")
    leave_out.fill("*.md\n")
    dialog.get_by_role("button", name="Save").click()
    expect(row.locator(".patterns")).to_have_text("Without *.md")
    expect(reader.row("draft.md")).to_have_count(0)

    other.rename(other.with_name("away"))
    expect(row.get_by_role("alert")).to_contain_text("is not there. Its document still answers.")
    reader.chat()
    reader.ask("What did the council of Skarholm buy in March?")
    assert "red tractor" in reader.quote(1)
    other.with_name("away").rename(other)
    reader.documents()
    expect(row.locator(".state")).to_have_text("Following")

    other.rename(other.with_name("away"))
    row.get_by_role("button", name="It is gone for good").click()
    expect(dialog).to_contain_text("Its document will be forgotten.")
    dialog.get_by_role("button", name="Forget them").click()
    expect(row).to_have_count(0)
    expect(reader.row("march.txt")).to_have_count(0)

    other.with_name("away").rename(other)
    page.get_by_role("button", name="Follow a folder").click()
    path.fill(str(other))
    page.keyboard.press("Enter")
    expect(reader.row("march.txt").locator(".state")).to_have_text("Ready")
    row.get_by_role("button", name="Stop following minutes").click()
    dialog.get_by_role("button", name="Stop following").click()
    expect(row).to_have_count(0)
    expect(reader.row("march.txt")).to_have_count(0)
    assert (other / "march.txt").exists()


def test_a_page_opened_later_hears_nothing_old(reader: Reader, browser: Browser, server: Server) -> None:
    late = Reader(browser.new_page(), server.url)
    late.open()
    (server.folder / "late.txt").write_text("The last ferry of the year leaves on New Year's Eve.", encoding="utf-8")
    expect(toast(late, "Added late.txt.")).to_be_visible()
    expect(late.page.locator("#toasts .toast")).to_have_count(1)
    expect(toast(reader, "Added late.txt.")).to_be_visible()
    late.check()
    late.page.close()
