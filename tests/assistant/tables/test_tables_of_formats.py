"""Figures out of short documents that a question does not name, in every format that has tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from index.embedding.embedding import Embedder
from index.library import Library
from tests.index.loaders.drawing import Canvas

STOCK = """Item,In stock,Reorder level,Unit price,Supplier
Elastic bandage 8 cm,140,50,£1.20,Medico
Ibuprofen 200 mg tablets,340,400,£0.05,Pharmaline
"""
BUDGET = """<html><body><h1>Rowing club budget</h1><p>All figures are in thousands of euros.</p><table>
<tr><th></th><th>2021</th><th>2022</th><th>2023</th></tr><tr><td>Membership fees</td><td>41.2</td><td>44.0</td>
<td>47.5</td></tr><tr><td>Total income</td><td>53.2</td><td>53.5</td><td>62.5</td></tr></table></body></html>"""


def _write(folder: Path) -> None:
    import docx
    import openpyxl

    (folder / "stock.csv").write_text(STOCK, encoding="utf-8")
    (folder / "budget.html").write_text(BUDGET, encoding="utf-8")
    school = docx.Document()
    school.add_heading("Attendance by year group and term (in per cent)", 1)
    rows = (("Year group", "Autumn", "Spring"), ("Year 7", "96.1", "94.8"), ("Year 8", "95.2", "93.9"))
    table = school.add_table(rows=3, cols=3)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            table.cell(number, place).text = cell
    school.save(str(folder / "attendance.docx"))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        ("Harbour museum: visitors",),
        ("Month", "Adults", "Children"),
        ("January", 410, 120),
        ("March", 520, 310),
    ):
        sheet.append(line)
    book.save(folder / "museum.xlsx")
    page = Canvas()
    page.line(60, 80, "Allotment society: harvest in kilograms", size=16)
    for number, cells in enumerate((("Season", "Potatoes", "Apples"), ("2021", "355", "88"), ("2022", "290", "205"))):
        for x, cell in zip((60, 200, 300), cells, strict=True):
            page.line(x, 130 + 16 * number, cell)
    (folder / "harvest.pdf").write_bytes(page.saved())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("office")
    _write(folder)
    library = Library.open(tmp_path_factory.mktemp("library"), embedder=embedder)
    library.add_folder(folder)
    library.sync()
    return Assistant(library)


@pytest.mark.parametrize(
    ("question", "document", "said", "quoted"),
    [
        (
            "How many elastic bandages are in stock?",
            "stock.csv",
            "Elastic bandage 8 cm, In stock: 140",
            "In stock: 140",
        ),
        ("How much did the club get in membership fees in 2022?", "budget.html", "44.0 thousand euros", "44.0"),
        ("What was the attendance of Year 8 in the spring term?", "attendance.docx", "Year 8, Spring: 93.9%", "93.9"),
        ("How many adults visited the museum in March?", "museum.xlsx", "March, Adults: 520", "520"),
        ("How many kilograms of apples were harvested in 2022?", "harvest.pdf", "Season 2022, Apples: 205", "205"),
    ],
)
def test_a_row_answers_with_its_heads(office: Assistant, question: str, document: str, said: str, quoted: str) -> None:
    answer = office.ask(question)
    assert answer.answered
    citation = answer.citations[0]
    assert citation.document == document
    assert said in answer.text
    assert quoted in citation.quote
    assert office.library.catalog.text(citation.version)[citation.start : citation.end] == citation.quote


def test_a_table_of_another_subject_answers_nothing(office: Assistant) -> None:
    answer = office.ask("What was the profit of the museum shop in 2022?")
    assert not any(citation.document == "budget.html" for citation in answer.citations)


def test_what_bears_a_share_is_quoted_and_no_share_worked_out(office: Assistant) -> None:
    answer = office.ask("What share of the total income were membership fees in 2023?")
    assert "47.5" in answer.text
    assert "62.5" in answer.text
    assert "76" not in answer.text
    assert answer.short_answer is None
