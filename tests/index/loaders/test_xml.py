from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import xml
from index.loaders.loaded import LoadError, Unsupported
from tests.index.loaders.invariants import check, generated, kinds, words_in_order


def text(source: str) -> str:
    loaded = xml.load(source.encode())
    check(loaded)
    assert loaded.notes == ()
    return loaded.text


def test_records_of_a_kind_are_rows() -> None:
    source = (
        '<people><person id="1"><name>Anna</name><age>34</age></person><person '
        'id="2"><name>Bert</name></person></people>'
    )
    assert text(source) == "person\n\nid: 1\tname: Anna\tage: 34\nid: 2\tname: Bert"


def test_namespaces_are_not_said() -> None:
    assert text('<x:a xmlns:x="urn:x" xmlns="urn:y"><x:b>one</x:b><c>two</c></x:a>') == "b: one\nc: two"


def test_prose_has_titles_lists_tables_and_notes() -> None:
    source = (
        "<book><title>Rivers</title><chapter><title>The Loire</title><para>It is <emphasis>long</emphasis>"
        "<footnote><para>1,006 km</para></footnote> and slow.</para><itemizedlist>"
        "<listitem><para>wide</para></listitem>"
        "</itemizedlist><table><row><entry>a</entry><entry>b</entry></row></table>"
        "<programlisting>x\n  y</programlisting></chapter></book>"
    )
    assert kinds(xml.load(source.encode())) == [
        ("heading", "Rivers"),
        ("heading", "The Loire"),
        ("paragraph", "It is long and slow."),
        ("note", "1,006 km"),
        ("item", "- wide"),
        ("row", "a\tb"),
        ("code", "x\n  y"),
    ]


def test_a_table_in_a_cell_is_text_of_that_cell() -> None:
    inner = "<table><row><entry><para>b</para></entry><entry>c</entry></row></table>"
    source = f"<a><para>x</para><para>y</para><table><row><entry>a {inner}</entry><entry>d</entry></row></table></a>"
    assert text(source) == "x\n\ny\n\na b c\td"


def test_feeds_are_read_entry_by_entry() -> None:
    rss = (
        "<rss><channel><title>News</title><item><title>First</title><pubDate>Monday</pubDate>"
        "<description>&lt;p&gt;Hello &lt;b&gt;world&lt;/b&gt;&lt;/p&gt;</description></item></channel></rss>"
    )
    assert text(rss) == ("News\n\nFirst\n\npubDate: Monday\n\nHello world")
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>E</title><author><name>Jo</name></author>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hi <b>you</b></p></div>'
        "</content></entry></feed>"
    )
    assert text(atom) == "A\n\nE\n\nauthor: Jo\n\nHi you"


def test_outlines_are_nested_lists() -> None:
    source = '<opml><head><title>T</title></head><body><outline text="A"><outline text="B" xmlUrl="http://b"/></outline></body></opml>'
    assert text(source) == "T\n\n- A\n- B (http://b)"


def test_the_declared_encoding_is_believed() -> None:
    assert (
        xml.load('<?xml version="1.0" encoding="iso-8859-2"?><a><b>Łódź</b><c>x</c></a>'.encode("iso-8859-2")).text
        == "b: Łódź\nc: x"
    )


def test_own_entities_are_put_in_and_others_stay() -> None:
    source = '<!DOCTYPE r [<!ENTITY a "x &b;"><!ENTITY b "Bee">]><r><t>&a; &eacute; &other; &amp; tom & jerry</t></r>'
    assert text(source) == "t: x Bee é &other; & tom & jerry"


def test_nothing_is_read_from_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    declared = f'<!ENTITY e SYSTEM "file://{secret}"><!ENTITY % p SYSTEM "file://{secret}"> %p;'
    source = f"<!DOCTYPE r [{declared}]><r><t>&e;</t></r>"
    assert text(source) == "t: &e;"


def test_entities_that_grow_beyond_measure_are_refused() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    with pytest.raises(LoadError, match="beyond measure"):
        xml.load(f'<!DOCTYPE r [<!ENTITY l0 "lol">{levels}]><r>&l9;</r>'.encode())


def test_many_uses_of_a_long_entity_do_not_grow_beyond_measure() -> None:
    source = f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]><r><p>{"&a;" * 5000}</p><p>end</p></r>'
    assert len(text(source)) < 2_000_000


@pytest.mark.parametrize(
    "source",
    ["<a><b>one</b><b>two</a>", "<a><b>one</b><b>two", "<a><b>one</b></a><a>two</a", "<a x=1>one<b>two</b></a>"],
)
def test_what_is_not_well_formed_is_read_with_a_note(source: str) -> None:
    loaded = xml.load(source.encode())
    check(loaded)
    assert words_in_order(["one", "two"], loaded.text)
    assert "not well-formed" in loaded.notes[0]


def test_deep_nesting_keeps_the_words() -> None:
    loaded = xml.load(("<a>" * 20_000 + "deep" + "</a>" * 20_000).encode())
    assert loaded.text == "deep"
    assert loaded.notes


def test_elements_without_text_are_unsupported() -> None:
    with pytest.raises(Unsupported):
        xml.load(b"<r/>")


word = st.from_regex(r"[a-z]{4,8}", fullmatch=True)


@generated
@given(
    st.lists(
        st.tuples(st.sampled_from(["para", "title", "listitem", "footnote", "row", "entry", "tr", "x"]), word, word),
        min_size=1,
        max_size=12,
    )
)
def test_all_words_arrive(parts: list[tuple[str, str, str]]) -> None:
    body = "".join(f"<{tag}>{a} <emphasis>{b}</emphasis></{tag}>" for tag, a, b in parts)
    found = text(f"<article><para>start</para>{body}<para>stop</para></article>")
    assert all(a in found and b in found for _, a, b in parts)


@generated
@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                "</",
                "a",
                ">",
                "<p>",
                "</p>",
                "&",
                "&a;",
                "&#0;",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "<!DOCTYPE a [",
                '"',
                " ",
                "é",
            ]
        ),
        max_size=40,
    )
)
def test_anything_ends_in_text_or_a_reason(parts: list[str]) -> None:
    with suppress(LoadError):
        check(xml.load("".join(parts).encode()))
