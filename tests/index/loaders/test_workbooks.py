"""What holds for workbooks of every format of Excel's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.loaders import Unsupported, load
from tests.index.loaders.invariants import check, generated, kinds, words_in_order
from tests.index.loaders.packing import survives
from tests.index.loaders.workbooks import CELLS, PRICES, ROWS, WRITERS, Sheet

each = pytest.mark.parametrize("ending", WRITERS)


@each
def test_rows_say_what_their_cells_are_and_show(ending: str) -> None:
    last = Sheet("Last", ((), (), (None, None, True)))
    loaded = load(WRITERS[ending](PRICES, Sheet("Empty"), last), f"a.{ending}")
    check(loaded)
    assert kinds(loaded) == [*ROWS, ("heading", "Last"), ("row", "TRUE")]
    assert loaded.title is None


@each
def test_hidden_sheets_rows_and_columns_are_left_out_and_said(ending: str) -> None:
    prices = replace(PRICES, hidden_row=2, hidden_column=2)
    loaded = load(WRITERS[ending](prices, Sheet("Secret", (("x",),), hidden=True)), f"a.{ending}")
    check(loaded)
    assert loaded.text == "Prices\n\nName\tPrice\tSince\nName: Apple\tPrice: 1,234.50 €\tSince: 2024-03-01"
    assert loaded.notes == (
        "has a hidden sheet, which was left out",
        "has hidden rows or columns, which were left out",
    )


@each
def test_a_workbook_without_words_says_so(ending: str) -> None:
    with pytest.raises(Unsupported, match="no text"):
        load(WRITERS[ending](Sheet("Empty")), f"a.{ending}")


@each
def test_broken_copies_are_read_or_refused(ending: str) -> None:
    survives(WRITERS[ending](PRICES), f"a.{ending}")


@each
@settings(generated, max_examples=25)
@given(rows=st.lists(st.lists(CELLS, max_size=5), min_size=1, max_size=8))
def test_every_word_is_kept_in_order(ending: str, rows: list[list[str | int | None]]) -> None:
    words = [str(cell) for row in rows for cell in row if cell is not None]
    if not words:
        return
    loaded = load(WRITERS[ending](Sheet("Sheet", rows)), f"a.{ending}")
    check(loaded)
    assert words_in_order(words, loaded.text)
