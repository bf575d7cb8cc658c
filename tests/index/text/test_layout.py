"""The layout: what it answers about offsets, and how it is kept."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.glyphs import GlyphLine, Glyphs
from index.text.layout import Block, Kind, Layout, Page
from tests.index.loaders.invariants import generated

TEXT = "Guide\n\nStart\n\nfirst part\n\nDeep\n\nmore\n\nEnd\n\nlast"


def _layout() -> Layout:
    levels = {"Guide": 1, "Start": 2, "Deep": 3, "End": 2}
    blocks: list[Block] = []
    for part in TEXT.split("\n\n"):
        start = TEXT.index(part, blocks[-1].end if blocks else 0)
        kind = Kind.HEADING if part in levels else Kind.PARAGRAPH
        blocks.append(Block(start, start + len(part), kind, levels.get(part, 0)))
    middle = TEXT.index("Deep")
    pages = (Page(0, middle, 595, 842, "i"), Page(middle, middle, 595, 842), Page(middle, len(TEXT), 842, 595, "1"))
    return Layout(tuple(blocks), pages)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Guide", ()),
        ("Start", ("Guide",)),
        ("first part", ("Guide", "Start")),
        ("Deep", ("Guide", "Start")),
        ("more", ("Guide", "Start", "Deep")),
        ("End", ("Guide",)),
        ("last", ("Guide", "End")),
    ],
)
def test_headings_are_those_of_the_sections_around(words: str, path: tuple[str, ...]) -> None:
    at = TEXT.index(words)
    assert _layout().headings_at(TEXT, at) == path
    assert _layout().headings_at(TEXT, at + len(words) - 1) == path


def test_a_heading_with_a_line_under_it_is_called_by_its_words() -> None:
    text = "Title\n=====\n\nbody"
    layout = Layout((Block(0, 11, Kind.HEADING, 1), Block(13, 17, Kind.PARAGRAPH)))
    assert layout.headings_at(text, 14) == ("Title",)


def test_pages_and_blocks_by_offset() -> None:
    layout = _layout()
    middle = TEXT.index("Deep")
    assert [layout.page_at(at) for at in (0, middle - 1, middle, len(TEXT))] == [1, 1, 3, 3]
    assert Layout(()).page_at(0) is None
    assert layout.block_at(0) == 0
    assert layout.block_at(5) is None
    assert layout.block_at(TEXT.index("more")) == 4


@pytest.mark.parametrize(
    ("blocks", "pages"),
    [
        ((Block(0, 4, Kind.CODE), Block(3, 6, Kind.CODE)), ()),
        ((Block(2, 2, Kind.CODE),), ()),
        ((), (Page(1, 2),)),
        ((), (Page(0, 2), Page(3, 4))),
    ],
)
def test_a_layout_that_contradicts_itself_is_refused(blocks: tuple[Block, ...], pages: tuple[Page, ...]) -> None:
    with pytest.raises(ValueError):
        Layout(blocks, pages)


def test_rectangles_are_one_a_line_and_cover_what_is_drawn() -> None:
    first = GlyphLine(0, 1, 100.0, 112.0, [50.0, 56.0, 56.0, 61.5, 61.5, 61.5])
    second = GlyphLine(3, 2, 40.0, 52.0, [50.0, 55.123, 55.0, 60.0])
    upwards = GlyphLine(6, 2, 10.0, 22.0, [300.0, 305.0], upright=False)
    layout = Layout((Block(0, 7, Kind.PARAGRAPH),), (), Glyphs([first, second, upwards]))
    boxes = layout.rectangles(1, 4)
    assert [box.page for box in boxes] == [1, 2]
    assert boxes[0].left == pytest.approx(56.0, abs=0.051)
    assert boxes[0].right == pytest.approx(61.5, abs=0.051)
    assert 55.12 <= boxes[1].right <= 55.18
    assert layout.rectangles(2, 3) == ()
    (box,) = layout.rectangles(6, 7)
    assert box.left == pytest.approx(10.0)
    assert box.top == pytest.approx(300.0)
    assert layout.rectangles(4, 4) == ()


_spans = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9), st.sampled_from(list(Kind)), st.integers(0, 6)))


@st.composite
def _layouts(draw: st.DrawFn) -> Layout:
    blocks: list[Block] = []
    at = 0
    for gap, length, kind, level in draw(_spans):
        blocks.append(Block(at + gap, at + gap + length, kind, level))
        at += gap + length
    cuts = sorted(draw(st.lists(st.integers(0, at), max_size=4)))
    pages: list[Page] = []
    size = st.floats(1, 20000, allow_nan=False)
    for start, end in zip([0, *cuts], [*cuts, at], strict=True):
        pages.append(Page(start, end, draw(size), draw(size), draw(st.none() | st.text(max_size=5))))
    lines: list[GlyphLine] = []
    edge = st.tuples(size, st.floats(0, 9, allow_nan=False)).map(lambda pair: (pair[0], pair[0] + pair[1]))
    for block in blocks if draw(st.booleans()) else ():
        edges = draw(st.lists(edge, min_size=1, max_size=block.end - block.start))
        low, high = draw(edge)
        lines.append(GlyphLine(block.start, draw(st.integers(1, 5)), low, high, sum(edges, ()), draw(st.booleans())))
    return Layout(tuple(blocks), tuple(pages) if at else (), Glyphs(lines) if lines else None)


@generated
@given(_layouts())
def test_a_layout_comes_back_from_its_bytes(layout: Layout) -> None:
    kept = Layout.from_bytes(layout.to_bytes())
    assert kept == layout
    assert kept.to_bytes() == layout.to_bytes()


@generated
@given(_layouts(), st.data())
def test_damaged_bytes_are_refused(layout: Layout, data: st.DataObject) -> None:
    whole = layout.to_bytes()
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(ValueError):
        Layout.from_bytes(whole[:cut])
    at, flip = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(1, 255))
    changed = whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :]
    try:
        read = Layout.from_bytes(changed)
    except ValueError:
        return
    assert read == layout  # a bit that says nothing


@generated
@given(st.binary(max_size=200))
def test_other_bytes_are_refused_with_value_error_alone(data: bytes) -> None:
    for whole in (data, b"QLAY1" + data, b"QLAY1" + zlib.compress(data)):
        with pytest.raises(ValueError):
            Layout.from_bytes(whole)
