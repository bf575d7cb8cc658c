"""OpenDocument texts."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import H, List, ListItem, P, Span

from index.loaders import LoadError, Unsupported, load
from tests.index.loaders.invariants import check, generated, kinds, words_in_order
from tests.index.loaders.odf_files import element, flat, zipped
from tests.index.loaders.packing import survives

_AUTOMATIC = (
    '<style:style style:name="T" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="C" style:family="paragraph" style:parent-style-name="Caption"/>'
    '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="U" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" '
    'text:display-levels="2"/></text:list-style>'
    '<text:list-style style:name="B">'
    '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
)


def _text(inside: str) -> str:
    return f"<office:text>{inside}</office:text>"


def _kinds(inside: str, styles: str = "") -> list[tuple[str, str]]:
    """What a text is, zipped and flat, which are the same."""
    loaded = load(zipped(_text(inside), _AUTOMATIC, styles), "a.odt")
    check(loaded)
    same = load(flat(_text(inside), _AUTOMATIC, styles), "a.fodt")
    check(same)
    assert kinds(same) == kinds(loaded)
    return kinds(loaded)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("mid<text:span>dle</text:span>", "middle"),
        ("two\n   lines", "two lines"),
        ('a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d', "a b c\nd"),
        ('seen <text:span text:style-name="H">hidden</text:span>too', "seen too"),
        ('10<text:span text:style-name="U">6</text:span>', "10⁶"),
        ('new<text:change text:change-id="c"/>er', "newer"),
        ('<text:a xlink:href="http://a.example">linked</text:a>, text', "linked, text"),
        ('page <text:page-number>7</text:page-number><text:bookmark text:name="x"/>', "page 7"),
        (
            "<text:ruby><text:ruby-base>東</text:ruby-base><text:ruby-text>ひがし</text:ruby-text></text:ruby>",
            "東(ひがし)",
        ),
    ],
)
def test_a_paragraph_reads_as_it_is_displayed(inside: str, text: str) -> None:
    assert _kinds(f"<text:p>{inside}</text:p>") == [("paragraph", text)]


def test_headings_lists_and_captions() -> None:
    inside = (
        '<text:p text:style-name="T">The report</text:p><text:h text:outline-level="1">Results</text:h>'
        '<text:list text:style-name="N"><text:list-item><text:p>one</text:p><text:p>more</text:p>'
        "<text:list><text:list-item><text:p>deep</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>two</text:p></text:list-item></text:list>"
        '<text:list text:style-name="N" text:continue-numbering="true"><text:list-item><text:p>three</text:p>'
        '</text:list-item></text:list><text:list text:style-name="B"><text:list-item><text:p>dot</text:p>'
        '</text:list-item></text:list><text:h text:outline-level="2">Details</text:h>'
        '<text:p text:style-name="C">Figure 1</text:p>'
    )
    assert _kinds(inside) == [
        ("heading", "The report"),
        ("heading", "Results"),
        ("item", "1. one"),
        ("paragraph", "more"),
        ("item", "1.a) deep"),
        ("item", "2. two"),
        ("item", "3. three"),
        ("item", "- dot"),
        ("heading", "Details"),
        ("note", "Figure 1"),
    ]


def test_headings_are_numbered_as_their_outline_says() -> None:
    styles = (
        '<office:styles><text:outline-style style:name="O"><text:outline-level-style text:level="1" '
        'style:num-format="1"/><text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
        "</text:outline-style></office:styles>"
    )
    inside = "".join(f'<text:h text:outline-level="{level}">h</text:h>' for level in (1, 2, 2, 1, 2, 3))
    assert [text for _, text in _kinds(inside, styles)] == ["1 h", "1.1 h", "1.2 h", "2 h", "2.1 h", "h"]


def test_tables_with_merged_and_repeated_cells() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    inside = (
        "<table:table><table:table-header-rows><table:table-row>"
        '<table:table-cell table:number-columns-spanned="2"><text:p>wide</text:p></table:table-cell>'
        f"<table:covered-table-cell/>{cell.format('c')}</table:table-row></table:table-header-rows><table:table-row>"
        f'<table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>{cell.format("z")}'
        "</table:table-row></table:table>"
        f"<table:table><table:table-row>{cell.format('alone')}</table:table-row></table:table>"
    )
    assert _kinds(inside) == [("row", "wide\t\tc"), ("row", "x\tx\tz"), ("paragraph", "alone")]


def test_notes_comments_and_frames_follow_the_paragraph_that_refers_to_them() -> None:
    inside = (
        "<text:p>As said<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Source.</text:p>"
        "</text:note-body></text:note><office:annotation><dc:creator>Ann</dc:creator><text:p>Is it?</text:p>"
        "</office:annotation>.<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box><draw:image/>"
        "</draw:frame></text:p><text:p>Next.</text:p>"
    )
    assert _kinds(inside) == [
        ("paragraph", "As said[1]."),
        ("note", "[1] Source."),
        ("note", "Comment by Ann: Is it?"),
        ("paragraph", "In a box"),
        ("paragraph", "Next."),
    ]


def test_deleted_text_contents_and_hidden_sections_are_left_out() -> None:
    inside = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:table-of-content>"
        "<text:index-body><text:p>Results 3</text:p>"
        '</text:index-body></text:table-of-content><text:section text:display="none"><text:p>hidden</text:p>'
        "</text:section><text:section><text:p>kept</text:p></text:section>"
    )
    assert _kinds(inside) == [("paragraph", "kept")]


def test_headers_stand_before_and_footers_after_the_text() -> None:
    master = (
        '<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Company paper</text:p>'
        "</style:header><style:footer><text:p>Page 3</text:p></style:footer></style:master-page></office:master-styles>"
    )
    assert _kinds("<text:p>Body</text:p>", master) == [
        ("paragraph", "Company paper"),
        ("paragraph", "Body"),
        ("furniture", "Page 3"),
    ]


def test_a_charts_titles_and_values_are_read() -> None:
    chart = (
        '<office:body><office:chart><chart:chart chart:class="chart:bar">'
        "<chart:title><text:p>Sales</text:p></chart:title>"
        "<table:table><table:table-rows><table:table-row><table:table-cell><text:p>East</text:p></table:table-cell>"
        "<table:table-cell><text:p>5</text:p></table:table-cell></table:table-row></table:table-rows></table:table>"
        "</chart:chart></office:chart></office:body>"
    )
    inside = _text('<text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>')
    data = zipped(inside, more={"Object 1/content.xml": element("document-content", chart)})
    assert kinds(load(data, "a.odt")) == [("note", "Sales"), ("row", "East\t5")]


@pytest.mark.parametrize(("title", "wanted"), [("Rivers", "Rivers"), ("Untitled 1", None), ("", None)])
def test_the_title_is_the_documents_own(title: str, wanted: str | None) -> None:
    inside = _text("<text:p>x</text:p>")
    assert load(zipped(inside, title=title), "a.odt").title == wanted
    assert load(flat(inside, title=title), "a.fodt").title == wanted


def test_what_cannot_be_read_says_why() -> None:
    manifest = '<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>'
    with pytest.raises(LoadError, match="is protected by a password"):
        load(zipped(_text("<text:p>x</text:p>"), more={"META-INF/manifest.xml": manifest}), "a.odt")
    with pytest.raises(Unsupported, match="no text"):
        load(zipped(_text("<text:p/>")), "a.odt")
    with pytest.raises(LoadError, match="damaged"):
        load(zipped(_text(""), more={"content.xml": "<a/>"}), "a.odt")


def test_broken_copies_are_read_or_refused() -> None:
    survives(zipped(_text("<text:h text:outline-level='1'>A</text:h><text:p>b c</text:p>"), _AUTOMATIC), "a.odt")
    survives(flat(_text("<text:h text:outline-level='1'>A</text:h><text:p>b c</text:p>"), _AUTOMATIC), "a.fodt")


_WORDS = st.lists(st.from_regex(r"[A-Za-zÀ-ÿ]{1,9}", fullmatch=True), min_size=1, max_size=6)


@settings(generated, max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["p", "h", "list", "table"]), _WORDS), min_size=1, max_size=6))
def test_every_word_is_kept_in_order(parts: list[tuple[str, list[str]]]) -> None:
    document = OpenDocumentText()
    words: list[str] = []
    for kind, texts in parts:
        words += texts
        if kind == "h":
            document.text.addElement(H(outlinelevel=2, text=" ".join(texts)))
        elif kind == "p":
            paragraph = P(text=texts[0] + " ")
            for text in texts[1:]:
                paragraph.addElement(Span(text=text + " "))
            document.text.addElement(paragraph)
        elif kind == "list":
            items = List()
            for text in texts:
                item = ListItem()
                item.addElement(P(text=text))
                items.addElement(item)
            document.text.addElement(items)
        else:
            table, row = Table(), TableRow()
            for text in texts:
                cell = TableCell()
                cell.addElement(P(text=text))
                row.addElement(cell)
            table.addElement(row)
            document.text.addElement(table)
    out = io.BytesIO()
    document.write(out)
    loaded = load(out.getvalue(), "a.odt")
    check(loaded)
    assert words_in_order(words, loaded.text)
