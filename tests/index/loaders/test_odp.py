"""OpenDocument presentations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import LoadError, Unsupported, load
from tests.index.loaders.invariants import check, generated, kinds, words_in_order
from tests.index.loaders.odf_files import flat, zipped
from tests.index.loaders.packing import survives

_LAYOUT = (
    '<office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties fo:page-width="10in" '
    'fo:page-height="19.05cm"/></style:page-layout></office:automatic-styles><office:master-styles>'
    '<style:master-page style:name="M" style:page-layout-name="L"/></office:master-styles>'
)


def _frame(kind: str, *lines: str) -> str:
    text = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<draw:frame presentation:class="{kind}"><draw:text-box>{text}</draw:text-box></draw:frame>'


def _slide(*shapes: str, notes: str = "") -> str:
    said = f"<presentation:notes>{_frame('notes', notes)}</presentation:notes>" if notes else ""
    return f'<draw:page draw:master-page-name="M">{"".join(shapes)}{said}</draw:page>'


def _deck(*slides: str) -> str:
    return f"<office:presentation>{''.join(slides)}</office:presentation>"


_DECK = _deck(
    _slide(_frame("subtitle", "of Europe"), _frame("title", "Rivers"), _frame("footer", "Confidential")),
    _slide(),
    _slide(
        _frame("title", "The", "longest"),
        '<draw:frame presentation:class="outline"><draw:text-box><text:list><text:list-item><text:p>Volga</text:p>'
        "<text:list><text:list-item><text:p>Kama</text:p></text:list-item></text:list></text:list-item></text:list>"
        "</draw:text-box></draw:frame>",
        "<draw:g><draw:g><draw:custom-shape><text:p>grouped</text:p></draw:custom-shape></draw:g></draw:g>",
        "<draw:frame><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table></draw:frame>",
        '<draw:frame presentation:class="outline" presentation:placeholder="true"><draw:text-box><text:p>Click</text:p>'
        "</draw:text-box></draw:frame>",
        notes="Say hello.",
    ),
)


def test_slides_are_pages_with_title_text_tables_and_notes() -> None:
    loaded = load(zipped(_DECK, styles=_LAYOUT), "a.odp")
    check(loaded)
    assert kinds(loaded) == [
        ("heading", "Rivers"),
        ("paragraph", "of Europe"),
        ("furniture", "Confidential"),
        ("heading", "The longest"),
        ("item", "- Volga"),
        ("item", "- Kama"),
        ("paragraph", "grouped"),
        ("row", "a\tb"),
        ("note", "Notes: Say hello."),
    ]
    assert loaded.title == "Rivers"
    assert [loaded.layout.page_at(loaded.text.index(word)) for word in ("Europe", "longest", "hello")] == [1, 3, 3]
    assert [round(n) for page in loaded.layout.pages for n in (page.width, page.height)] == [720, 540] * 3


def test_a_flat_presentation_reads_the_same() -> None:
    loaded = load(flat(_DECK, title="Rivers of Europe"), "a.fodp")
    check(loaded)
    assert kinds(loaded) == kinds(load(zipped(_DECK), "a.odp"))
    assert loaded.title == "Rivers of Europe"


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(Unsupported, match="no text"):
        load(zipped(_deck(_slide())), "a.odp")
    with pytest.raises(LoadError, match="damaged"):
        load(zipped(_DECK, more={"content.xml": "<a/>"}), "a.odp")


def test_broken_copies_are_read_or_refused() -> None:
    survives(zipped(_DECK, styles=_LAYOUT), "a.odp")


_WORDS = st.lists(st.from_regex(r"[A-Za-zÀ-ÿ]{1,9}", fullmatch=True), min_size=1, max_size=5)


@generated
@given(st.lists(st.tuples(_WORDS, _WORDS, _WORDS), min_size=1, max_size=4))
def test_every_word_is_kept_in_order(slides: list[tuple[list[str], list[str], list[str]]]) -> None:
    pages = [
        _slide(_frame("outline", *body), _frame("title", " ".join(title)), notes=" ".join(notes))
        for title, body, notes in slides
    ]
    loaded = load(zipped(_deck(*pages)), "a.odp")
    check(loaded)
    assert words_in_order([word for slide in slides for part in slide for word in part], loaded.text)
    assert len(loaded.layout.pages) == len(slides)
