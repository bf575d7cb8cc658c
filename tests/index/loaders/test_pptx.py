"""PowerPoint presentations, made on the spot."""

from __future__ import annotations

import io
from collections.abc import Callable

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.util import Cm

from index.loaders import LoadError, Unsupported, load
from tests.index.loaders.invariants import check, generated, kinds, words_in_order
from tests.index.loaders.packing import Parts, edited, packed, survives

_TITLE, _CONTENT, _BLANK = 0, 1, 6
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def _saved(deck: Presentation, edit: Callable[[Parts], object] | None = None) -> bytes:
    out = io.BytesIO()
    deck.save(out)
    return edited(out.getvalue(), edit) if edit else out.getvalue()


def _kinds(data: bytes) -> list[tuple[str, str]]:
    loaded = load(data, "a.pptx")
    check(loaded)
    return kinds(loaded)


def _deck() -> Presentation:
    """Two slides with a title, a list, a table, and notes."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE])
    slide.shapes.title.text = "Rivers"
    slide.placeholders[1].text = "of Europe"
    slide = deck.slides.add_slide(deck.slide_layouts[_CONTENT])
    box = slide.shapes.add_textbox(0, 0, Cm(5), Cm(2))
    box.text_frame.text = "In a box"
    slide.shapes.title.text = "The\vlongest"
    frame = slide.placeholders[1].text_frame
    frame.text = "Volga"
    frame.add_paragraph().text = "Kama"
    frame.paragraphs[1].level = 1
    table = slide.shapes.add_table(2, 3, 0, 0, Cm(9), Cm(4)).table
    for at, cell in enumerate(table.iter_cells()):
        cell.text = f"cell {at}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 1).text = ""
    table.cell(0, 0).text = "wide"
    slide.notes_slide.notes_text_frame.text = "Say hello.\nSmile."
    return deck


def test_slides_are_pages_with_title_text_tables_and_notes() -> None:
    loaded = load(_saved(_deck()), "a.pptx")
    check(loaded)
    assert kinds(loaded) == [
        ("heading", "Rivers"),
        ("paragraph", "of Europe"),
        ("heading", "The longest"),
        ("item", "- Volga"),
        ("item", "- Kama"),
        ("paragraph", "In a box"),
        ("row", "wide\t\tcell 2"),
        ("row", "cell 3\tcell 4\tcell 5"),
        ("note", "Notes: Say hello."),
        ("note", "Smile."),
    ]
    assert loaded.title == "Rivers"
    assert [b.level for b in loaded.layout.blocks if b.kind.value == "item"] == [1, 2]
    assert [loaded.layout.page_at(loaded.text.index(word)) for word in ("Rivers", "Europe", "longest", "Smile")] == [
        *(1, 1, 2, 2)
    ]
    assert loaded.layout.pages[0].width == 720


def test_slides_stand_in_the_order_of_the_presentation_with_hidden_and_empty_ones() -> None:
    deck = pptx.Presentation()
    for text in ("third", "", "first"):
        slide = deck.slides.add_slide(deck.slide_layouts[_BLANK])
        slide.shapes.add_textbox(0, 0, 1, 1).text_frame.text = text
    slide._element.set("show", "0")
    order = deck.slides._sldIdLst
    order.insert(0, order[2])
    loaded = load(_saved(deck), "a.pptx")
    check(loaded)
    assert loaded.text == "first\n\nthird"
    assert [loaded.layout.page_at(0), loaded.layout.page_at(len(loaded.text) - 1)] == [1, 2]
    assert len(loaded.layout.pages) == 3


def test_lists_and_runs_read_as_they_are_displayed() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[_BLANK])
    frame = slide.shapes.add_textbox(0, 0, 1, 1).text_frame
    frame._txBody.remove(frame._txBody.p_lst[0])
    for xml in (
        '<a:pPr><a:buAutoNum type="arabicPeriod" startAt="3"/></a:pPr><a:r><a:t>three</a:t></a:r>',
        '<a:pPr><a:buAutoNum type="arabicPeriod" startAt="3"/></a:pPr><a:r><a:t>four</a:t></a:r>',
        '<a:pPr lvl="1"><a:buChar char="•"/></a:pPr><a:r><a:t>deep</a:t></a:r>',
        '<a:r><a:t>10</a:t></a:r><a:r><a:rPr baseline="30000"/><a:t>6</a:t></a:r><a:br/><a:r><a:t>mid</a:t></a:r>'
        '<a:r><a:t>dle </a:t></a:r><a:fld id="{00000000-0000-0000-0000-000000000000}"><a:t>field</a:t></a:fld>',
    ):
        frame._txBody.append(parse_xml(f"<a:p {_A}>{xml}</a:p>"))
    assert _kinds(_saved(deck)) == [
        ("item", "3. three"),
        ("item", "4. four"),
        ("item", "- deep"),
        ("paragraph", "10⁶\nmiddle field"),
    ]


def test_groups_charts_and_furniture() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[_BLANK])
    group = slide.shapes.add_group_shape().shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 1, 1).text_frame.text = "grouped"
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["East", "West"]
    data.add_series("Sales", (1.5, 1 / 3))  # type: ignore[no-untyped-call]
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, 1, 1, data).chart
    chart.chart_title.text_frame.text = "By region"
    footer = slide.shapes.add_textbox(0, 0, 1, 1)
    footer.text_frame.text = "Confidential"
    footer._element.nvSpPr.nvPr.append(
        parse_xml('<p:ph xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" type="ftr"/>')
    )
    assert _kinds(_saved(deck)) == [
        ("paragraph", "grouped"),
        ("note", "By region"),
        ("row", "Sales"),
        ("row", "East\t1.5"),
        ("row", "West\t0.3333333333"),
        ("furniture", "Confidential"),
    ]


def test_a_strict_presentation_reads_the_same() -> None:
    def strictly(parts: Parts) -> None:
        for name, data in parts.data.items():
            for kind in (b"presentationml", b"drawingml", b"officeDocument"):
                data = data.replace(
                    b"http://schemas.openxmlformats.org/%s/2006/" % kind, b"http://purl.oclc.org/ooxml/%s/" % kind
                )
            parts.data[name] = data

    assert _kinds(_saved(_deck(), strictly)) == _kinds(_saved(_deck()))


@pytest.mark.parametrize(
    ("title", "wanted"),
    [("The rivers", "The rivers"), ("PowerPoint Presentation", "Rivers"), ("Slide 1", "Rivers"), ("", "Rivers")],
)
def test_the_title_is_the_documents_own(title: str, wanted: str) -> None:
    deck = _deck()
    deck.core_properties.title = title
    assert load(_saved(deck), "a.pptx").title == wanted


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(Unsupported, match="no text"):
        load(_saved(pptx.Presentation()), "a.pptx")
    lost = _saved(_deck(), lambda parts: [parts.data.pop(n) for n in [*parts.data] if "slides/slide" in n])
    with pytest.raises(LoadError, match="damaged"):
        load(lost, "a.pptx")
    with pytest.raises(LoadError):
        load(packed({"ppt/nothing.xml": "<a/>"}), "a.pptx")


def test_broken_copies_are_read_or_refused() -> None:
    survives(_saved(_deck()), "a.pptx")


_WORDS = st.lists(st.from_regex(r"[A-Za-zÀ-ÿ]{1,9}", fullmatch=True), min_size=1, max_size=5)


@settings(generated, max_examples=15)
@given(st.lists(st.tuples(_WORDS, _WORDS, _WORDS), min_size=1, max_size=3))
def test_every_word_is_kept_in_order(slides: list[tuple[list[str], list[str], list[str]]]) -> None:
    deck = pptx.Presentation()
    words: list[str] = []
    for title, body, notes in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[_CONTENT])
        slide.shapes.title.text = " ".join(title)
        slide.placeholders[1].text = "\n".join(body)
        slide.notes_slide.notes_text_frame.text = " ".join(notes)
        words += title + body + notes
    loaded = load(_saved(deck), "a.pptx")
    check(loaded)
    assert words_in_order(words, loaded.text)
    assert len(loaded.layout.pages) == len(slides)
