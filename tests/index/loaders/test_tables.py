from __future__ import annotations

import pytest

from index.loaders.draft import Draft
from index.loaders.tables import add_records, add_table
from index.text.layout import Kind
from tests.index.loaders.invariants import check


def rows(table: list[list[str]], *, headed: bool | None = None) -> list[str]:
    draft = Draft()
    add_table(draft, table, headed=headed)
    loaded = draft.loaded("csv", None)
    check(loaded)
    assert {block.kind for block in loaded.layout.blocks} == {Kind.ROW}
    return loaded.text.split("\n")


def test_each_row_says_what_its_values_are() -> None:
    table = [["Name", "Age", "City"], ["Anna", "34", "Paris"], ["Bert", "", "London"]]
    assert rows(table) == ["Name\tAge\tCity", "Name: Anna\tAge: 34\tCity: Paris", "Name: Bert\tCity: London"]


@pytest.mark.parametrize(
    "table",
    [
        [["Name", "Age"], ["Anna", "34"]],
        [["country", "capital"], ["France", "Paris"], ["Peru", "Lima"]],
        [["Region", "2019", "2020", "2021"], ["North", "1,200", "1,300", "12"], ["South", "5", "6", "7"]],
        [["id", "price"], ["A1", "€ 5.00"], ["A2", "$7"]],
        [["Datum", "Betrag"], ["01.02.2020", "1.234,50"], ["02.02.2020", "-3,00"]],
        [["first_name", "last_name"], ["Anna", "Lee"], ["Bert", "Ray"]],
        [["Region", "Q1", "Q2"], ["North", "1", "2"], ["South", "3", "n/a"]],
    ],
)
def test_heads_are_told(table: list[list[str]]) -> None:
    assert rows(table)[1].startswith(f"{table[0][0]}: {table[1][0]}\t")


@pytest.mark.parametrize(
    "table",
    [
        [["Anna", "34"], ["Bert", "51"]],
        [["Anna", "Paris"], ["Bert", "London"], ["Carl", "Rome"]],
        [["Name", "Anna"], ["Age", "34"], ["City", "Paris"]],
        [["yes", "a"], ["no", "b"], ["yes", "c"], ["no", "d"]],
        [["1", "2"], ["3", "4"]],
        [["Name", "Age"]],
    ],
)
def test_values_are_not_taken_for_heads(table: list[list[str]]) -> None:
    assert rows(table) == ["\t".join(row) for row in table]


def test_a_format_may_know_its_heads() -> None:
    assert rows([["Anna", "Paris"], ["Bert", "London"]], headed=True)[1] == "Anna: Bert\tParis: London"


def test_titles_over_a_table_and_notes_under_it_are_kept_apart() -> None:
    table = [
        ["Sales report"],
        ["As of May"],
        [],
        ["Region", "Sum"],
        ["North", "5"],
        ["", ""],
        ["South", "6"],
        [],
        ["Source: office"],
    ]
    assert rows(table) == [
        "Sales report", "As of May", "Region\tSum", "Region: North\tSum: 5", "Region: South\tSum: 6", "Source: office",
    ]  # fmt: skip


def test_rows_of_other_lengths_lose_nothing() -> None:
    assert rows([["a", "b"], ["1", "2", "3"], ["4"]]) == ["a\tb", "a: 1\tb: 2\t3", "a: 4"]


def test_a_cell_of_several_lines_is_one_line() -> None:
    assert rows([["id", "text"], ["1", "one\n two\tthree"]])[1] == "id: 1\ttext: one two three"


def test_a_wide_row_goes_on_under_its_first_cell() -> None:
    heads = ["id", *(f"column {n}" for n in range(60))]
    found = rows([heads, ["7", *(str(n) for n in range(60))]])[1:]
    assert len(found) > 1
    assert all(row.startswith("id: 7\t") and len(row) <= 400 for row in found)
    assert [cell for row in found for cell in row.split("\t")[1:]] == [f"column {n}: {n}" for n in range(60)]


def test_records_may_have_names_of_their_own() -> None:
    draft = Draft()
    add_records(draft, [[("a", "1"), ("b", "")], [("c", "2"), ("d", "3")]])
    assert draft.loaded("json", None).text == "a: 1\nc: 2\td: 3"


def test_heads_may_stand_below_titles_as_wide_as_the_table() -> None:
    table = [
        ["Exports 2005", "", "", "Growers", ""],
        ["Country", "Tons", "Value", "Farms"],
        ["", "1,000 t", "", ""],
        ["Austria", "88.8", "6,694", "311"],
        ["Belgium", "109.9", "6,377", "290"],
        ["Canada", "180.3", "20,576", "402"],
    ]
    assert rows(table)[2:] == [
        "Tons: 1,000 t",
        "Country: Austria\tTons: 88.8\tValue: 6,694\tFarms: 311",
        "Country: Belgium\tTons: 109.9\tValue: 6,377\tFarms: 290",
        "Country: Canada\tTons: 180.3\tValue: 20,576\tFarms: 402",
    ]


def test_heads_may_be_parted_from_their_rows_by_an_empty_one() -> None:
    table = [["Squares of numbers"], [], ["", "Number", "Square"], [], ["", "1", "1"], ["", "2", "4"], [], ["End."]]
    assert rows(table) == [
        "Squares of numbers", "\tNumber\tSquare", "Number: 1\tSquare: 1", "Number: 2\tSquare: 4", "End.",
    ]  # fmt: skip


def test_a_title_over_lines_is_no_head() -> None:
    assert rows([["Start of the list"], ["Apples and 2 pears"]]) == ["Start of the list", "Apples and 2 pears"]
    assert rows([["Title"], ["2nd row", "2nd cell"], ["third"]])[1:] == ["2nd row\t2nd cell", "third"]


_BESIDE = [
    ["Buyers", "", "", "Growers", ""],
    ["Country", "Tons", "", "Farm", "Area"],
    ["Austria", "88.8", "", "Hill", "12"],
    ["Belgium", "109.9", "", "Dale", "9"],
    ["Canada", "180.3"],
    ["Denmark", "27.5"],
]


def test_tables_beside_each_other_are_written_one_after_the_other() -> None:
    assert rows(_BESIDE) == [
        "Buyers", "Country\tTons", "Country: Austria\tTons: 88.8", "Country: Belgium\tTons: 109.9",
        "Country: Canada\tTons: 180.3", "Country: Denmark\tTons: 27.5",
        "Growers", "Farm\tArea", "Farm: Hill\tArea: 12", "Farm: Dale\tArea: 9",
    ]  # fmt: skip


def test_heads_that_come_again_tell_of_a_table_beside() -> None:
    table = [["Month", "Sum", "", "Month", "Sum"], ["May", "5", "", "July", "7"], ["June", "6", "", "August", "8"]]
    assert rows(table) == [
        "Month\tSum", "Month: May\tSum: 5", "Month: June\tSum: 6",
        "Month\tSum", "Month: July\tSum: 7", "Month: August\tSum: 8",
    ]  # fmt: skip


def test_an_empty_column_tears_no_table_apart() -> None:
    table = [["Name", "Age", "", "City", "Rent"], ["Anna", "31", "", "Rome", "500"], ["Bert", "42", "", "Bari", "700"]]
    assert rows(table)[1:] == [
        "Name: Anna\tAge: 31\tCity: Rome\tRent: 500",
        "Name: Bert\tAge: 42\tCity: Bari\tRent: 700",
    ]
    gaps = [*table, ["Carl", "17"], ["Dora", "23"], ["Emil", "29", "", "Pisa", "650"]]
    assert rows(gaps)[-1] == "Name: Emil\tAge: 29\tCity: Pisa\tRent: 650"
