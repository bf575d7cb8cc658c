from __future__ import annotations

import re

from index.documents import Span
from index.text.layout import Block, Kind, Layout
from tests.ui.test_markup import text_of
from ui.reading import reading_html
from ui.tables import arranged

HEADS = ["Boat", "Built", "Owner", "Berth:"]
TERN = ["Boat: Tern", "Berth: A3"]
SKARV = ["Boat: Skarv", "Built: 2004", "Owner: The office: north"]


def test_cells_stand_in_the_columns_of_their_heads() -> None:
    heads, tern, skarv = arranged([HEADS, TERN, SKARV])
    assert heads.heads
    assert (tern.columns, tern.names, tern.of) == ((0, 3), (6, 7), 4)
    assert skarv.columns == (0, 1, 2)


def test_heads_above_what_is_shown_are_found() -> None:
    above = [SKARV, HEADS, ["A title"]]
    assert [row.columns for row in arranged([TERN, SKARV], above)] == [(0, 3), (0, 1, 2)]
    assert [row.columns for row in arranged([TERN], [SKARV])] == [()]


def test_a_table_that_does_not_say_its_heads_is_left_as_it_is() -> None:
    rows = arranged([["Havørn", "120"], ["Tern", "45"], ["Boat: Tern", "45"]])
    assert [(row.columns, row.heads) for row in rows] == [((), False)] * 3
    # Out of order: not what was written under these heads.
    assert arranged([HEADS, ["Berth: A3", "Boat: Tern"]])[1].columns == ()


def test_a_second_table_has_heads_of_its_own() -> None:
    rows = arranged([HEADS, TERN, ["Name", "Age"], ["Name: Ann", "Age: 7"]])
    assert [row.heads for row in rows] == [True, False, True, False]
    assert rows[3].columns == (0, 1)


def test_all_characters_are_there_and_the_quote_is_marked() -> None:
    lines = ["\t".join(row) for row in (HEADS, TERN, SKARV)]
    text = "\n".join(lines)
    blocks, start = [], 0
    for line in lines:
        blocks.append(Block(start, start + len(line), Kind.ROW))
        start += len(line) + 1
    marked = Span(blocks[1].start, blocks[1].end)
    html = reading_html(text, Layout(tuple(blocks)), Span(0, len(text)), marked)
    assert text_of(html) == text
    assert "".join(re.findall("<mark[^>]*>(.*?)</mark>", html)) == lines[1]
    row = html[html.index(f'data-at="{marked.start}"') : html.index(f'data-at="{blocks[2].start}"')]
    assert row.count('role="cell"') == 4
    assert html.count('role="columnheader"') == 4
