from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from index.loaders import rst
from index.loaders.loaded import LoadError
from tests.index.loaders.invariants import check, generated, kinds, words_in_order


def read(source: str) -> list[tuple[str, str]]:
    loaded = rst.load(source.encode())
    check(loaded)
    return kinds(loaded)


def test_titles_have_the_levels_of_their_lines() -> None:
    loaded = rst.load(b"=====\nTitle\n=====\n\nFirst\n-----\n\nInner\n~~~~~\n\nSecond\n------\n\ntext\n")
    assert [(b.level, loaded.text[b.start : b.end]) for b in loaded.layout.blocks[:-1]] == [
        (1, "Title"), (2, "First"), (3, "Inner"), (2, "Second"),
    ]  # fmt: skip
    assert loaded.title == "Title"


def test_inline_marks_go_and_words_stay() -> None:
    source = (
        "A *b* **c** ``d_e`` :func:`~mod.f` `site <http://x>`_ word_ [1]_ |s| snake_case x*y.\n\n.. |s| replace:: sub\n"
    )
    assert read(source) == [("paragraph", "A b c d_e mod.f site word [1] sub snake_case x*y.")]


def test_lists_nest_and_definitions_follow_their_terms() -> None:
    assert read("- one\n  goes on\n\n  1. inner\n\n- two\n\nterm\n  meaning\n") == [
        ("item", "- one goes on"),
        ("item", "1. inner"),
        ("item", "- two"),
        ("paragraph", "term"),
        ("paragraph", "meaning"),
    ]


def test_code_keeps_its_lines() -> None:
    source = "Run::\n\n    a\n      b\n\n.. code-block:: python\n   :linenos:\n\n   def f():\n       pass\n"
    assert read(source) == [("paragraph", "Run:"), ("code", "a\n  b"), ("code", "def f():\n    pass")]


def test_words_of_directives_stay_and_nothing_is_included() -> None:
    source = (
        ".. note:: Careful\n   here.\n\n   More.\n\n.. figure:: x.png\n   :alt: A cat\n\n   The caption.\n\n"
        ".. include:: /etc/passwd\n\n.. raw:: html\n   :file: /etc/passwd\n\n.. comment\n\n.. "
        "[1] A footnote.\n\n:Author: Ann\n"
    )
    assert read(source) == [
        ("paragraph", "Careful here."),
        ("paragraph", "More."),
        ("paragraph", "A cat"),
        ("note", "The caption."),
        ("note", "[1] A footnote."),
        ("item", "Author: Ann"),
    ]


def test_tables_of_every_kind_are_rows() -> None:
    grid = "+------+-----+\n| Name | Age |\n+======+=====+\n| Anna | 34  |\n+------+-----+\n"
    simple = "=====  ===\nName   Age\n=====  ===\nAnna   34\n=====  ===\n"
    listed = ".. list-table::\n   :header-rows: 1\n\n   * - Name\n     - Age\n   * - Anna\n     - 34\n"
    comma = ".. csv-table::\n   :header: Name, Age\n\n   Anna, 34\n"
    for source in (grid, simple, listed, comma):
        assert read(source) == [("row", "Name\tAge"), ("row", "Name: Anna\tAge: 34")]


@generated
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "- ", "1. ", "   ", ":a: ", "| ", ".. note:: "]),
            st.from_regex(r"[a-z]{3,8}( [a-z]{3,8}){0,3}", fullmatch=True),
        ),
        min_size=1,
        max_size=15,
    )
)
def test_all_words_arrive_in_order(lines: list[tuple[str, str]]) -> None:
    words = [word for _, line in lines for word in line.split()]
    loaded = rst.load("\n\n".join(mark + line for mark, line in lines).encode())
    check(loaded)
    assert words_in_order(words, loaded.text)


@generated
@given(st.text(alphabet="a*`|_:.=-+ \n[]<>1", max_size=200))
def test_any_text_is_read(source: str) -> None:
    with suppress(LoadError):
        check(rst.load(source.encode()))
