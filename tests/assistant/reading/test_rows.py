"""Answers from the rows of tables, through the whole assistant."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from index.embedding.embedding import Embedder
from index.library import Library
from index.parsing.parser import Parser

STAFF = "Name,Age,City\nAnna Holt,34,Oslo\nDirk Maas,51,Utrecht\nFarida Khan,28,Leeds\nLeo Marten,47,Ghent\n"
COUNTRIES = "Country,Capital,Currency\nPeru,Lima,Sol\nKenya,Nairobi,Shilling\nJapan,Tokyo,Yen\nNorway,Oslo,Krone\n"
VISITORS = "City,January,March,May\nOslo,1210,1822,2477\nBergen,640,955,1401\nBodo,205,260,388\n"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, parser: Parser) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("tables")
    for name, text in (("staff", STAFF), ("countries", COUNTRIES), ("museum visitors", VISITORS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    library = Library.open(tmp_path_factory.mktemp("library"), embedder=embedder)
    library.add_folder(folder)
    library.sync()
    return Assistant(library)


@pytest.mark.parametrize(
    ("question", "row", "short"),
    [
        ("What is Anna's age?", "Name: Anna Holt", "34"),
        ("How old is Anna?", "Name: Anna Holt", "34"),
        ("Where does Dirk live?", "Name: Dirk Maas", "Utrecht"),
        ("What is the capital of Peru?", "Country: Peru", "Lima"),
        ("What currency does Kenya use?", "Country: Kenya", "Shilling"),
        ("How many visitors did Oslo have in March?", "City: Oslo", "1822"),
        ("How many visitors did Bergen have in May?", "City: Bergen", "1401"),
    ],
)
def test_the_row_is_cited_and_its_cell_marked(tables: Assistant, question: str, row: str, short: str) -> None:
    answer = tables.ask(question)
    assert answer.answered
    citation, claim = answer.citations[0], answer.claims[0]
    assert citation.quote.startswith(row)
    assert tables.library.catalog.text(citation.version)[citation.start : citation.end] == citation.quote
    assert claim.bold is not None
    assert claim.text[claim.bold[0] : claim.bold[1]] == answer.short_answer == short


@pytest.mark.parametrize(
    "question",
    [
        "How old is Walter?",
        "What is Anna's salary?",
        "What is the capital of Chile?",
        "What is the population of Peru?",
        "How many visitors did Oslo have in October?",
        "How many visitors did Molde have in March?",
    ],
)
def test_what_no_row_says_is_refused(tables: Assistant, question: str) -> None:
    answer = tables.ask(question)
    assert not answer.answered
    assert answer.short_answer is None
