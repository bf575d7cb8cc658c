"""Sentences end where a reader would say they do, and their offsets are exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Span
from index.text.sentences import split
from tests.index.sentence_cases import CASES, unmarked

MARKED = [(kind, text) for kind, texts in CASES.items() for text in texts]


def pieces(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split(text, 0, len(text))]


@pytest.mark.parametrize(("kind", "marked"), MARKED, ids=[f"{kind}-{text[:30]}" for kind, text in MARKED])
def test_case(kind: str, marked: str) -> None:
    text, spans = unmarked(marked)
    assert pieces(text) == [text[span.start : span.end] for span in spans]
    assert split(text, 0, len(text)) == spans


def test_a_text_of_all_plain_cases_joined_divides_like_its_parts() -> None:
    """What stands before a sentence does not change how it is divided."""
    parts = [unmarked(text) for kind in ("plain", "numbers", "titles and names", "addresses") for text in CASES[kind]]
    parts = [(text, spans) for text, spans in parts if text.endswith((".", "!", "?"))]
    joined = " ".join(text for text, _ in parts)
    expected = [" ".join(text[span.start : span.end].split()) for text, spans in parts for span in spans]
    assert [" ".join(piece.split()) for piece in pieces(joined)] == expected


def test_offsets_count_from_the_start_of_the_whole_text() -> None:
    text = "Left out. Mr. Smith came. He went. Left out."
    start, end = text.index("Mr."), text.index(" Left out.", 5)
    assert split(text, start, end) == [Span(10, 25), Span(26, 34)]


def test_the_range_alone_decides() -> None:
    text = "He lives in the U.S. The rest is not asked for."
    assert split(text, 0, 20) == [Span(0, 20)]


def test_empty_ranges_have_no_sentences() -> None:
    assert split("", 0, 0) == []
    assert split(" \n\t ", 0, 4) == []
    assert split("abc", 2, 2) == []


def test_offsets_count_code_points() -> None:
    text = "😀 is a face. 𝔘 is a letter."
    assert pieces(text) == ["😀 is a face.", "𝔘 is a letter."]


def test_many_marks_take_linear_time() -> None:
    """None takes quadratic time: each would then run for minutes."""
    units = (".", ". ", "(", "(a e.g. B ", '." ', '. " ', "a.B", "\n ", "a.m. B ", "[", "« ", "I. ", "...A ", ":1.")
    for unit in units:
        text = unit * 30_000 + "a. B"
        assert "".join("".join(pieces(text)).split()) == "".join(text.split())


MARKS = st.sampled_from(
    [*"abcXYZ019.!?…。！？\"'“”»«()[]:;,-–•\n\t  ", "Mr.", "U.S.", "e.g.", "No.", "\n\n", ". ", "..."]
)


@given(st.lists(MARKS, max_size=60).map("".join), st.data())
def test_spans_are_exact_and_cover_all_but_white_space(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    covered = [False] * len(text)
    last = start
    for span in split(text, start, end):
        assert last <= span.start < span.end <= end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        covered[span.start : span.end] = [True] * (span.end - span.start)
        last = span.end
    assert all(covered[at] or text[at].isspace() for at in range(start, end))


@given(st.text(max_size=80))
def test_any_text_divides(text: str) -> None:
    assert "".join("".join(pieces(text)).split()) == "".join(text.split())
