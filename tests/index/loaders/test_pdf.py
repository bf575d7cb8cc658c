"""PDF files, drawn on the spot: their text, its order, and where it stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from index.loaders import Loaded, LoadError, load
from index.text.layout import Rectangle
from tests.index.loaders.drawing import Canvas
from tests.index.loaders.invariants import check, generated, kinds, words_in_order

BODY = """Water that falls on the hills in winter takes many months to reach the sea, because the ground
holds it back. Where the woods were cut, it runs off in days, and the river floods the lower town.
The council has therefore planted trees on the slopes for twenty years."""
LEFT = """The left column of this page
starts here and goes on for
several lines of plain text
until it reaches its own end
at the foot of the page."""
RIGHT = """On the right another column
begins at the same height as
the left one does, and it must
be read after it, never line
by line across the page."""


def _load(canvas: Canvas) -> Loaded:
    loaded = load(canvas.saved(), "a.pdf")
    check(loaded)
    return loaded


def _flat(text: str) -> str:
    return text.replace("\n", " ")


def test_lines_of_a_paragraph_are_one_line() -> None:
    canvas = Canvas().lines(72, 100, BODY).lines(72, 180, BODY.replace("Water", "Snow"))
    assert kinds(_load(canvas)) == [
        ("paragraph", _flat(BODY)),
        ("paragraph", _flat(BODY.replace("Water", "Snow"))),
    ]


def test_first_line_indents_part_paragraphs() -> None:
    canvas = Canvas().lines(72, 100, BODY).line(90, 139, "A new paragraph starts with an indent and is told by it,")
    canvas.line(72, 152, "though no space parts it from the one before it at all.")
    parts = [text for _, text in kinds(_load(canvas))]
    assert parts == [
        _flat(BODY),
        "A new paragraph starts with an indent and is told by it, "
        "though no space parts it from the one before it at all.",
    ]


def test_columns_are_read_one_after_the_other() -> None:
    canvas = Canvas().line(150, 60, "A title across both columns of text", size=18)
    canvas.lines(72, 100, LEFT).lines(320, 100, RIGHT).lines(72, 200, BODY, size=10)
    assert [text for _, text in kinds(_load(canvas))] == [
        "A title across both columns of text",
        _flat(LEFT),
        _flat(RIGHT),
        _flat(BODY),
    ]


def test_columns_drawn_line_by_line_across_are_still_columns() -> None:
    canvas = Canvas()
    for at, (left, right) in enumerate(zip(LEFT.split("\n"), RIGHT.split("\n"), strict=True)):
        canvas.line(72, 100 + 13 * at, left).line(320, 100 + 13 * at, right)
    assert [text for _, text in kinds(_load(canvas))] == [_flat(LEFT), _flat(RIGHT)]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("The infor-", "mation is here", "The information is here"),
        ("This is a long-", "term plan; the term is long", "This is a long-term plan; the term is long"),
        ("A re-", "elected mayor", "A reelected mayor"),
        ("The Smith-", "Jones affair", "The Smith-Jones affair"),
        ("The years 2022-", "2023 were good", "The years 2022-2023 were good"),
        ("A well-known re-known well-", "known fact", "A well-known re-known well-known fact"),
        ("He paused -", "and went on", "He paused - and went on"),
    ],
)
def test_hyphens_at_a_lines_end(first: str, second: str, joined: str) -> None:
    assert _load(Canvas().line(72, 100, first).line(72, 113, second)).text == joined


def test_running_headers_footers_and_page_numbers_are_furniture() -> None:
    canvas = Canvas()
    for number in range(1, 6):
        canvas.line(72, 40, "Annual report of the river council").lines(
            72, 100 + number, BODY.replace("Water", f"P{number}")
        )
        canvas.line(290, 810, str(number))
        if number < 5:
            canvas.page()
    loaded = _load(canvas)
    furniture = [text for kind, text in kinds(loaded) if kind == "furniture"]
    assert furniture.count("Annual report of the river council") == 5
    assert [text for text in furniture if text.isdigit()] == ["1", "2", "3", "4", "5"]
    assert [kind for kind, _ in kinds(loaded)].count("paragraph") == 5
    assert [loaded.layout.page_at(loaded.text.index(f"P{n}")) for n in range(1, 6)] == [1, 2, 3, 4, 5]


def test_a_sentence_goes_on_over_a_page_break_and_furniture() -> None:
    first, second = "\n".join(BODY.split("\n")[:2]).removesuffix(".") + " and", "the upper one\nstays dry."
    canvas = Canvas().line(72, 40, "Running head").lines(72, 700, first).line(300, 810, "7").page()
    canvas.line(72, 40, "Running head").lines(72, 100, second).line(72, 160, "Another one.").line(300, 810, "8")
    loaded = _load(canvas)
    paragraphs = [text for kind, text in kinds(loaded) if kind == "paragraph"]
    assert paragraphs == [_flat(first) + " " + _flat(second), "Another one."]
    at = loaded.text.index(paragraphs[0])
    boxes = loaded.layout.rectangles(at, at + len(paragraphs[0]))
    assert [box.page for box in boxes] == [1, 1, 2, 2]
    assert loaded.layout.page_at(loaded.text.index("the upper one")) == 2
    assert loaded.layout.page_at(loaded.text.index("the upper one") - 2) == 1


def test_rows_of_a_table_have_their_cells_apart() -> None:
    canvas = Canvas().line(72, 80, "The figures of both years, in millions, follow below.")
    for at, (name, old, new) in enumerate(
        [("Net sales", "63,355", "63,948"), ("Costs", "5,589", "5,280"), ("Income", "$", "7")]
    ):
        canvas.line(72, 110 + 14 * at, name).line(300, 110 + 14 * at, old).line(420, 110 + 14 * at, new)
    rows = [text for kind, text in kinds(_load(canvas)) if kind == "row"]
    assert rows == ["Net sales\t63,355\t63,948", "Costs\t5,589\t5,280", "Income\t$ 7"]


def test_headings_by_size_weight_and_outline() -> None:
    canvas = Canvas().bookmark("Other").bookmark("1 The plain one", 1).line(72, 60, "Rivers of the South", size=20)
    canvas.line(72, 100, "Water in winter", font="Times-Bold").lines(72, 116, BODY)
    canvas.line(72, 170, "1 The plain one").lines(72, 200, BODY)
    loaded = _load(canvas)
    headings = [(b.level, loaded.text[b.start : b.end]) for b in loaded.layout.blocks if b.kind.value == "heading"]
    assert [text for _, text in headings] == ["Rivers of the South", "Water in winter", "1 The plain one"]
    assert (2, "1 The plain one") in headings
    assert loaded.title == "Rivers of the South"
    assert load(Canvas().title("Said title").line(72, 60, "Words").saved(), "a.pdf").title == "Said title"


def test_lists_keep_their_items_apart() -> None:
    canvas = (
        Canvas().line(72, 80, "What it takes:").line(90, 100, "•  first a plan").line(90, 114, "•  then some money")
    )
    canvas.line(90, 128, "1. one").line(90, 142, "2. two")
    assert [part for part in kinds(_load(canvas)) if part[0] == "item"] == [
        ("item", "• first a plan"),
        ("item", "• then some money"),
        ("item", "1. one"),
        ("item", "2. two"),
    ]


def _fits(box: Rectangle, left: float, right: float, base: float, size: float) -> bool:
    """Whether a rectangle is where a word was drawn: over its letters, and not over its neighbours or other lines."""
    bearing = 0.16 * size
    along = abs(box.left - left) < bearing and abs(box.right - right) < bearing
    return along and base - size < box.top < base - 0.4 * size and base - 0.2 * size < box.bottom < base + 0.3 * size


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_read_and_have_their_places_as_displayed(turn: int) -> None:
    canvas = Canvas(400, 600, turn=turn)
    # Drawn so that the text is upright once the page is turned.
    place = {0: (50, 100, 0), 90: (100, 550, 90), 180: (350, 500, 180), 270: (300, 50, 270)}[turn]
    loaded = _load(canvas.line(place[0], place[1], "Upright words", angle=place[2]))
    assert loaded.text == "Upright words"
    page = loaded.layout.pages[0]
    assert (page.width, page.height) == ((400, 600) if turn % 180 == 0 else (600, 400))
    (box,) = loaded.layout.rectangles(0, len(loaded.text))
    assert box.left == pytest.approx(50, abs=2)
    assert box.bottom == pytest.approx(103, abs=2)
    assert box.top < 95
    assert box.right - box.left == pytest.approx(61, abs=5)


@pytest.mark.parametrize(("angle", "wide"), [(90, False), (270, False), (180, True), (45, False), (3, True)])
def test_turned_text_is_whole(angle: int, wide: bool) -> None:
    loaded = _load(Canvas().line(300, 400, "Turned draft words", angle=angle).line(72, 72, "Upright."))
    assert sorted(loaded.text.split("\n\n")) == ["Turned draft words", "Upright."]
    at = loaded.text.index("Turned")
    boxes = loaded.layout.rectangles(at, at + len("Turned draft words"))
    width = max(b.right for b in boxes) - min(b.left for b in boxes)
    height = max(b.bottom for b in boxes) - min(b.top for b in boxes)
    assert (width > 60) == (wide or angle == 45)
    assert (height > 60) == (not wide)


def test_text_off_the_page_is_not_seen() -> None:
    assert _load(Canvas().line(72, 72, "Seen.").line(72, 1200, "Unseen.").line(-300, 72, "Unseen.")).text == "Seen."


def test_marks_compose_with_their_letters() -> None:
    text = _load(Canvas().line(72, 72, "naïve façade “quoted” – dash")).text
    assert text == "naïve façade “quoted” – dash"


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(LoadError, match="holds no text"):
        load(Canvas().rule().saved(), "a.pdf")
    with pytest.raises(LoadError, match="password"):
        load(Canvas(password="secret").line(72, 72, "Words").saved(), "a.pdf")
    with pytest.raises(LoadError, match="damaged"):
        load(b"%PDF-1.7\n" + b"no such file" * 99, "a.pdf")


def test_a_page_without_text_among_others_is_no_failure() -> None:
    loaded = _load(Canvas().line(72, 72, "First.").page().rule().page().line(72, 72, "Third."))
    assert [loaded.layout.page_at(loaded.text.index(word)) for word in ("First", "Third")] == [1, 3]
    assert len(loaded.layout.pages) == 3


_WORD = st.from_regex(r"[A-Za-z0-9]{1,10}", fullmatch=True)
_LINE = st.lists(_WORD, min_size=1, max_size=7).map(" ".join)


@settings(generated, max_examples=15, phases=[Phase.generate])
@given(st.lists(st.lists(_LINE, min_size=1, max_size=8), min_size=1, max_size=3), st.integers(9, 14))
def test_every_word_is_kept_and_its_rectangle_covers_it(pages: list[list[str]], size: int) -> None:
    canvas = Canvas()
    for number, lines in enumerate(pages):
        if number:
            canvas.page()
        for at, line in enumerate(lines):
            canvas.line(72, 250 + 1.3 * size * at, line, size=size)
    loaded = _load(canvas)
    found = list(re.finditer(r"\S+", loaded.text))
    assert sorted(match[0] for match in found) == sorted(word for word, *_ in canvas.words)
    for number, lines in enumerate(pages, 1):
        page = loaded.layout.pages[number - 1]
        assert words_in_order(" ".join(lines).split(), loaded.text[page.start : page.end])
    unmatched = list(canvas.words)
    for match in found:
        (box,) = loaded.layout.rectangles(*match.span())
        same = [w for w in unmatched if w[:2] == (match[0], box.page) and _fits(box, *w[2:], size)]
        assert same, (match[0], box)
        unmatched.remove(same[0])


@settings(generated, max_examples=15, phases=[Phase.generate])
@given(st.lists(_LINE.filter(lambda line: len(line) > 24), min_size=4, max_size=12), st.booleans())
def test_words_of_two_columns_are_all_kept(lines: list[str], across: bool) -> None:
    canvas = Canvas()
    half = len(lines) // 2
    order = [(x, at, lines[x * half + at]) for at in range(half) for x in (0, 1)]
    for x, at, line in order if across else sorted(order):
        canvas.line(60 + 290 * x, 100 + 13 * at, line[:44].strip(), size=9)
    loaded = _load(canvas)
    assert sorted(loaded.text.split()) == sorted(word for word, *_ in canvas.words)


def test_a_file_is_read_by_several_threads_at_once() -> None:
    from concurrent.futures import ThreadPoolExecutor

    data = Canvas().lines(72, 100, BODY).saved()
    with ThreadPoolExecutor(4) as pool:
        texts = {loaded.text for loaded in pool.map(lambda _: load(data, "a.pdf"), range(12))}
    assert texts == {_flat(BODY)}
