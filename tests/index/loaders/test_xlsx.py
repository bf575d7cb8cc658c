"""Excel workbooks, made on the spot."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from index.loaders import LoadError, Unsupported, load, zipped
from tests.index.loaders.invariants import check, generated, kinds, words_in_order
from tests.index.loaders.packing import Parts, edited, survives


def _saved(book: Workbook, edit: Callable[[Parts], object] | None = None) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return edited(out.getvalue(), edit) if edit else out.getvalue()


def _written(write: Callable[[xlsxwriter.Workbook, Worksheet], object]) -> bytes:
    """A workbook with one sheet as XlsxWriter writes it, with shared strings."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    write(book, book.add_worksheet())
    book.close()
    return out.getvalue()


def _kinds(data: bytes) -> list[tuple[str, str]]:
    loaded = load(data, "a.xlsx")
    check(loaded)
    return kinds(loaded)


def _book() -> Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Prices"
    sheet.append(["Name", "Price", "Share", "Since"])
    sheet.append(["Apple", 1234.5, 0.25, datetime.date(2024, 3, 1)])
    sheet.append(["Pear", -2, 0.755, datetime.date(2023, 12, 24)])
    for row in sheet.iter_rows(min_row=2):
        for cell, code in zip(row[1:], ('#,##0.00 "€"', "0%", "yyyy-mm-dd"), strict=True):
            cell.number_format = code
    return book


_ROWS = [
    ("heading", "Prices"),
    ("row", "Name\tPrice\tShare\tSince"),
    ("row", "Name: Apple\tPrice: 1,234.50 €\tShare: 25%\tSince: 2024-03-01"),
    ("row", "Name: Pear\tPrice: -2.00 €\tShare: 76%\tSince: 2023-12-24"),
]


def test_rows_say_what_their_cells_are_and_show() -> None:
    book = _book()
    book.create_sheet("Empty")
    last = book.create_sheet("Last")
    last["C3"] = True
    loaded = load(_saved(book), "a.xlsx")
    check(loaded)
    assert kinds(loaded) == [*_ROWS, ("heading", "Last"), ("row", "TRUE")]
    assert loaded.title is None


def test_results_stand_for_formulas() -> None:
    def write(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_formula("A1", "=1+1", book.add_format({"num_format": "0.0"}), 2)
        sheet.write_formula("B1", '="a"&"b"', None, "ab")

    assert _kinds(_written(write)) == [("heading", "Sheet1"), ("row", "2.0\tab")]


def test_a_strict_workbook_reads_the_same() -> None:
    def strictly(parts: Parts) -> None:
        for name, data in parts.data.items():
            data = data.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            parts.data[name] = data.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
            )

    assert _kinds(_saved(_book(), strictly)) == _ROWS


def test_hidden_sheets_rows_and_columns_are_left_out_and_said() -> None:
    book = _book()
    sheet = book.active
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("Secret").append(["x"])
    book["Secret"].sheet_state = "hidden"
    loaded = load(_saved(book), "a.xlsx")
    check(loaded)
    assert "Pear" not in loaded.text
    assert "25%" not in loaded.text
    assert "2024-03-01" in loaded.text
    assert loaded.notes == (
        "has a hidden sheet, which was left out",
        "has hidden rows or columns, which were left out",
    )


def test_rows_that_a_filter_or_a_folded_group_hides_stay() -> None:
    book = _book()
    book.active.row_dimensions[3].hidden = True
    book.active.auto_filter.ref = "A1:D3"
    assert _kinds(_saved(book)) == _ROWS
    book = _book()
    book.active.row_dimensions.group(2, 3, hidden=True)
    assert _kinds(_saved(book)) == _ROWS


def test_comments_text_boxes_and_chart_titles_follow_the_rows() -> None:
    book = _book()
    book.active["B2"].comment = Comment("Too dear", "Ann")
    chart = BarChart()
    chart.title = "All prices"
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    book.active.add_chart(chart)
    assert _kinds(_saved(book)) == [*_ROWS, ("note", "All prices"), ("note", "Comment on B2 by Ann: Too dear")]


def test_rich_and_escaped_strings_and_text_boxes() -> None:
    def write(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_string("A1", "words")
        sheet.insert_textbox("D4", "In a box")

    def rich(parts: Parts) -> None:
        runs = "<r><t>mid</t></r><r><t>dle_x0041_</t></r><rPh sb='0' eb='1'><t>reading</t></rPh>"
        parts.replace("xl/sharedStrings.xml", ("<t>words</t>", runs))

    assert _kinds(edited(_written(write), rich))[1:] == [("row", "middleA"), ("note", "In a box")]


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(Unsupported, match="no text"):
        load(_saved(openpyxl.Workbook()), "a.xlsx")
    with pytest.raises(LoadError, match="damaged"):
        load(_saved(_book(), lambda parts: parts.data.pop("xl/worksheets/sheet1.xml")), "a.xlsx")


def test_entities_are_not_expanded() -> None:
    def attack(parts: Parts) -> None:
        doctype = '<!DOCTYPE x [<!ENTITY a "AAAA"><!ENTITY f SYSTEM "file:///etc/hostname">]><sst'
        parts.replace("xl/sharedStrings.xml", ("<sst", doctype), ("<t>words</t>", "<t>w&a;&f;</t>"))

    loaded = load(edited(_written(lambda book, sheet: sheet.write_row(0, 0, ["words", "kept"])), attack), "a.xlsx")
    assert loaded.text == "Sheet1\n\nw\tkept"


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "_SMALL", 2**16)
    blow_up = edited(_saved(_book()), lambda parts: parts.data.update({"xl/styles.xml": b" " * 2**20}))
    with pytest.raises(LoadError, match="hundreds of times"):
        load(blow_up, "a.xlsx")


def test_broken_copies_are_read_or_refused() -> None:
    survives(_saved(_book()), "a.xlsx")


_CELL = st.one_of(st.from_regex(r"[A-Za-zÀ-ÿ]{1,9}", fullmatch=True), st.integers(-(10**9), 10**9), st.none())


@settings(generated, max_examples=25)
@given(st.lists(st.lists(_CELL, max_size=5), min_size=1, max_size=8))
def test_every_word_is_kept_in_order(rows: list[list[str | int | None]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    words = [str(cell) for row in rows for cell in row if cell is not None]
    if not words:
        return
    loaded = load(_saved(book), "a.xlsx")
    check(loaded)
    assert words_in_order(words, loaded.text)
