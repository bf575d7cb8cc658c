from __future__ import annotations

from index.syncing.report import Entry, Report
from tests.ui.test_markup import text_of
from ui.news import news_html, news_lines


def entries(*paths: str, reason: str | None = None, folder: str = "/notes") -> tuple[Entry, ...]:
    return tuple(Entry(path, folder, reason) for path in paths)


def test_few_documents_are_named_and_many_counted() -> None:
    assert news_lines([Report(added=entries("budget.xlsx"))]) == (["Added budget.xlsx."], [])
    assert news_lines([Report(updated=entries("a.txt", "b.txt"))]) == (["Updated a.txt and b.txt."], [])
    many = entries(*(f"{n}.txt" for n in range(1200)))
    assert news_lines([Report(added=many)]) == (["1,200 documents added."], [])
    assert news_lines([Report(removed=entries("a.txt"))]) == (["Removed a.txt."], [])
    assert news_lines([Report(moved=entries("b/a.txt", reason="was a.txt"))]) == (
        ["b/a.txt has moved: it was a.txt."],
        [],
    )
    assert news_lines([Report(moved=entries("b", "c", "d", reason="was a"))]) == (["3 documents moved."], [])


def test_several_syncs_are_one_word() -> None:
    first = Report(added=entries("a.txt"), updated=entries("c.txt"))
    second = Report(added=entries("b.txt"), updated=entries("c.txt"), removed=entries("d.txt"))
    good, bad = news_lines([first, second])
    assert good == ["Added a.txt and b.txt.", "Updated c.txt.", "Removed d.txt."]
    assert bad == []


def test_what_is_inside_a_file_is_counted_with_it() -> None:
    inside = entries("letters.zip", "letters.zip.txt", "letters.zip/1.txt", "letters.zip/more.zip/2.txt")
    good, _ = news_lines([Report(added=inside)])
    assert good == ["Added letters.zip and letters.zip.txt with 2 documents in it."]
    good, _ = news_lines([Report(added=inside[:1] + inside[2:])])
    assert good == ["Added letters.zip with 2 documents in it."]


def test_files_that_could_not_be_read_say_why() -> None:
    _, bad = news_lines([Report(failed=entries("scan.pdf", reason="is protected by a password."))])
    assert bad == ["scan.pdf is protected by a password."]
    report = Report(failed=entries("a.pdf", "b.pdf", reason="is damaged"), skipped=entries("c.iso", reason="is empty"))
    assert news_lines([report])[1] == ["3 files could not be read: a.pdf, b.pdf and 1 more."]


def test_a_folder_that_vanished_is_no_file() -> None:
    gone = Report(failed=(Entry("/disk/archive", "/disk/archive", "is not there"),))
    assert news_lines([gone]) == ([], ["The folder /disk/archive is not there. Its documents still answer."])


def test_what_a_reader_added_here_is_not_told_again() -> None:
    report = Report(added=entries("a.txt", folder="/data/uploads") + entries("b.txt"))
    assert news_lines([report], lambda entry: entry.folder == "/data/uploads")[0] == ["Added b.txt."]


def test_the_word_is_text_and_says_nothing_where_there_is_nothing() -> None:
    assert news_html(3, [], []) == ""
    html = news_html(7, ["Added <b>.txt."], ["c.txt is empty."])
    assert "Added &lt;b&gt;.txt." in html
    assert 'data-number="7"' in html
    assert "See why" in text_of(html)
    assert "See why" not in text_of(news_html(8, ["Added a.txt."], []))
