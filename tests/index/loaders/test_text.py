"""Plain text: encodings, and how lines become blocks."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import LoadError, Unsupported, load
from tests.index.loaders.invariants import check, generated, kinds

SEED = next((Path(__file__).parents[3] / "seeds").glob("000_*.txt"))
RUSSIAN = "Широкая электрификация южных губерний даст мощный толчок подъёму сельского хозяйства."


def _kinds(text: str) -> list[tuple[str, str]]:
    loaded = load(text.encode(), "a.txt")
    check(loaded)
    return kinds(loaded)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", ["Plain words.", "Größe, naïve, 東京, Ελλάδα", RUSSIAN, "東京は日本の首都です。"])
def test_unicode_with_its_mark_is_read(codec: str, text: str) -> None:
    assert load(text.encode(codec), "a.txt").text == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["Plain words, some of them.", "Größe und Übermut tun selten gut.", RUSSIAN])
def test_wide_unicode_without_a_mark_is_read(codec: str, text: str) -> None:
    assert load(text.encode(codec), "a.txt").text == text


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1252", "The café’s “naïve” façade cost €20 – no more."),
        ("cp1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("cp866", RUSSIAN),
        ("shift_jis", "これは日本語の文章です。東京は日本の首都であり、世界最大の都市の一つです。"),
        ("gb18030", "这是一个中文句子。北京是中华人民共和国的首都，也是全国的政治中心。"),
        ("iso8859_7", "Η Αθήνα είναι η πρωτεύουσα της Ελλάδας και η μεγαλύτερη πόλη της χώρας."),
        ("iso2022_jp", "これは日本語の文章です。"),
    ],
)
def test_old_code_pages_are_told_by_their_letters(codec: str, text: str) -> None:
    assert load(text.encode(codec), "a.txt").text == text


def test_one_stray_byte_in_a_western_text_loses_nothing() -> None:
    assert load(b"He paid \xa315.8m for the player, said the club.", "a.txt").text == (
        "He paid £15.8m for the player, said the club."
    )


def test_one_stray_byte_in_a_utf8_text_keeps_the_rest() -> None:
    data = "Ärger über Öl, Größe, Fuß, Mühe, Töne, Äcker. ".encode() * 3 + b"\xa320"
    assert load(data, "a.txt").text.endswith("Äcker. £20")


@generated
@given(st.text(alphabet=st.characters(codec="cp1252", exclude_categories=["Cc"]), min_size=1, max_size=60))
def test_no_byte_is_lost_whatever_the_guess(text: str) -> None:
    data = ("The words of an ordinary text stand here. " + text).encode("cp1252")
    loaded = load(data, "a.txt")
    check(loaded)
    assert loaded.text.startswith("The words of an ordinary text stand here.")
    assert "\ufffd" not in loaded.text


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 30, b"MZ\x90\x00\x03\x00\x00\x00\x04" * 99],
)
def test_binary_data_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(LoadError, match=r"binary|program|picture"):
        load(data, "a.txt")


@pytest.mark.parametrize("data", [b"", b" \n\t\n", codecs.BOM_UTF8])
def test_a_text_without_words_is_skipped(data: bytes) -> None:
    with pytest.raises(Unsupported):
        load(data, "a.txt")


def test_text_stays_as_the_file_has_it() -> None:
    text = "AT&amp;T   and  <b>more</b>\n\n\n    indented \n\tend"
    assert load(text.replace("\n", "\r\n").encode(), "a.txt").text == text


def test_control_characters_go_and_letters_compose() -> None:
    assert load("a\x00\x07b e\u0301 c\x0cd".encode(), "a.txt").text == "ab é c\nd"


def test_an_article_with_a_paragraph_a_line_has_its_headings() -> None:
    loaded = load(SEED.read_bytes(), SEED.name)
    check(loaded)
    headings = [(b.level, loaded.text[b.start : b.end]) for b in loaded.layout.blocks if b.kind.value == "heading"]
    assert headings == [
        (1, "France: Conditions no longer conducive to continue fighting in Mali"),
        (2, "Sharp deterioration in relations"),
        (2, "Terrorist expansion"),
    ]
    assert loaded.title == headings[0][1]
    at = loaded.text.index("Barkhane")
    assert loaded.layout.headings_at(loaded.text, at) == (headings[0][1], "Terrorist expansion")
    assert len(loaded.layout.blocks) == len([line for line in loaded.text.split("\n") if line.strip()])


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The river rises in the hills of the south and runs for more than\n"
        "a thousand kilometres to the sea. Its valley is known for its\n"
        "castles and its wine.\n\n"
        "A second paragraph follows here."
    )
    assert [part for _, part in _kinds(text)] == text.split("\n\n")


def test_lines_that_their_writer_ended_are_blocks_of_their_own() -> None:
    text = "Bread\nMilk and some butter\nEggs, a dozen of them"
    assert [part for _, part in _kinds(text)] == text.split("\n")


def test_list_items_rows_and_underlined_headings() -> None:
    text = "Shopping\n========\n\n- bread\n- milk\n\nname\tprice\nbread\t2.10\n\nThat is all there is to say."
    assert _kinds(text) == [
        ("heading", "Shopping\n========"),
        ("item", "- bread"),
        ("item", "- milk"),
        ("row", "name\tprice"),
        ("row", "bread\t2.10"),
        ("paragraph", "That is all there is to say."),
    ]


@pytest.mark.parametrize("line", ["He said this.", "and then some more words", "12 July 2024, 14:30", "Yes,"])
def test_a_short_line_that_names_nothing_is_no_heading(line: str) -> None:
    text = f"First comes a whole sentence of some length, as in any text.\n{line}\n" + "And then another one. " * 9
    assert ("heading", line) not in _kinds(text.strip())


@generated
@given(st.text(max_size=300))
def test_any_text_keeps_its_words(text: str) -> None:
    try:
        loaded = load(text.encode("utf-8", "ignore"), "a.txt")
    except LoadError:
        return
    check(loaded)


@pytest.mark.parametrize(
    "start",
    [
        "2024-06-01 10:08:{} INFO",
        "[01/Jun/2024:10:08:{} +0000]",
        "Jun  1 10:08:{} host cron:",
        "10:08:{}",
        "::1 - 10:08:{}",
    ],
)
def test_lines_of_a_log_stand_for_themselves(start: str) -> None:
    lines = [f"{start.format(n)} request number {n} took {n * 7 % 10} ms and was answered" for n in range(10, 30)]
    assert kinds(load("\n".join(lines).encode(), "a.log")) == [("paragraph", line) for line in lines]
