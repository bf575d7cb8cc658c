from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from ui.markup import Html, element, join, text

HOSTILE = "<script>alert('1')</script> & \"quoted\" ${x} {{y}}"


def text_of(markup: str) -> str:
    """What a browser shows as text; exact, since every character of text is escaped."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


@given(st.text())
def test_text_comes_out_as_it_went_in(words: str) -> None:
    assert text_of(element("p", words)) == words
    assert "<" not in text(words)


@given(st.text())
def test_an_attribute_cannot_be_left(words: str) -> None:
    made = element("p", title=words)
    assert made.startswith('<p title="')
    assert made.endswith('"></p>')
    assert '"' not in made[len('<p title="') : -len('"></p>')]


def test_elements_nest_and_strings_do_not() -> None:
    inner = element("b", HOSTILE)
    assert "<script" not in element("p", inner, HOSTILE)
    assert element("p", element("b", "x")) == "<p><b>x</b></p>"
    # What was put together outside this module is text again.
    assert element("p", inner + "") == f"<p>{html.escape(inner)}</p>"


def test_attributes_are_left_out_or_bare() -> None:
    assert element("input", hidden=True, disabled=False, title=None, data_at=3) == '<input hidden data-at="3">'


def test_join_escapes_pieces_and_separator() -> None:
    assert join(["<", Html("<br>"), None], "&") == "&lt;&amp;<br>"
