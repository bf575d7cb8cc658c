"""Tables put together again: rows, the heads that stand over them, units."""

from __future__ import annotations

from index.loaders.draft import Draft
from index.loaders.pdf import load
from index.text.layout import Layout
from index.text.tabular import Tables, is_value, tables_of
from tests.index.loaders.drawing import Canvas


def _drawn() -> Tables:
    """A statement as reports print it: heads in three lines, set over and at the right of their columns."""
    page = Canvas()
    page.line(60, 80, "Statement of income", size=16)
    page.line(60, 110, "(In thousands, except per share amounts)")
    page.line(300, 140, "Three Months Ended").line(430, 140, "Six Months Ended")
    for x, month, year in (
        (280, "June 30,", "2031"),
        (350, "July 1,", "2030"),
        (420, "June 30,", "2031"),
        (490, "July 1,", "2030"),
    ):
        page.line(x, 154, month).line(x + 12, 168, year)
    rows = (
        ("Net sales:", ()),
        ("Boats", ("$ 4,150", "$ 3,900", "$ 8,020", "$ 7,700")),
        ("Sails", ("812", "790", "1,604", "1,550")),
        ("Total net sales", ("4,962", "4,690", "9,624", "9,250")),
        ("Other income", ("(31)", "12", "(40)", "20")),
        ("Earnings per share", ("$ 1.27", "$ 1.10", "$ 2.30", "$ 2.02")),
    )
    for number, (label, values) in enumerate(rows):
        y = 190 + 16 * number
        page.line(60, y, label)
        for x, value in zip((318, 388, 458, 528), values, strict=False):
            page.line(x - 5.5 * len(value), y, value)
    loaded = load(page.saved())
    return tables_of(loaded.text, loaded.layout)


def test_heads_of_several_lines_are_joined_for_each_column() -> None:
    tables = _drawn()
    row = next(row for row in tables.rows if row.label == "Total net sales")
    assert [tables.text[start:end] for start, end in row.cells] == ["4,962", "4,690", "9,624", "9,250"]
    assert tables.heads(row) == (
        "Three Months Ended June 30, 2031",
        "Three Months Ended July 1, 2030",
        "Six Months Ended June 30, 2031",
        "Six Months Ended July 1, 2030",
    )


def test_a_narrow_value_has_the_heads_of_its_column() -> None:
    tables = _drawn()
    row = next(row for row in tables.rows if row.label == "Other income")
    assert tables.heads(row)[0] == "Three Months Ended June 30, 2031"
    assert tables.heads(row)[3] == "Six Months Ended July 1, 2030"


def test_rows_know_the_labels_over_them_and_their_unit() -> None:
    tables = _drawn()
    labels = {row.label: row.above for row in tables.rows}
    assert labels["Boats"] == labels["Sails"] == ("Net sales",)
    assert labels["Other income"] == ()
    assert "thousands" in tables.unit(tables.rows[0]).lower()
    assert tables.money(tables.rows[1]) == "$"


def _flow(*parts: str | list[str]) -> tuple[str, Layout]:
    """A text of paragraphs (strings) and rows (lists), without places on a page."""
    from index.text.layout import Kind

    draft = Draft()
    for part in parts:
        if isinstance(part, str):
            draft.add(Kind.PARAGRAPH, part)
        else:
            draft.add_row(part)
    loaded = draft.loaded("docx", None)
    return loaded.text, loaded.layout


def test_without_places_heads_are_counted() -> None:
    text, layout = _flow(
        "Income by region (in millions):",
        ["", "2031", "2030"],
        ["North", "1,250", "1,100"],
        ["South", "340", "310"],
    )
    tables = tables_of(text, layout)
    assert [row.label for row in tables.rows] == ["North", "South"]
    assert tables.heads(tables.rows[0]) == ("2031", "2030")
    assert tables.unit(tables.rows[1]) == "in millions"


def test_values_that_say_their_columns_themselves() -> None:
    text, layout = _flow(["Income", "2031: $ 1,250", "2030: $ 1,100"], ["Name: Anna", "Age: 34"])
    tables = tables_of(text, layout)
    assert tables.heads(tables.rows[0]) == ("2031", "2030")
    assert (tables.rows[1].label, tables.rows[1].key, tables.heads(tables.rows[1])) == ("Anna", "Name", ("Age",))
    assert [text[start:end] for start, end in tables.rows[0].cells] == ["$ 1,250", "$ 1,100"]


def test_a_row_of_words_and_figures_has_a_cell_for_every_head() -> None:
    text, layout = _flow(
        ["Item", "In stock", "Expires", "Supplier"],
        ["Gauze", "620", "2026-11-30", "Medico"],
        ["Gloves", "2600", "2028-01-31", "Handsafe"],
    )
    tables = tables_of(text, layout)
    assert [row.label for row in tables.rows] == ["Gauze", "Gloves"]
    assert tables.heads(tables.rows[1]) == ("In stock", "Expires", "Supplier")
    assert tables.key(tables.rows[1]) == "Item"


def test_a_title_and_a_unit_among_the_rows_are_no_heads() -> None:
    text, layout = _flow(["Visitors by month"], ["Month", "Adults", "(in thousands)"], ["March", "520"])
    tables = tables_of(text, layout)
    assert "Visitors by month" in tables.tables[0].caption
    assert tables.heads(tables.rows[0]) == ("Adults",)
    assert tables.unit(tables.rows[0]) == "in thousands"


def test_a_paragraph_ends_a_table_and_its_heads() -> None:
    text, layout = _flow(
        ["", "2031", "2030"],
        ["North", "1,250", "1,100"],
        "The following is a list of what the company owes, as of the day of this report, and to whom it owes that.",
        ["Loans", "77", "12"],
    )
    tables = tables_of(text, layout)
    assert tables.heads(tables.rows[1]) == ("", "")


def test_what_is_a_value() -> None:
    for cell in ("$ 60,584", "(265)", "12.5 %", "(2)%", "—", "1.27", "-40", "(1,897 )", "$ (75 )", "1 234"):
        assert is_value(cell), cell
    for cell in ("Net sales", "July 1,", "", "Q3 2023", "Note 4 of 7"):
        assert not is_value(cell), cell
