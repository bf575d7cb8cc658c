"""Rich Text, written by hand as programs write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import LoadError, Unsupported, load
from tests.index.loaders.invariants import check, generated, kinds, words_in_order
from tests.index.loaders.packing import survives

_FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fcharset128 MS Mincho;}{\f2\fcharset204 Arial Cyr;}"
    r"{\f3\fcharset2 Symbol;}{\f4\fcharset2 Wingdings;}{\f5\fcharset238 Arial CE;}}"
)
_STYLES = (
    r"{\stylesheet{\ql Normal;}{\s1\outlinelevel0 heading 1;}{\s2 heading 2;}{\s3 Title;}{\s4 caption;}"
    r"{\*\cs10 Strong;}}"
)


def _document(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> bytes:
    return ("{\\rtf1" + head + _FONTS + _STYLES + body + "}").encode("latin-1")


def _kinds(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> list[tuple[str, str]]:
    loaded = load(_document(body, head), "a.rtf")
    check(loaded)
    return kinds(loaded)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"mid{\b dle}\par", "middle"),
        ("broken\r\n line\\par", "broken line"),
        (r"caf\'e9 na\u239?ve\par", "café naïve"),
        (r"\uc2 \u8364\'80\'80 5 {\uc0\u8364 6}\par", "€ 5 €6"),
        (r"\f1\'93\'fa\'96\'7b\f0  and \f1\'83\'65\'83X\'83g\par", "日本 and テスト"),
        (r"{\f1\'93}{\f1\'fa}\par", "日"),
        (r"\f2\'cf\'f0\'e8\'e2\'e5\'f2\par", "Привет"),
        (r"\f5 za\'bf\'f3\'b3\'e6\par", "zażółć"),
        (r"{\f3 a} and {\f3\'a3} and {\f4\'fc} and \u-3844?\par", "α and ≤ and ✓ and ✓"),
        (r"\u-10187?\u-9216?\par", "\U0001d400"),
        (r"soft\-ly on\_line\~now\par", "softly on-line now"),
        (r"a\tab b\line c\emdash\ldblquote d\rdblquote\par", "a b\nc—“d”"),
        (r"1 \{a\} \\b\par", r"1 {a} \b"),
        (r"seen{\v hidden}{\deleted gone}{\fs1 speck} too\par", "seen too"),
        (r"\v hidden \plain open\par", "open"),
        (r"10{\super 6} H{\sub 2}O\par", "10⁶ H₂O"),
        (r'{\field{\*\fldinst HYPERLINK "http://a.example"}{\fldrslt the link}}\par', "the link"),
        (r"{\pict\wmetafile8 0102{\*\blipuid aa}ff}text{\object{\*\objdata 0105}{\result shown}}\par", "textshown"),
        (r"{\*\unknown {\b never}}x{\upr{old}{\*\ud{new}}}\par", "xnew"),
        (r"{\mmath{\*\moMath{\mfPr{\mtype bar}}{\mr x=1}}}\par", "x=1"),
        (r"before\bin5 {}{}{after\par", "beforeafter"),
        (r"{\xe index}{\*\bkmkstart a}kept{\*\bkmkend a}\par", "kept"),
    ],
)
def test_a_paragraph_reads_as_it_is_displayed(body: str, text: str) -> None:
    assert _kinds(body) == [("paragraph", text)]


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (r"\mac", r"\f9 caf\'8e\par", "café"),
        (r"\ansi\ansicpg1251", r"\f9\'cf\'f0\par", "Пр"),
        (r"\pc", r"\f9\'81\par", "ü"),
        (r"\ansi\ansicpg932", r"\f9\'93\'fa\par", "日"),
        (r"\ansi\ansicpg99999", r"\f9 plain\par", "plain"),
    ],
)
def test_the_documents_code_page_holds_where_no_font_says_otherwise(head: str, body: str, text: str) -> None:
    assert _kinds(body, head) == [("paragraph", text)]


def test_headings_lists_and_captions() -> None:
    body = (
        r"\pard\s3 The report\par\pard\s1 Results\par\pard\s2 Details\par\pard\outlinelevel2 Deeper\par"
        r"\pard{\listtext\pard\plain\f3 \'b7\tab}\ilvl0 first\par{\listtext\pard 1.\tab}\pard\ilvl1 one\par"
        r"{\pntext 2)\tab}two\par\pard\s4 Figure 1\par\pard The end.\par"
    )
    loaded = load(_document(body), "a.rtf")
    check(loaded)
    assert kinds(loaded) == [
        ("heading", "The report"),
        ("heading", "Results"),
        ("heading", "Details"),
        ("heading", "Deeper"),
        ("item", "- first"),
        ("item", "1. one"),
        ("item", "2) two"),
        ("note", "Figure 1"),
        ("paragraph", "The end."),
    ]
    assert loaded.title == "The report"
    assert loaded.layout.headings_at(loaded.text, len(loaded.text) - 1) == ("Results", "Details", "Deeper")


def test_a_row_is_a_block_and_a_nested_table_part_of_its_cell() -> None:
    row = (
        r"\trowd\cellx100\cellx200\pard\intbl a\par b\cell {c\nestcell d\nestcell{\*\nesttableprops\nestrow}}\cell\row"
    )
    last = r"\pard\intbl e\cell\cell\row\pard after\par"
    assert _kinds("before\\par" + row + last) == [
        ("paragraph", "before"),
        ("row", "a b\tc d"),
        ("row", "e"),
        ("paragraph", "after"),
    ]


def test_a_table_of_one_column_is_text() -> None:
    assert _kinds(r"\trowd\pard\intbl a\par b\cell\row\pard\par") == [("paragraph", "a"), ("paragraph", "b")]


def test_notes_comments_and_boxes_follow_the_paragraph_that_refers_to_them() -> None:
    body = (
        r"As said{\super\chftn}{\footnote\pard{\super\chftn} The source.} here"
        r"{\*\atnid A}{\*\atnauthor Ann}\chatn{\*\annotation{\*\atndate 1}\chatn Is it?}."
        r"{\shp{\*\shpinst\shpleft0{\sp{\sn a}{\sv 1}}{\shptxt In a box\par}}{\shprslt In a box}}\par Next.\par"
    )
    assert _kinds(body) == [
        ("paragraph", "As said[1] here."),
        ("note", "[1] The source."),
        ("note", "Comment by Ann: Is it?"),
        ("paragraph", "In a box"),
        ("paragraph", "Next."),
    ]


def test_headers_stand_before_and_footers_after_the_text_each_once() -> None:
    margins = r"{\header Company paper\par}{\footer Page {\chpgn} of 3\par}"
    assert _kinds(margins + r"One\par\sect" + margins + r"Two\par") == [
        ("paragraph", "One"),
        ("paragraph", "Company paper"),
        ("paragraph", "Two"),
        ("furniture", "Page of 3"),
    ]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [("Rivers", "Rivers"), (r"Caf\'e9", "Café"), ("Microsoft Word - x.doc", None), ("", None)],
)
def test_the_title_is_the_documents_own(title: str, wanted: str | None) -> None:
    info = r"{\info{\title " + title + r"}{\author Ann}{\creatim\yr2020}}"
    loaded = load(_document(info + r"text\par"), "a.rtf")
    assert (loaded.title, loaded.text) == (wanted, "text")


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(Unsupported, match="no text"):
        load(_document(""), "a.rtf")
    with pytest.raises(LoadError):
        load(b"\x00\x01\x02" * 50, "a.rtf")
    cut = load(_document(r"first\par second\par")[:-8], "a.rtf")
    assert cut.notes == ("breaks off: its end is missing",)


def test_deep_nesting_ends_in_a_reason() -> None:
    with pytest.raises(LoadError, match="nested"):
        load(b"{\\rtf1 " + b"{" * 20_000 + b"x", "a.rtf")


def test_broken_copies_are_read_or_refused() -> None:
    survives(_document(r"\pard\s1 Title\par{\footnote a}\trowd a\cell b\cell\row {\f1\'93\'fa}\u8364?\par"), "a.rtf")


_WORD = st.from_regex(r"[A-Za-z0-9À-ÿ]{1,9}", fullmatch=True)


@generated
@given(st.lists(st.tuples(st.sampled_from(["par", "cell", "note", "item"]), st.lists(_WORD, min_size=1)), min_size=1))
def test_every_word_is_kept_in_order(parts: list[tuple[str, list[str]]]) -> None:
    body, words = "", []
    for kind, texts in parts:
        words += texts
        said = " ".join("".join(c if c < "\x80" else f"\\'{ord(c):02x}" for c in text) for text in texts)
        body += {
            "par": f"\\pard {{\\b {said}}}\\par\n",
            "cell": f"\\trowd\\pard\\intbl {said}\\cell\\row\\pard\\par",
            "note": f"\\pard{{\\footnote {said}}}\\par",
            "item": f"{{\\listtext - }}{said}\\par",
        }[kind]
    loaded = load(_document(body), "a.rtf")
    check(loaded)
    assert words_in_order(words, loaded.text)
