"""Excel workbooks, made on the spot; what all workbooks share is in ``test_workbooks``."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from xlsxwriter.worksheet import Worksheet

from index.loaders import LoadError, load, zipped
from tests.index.loaders.invariants import check, kinds
from tests.index.loaders.packing import Parts, edited
from tests.index.loaders.workbooks import PRICES, ROWS, new_book, saved


def _edited(edit: Callable[[Parts], object]) -> bytes:
    return edited(saved(new_book(PRICES)), edit)


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

    assert _kinds(_edited(strictly)) == ROWS


def test_rows_that_a_filter_or_a_folded_group_hides_stay() -> None:
    book = new_book(PRICES)
    book.active.row_dimensions[3].hidden = True
    book.active.auto_filter.ref = "A1:D3"
    assert _kinds(saved(book)) == ROWS
    book = new_book(PRICES)
    book.active.row_dimensions.group(2, 3, hidden=True)
    assert _kinds(saved(book)) == ROWS


def test_comments_text_boxes_and_chart_titles_follow_the_rows() -> None:
    book = new_book(PRICES)
    book.active["B2"].comment = Comment("Too dear", "Ann")
    chart = BarChart()
    chart.title = "All prices"
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    book.active.add_chart(chart)
    assert _kinds(saved(book)) == [*ROWS, ("note", "All prices"), ("note", "Comment on B2 by Ann: Too dear")]


def test_rich_and_escaped_strings_and_text_boxes() -> None:
    def write(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_string("A1", "words")
        sheet.insert_textbox("D4", "In a box")

    def rich(parts: Parts) -> None:
        runs = "<r><t>mid</t></r><r><t>dle_x0041_</t></r><rPh sb='0' eb='1'><t>reading</t></rPh>"
        parts.replace("xl/sharedStrings.xml", ("<t>words</t>", runs))

    assert _kinds(edited(_written(write), rich))[1:] == [("row", "middleA"), ("note", "In a box")]


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(LoadError, match="damaged"):
        load(_edited(lambda parts: parts.data.pop("xl/worksheets/sheet1.xml")), "a.xlsx")


def test_entities_are_not_expanded() -> None:
    def attack(parts: Parts) -> None:
        doctype = '<!DOCTYPE x [<!ENTITY a "AAAA"><!ENTITY f SYSTEM "file:///etc/hostname">]><sst'
        parts.replace("xl/sharedStrings.xml", ("<sst", doctype), ("<t>words</t>", "<t>w&a;&f;</t>"))

    loaded = load(edited(_written(lambda book, sheet: sheet.write_row(0, 0, ["words", "kept"])), attack), "a.xlsx")
    assert loaded.text == "Sheet1\n\nw\tkept"


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "_SMALL", 2**16)
    blow_up = _edited(lambda parts: parts.data.update({"xl/styles.xml": b" " * 2**20}))
    with pytest.raises(LoadError, match="hundreds of times"):
        load(blow_up, "a.xlsx")
