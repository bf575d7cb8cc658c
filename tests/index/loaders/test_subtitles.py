from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import subtitles
from index.loaders.loaded import LoadError
from tests.index.loaders.invariants import check, generated, kinds, words_in_order


def read(source: str) -> list[tuple[str, str]]:
    loaded = subtitles.load(source.encode())
    check(loaded)
    return kinds(loaded)


def test_sentences_over_several_cues_are_whole() -> None:
    source = (
        "1\n00:00:01,000 --> 00:00:03,000\n<i>Hello there,</i>\nmy {\\an8}friend.\n\n"
        "2\n00:00:03,500 --> 00:00:05,000\nHow are\n\n3\n00:00:05,100 --> 00:00:06,000\nyou?\n"
    )
    assert read(source) == [("heading", "0:00:00"), ("paragraph", "Hello there, my friend. How are you?")]
    assert subtitles.load(source.encode()).title is None


def test_a_heading_tells_the_minute() -> None:
    source = "1\n00:00:58,000 --> 00:00:59,000\nOne.\n\n2\n01:02:03,000 --> 01:02:04,000\nTwo.\n"
    assert read(source) == [
        ("heading", "0:00:00"),
        ("paragraph", "One."),
        ("heading", "1:02:00"),
        ("paragraph", "Two."),
    ]


def test_each_speaker_has_a_paragraph() -> None:
    source = (
        "WEBVTT - The film\n\nNOTE made by hand\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:02.000 align:start\n"
        "<v Bob>Hi <b>you</b> &amp; me</v>\n\n00:02.000 --> 00:03.000\n<v.loud Ann Lee>Yes</v>\n\n"
        "00:03.000 --> 00:04.000\nBOB: No.\n- Who?\n- Me.\n"
    )
    assert read(source) == [
        ("note", "made by hand"),
        ("heading", "0:00:00"),
        ("paragraph", "Bob: Hi you & me"),
        ("paragraph", "Ann Lee: Yes"),
        ("paragraph", "BOB: No."),
        ("paragraph", "Who?"),
        ("paragraph", "Me."),
    ]
    assert subtitles.load(source.encode()).title == "The film"


def test_lines_that_roll_up_are_said_once() -> None:
    source = "WEBVTT\n\n00:01.000 --> 00:02.000\none two\n\n00:02.000 --> 00:03.000\none two\nthree four\n"
    assert read(source)[1] == ("paragraph", "one two three four")


def test_numbers_that_are_said_stay() -> None:
    source = "1\n00:00:01,000 --> 00:00:02,000\nThe answer is\n42\n\n2\n00:00:02,000 --> 00:00:03,000\nindeed.\n"
    assert read(source)[1] == ("paragraph", "The answer is 42 indeed.")


def test_a_file_without_times_is_refused() -> None:
    with pytest.raises(LoadError, match="no times"):
        subtitles.load(b"just words\n")


@generated
@given(
    st.lists(st.from_regex(r"[a-z]{3,8}( [a-z]{3,8}){0,3}[.]?", fullmatch=True), min_size=1, max_size=12, unique=True)
)
def test_all_words_arrive_in_order(lines: list[str]) -> None:
    cues = [f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{line}\n" for n, line in enumerate(lines)]
    loaded = subtitles.load("\n".join(cues).encode())
    check(loaded)
    assert words_in_order([word for line in lines for word in line.split()], loaded.text)


@generated
@given(
    st.lists(
        st.sampled_from(
            [
                "WEBVTT\n",
                "00:01.000 --> 00:02.000\n",
                "\n",
                "1\n",
                "a",
                "<v ",
                ">",
                "<",
                "{",
                "Bob: ",
                "- ",
                "é",
                "NOTE\n",
            ]
        ),
        max_size=40,
    )
)
def test_anything_ends_in_text_or_a_reason(parts: list[str]) -> None:
    with suppress(LoadError):
        check(subtitles.load("".join(parts).encode()))
