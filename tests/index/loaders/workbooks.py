"""Workbooks made on the spot, the same in each format of Excel's."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import openpyxl
import xlwt
from hypothesis import strategies as st

Value = str | int | float | bool | datetime.date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written."""

    title: str
    rows: Sequence[Sequence[Value]] = ()
    codes: Sequence[str] = ()
    """How the numbers of each column are shown; usually as they are."""
    hidden: bool = False
    hidden_row: int | None = None
    hidden_column: int | None = None
    """Counted from 0."""


PRICES = Sheet(
    "Prices",
    (
        ("Name", "Price", "Share", "Since"),
        ("Apple", 1234.5, 0.25, datetime.date(2024, 3, 1)),
        ("Pear", -2.0, 0.755, datetime.date(2023, 12, 24)),
    ),
    ("General", '#,##0.00 "€"', "0%", "yyyy-mm-dd"),
)

ROWS = [
    ("heading", "Prices"),
    ("row", "Name\tPrice\tShare\tSince"),
    ("row", "Name: Apple\tPrice: 1,234.50 €\tShare: 25%\tSince: 2024-03-01"),
    ("row", "Name: Pear\tPrice: -2.00 €\tShare: 76%\tSince: 2023-12-24"),
]
"""What is read of `PRICES`."""

CELLS = st.one_of(st.from_regex(r"[A-Za-zÀ-ÿ]{1,9}", fullmatch=True), st.integers(-(10**9), 10**9), st.none())


def new_book(*sheets: Sheet) -> openpyxl.Workbook:
    """A workbook of Excel 2007 and later."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for one in sheets:
        sheet = book.create_sheet(one.title)
        for row in one.rows:
            sheet.append(list(row))
        for cells in sheet.iter_rows():
            for cell, code in zip(cells, one.codes, strict=False):
                cell.number_format = code
        if one.hidden:
            sheet.sheet_state = "hidden"
        if one.hidden_row is not None:
            sheet.row_dimensions[one.hidden_row + 1].hidden = True
        if one.hidden_column is not None:
            sheet.column_dimensions["ABCDEFGH"[one.hidden_column]].hidden = True
    return book


def old_book(*sheets: Sheet) -> xlwt.Workbook:
    """A workbook of Excel 97 to 2003."""
    book = xlwt.Workbook()
    for one in sheets:
        sheet = book.add_sheet(one.title)
        for at, row in enumerate(one.rows):
            for column, value in enumerate(row):
                code = one.codes[column] if column < len(one.codes) else "General"
                sheet.write(at, column, value, xlwt.easyxf(num_format_str=code))
        if one.hidden:
            sheet.visibility = 1
        if one.hidden_row is not None:
            sheet.row(one.hidden_row).hidden = True
        if one.hidden_column is not None:
            sheet.col(one.hidden_column).hidden = True
    return book


def saved(book: openpyxl.Workbook | xlwt.Workbook) -> bytes:
    """The file of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS: dict[str, Callable[..., bytes]] = {
    "xls": lambda *sheets: saved(old_book(*sheets)),
    "xlsx": lambda *sheets: saved(new_book(*sheets)),
}
"""Writes sheets as the file of a workbook, by the ending of its name."""
