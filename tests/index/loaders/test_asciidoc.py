from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from index.loaders import asciidoc
from index.loaders.loaded import LoadError
from tests.index.loaders.invariants import check, generated, kinds, words_in_order


def read(source: str) -> list[tuple[str, str]]:
    loaded = asciidoc.load(source.encode())
    check(loaded)
    return kinds(loaded)


def test_the_header_and_sections_are_read() -> None:
    source = "= My Title\nAnn Lee <ann@example.org>\n:product: Quoth\n\n== First\n\nWelcome to {product}.\n"
    assert read(source) == [
        ("heading", "My Title"),
        ("paragraph", "Ann Lee <ann@example.org>"),
        ("heading", "First"),
        ("paragraph", "Welcome to Quoth."),
    ]
    assert asciidoc.load(source.encode()).title == "My Title"


def test_marks_go_and_words_stay() -> None:
    source = "A *b* _c_ `d` https://x.org[site] <<id,Section>> snake_case 2 * 3 * 4.footnote:[A *note*.]\n// comment\n"
    assert read(source) == [("paragraph", "A b c d site Section snake_case 2 * 3 * 4. [1]"), ("note", "[1] A note.")]


def test_blocks_are_read_for_what_they_are() -> None:
    source = (
        ".Caption\n[source,python]\n----\ndef f():\n  pass\n----\n\n* one\n** two\ngoes on\n. num\n\nterm:: meaning\n\n"
        "NOTE: "
        "Careful.\n\n====\ninside\n====\n\n////\ndropped\n////\n\ninclude::/etc/passwd[]\n\nimage::a.png[A cat,100]\n"
    )
    assert read(source) == [
        ("note", "Caption"),
        ("code", "def f():\n  pass"),
        ("item", "- one"),
        ("item", "- two goes on"),
        ("item", "- num"),
        ("item", "term: meaning"),
        ("paragraph", "Careful."),
        ("paragraph", "inside"),
        ("paragraph", "A cat"),
    ]


def test_tables_are_rows() -> None:
    expected = [("row", "Name\tAge"), ("row", "Name: Anna\tAge: 34"), ("row", "Name: Bert\tAge: 51")]
    assert read('[cols="1,2",options="header"]\n|===\n|Name |Age\n|Anna |34\n|Bert\n|51\n|===\n') == expected
    assert read("|===\n|Name |Age\n\n|Anna\n|34\n\n|Bert |51\n|===\n") == expected


@generated
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "* ", ". ", "== ", "NOTE: ", "a:: "]),
            st.from_regex(r"[a-z]{3,8}( [a-z]{3,8}){0,3}", fullmatch=True),
        ),
        min_size=1,
        max_size=15,
    )
)
def test_all_words_arrive_in_order(lines: list[tuple[str, str]]) -> None:
    loaded = asciidoc.load("\n\n".join(mark + line for mark, line in lines).encode())
    check(loaded)
    assert words_in_order([word for _, line in lines for word in line.split()], loaded.text)


@generated
@given(st.text(alphabet='a*_`#[]|=-+.:{}<>(),"1 \n', max_size=200))
def test_any_text_is_read(source: str) -> None:
    with suppress(LoadError):
        check(asciidoc.load(source.encode()))
