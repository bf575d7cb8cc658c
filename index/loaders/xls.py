"""Excel 97-2003 workbooks (XLS), and those of Excel 5 and before, by xlrd.

Kept, sheet by sheet: the sheet's name as a heading, its rows with the heads of their columns, values as the cells
show them (results, not formulas; percent, currency, dates by their formats), comments with their cells. Rows that
a filter hides and folded groups stay. Lost: hidden sheets, rows and columns (a note says so), formulas, text boxes,
charts, pictures, printed headers and footers, colours.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.loaders.loaded import Loaded, LoadError
from index.loaders.numberformat import BUILT_IN, general, shown
from index.loaders.ole import ole_title
from index.loaders.sheets import Workbook, column_name
from index.loaders.zipped import PROTECTED

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE = re.compile(rb"\x09[\x00\x02\x04\x08]", re.S)
"""Workbooks of Excel 4 and before are no OLE files."""
_DAMAGED = "is damaged: it is no complete Excel workbook"
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style)[\s>]", re.I | re.S)


def load(data: bytes) -> Loaded:
    """Read a workbook. Raises Unsupported where it holds no text, LoadError where it cannot be read."""
    if not data.startswith(_OLE) and not _BARE.match(data):
        return _under_another_name(data)
    if "EncryptedPackage".encode("utf-16-le") in data and data.startswith(_OLE):
        raise LoadError(PROTECTED)
    found = _open(data)
    book = Workbook()
    for at in range(found.nsheets):
        try:
            sheet = found.sheet_by_index(at)
        except Exception as error:  # xlrd stumbles on damage in many ways
            raise LoadError(_DAMAGED) from error
        if sheet.visibility:
            book.hidden_sheets += 1
        else:
            rows = _Rows(found, sheet)
            book.add_sheet(sheet.name, rows, _comments(sheet))
            book.hidden_lines = book.hidden_lines or rows.left_out
        found.unload_sheet(at)
    return book.loaded("xls", ole_title(data))


def _open(data: bytes) -> Book:
    import xlrd

    try:
        return xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        )
    except xlrd.XLRDError as error:
        reason = str(error).lower()
        if "encrypted" in reason or "password" in reason:
            raise LoadError(PROTECTED) from error
        raise LoadError(_DAMAGED) from error
    except Exception as error:  # xlrd stumbles on damage in many ways
        raise LoadError(_DAMAGED) from error


def _under_another_name(data: bytes) -> Loaded:
    """Programs save web pages and newer workbooks under this name."""
    if data.startswith(b"PK\x03\x04"):
        from index.loaders import xlsx

        return xlsx.load(data)
    if _HTML.match(data.removeprefix(b"\xef\xbb\xbf")[:4096]):
        from index.loaders import html

        return html.load(data)
    raise LoadError(_DAMAGED)


class _Rows:
    """A sheet's rows as texts by column. State: whether hidden ones were left out."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self._codes: dict[int, str] = {}
        self._hidden = {n for n, c in sheet.colinfo_map.items() if c.hidden and not c.outline_level}
        self.left_out = False

    def __iter__(self) -> Iterator[list[str]]:
        sheet = self._sheet
        filtered = bool(getattr(sheet, "has_filter", False))
        for at in range(sheet.nrows):
            info = sheet.rowinfo_map.get(at)
            if info is not None and info.hidden and not info.outline_level and not filtered:
                self.left_out = self.left_out or sheet.row_len(at) > 0
                continue
            texts: list[str] = []
            for column in range(sheet.row_len(at)):
                text = self._text(at, column)
                if column in self._hidden:
                    self.left_out = self.left_out or bool(text)
                else:
                    texts.append(text)
            yield texts

    def _text(self, row: int, column: int) -> str:
        kind, value = self._sheet.cell_type(row, column), self._sheet.cell_value(row, column)
        if kind == 1:
            return str(value)
        if kind in (2, 3):
            code = self._code(self._sheet.cell_xf_index(row, column))
            return general(value) if code == "General" else shown(value, code, self._book.datemode == 1)
        if kind == 4:
            return "TRUE" if value else "FALSE"
        return _ERRORS.get(value, "#ERR!") if kind == 5 else ""

    def _code(self, format_: int) -> str:
        if format_ not in self._codes:
            formats = self._book.xf_list
            key = formats[format_].format_key if 0 <= format_ < len(formats) else 0
            own = self._book.format_map.get(key)
            code = BUILT_IN.get(key) or (own.format_str if own is not None else None)
            self._codes[format_] = code or "General"
        return self._codes[format_]


_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def _comments(sheet: Sheet) -> Iterator[str]:
    for (row, column), note in sorted(sheet.cell_note_map.items()):
        if getattr(note, "text", "").strip():
            author = (note.author or "").strip()
            words = note.text.strip()
            if author and words.startswith(author + ":"):
                words = words[len(author) + 1 :].strip()
            yield f"Comment on {column_name(column)}{row + 1}" + (f" by {author}" if author else "") + f": {words}"
