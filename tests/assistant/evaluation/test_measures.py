"""The figures of a run, and what changed between two."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.evaluation import comparing, confidence, measures, page, ranked, storing, tables
from assistant.evaluation.asking import Question
from assistant.evaluation.running import Run, run
from tests.assistant.evaluation.library import answer, cited, service

OPENED = cited("town/bridge.txt", "The Varn bridge was opened in 1931.")
NOON = cited("ferry.txt", "The ferry leaves at noon.")
QUESTIONS = [
    Question(
        "1", "When was <b>it</b> opened?", parts=(("1931",),), documents=("bridge.txt",), answerable=True, kind="date"
    ),
    Question("2", "When does it leave?", parts=(("noon",),), documents=("ferry.txt",), answerable=True, kind="date"),
    Question("3", "Who sold it?", answerable=False, kind="unanswerable"),
]


def first() -> Run:
    """One of two answered rightly; one refused rightly."""
    return run(
        QUESTIONS,
        service(
            answer(QUESTIONS[0].text, [OPENED], [NOON, OPENED], short_answer="1931", confidence=0.95),
            answer(QUESTIONS[1].text, [OPENED], [OPENED], confidence=0.55),
        ),
        "first",
        ["q.jsonl"],
    )


def second() -> Run:
    """Both answered rightly; the other answered too, which is wrong."""
    return run(
        QUESTIONS,
        service(
            answer(QUESTIONS[0].text, [OPENED], short_answer="1931", confidence=0.95),
            answer(QUESTIONS[1].text, [NOON], confidence=0.9),
            answer(QUESTIONS[2].text, [NOON], confidence=0.6, outcome="perhaps"),
        ),
        "second",
    )


def test_ranks_are_measured() -> None:
    right, late, missed, parts, unknown = ranked.per_question([[1], [3], [None], [1, None], []])
    assert set(right) == set(ranked.NAMES)
    assert set(right.values()) == {1.0}
    assert [late[name] for name in ("recall@1", "recall@5", "mrr@1", "mrr@5", "ndcg@5")] == pytest.approx(
        [0.0, 1.0, 0.0, 1 / 3, 0.5]
    )
    assert set(missed.values()) == {0.0}
    assert set(parts.values()) == {0.5}
    assert unknown == {}


def test_figures() -> None:
    found = measures.measure(first().judged)
    means = found["means"]
    assert means["passage recall@1"] == 0.0
    assert means["passage recall@5"] == means["document mrr@1"] + 0.5 == 0.5
    assert means["first citation holds the answer"] == 0.5
    assert means["right: all is cited, or rightly refused"] == pytest.approx(2 / 3)
    assert (means["answerable, answered"], means["unanswerable, answered"]) == (1.0, 0.0)
    assert (means["short answer given"], means["short answer F1"]) == (0.5, 1.0)
    assert found["confidence"]["auc"] == 1.0
    assert found["confidence"]["risk"] == [(pytest.approx(1 / 3), 0.0), (pytest.approx(2 / 3), 0.5)]
    assert found["confidence"]["area"] == 0.25
    assert (found["differing"], found["outcomes"]) == (0, {"answered": 2, "not said": 1})
    assert found["kinds"]["date"]["questions"] == 2
    assert found["kinds"]["unanswerable"]["auc"] == 1.0


def test_confidence_alone() -> None:
    assert confidence.auc([0.9, 0.5], [0.5, 0.1]) == 0.875
    assert confidence.auc([], [0.1]) is None
    bins = confidence.reliability([0.95, 0.93, 1.0, 0.12], [True, True, False, False])
    assert [(one.count, one.share) for one in bins if one.count] == [(1, 0.0), (3, pytest.approx(2 / 3))]
    assert confidence.calibration_error(bins) == pytest.approx((0.12 + 3 * (0.96 - 2 / 3)) / 4)
    assert confidence.calibration_error(confidence.reliability([], [])) is None


def test_a_run_is_kept_and_read_again(tmp_path: Path) -> None:
    made = first()
    path = storing.save(made, tmp_path)
    assert path.stat().st_mode & 0o077 == 0
    assert storing.load("first", tmp_path) == made
    assert storing.names(tmp_path) == ["first"]
    with pytest.raises(storing.RunError, match=r"There is no run third in .*\. Kept are: first\."):
        storing.load("third", tmp_path)
    for name in ("../first", "", ".hidden", "a/b"):
        with pytest.raises(storing.RunError, match="cannot be named"):
            storing.save(replace(made, name=name), tmp_path)
    path.write_text('{"format": 1, "judged": [{}]}', encoding="utf-8")
    with pytest.raises(storing.RunError, match="is damaged"):
        storing.load("first", tmp_path)


def test_two_runs_are_compared() -> None:
    found = comparing.compare(first(), second())
    assert found.shared == 3
    assert [pair[1].id for pair in found.won] == ["2"]
    assert [pair[1].id for pair in found.lost] == ["3"]
    changes = {change.name: change for change in found.changes}
    recall = changes["passage recall@1"]
    assert (recall.before, recall.after, recall.low, recall.high, recall.verdict) == (0.0, 1.0, 1.0, 1.0, "better")
    assert changes["first citation holds the answer"].verdict == "same", "one question of two may be chance"
    assert changes["unanswerable, answered"].verdict == "worse"
    assert changes["sentences an answer"].verdict == ""
    with pytest.raises(storing.RunError, match="have no question in common"):
        comparing.compare(first(), replace(second(), judged=()))


def test_a_run_against_itself_has_no_change() -> None:
    found = comparing.compare(first(), first())
    assert {change.verdict for change in found.changes} <= {"same", ""}
    assert not found.won
    assert not found.lost


def test_what_is_printed() -> None:
    made = first()
    text = "\n".join(tables.of_run(made, measures.measure(made.judged)))
    assert "first: 3 questions (2 answerable, 1 not) over 3 documents" in text
    assert re.search(r"^citations that differ .* 0$", text, re.MULTILINE)
    assert re.search(r"^date +2 ", text, re.MULTILINE)
    compared = "\n".join(tables.of_comparison(comparing.compare(made, second())))
    assert re.search(r"^passage recall@1 +0\.000 +1\.000 +\+1\.000 .*better$", compared, re.MULTILINE)
    assert "1 question got worse:\n  Who sold it? (unanswerable)\n      wanted a refusal" in compared


class Links(HTMLParser):
    """Gathers what a page would fetch, and its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [str(value) for name, value in attrs if name in ("src", "href", "srcset", "action")]


def test_pages_hold_all_they_need_and_escape_what_they_show() -> None:
    before, after = first(), second()
    figures = [measures.measure(one.judged) for one in (before, after)]
    pages = [page.of_run(before, figures[0]), page.of_comparison(comparing.compare(before, after), *figures)]
    for text in pages:
        links = Links()
        links.feed(text)
        assert links.fetched == []
        assert {"svg", "polyline", "rect"} <= set(links.tags)
        assert not {"b", "script", "img", "link", "iframe"} & set(links.tags)
        assert "url(" not in text
        assert text.startswith("<!doctype html>")
    assert "When was &lt;b&gt;it&lt;/b&gt; opened?" in pages[0]
    assert "When does it leave?" in pages[1]


def test_controls_of_a_document_are_left_out_of_the_page() -> None:
    made = first()
    odd = replace(made.judged[0], answer="a\x00b\x1bc\ud800d")
    text = page.of_run(replace(made, judged=(odd,)), measures.measure([odd]))
    text.encode()
    assert "\x00" not in text
    assert "\x1b" not in text


def test_the_package_that_measures_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ir_measures", None)
    with pytest.raises(ranked.MeasuresMissing, match=re.escape("pip install 'quoth[eval]'")):
        ranked.per_question([[1]])
