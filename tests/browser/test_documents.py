"""The documents page: what is added is answered from, what is changed is answered anew, what is removed no more."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.reader import Reader
from tests.browser.serving import Server


def test_the_list_says_what_there_is_and_why_some_is_missing(reader: Reader) -> None:
    reader.documents()
    pdf = reader.row("report.pdf")
    expect(pdf).to_contain_text("3 pages")
    expect(pdf).to_contain_text("PDF")
    expect(pdf.locator(".chunks")).to_contain_text("chunk")
    expect(pdf.locator(".state")).to_have_text("Ready")
    assert (pdf.locator("time").get_attribute("title") or "").startswith("Changed ")
    expect(reader.row("rental.html").locator(".folder")).to_contain_text("contracts")
    failed = reader.row("damaged.docx")
    expect(failed.locator(".state")).to_have_text("Failed")
    expect(failed.locator(".reason")).to_contain_text("This file")
    expect(reader.row("empty.txt").locator(".reason")).to_have_text("This file is empty.")


def test_documents_are_found_by_name_and_state(reader: Reader) -> None:
    reader.documents()
    rows = reader.page.locator(".document")
    reader.page.get_by_label("Find a document").fill("CONTRACTS rent")
    expect(rows).to_have_count(1)
    expect(reader.row("rental.html")).to_be_visible()
    reader.page.get_by_label("Find a document").fill("")
    reader.page.get_by_label("Show documents by state").select_option("failed")
    expect(rows).to_have_count(1)
    expect(reader.row("damaged.docx")).to_be_visible()


def test_a_document_opens_in_the_viewer(reader: Reader) -> None:
    reader.documents()
    reader.row("harbour.md").locator("button.name").click()
    expect(reader.source.locator("h2")).to_have_text("Norvik harbour")
    expect(reader.source.locator("mark")).to_have_count(0)
    assert "Astrid Holm" in reader.source_text()


def test_an_uploaded_file_is_answered_from_until_it_is_removed(reader: Reader, server: Server, tmp_path: Path) -> None:
    question = "What colour is the roof of the observatory?"
    reader.ask(question)
    expect(reader.chips).to_have_count(0)
    path = tmp_path / "observatory.txt"
    path.write_text("The roof of the observatory is painted turquoise. It was cleaned last summer.", encoding="utf-8")
    reader.documents()
    reader.page.locator("#files").set_input_files(path)
    expect(reader.page.locator(".note")).to_have_text("Added observatory.txt.")
    row = reader.row("observatory.txt")
    expect(row.locator(".state")).to_have_text("Ready")
    expect(row.locator(".folder")).to_have_text("Uploaded")
    reader.chat()
    reader.ask(question)
    assert reader.quote(1) == "The roof of the observatory is painted turquoise."
    reader.chips.first.click()
    assert reader.marked() == "The roof of the observatory is painted turquoise."
    # The copy that the upload left on its way is gone.
    assert [path for path in (server.data / "incoming").rglob("*") if path.is_file()] == []

    reader.documents()
    row.get_by_role("button", name="Remove observatory.txt").click()
    dialog = reader.page.get_by_role("dialog")
    expect(dialog).to_contain_text("it will be deleted")
    dialog.get_by_role("button", name="Cancel").click()
    expect(row).to_be_visible()
    row.get_by_role("button", name="Remove observatory.txt").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)
    assert not list((server.data / "uploads").glob("observatory*"))
    reader.chat()
    reader.ask(question)
    expect(reader.chips).to_have_count(0)
    assert "observatory" not in reader.sources()


def test_files_can_be_dropped_anywhere(reader: Reader) -> None:
    drop = """() => {
        const data = new DataTransfer();
        data.items.add(new File(["The old mill grinds barley on Tuesdays."], "mill.txt", {type: "text/plain"}));
        for (const name of ["dragenter", "dragover", "drop"])
            document.querySelector("#talk").dispatchEvent(
                new DragEvent(name, {bubbles: true, cancelable: true, dataTransfer: data}));
    }"""
    reader.page.evaluate(drop)
    expect(reader.row("mill.txt").locator(".state")).to_have_text("Ready")
    reader.chat()
    reader.ask("On which day does the old mill grind barley?")
    assert reader.quote(1) == "The old mill grinds barley on Tuesdays."


def test_the_document_that_was_asked_about_is_removed_and_no_other(
    reader: Reader, server: Server, tmp_path: Path
) -> None:
    zebra, yak = tmp_path / "zebra.txt", tmp_path / "yak.txt"
    zebra.write_text("The zebra has stripes.", encoding="utf-8")
    yak.write_text("The yak has long hair.", encoding="utf-8")
    reader.documents()
    reader.page.locator("#files").set_input_files(zebra)
    expect(reader.row("zebra.txt").locator(".state")).to_have_text("Ready")
    reader.row("zebra.txt").get_by_role("button", name="Remove zebra.txt").click()
    # Another comes in meanwhile, and takes its place in the list.
    reader.page.locator("#files").set_input_files(yak)
    expect(reader.row("yak.txt").locator(".state")).to_have_text("Ready")
    reader.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(reader.row("zebra.txt")).to_have_count(0)
    expect(reader.row("yak.txt")).to_have_count(1)
    assert [path.name for path in (server.data / "uploads").glob("[yz]*.txt")] == ["yak.txt"]


def test_files_of_the_same_name_do_not_replace_each_other(reader: Reader, server: Server, tmp_path: Path) -> None:
    paths = [tmp_path / folder / "notes.md" for folder in "abc"]
    for path, words in zip(paths, ("The cellar is damp.", "The attic is dry.", "The cellar is damp."), strict=True):
        path.parent.mkdir()
        path.write_text(words, encoding="utf-8")
    reader.documents()
    reader.page.locator("#files").set_input_files(paths)
    expect(reader.page.locator(".note")).to_have_text("Added 2 files.")
    expect(reader.row("notes.md").locator(".state")).to_have_text("Ready")
    expect(reader.row("notes (2).md").locator(".state")).to_have_text("Ready")
    paths[0].write_text("The cellar is dry now.", encoding="utf-8")
    reader.page.locator("#files").set_input_files(paths[0])
    expect(reader.page.locator(".note")).to_have_text("Replaced notes.md.")
    kept = sorted((path.name, path.read_text("utf-8")) for path in (server.data / "uploads").glob("notes*"))
    assert kept == [("notes (2).md", "The attic is dry."), ("notes.md", "The cellar is dry now.")]


def test_what_is_done_while_the_same_is_under_way_is_done_too(reader: Reader) -> None:
    reader.documents()
    reader.page.evaluate(
        """async () => {
            const wait = (ms) => new Promise((done) => setTimeout(done, ms));
            const {fetch} = window;
            window.fetch = async (...asked) => {
                const answer = await fetch(...asked);
                await wait(1000);
                return answer;
            };
            for (const words of ["nothing like this", "h", "harb", "harbour"]) {
                window.quoth.listing.trigger("find", {words, state: ""});
                await wait(100);
            }
        }"""
    )
    expect(reader.page.locator(".document")).to_have_count(1)
    expect(reader.row("harbour.md")).to_be_visible()


def test_a_long_document_goes_on_as_it_is_read(reader: Reader, server: Server) -> None:
    nights = ["The night watch of the harbour saw no ship."] * 1900
    nights[0], nights[-1] = "That was the first night.", "That was the last night."
    (server.folder / "log.txt").write_text("\n\n".join(nights), encoding="utf-8")
    reader.documents()
    expect(reader.row("log.txt").locator(".state")).to_have_text("Ready")
    reader.row("log.txt").locator("button.name").click()
    expect(reader.source.locator(".text")).to_contain_text("That was the first night.")
    last = reader.source.locator(".text", has_text="That was the last night.")
    expect(last).to_have_count(0)
    for _ in range(50):
        if last.count():
            break
        reader.source.locator(".body").evaluate("body => (body.scrollTop = body.scrollHeight)")
        reader.page.wait_for_timeout(200)
    expect(last).to_have_count(1)
    expect(reader.source.locator(".more")).to_have_count(0)
    (server.folder / "log.txt").unlink()
    expect(reader.row("log.txt")).to_have_count(0)


def test_a_file_of_a_followed_folder_comes_and_goes_by_itself(reader: Reader, server: Server) -> None:
    question = "What does the owl of Norvik eat?"
    reader.documents()
    path = server.folder / "owl.txt"
    path.write_text("The owl of Norvik eats nothing but herring.", encoding="utf-8")
    expect(reader.row("owl.txt").locator(".state")).to_have_text("Ready")
    reader.chat()
    reader.ask(question)
    assert reader.quote(1) == "The owl of Norvik eats nothing but herring."
    path.unlink()
    reader.documents()
    expect(reader.row("owl.txt")).to_have_count(0)
    reader.chat()
    reader.ask(question)
    assert "owl.txt" not in reader.sources()


def test_a_changed_file_is_answered_anew(reader: Reader, server: Server) -> None:
    question = "What does a ferry ticket cost for adults?"
    reader.ask(question)
    assert "14 euros" in reader.quote(1)
    path = server.folder / "harbour.md"
    path.write_text(path.read_text("utf-8").replace("14 euros", "19 euros"), encoding="utf-8")
    reader.documents()
    reader.row("harbour.md").get_by_role("button", name="Re-index harbour.md").click()
    expect(reader.page.locator(".note")).to_have_text("Reading harbour.md again.")
    reader.chat()
    # The earlier answer still says what it stood on, and that this has changed since.
    reader.ready()

    def changed() -> bool:
        reader.chips.first.click()
        expect(reader.source).to_be_visible()
        return reader.page.locator(".reader.notice").count() > 0

    for _ in range(100):
        if changed():
            break
        reader.page.wait_for_timeout(300)
    expect(reader.source).to_contain_text("has changed since the answer was given")
    expect(reader.source.locator("blockquote")).to_contain_text("14 euros")
    reader.source.get_by_role("button", name="Open it as it is now").click()
    expect(reader.source.locator(".text")).to_contain_text("19 euros")
    reader.ask(question)
    assert "19 euros" in reader.quote(1)
    reader.chips.first.click()
    assert reader.marked() == reader.quote(1)


def test_a_followed_file_that_is_removed_stays_on_disk(reader: Reader, server: Server) -> None:
    reader.documents()
    row = reader.row("rental.html")
    row.get_by_role("button", name="Remove contracts/rental.html").click()
    dialog = reader.page.get_by_role("dialog")
    expect(dialog).to_contain_text("The file stays where it is.")
    dialog.get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)
    assert (server.folder / "contracts" / "rental.html").exists()
    reader.chat()
    reader.ask("Within how many days does the landlord return the deposit?")
    assert "rental.html" not in reader.sources()
    # Looking for changes does not bring it back, and says when it is over by saying no more.
    reader.documents()
    reader.page.get_by_role("button", name="Look for changes").click()
    expect(reader.page.locator(".note")).to_have_count(0)
    reader.ready()
    expect(row).to_have_count(0)
