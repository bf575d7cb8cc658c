"""The viewer's text: every character is there, and what is marked is the quote."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Span
from index.text.layout import Block, Kind, Layout, Page
from tests.ui.test_markup import text_of
from ui.reading import AFTER, BEFORE, WHOLE, grown, reading_html, window

WORDS = st.text(alphabet="ab <>&\"'\t\n${}`🜁é", min_size=1, max_size=12).filter(lambda words: words.strip() != "")


def marked_text(markup: str) -> str:
    return "".join(
        html.unescape(re.sub(r"<[^>]*>", "", inner)) for inner in re.findall(r"<mark[^>]*>(.*?)</mark>", markup, re.S)
    )


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, Layout]:
    """A text of any blocks, with or without pages that begin anywhere, also inside blocks."""
    text, blocks = draw(st.sampled_from(["", "\n"])), []
    for kind in draw(st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=8)):
        words = draw(WORDS)
        level = draw(st.integers(1, 6)) if kind is Kind.HEADING else draw(st.integers(1, 9)) if kind is Kind.ITEM else 0
        blocks.append(Block(len(text), len(text) + len(words), kind, level))
        text += words + draw(st.sampled_from(["\n", "\n\n", " "]))
    edges = sorted({0, *draw(st.lists(st.integers(0, len(text)), max_size=4))})
    pages = tuple(Page(a, b) for a, b in pairwise([*edges, len(text)]))
    return text, Layout(tuple(blocks), draw(st.sampled_from([(), pages])))


@given(documents(), st.data())
def test_all_of_the_text_is_shown_and_exactly_the_quote_is_marked(
    document: tuple[str, Layout], data: st.DataObject
) -> None:
    text, layout = document
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    markup = reading_html(text, layout, Span(0, len(text)), Span(start, end))
    assert text_of(markup) == text
    assert marked_text(markup) == text[start:end]


@given(documents(), st.data())
def test_a_stretch_shows_exactly_itself(document: tuple[str, Layout], data: st.DataObject) -> None:
    text, layout = document
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert text_of(reading_html(text, layout, Span(start, end), Span(0, 0))) == text[start:end]


def test_markup_in_a_document_is_text() -> None:
    text = "<img src=x onerror=alert(1)> **bold** $x$ ![x](http://evil.example/)"
    layout = Layout((Block(0, len(text), Kind.PARAGRAPH),))
    markup = reading_html(text, layout, Span(0, len(text)), Span(0, len(text)))
    assert "<img" not in markup
    assert marked_text(markup) == text


def test_tables_headings_lists_and_code_are_told_apart() -> None:
    text = "Title\n\na\tb\nc\td\n\n- item\n\ncode  x"
    layout = Layout(
        (
            Block(0, 5, Kind.HEADING, 1),
            Block(7, 10, Kind.ROW),
            Block(11, 14, Kind.ROW),
            Block(16, 22, Kind.ITEM, 2),
            Block(24, 31, Kind.CODE),
        )
    )
    markup = reading_html(text, layout, Span(0, len(text)), Span(0, 0))
    assert markup.count('role="table"') == 1
    assert markup.count('role="row"') == 2
    assert markup.count('role="cell"') == 4
    assert "<h3" in markup
    assert "item depth-2" in markup
    assert 'class="code"' in markup
    assert text_of(markup) == text


def test_pages_are_numbered_where_they_begin() -> None:
    text = "one two\n\nthree four"
    layout = Layout(
        (Block(0, 7, Kind.PARAGRAPH), Block(9, 19, Kind.PARAGRAPH)),
        (Page(0, 4, label="i"), Page(4, 8), Page(8, 14), Page(14, 19)),
    )
    markup = reading_html(text, layout, Span(0, len(text)), Span(0, 0))
    assert re.findall(r'data-page="(\d+)" data-label="(\w+)"', markup) == [
        ("1", "i"),
        ("2", "2"),
        ("3", "3"),
        ("4", "4"),
    ]


@pytest.fixture(params=["paragraphs", "one block"])
def long_document(request: pytest.FixtureRequest) -> Iterator[tuple[str, Layout]]:
    if request.param == "one block":
        text = "word " * 100_000
        yield text, Layout((Block(0, len(text) - 1, Kind.PARAGRAPH),))
        return
    paragraphs = [f"Paragraph {n}. " + "word " * 90 for n in range(1500)]
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(len(text), len(text) + len(paragraph), Kind.PARAGRAPH))
        text += paragraph + "\n\n"
    yield text, Layout(tuple(blocks))


def test_a_long_document_is_shown_around_the_quote_and_grows(long_document: tuple[str, Layout]) -> None:
    text, layout = long_document
    middle = len(text) // 2
    shown = window(layout, len(text), middle, middle + 20)
    assert middle - shown.start >= BEFORE
    assert shown.end - middle >= AFTER
    assert shown.end - shown.start < WHOLE * 1.5
    above = grown(layout, len(text), shown, above=True)
    assert (above.start < shown.start, above.end) == (True, shown.end)
    below = grown(layout, len(text), shown, above=False)
    assert (below.start, below.end > shown.end) == (shown.start, True)
    while above.start > 0:
        before, above = above, grown(layout, len(text), above, above=True)
        assert above.start < before.start
    while below.end < len(text):
        before, below = below, grown(layout, len(text), below, above=False)
        assert below.end > before.end


def test_a_short_document_is_shown_whole() -> None:
    layout = Layout((Block(0, 10, Kind.PARAGRAPH),))
    assert window(layout, 10, 3, 5) == Span(0, 10)
