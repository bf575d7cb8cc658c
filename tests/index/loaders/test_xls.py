"""Excel 97-2003 workbooks, made on the spot."""

from __future__ import annotations

import datetime
import io

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from index.loaders import LoadError, Unsupported, load, xls
from tests.index.loaders.invariants import check, generated, kinds, words_in_order
from tests.index.loaders.packing import survives


def _saved(book: xlwt.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _book() -> xlwt.Workbook:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Prices")
    rows = [
        ("Name", "Price", "Share", "Since"),
        ("Apple", 1234.5, 0.25, datetime.date(2024, 3, 1)),
        ("Pear", -2.0, 0.755, datetime.date(2023, 12, 24)),
    ]
    for at, row in enumerate(rows):
        for column, (value, code) in enumerate(zip(row, ("General", '#,##0.00 "€"', "0%", "yyyy-mm-dd"), strict=True)):
            sheet.write(at, column, value, xlwt.easyxf(num_format_str=code))
    return book


_ROWS = [
    ("heading", "Prices"),
    ("row", "Name\tPrice\tShare\tSince"),
    ("row", "Name: Apple\tPrice: 1,234.50 €\tShare: 25%\tSince: 2024-03-01"),
    ("row", "Name: Pear\tPrice: -2.00 €\tShare: 76%\tSince: 2023-12-24"),
]


def test_rows_say_what_their_cells_are_and_show() -> None:
    book = _book()
    book.add_sheet("Empty")
    book.add_sheet("Last").write(2, 2, True)
    loaded = load(_saved(book), "a.xls")
    check(loaded)
    assert kinds(loaded) == [*_ROWS, ("heading", "Last"), ("row", "TRUE")]
    assert loaded.title is None


def test_hidden_sheets_rows_and_columns_are_left_out_and_said() -> None:
    book = _book()
    sheet = book.get_sheet(0)
    sheet.row(2).hidden = True
    sheet.col(2).hidden = True
    secret = book.add_sheet("Secret")
    secret.write(0, 0, "x")
    secret.visibility = 1
    loaded = load(_saved(book), "a.xls")
    check(loaded)
    assert loaded.text == ("Prices\n\nName\tPrice\tSince\nName: Apple\tPrice: 1,234.50 €\tSince: 2024-03-01")
    assert len(loaded.notes) == 2


def test_a_web_page_under_this_name_is_read_as_one() -> None:
    page = b"<html><body><table><tr><th>Name</th><th>Age</th></tr><tr><td>Ann</td><td>9</td></tr></table></body></html>"
    loaded = xls.load(page)
    check(loaded)
    assert loaded.format == "html"
    assert "Ann\t9" in loaded.text


def test_what_cannot_be_read_says_why() -> None:
    empty = xlwt.Workbook()
    empty.add_sheet("Empty")
    with pytest.raises(Unsupported, match="no text"):
        load(_saved(empty), "a.xls")
    with pytest.raises(LoadError, match="damaged"):
        xls.load(_saved(_book())[:2000])
    with pytest.raises(LoadError, match="damaged"):
        xls.load(b"Name;Age")


def test_broken_copies_are_read_or_refused() -> None:
    survives(_saved(_book()), "a.xls")


_CELL = st.one_of(st.from_regex(r"[A-Za-zÀ-ÿ]{1,9}", fullmatch=True), st.integers(-(10**9), 10**9), st.none())


@settings(generated, max_examples=25)
@given(st.lists(st.lists(_CELL, max_size=5), min_size=1, max_size=8))
def test_every_word_is_kept_in_order(rows: list[list[str | int | None]]) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    words = [str(cell) for row in rows for cell in row if cell is not None]
    if not words:
        return
    loaded = load(_saved(book), "a.xls")
    check(loaded)
    assert words_in_order(words, loaded.text)
