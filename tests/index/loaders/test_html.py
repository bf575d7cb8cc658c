"""HTML as a person sees the page."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import Unsupported, load
from tests.index.loaders.invariants import check, generated, kinds, words_in_order


def _kinds(html: str) -> list[tuple[str, str]]:
    loaded = load(html.encode(), "a.html")
    check(loaded)
    return kinds(loaded)


def _text(html: str) -> str:
    loaded = load(html.encode(), "a.html")
    check(loaded)
    return loaded.text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("in<b>ter</b>nal<i>ly</i>", "internally"),
        ("a <b>b </b> c", "a b c"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<span>a</span><span>b</span>", "ab"),
        ("<div>a</div><div>b</div>", "a\n\nb"),
        ("a<div>b</div>c", "a\n\nb\n\nc"),
        ("long<wbr>word soft&shy;hyphen", "longword softhyphen"),
        ("a&nbsp;b &amp; c &lt;d&gt;", "a b & c <d>"),
        ("10<sup>6</sup> H<sub>2</sub>O 1<sup>st</sup>", "10⁶ H₂O 1st"),
        ("<span style='display: block'>a</span>b", "a\n\nb"),
        ("x <img alt='a boat' src=b.png> y", "x a boat y"),
        ("<button>Save</button><button>Load</button>", "Save Load"),
        ("<label>Name <input value='Ann'></label>", "Name Ann"),
        ("<details><summary>More</summary>hidden until opened</details>", "More\n\nhidden until opened"),
        ("<p>unclosed<p>next", "unclosed\n\nnext"),
        ("<a href='x'>link</a>, text", "link, text"),
        ("<svg><text>label</text></svg>", "label"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)"),
    ],
)
def test_lines_break_where_the_browser_breaks_them(html: str, text: str) -> None:
    assert _text(html) == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>NO</script>",
        "<style>NO {}</style>",
        "<template><p>NO</template>",
        "<noscript>NO</noscript>",
        "<!-- NO -->",
        "<nav><a href=x>NO</a></nav>",
        "<div role=navigation>NO</div>",
        "<div class='menu'><a href=x>NO</a> <a href=y>NO</a></div>",
        "<footer><ul><li><a>NO</a><li><a>NO</a><li><a>NO</a></ul></footer>",
        "<p hidden>NO</p>",
        "<p aria-hidden=true>NO</p>",
        "<p style='color: red; display:none'>NO</p>",
        "<p style='visibility : hidden;'>NO</p>",
        "<p class='gone x'>NO</p>",
        "<p id=away>NO</p>",
        "<input type=hidden value=NO>",
        "<dialog>NO</dialog>",
        "<iframe>NO</iframe>",
        "<datalist><option>NO</datalist>",
    ],
)
def test_what_no_reader_sees_is_left_out(hidden: str) -> None:
    style = "<style>.gone{display:none} #away { visibility:hidden } </style>"
    assert _text(f"{style}<p>seen</p>{hidden}<p>too</p>") == "seen\n\ntoo"


@pytest.mark.parametrize(
    "shown",
    [
        "<header>YES</header>",
        "<footer>YES</footer>",
        "<aside><p>YES</p></aside>",
        "<div class=menu>YES <a>link</a></div>",
        "<ul><li><a>YES</a><li><a>link</a><li><a>link</a></ul>",
        "<p class=tab>YES</p>",
        "<p class=printless>YES</p>",
        "<p class=open style='display:block'>YES</p>",
        "<form><legend>YES</legend></form>",
        "<textarea>YES</textarea>",
        "<dialog open>YES</dialog>",
        "<details>YES</details>",
    ],
)
def test_what_a_reader_can_see_is_kept(shown: str) -> None:
    style = (
        "<style>.tab{display:none} .tab.on{display:block} .open{display:none}"
        "@media print {.printless{display:none}}</style>"
    )
    assert "YES" in _text(style + shown)


def test_blocks() -> None:
    html = (
        "<title>My page</title><h1>Top</h1><h3>Deep</h3><div role=heading aria-level=2>Mid</div>"
        "<ul><li>one<ul><li>two</ul><li><p>three<p>four</ul><ol start=3 type=a><li>x<li value=9>y</ol>"
        "<dl><dt>term<dd>meaning</dl>"
        "<table><caption>Sizes</caption><tr><th>a<th colspan=2>b"
        "<tr><td rowspan=2>1<td>2<br>2<td>3<tr><td>4<td>5</table>"
        "<pre>\n  x\n\n    y</pre><figure><img alt=pic><figcaption>A picture</figcaption></figure>"
    )
    assert _kinds(html) == [
        ("heading", "Top"),
        ("heading", "Deep"),
        ("heading", "Mid"),
        ("item", "- one"),
        ("item", "- two"),
        ("item", "- three"),
        ("paragraph", "four"),
        ("item", "c. x"),
        ("item", "i. y"),
        ("item", "term"),
        ("item", "meaning"),
        ("note", "Sizes"),
        ("row", "a\tb"),
        ("row", "1\t2 2\t3"),
        ("row", "4\t5"),
        ("code", "x\n\n    y"),
        ("paragraph", "pic"),
        ("note", "A picture"),
    ]
    assert load(html.encode(), "a.html").title == "My page"
    assert [b.level for b in load(html.encode(), "a.html").layout.blocks[:5]] == [1, 3, 2, 1, 2]


def test_a_table_that_only_lays_out_the_page_is_no_table() -> None:
    html = "<table><tr><td><h2>Left</h2><p>words</p></td><td><table><tr><td>1<td>2</table></td></tr></table>"
    assert _kinds(html) == [("heading", "Left"), ("paragraph", "words"), ("row", "1\t2")]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<meta charset=windows-1251><p>Привет".encode("cp1251"), "Привет"),
        ("<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'><p>日本".encode("shift_jis"), "日本"),
        ("<meta charset=latin1><p>it’s €5".encode("cp1252"), "it’s €5"),
        ("<meta charset=latin1><p>Größe in truth UTF-8".encode(), "Größe in truth UTF-8"),
        ("<?xml version='1.0' encoding='iso-8859-2'?><html><p>Łódź".encode("iso8859_2"), "Łódź"),
        ("<p>Größe".encode("utf-16"), "Größe"),
        (b"<meta charset=no-such><p>ok", "ok"),
        (b"<meta charset=utf-16><p>ok", "ok"),
    ],
)
def test_the_encoding_is_what_the_page_says_unless_it_cannot_be(data: bytes, text: str) -> None:
    assert load(data, "a.html").text == text


@pytest.mark.parametrize(
    "html", ["<div>" * 50_000 + "deep", "<b><p>" * 3000 + "deep", "<table><tr><td>" * 900 + "deep"]
)
def test_deep_nesting_keeps_its_words(html: str) -> None:
    assert "deep" in _text(html)


def test_a_page_without_words_is_skipped() -> None:
    with pytest.raises(Unsupported, match="no text"):
        load(b"<html><body><script>x()</script></body></html>", "a.html")


_WORD = st.from_regex(r"[A-Za-zÀ-ÿ0-9]{1,9}", fullmatch=True)
_INLINE = st.sampled_from(
    ["{}", "<b>{}</b>", "<a href='x'>{}</a>", "<span>{}</span>", "<code>{}</code>", "<em>{}</em>"]
)
_BLOCK = st.sampled_from(
    [
        "<p>{}</p>",
        "<div>{}</div>",
        "<h2>{}</h2>",
        "<li>{}",
        "<blockquote>{}</blockquote>",
        "<section>{}</section>",
        "<table><tr><td>{}</td><td>x</td></tr></table>",
        "<ul><li>{}</li></ul>",
        "<article><p>{}</p></article>",
        "<pre>{}</pre>",
    ]
)


@generated
@given(
    st.lists(
        st.tuples(_BLOCK, st.lists(st.tuples(_INLINE, st.lists(_WORD, min_size=1, max_size=3)), min_size=1)), min_size=1
    )
)
def test_words_are_neither_lost_nor_glued_nor_parted(parts: list[tuple[str, list[tuple[str, list[str]]]]]) -> None:
    words: list[str] = []
    html: list[str] = []
    for block, runs in parts:
        glued = "".join(word for _, run in runs for word in run)
        words.append(glued)
        html.append(block.format("".join(shape.format(word) for shape, run in runs for word in run)))
    loaded = load("".join(html).encode(), "a.html")
    check(loaded)
    assert words_in_order(words, loaded.text)
    assert set(words) <= set(loaded.text.split())


@generated
@given(st.text(alphabet="<>/=\"' &;!-abdhlprtu\n", max_size=200))
def test_any_markup_is_read(html: str) -> None:
    with contextlib.suppress(Unsupported):  # nothing to see
        check(load(b"<p>" + html.encode(), "a.html"))


@pytest.mark.parametrize(
    "start",
    ['<?xml version="1.0" encoding="utf-8"?>\n<html>', '<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml">'],
)
def test_empty_elements_of_a_page_written_as_xml_hide_nothing(start: str) -> None:
    page = f"{start}<head><title/><script src='x.js'/></head><body><p>One<a id='x'/> two.<br/>Three.</p></body></html>"
    loaded = load(page.encode(), "a.xhtml")
    check(loaded)
    assert loaded.text == "One two.\nThree."
