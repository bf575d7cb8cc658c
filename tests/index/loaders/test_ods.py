"""OpenDocument spreadsheets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import LoadError, Unsupported, load
from tests.index.loaders.invariants import check, generated, kinds, words_in_order
from tests.index.loaders.odf_files import flat, zipped
from tests.index.loaders.packing import survives

_HIDDEN = (
    '<style:style style:name="X" style:family="table"><style:table-properties table:display="false"/></style:style>'
)
_BLANK = '<table:table-cell table:number-columns-repeated="16000"/>'


def _cell(text: str, more: str = "", inside: str = "") -> str:
    words = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {more}>{inside}{words}</table:table-cell>"


def _row(*texts: str, more: str = "") -> str:
    cells = "".join(text if text.startswith("<") else _cell(text) for text in texts)
    return f"<table:table-row {more}>{cells}{_BLANK}</table:table-row>"


def _sheet(*rows: str, name: str = "Prices", more: str = "") -> str:
    empty = f'<table:table-row table:number-rows-repeated="1000000">{_BLANK}</table:table-row>'
    return f'<table:table table:name="{name}" {more}>{"".join(rows)}{empty}</table:table>'


def _book(*sheets: str) -> str:
    return f"<office:spreadsheet>{''.join(sheets)}</office:spreadsheet>"


_ROWS = (_row("Name", "Price", "Since"), _row("Apple", "1,50 €", "01.03.24"), _row("Pear", "2,00 €", "24.12.23"))
_KINDS = [
    ("heading", "Prices"),
    ("row", "Name\tPrice\tSince"),
    ("row", "Name: Apple\tPrice: 1,50 €\tSince: 01.03.24"),
    ("row", "Name: Pear\tPrice: 2,00 €\tSince: 24.12.23"),
]


def _kinds(*sheets: str) -> list[tuple[str, str]]:
    """What a spreadsheet is, zipped and flat, which are the same."""
    loaded = load(zipped(_book(*sheets), _HIDDEN), "a.ods")
    check(loaded)
    same = load(flat(_book(*sheets), _HIDDEN), "a.fods")
    check(same)
    assert kinds(same) == kinds(loaded)
    return kinds(loaded)


def test_rows_say_what_their_cells_are_and_show() -> None:
    assert _kinds(_sheet(*_ROWS), _sheet(name="Empty"), _sheet(_row("last"), name="End")) == [
        *_KINDS,
        ("heading", "End"),
        ("row", "last"),
    ]


def test_comments_and_shapes_follow_the_rows() -> None:
    note = "<office:annotation><dc:creator>Ann</dc:creator><text:p>Too dear</text:p></office:annotation>"
    shapes = (
        "<table:shapes><draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame></table:shapes>"
    )
    sheet = _sheet(shapes, *_ROWS, _row("Plum", _cell("3,00 €", inside=note), "01.01.22"))
    assert _kinds(sheet)[-3:] == [
        ("row", "Name: Plum\tPrice: 3,00 €\tSince: 01.01.22"),
        ("note", "In a box"),
        ("note", "Comment on B4 by Ann: Too dear"),
    ]


def test_repeats_are_kept_up_to_a_bound() -> None:
    loaded = load(zipped(_book(_sheet(_row("x", more='table:number-rows-repeated="900000"')))), "a.ods")
    check(loaded)
    assert loaded.text.count("x") == 100
    assert loaded.notes == ("repeats rows very often, which were cut off",)
    assert _kinds(_sheet(_row(_cell("y", 'table:number-columns-repeated="3"'))))[1:] == [("row", "y\ty\ty")]


def test_hidden_sheets_rows_and_columns_are_left_out_and_said() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    sheet = _sheet(columns, *_ROWS[:2], _row("Pear", "2", "3", more='table:visibility="collapse"'))
    book = _book(_sheet(_row("secret"), name="S", more='table:style-name="X"'), sheet)
    loaded = load(zipped(book, _HIDDEN), "a.ods")
    check(loaded)
    assert loaded.text == "Prices\n\nName\tSince\nName: Apple\tSince: 01.03.24"
    assert len(loaded.notes) == 2
    filtered = _row("Pear", "2,00 €", "24.12.23", more='table:visibility="filter"')
    assert _kinds(_sheet(*_ROWS[:2], filtered)) == _KINDS
    collapsed = _row("Pear", "2,00 €", "24.12.23", more='table:visibility="collapse"')
    folded = f"<table:table-row-group>{collapsed}</table:table-row-group>"
    assert _kinds(_sheet(*_ROWS[:2], folded)) == _KINDS


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(Unsupported, match="no text"):
        load(zipped(_book(_sheet())), "a.ods")
    with pytest.raises(LoadError, match="damaged"):
        load(zipped(_book(_sheet()), more={"content.xml": "<a/>"}), "a.ods")
    hidden = _sheet(_row("secret"), more='table:style-name="X"')
    with pytest.raises(Unsupported, match="hidden"):
        load(zipped(_book(hidden), _HIDDEN), "a.ods")


def test_broken_copies_are_read_or_refused() -> None:
    survives(zipped(_book(_sheet(*_ROWS))), "a.ods")


_CELL = st.from_regex(r"[A-Za-zÀ-ÿ0-9]{0,9}", fullmatch=True)


@generated
@given(st.lists(st.lists(_CELL, max_size=5), min_size=1, max_size=8))
def test_every_word_is_kept_in_order(rows: list[list[str]]) -> None:
    words = [cell for row in rows for cell in row if cell]
    if not words:
        return
    loaded = load(zipped(_book(_sheet(*(_row(*row) for row in rows)))), "a.ods")
    check(loaded)
    assert words_in_order(words, loaded.text)
