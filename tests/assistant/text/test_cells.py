"""Cells of rows and lines: what names a value, what the value is, and where it stands in a claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.grounding import claim_text
from assistant.text.cells import cells_of, heads_of, labelled


def parts(quote: str) -> list[tuple[str, str]]:
    text = claim_text(quote)
    return [(cell.label, text[cell.start : cell.end]) for cell in cells_of(quote)]


def test_a_row_gives_labels_and_values() -> None:
    assert parts("Name: Anna\tAge: 34\tCity: Oslo") == [("Name", "Anna"), ("Age", "34"), ("City", "Oslo")]


def test_a_time_is_no_label_and_a_cell_may_have_none() -> None:
    assert parts("08:15\tDeparture: 09:30\tThe  Hague") == [("", "08:15"), ("Departure", "09:30"), ("", "The Hague")]


def test_a_short_line_is_one_cell_and_a_sentence_none() -> None:
    assert parts("Tenant: Maria Lopez") == [("Tenant", "Maria Lopez")]
    assert parts("租客：李明") == [("租客", "李明")]
    assert not cells_of("The bridge was closed on 14 March 2019.")
    assert not cells_of("Note: the office is closed on all days of the week between the holidays.")


@given(st.text(alphabet="ab: \t\n1", max_size=60))
def test_values_lie_in_the_claim_in_order(quote: str) -> None:
    text, end = claim_text(quote), 0
    for cell in cells_of(quote):
        assert end <= cell.at <= cell.start < cell.end <= len(text)
        assert text[cell.start : cell.end] == text[cell.start : cell.end].strip()
        end = cell.end


@pytest.mark.parametrize(
    ("quote", "following", "heads"),
    [
        ("Name\tAge\tCity", "Name: Anna\tAge: 34", True),
        ("Year\t2019\t2020", "Year: Oslo\t2019: 5\t2020: 7", True),
        ("Name\tAge\tCity", "Anna\t34\tOslo", False),
        ("Name: Anna\tAge: 34", "Name: Dirk\tAge: 51", False),
        ("Name\tAge", "", False),
    ],
)
def test_a_row_of_heads_is_told_by_the_row_below(quote: str, following: str, heads: bool) -> None:
    assert heads_of(quote, following) is heads


def test_a_row_names_its_columns_from_two_cells_on() -> None:
    assert labelled(cells_of("Name: Anna\tOslo"))
    assert not labelled(cells_of("Name: Anna"))
    assert not labelled(cells_of("Adult\t12 euros"))
