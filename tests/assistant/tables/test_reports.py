"""Questions about one of several reports that differ by hardly a word, through the whole assistant."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from index.embedding.embedding import Embedder
from index.library import Library
from index.parsing.parser import Parser

SUBJECTS = (
    "boats",
    "sails",
    "harbours",
    "ropes",
    "masts",
    "anchors",
    "paint",
    "timber",
    "tides",
    "wages",
    "lamps",
    "oars",
)
SALES = {
    ("Orlo", "2030 Q4", "December 31, 2030"): ("4,100", "512", "19.5%"),
    ("Orlo", "2031 Q1", "March 31, 2031"): ("4,350", "498", "18.0%"),
    ("Orlo", "2031 Q2", "June 30, 2031"): ("4,962", "610", "17.2%"),
    ("Brisk", "2031 Q2", "June 30, 2031"): ("9,900", "871", "21.4%"),
}


def _report(company: str, ended: str, sales: str, research: str, rate: str) -> str:
    sections = "".join(
        f"<h2>{subject.title()}</h2><p>The company buys {subject} where they are good. It looks after its {subject} "
        f"with care, and the price of {subject} may change.</p>"
        for subject in SUBJECTS
    )
    return (
        f"<html><body><h1>Quarterly report</h1><p>{company} Works Inc. For the quarter ended {ended}.</p>{sections}"
        "<h2>Statement of income</h2><p>The company's income (in millions) was as follows:</p>"
        f"<table><tr><th></th><th>Three Months Ended {ended}</th></tr>"
        f"<tr><td>Total net sales</td><td>$ {sales}</td></tr>"
        f"<tr><td>Research and development</td><td>$ {research}</td></tr></table>"
        f"<h2>Taxes</h2><p>The effective tax rate was {rate} for the quarter. It fell because a credit for new boats "
        "was granted.</p></body></html>"
    )


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, parser: Parser) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("reports")
    for (company, quarter, ended), facts in SALES.items():
        (folder / f"{quarter} {company[:4].upper()}.html").write_text(_report(company, ended, *facts), encoding="utf-8")
    library = Library.open(tmp_path_factory.mktemp("library"), embedder=embedder)
    library.add_folder(folder)
    library.sync()
    return Assistant(library)


@pytest.mark.parametrize(
    ("question", "document", "short"),
    [
        ("What were Orlo's total net sales in Q1 2031?", "2031 Q1 ORLO.html", "$4,350 million"),
        ("What was Brisk's revenue in the second quarter of 2031?", "2031 Q2 BRIS.html", "$9,900 million"),
        ("What was Orlo's R&D spending in the latest report?", "2031 Q2 ORLO.html", "$610 million"),
    ],
)
def test_the_right_report_answers_with_its_row(reports: Assistant, question: str, document: str, short: str) -> None:
    answer = reports.ask(question)
    assert answer.answered
    assert [citation.document for citation in answer.citations] == [document]
    assert answer.short_answer == short
    citation, claim = answer.citations[0], answer.claims[0]
    assert reports.library.catalog.text(citation.version)[citation.start : citation.end] == citation.quote
    assert short.split()[0].lstrip("$") in citation.quote
    assert answer.text[claim.start : claim.end] == claim.text
    assert "three months ended" in claim.text


def test_several_reports_answer_in_the_order_of_their_periods(reports: Assistant) -> None:
    answer = reports.ask("How have Orlo's total net sales changed over time?")
    assert [citation.document for citation in answer.citations] == [
        "2030 Q4 ORLO.html",
        "2031 Q1 ORLO.html",
        "2031 Q2 ORLO.html",
    ]
    assert [claim.text.rsplit(": ", 1)[1] for claim in answer.claims] == [
        "$4,100 million",
        "$4,350 million",
        "$4,962 million",
    ]


def test_a_figure_that_a_sentence_states(reports: Assistant) -> None:
    answer = reports.ask("What effective tax rate did Brisk report in Q2 2031?")
    assert answer.citations[0].document == "2031 Q2 BRIS.html"
    assert "21.4%" in answer.citations[0].quote
