from __future__ import annotations

import csv as library
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import csv
from index.loaders.loaded import Unsupported
from tests.index.loaders.invariants import check, generated, words_in_order


def text(data: bytes) -> str:
    loaded = csv.load(data)
    check(loaded)
    return loaded.text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings_are_found(delimiter: str, encoding: str) -> None:
    rows = [["Name", "Größe", "Ort"], ["Anna", "172", "Köln"], ["Bert", "180", "Ulm"]]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    assert text(data).split("\n")[1] == "Name: Anna\tGröße: 172\tOrt: Köln"


def test_a_decimal_comma_is_no_delimiter() -> None:
    assert text(b"Name;Size\nAnna;1,72\nBert;1,80\n").endswith("Name: Bert\tSize: 1,80")
    assert text(b"1,5;2,5\n3,5;4,5\n") == "1,5\t2,5\n3,5\t4,5"


def test_a_named_delimiter_is_believed() -> None:
    assert text(b"sep=:\nname:age\nAnna:3\n") == "name\tage\nname: Anna\tage: 3"


def test_quoted_cells_hold_delimiters_quotes_and_lines() -> None:
    data = b'id,text\n1,"one, ""two""\nthree"\n2,x\n'
    assert text(data) == 'id\ttext\nid: 1\ttext: one, "two" three\nid: 2\ttext: x'


def test_quotes_behind_backslashes_are_read() -> None:
    data = b'"id","text"\n"1","say \\"hi\\", you"\n"2","so \\"x\\" and"\n'
    assert text(data).split("\n")[1] == 'id: 1\ttext: say "hi", you'


def test_a_quote_left_open_takes_its_row_alone() -> None:
    found = text(b'id,text\n1,"open\n2,x\n3,5" pipe\n4,z\n')
    assert [row.split("\t")[0] for row in found.split("\n")[1:]] == ["id: 1", "id: 2", "id: 3", "id: 4"]
    assert '"open' in found


def test_comments_over_the_table_are_paragraphs() -> None:
    assert text(b"# made by hand\nname,age\nAnna,3\n") == "made by hand\n\nname\tage\nname: Anna\tage: 3"
    assert text(b"#chrom\tstart\nchr1\t1\n") == "chrom\tstart\nchrom: chr1\tstart: 1"


def test_one_column_is_lines() -> None:
    assert text(b"just a line\nand another\n") == "just a line\nand another"


def test_nothing_is_unsupported() -> None:
    with pytest.raises(Unsupported):
        csv.load(b" \n\n")


@generated
@given(
    st.lists(
        st.lists(st.from_regex(r"[a-z]{1,6}(?:[ ,;\"\n][a-z]{1,6}){0,2}", fullmatch=True), min_size=3, max_size=3),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(",;\t|"),
)
def test_all_words_arrive_in_order(rows: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    library.writer(out, delimiter=delimiter).writerows(rows)
    words = (
        "".join(" ".join(" ".join(row) for row in rows).replace('"', " ")).replace(",", " ").replace(";", " ").split()
    )
    assert words_in_order(words, text(out.getvalue().encode()))


@generated
@given(st.text(alphabet='a1,;\t|"\\\n #é', max_size=200))
def test_any_text_is_read_without_loss(source: str) -> None:
    try:
        found = text(source.encode())
    except Unsupported:
        assert not any(c.isalnum() for c in source)
        return
    assert sorted(c for c in found if c in "é") == sorted(c for c in source if c in "é")
