"""Markdown as a reader sees it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import LoadError, load
from tests.index.loaders.invariants import check, generated, kinds, words_in_order


def _kinds(text: str) -> list[tuple[str, str]]:
    loaded = load(text.encode(), "a.md")
    check(loaded)
    return kinds(loaded)


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("A **bold** and *slanted* word", "A bold and slanted word"),
        ("mid**dle** of a w*or*d", "middle of a word"),
        ("See [the guide](https://example.org/x) now", "See the guide now"),
        ("![a *red* boat](boat.png) at sea", "a red boat at sea"),
        ("`a * b` is code", "a * b is code"),
        ("AT&amp;T &copy; 2024", "AT&T © 2024"),
        ("two\nlines", "two lines"),
        ("two  \nlines", "two\nlines"),
        ("a<br>b <!-- no --> <span class='x'>c</span>", "a\nb c"),
        ("~~old~~ new", "old new"),
        ("1 \\* 2", "1 * 2"),
        ("> quoted words", "quoted words"),
        ("<https://example.org>", "https://example.org"),
    ],
)
def test_marks_go_and_words_stay(source: str, seen: str) -> None:
    assert _kinds(source) == [("paragraph", seen)]


def test_blocks() -> None:
    source = (
        "---\ntitle: 'A guide'\nauthor: Ann\n---\n# Start\n\nWords.\n\n- one\n- two\n"
        "  1. deep\n  2. deeper\n\n     more\n\n"
        "| a | b |\n|---|---|\n| 1 |   |\n|   | *4* |\n\n```py\nx  =  1\n\n  y\n```\n\nUnder\n-----\n\n* * *\n"
        "<div><p>boxed</p><script>no()</script></div>\n"
    )
    assert _kinds(source) == [
        ("code", "title: 'A guide'\nauthor: Ann"),
        ("heading", "Start"),
        ("paragraph", "Words."),
        ("item", "- one"),
        ("item", "- two"),
        ("item", "1. deep"),
        ("item", "2. deeper"),
        ("paragraph", "more"),
        ("row", "a\tb"),
        ("row", "1"),
        ("row", "\t4".strip()),
        ("code", "x  =  1\n\n  y"),
        ("heading", "Under"),
        ("paragraph", "boxed"),
    ]
    loaded = load(source.encode(), "a.md")
    assert loaded.title == "A guide"
    assert [(b.kind.value, b.level) for b in loaded.layout.blocks if b.level] == [
        ("heading", 1),
        ("item", 1),
        ("item", 1),
        ("item", 2),
        ("item", 2),
        ("heading", 2),
    ]


def test_the_title_is_the_first_heading_where_no_front_matter_names_one() -> None:
    assert load(b"Words\n\n## Two\n\n# The *one*", "a.md").title == "The one"
    assert load(b"Words", "a.md").title is None


@pytest.mark.parametrize(
    "source", ["> " * 5000 + "deep", "- " * 3000 + "deep", "[" * 5000 + "deep", "*a " * 3000 + "deep"]
)
def test_deep_nesting_keeps_its_words(source: str) -> None:
    loaded = load(source.encode(), "a.md")
    check(loaded)
    assert "deep" in loaded.text


_WORDS = st.lists(st.from_regex(r"[A-Za-zÀ-ÿ]{2,9}", fullmatch=True), min_size=1, max_size=8)


@generated
@given(
    st.lists(
        st.tuples(st.sampled_from(["# {}", "{}", "- {}", "1. {}", "> {}", "**{}**", "| {} |\n|-|"]), _WORDS), min_size=1
    )
)
def test_every_word_is_kept_in_order(parts: list[tuple[str, list[str]]]) -> None:
    source = "\n\n".join(shape.format(" ".join(words)) for shape, words in parts)
    loaded = load(source.encode(), "a.md")
    check(loaded)
    assert words_in_order([word for _, words in parts for word in words], loaded.text)


@generated
@given(st.text(alphabet="#*_`[]()<>!|-+=~>1. \n\tab&;:\\\"'", max_size=200))
def test_any_markup_is_read(source: str) -> None:
    try:
        check(load(source.encode(), "a.md"))
    except LoadError:
        assert not any(c in source for c in "ab1")
