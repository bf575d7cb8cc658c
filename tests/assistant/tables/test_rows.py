"""Rows that are cited like sentences, the units of single columns, and lists that tables follow."""

from __future__ import annotations

from itertools import pairwise

from assistant.answers import Passage
from assistant.tables import saying
from assistant.text import lines
from index.documents import Span
from index.loaders.draft import Draft
from index.text.layout import Kind
from index.text.tabular import tables_of


def test_shares_and_prices_have_the_units_of_their_columns() -> None:
    draft = Draft()
    draft.add(
        Kind.PARAGRAPH, "Purchases (in millions, except number of shares, which are reflected in thousands) were:"
    )
    draft.add_row(["Month", "Number of shares purchased", "Average price paid per share", "Value"])
    draft.add_row(["May (1)", "38,121", "$ 165.46", "$ 94,569"])
    loaded = draft.loaded("docx", None)
    tables = tables_of(loaded.text, loaded.layout)
    row = tables.rows[0]
    assert [saying.amount(tables, row, place) for place in range(3)] == [
        "38,121 thousand",
        "$165.46",
        "$94,569 million",
    ]


def test_of_a_table_below_an_opening_line_only_rows_of_values_are_items() -> None:
    text = "Purchases were:\nMonth\tShares (1)\nMay\t38,121\nJune\t40,002"
    ends = [0, *(at + 1 for at, character in enumerate(text) if character == "\n"), len(text) + 1]
    spans = [Span(start, end - 1) for start, end in pairwise(ends)]
    passage = Passage(1, "a.txt", None, 0, len(text), text, 0.9, {})
    assert [text[span.start : span.end] for span in lines.items(passage, spans, spans[0])] == [
        "May\t38,121",
        "June\t40,002",
    ]
