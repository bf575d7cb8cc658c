"""Names of members: they lead nowhere, and each is there once."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.parsing.naming import Names
from tests.index.loaders.invariants import generated


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.txt", "a.txt"),
        ("in/a.txt", "in/a.txt"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("..\\..\\a.txt", "a.txt"),
        ("C:\\Windows\\a.txt", "Windows/a.txt"),
        ("c:a.txt", "c:a.txt"),
        ("\\\\?\\C:\\a.txt", "C:/a.txt"),
        ("in//./a.txt", "in/a.txt"),
        ("a\x00b\x1b[31m\n.txt", "ab[31m.txt"),
        ("re\u202efdp.txt", "refdp.txt"),
        ("e\u0301.txt", "é.txt"),
        ("", "unnamed"),
        ("../..", "unnamed"),
        (".hidden", None),
        ("in/.git/config", None),
        ("__MACOSX/a.txt", None),
        ("in/~$report.docx", None),
        ("x" * 300 + ".txt", "x" * 180 + "….txt"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str | None) -> None:
    assert Names().safe(name) == safe


def test_names_that_are_there_twice_are_numbered() -> None:
    names = Names()
    given_names = ["a.txt", "a.txt", "../a.txt", "a (2).txt", "in/b", "in/b", "a.tar.gz", "a.tar.gz"]
    assert [names.safe(name) for name in given_names] == [
        "a.txt",
        "a (2).txt",
        "a (3).txt",
        "a (2) (2).txt",
        "in/b",
        "in/b (2)",
        "a.tar.gz",
        "a.tar (2).gz",
    ]


def test_a_file_and_a_folder_of_one_name_are_told_apart() -> None:
    """An archive ``b.zip`` that holds ``c.txt`` would else have the path of a file ``c.txt`` in a folder ``b.zip``."""
    names = Names()
    given_names = ["b.zip", "b.zip/c.txt", "b.zip/in/d.txt", "in/e.txt", "in", "b.zip/c.txt", "in/e.txt/f"]
    assert [names.safe(name) for name in given_names] == [
        "b.zip",
        "b (2).zip/c.txt",
        "b (2).zip/in/d.txt",
        "in/e.txt",
        "in (2)",
        "b (2).zip/c (2).txt",
        "in/e (2).txt/f",
    ]


@generated
@given(st.lists(st.text(alphabet=st.sampled_from("ab./\\:~$ \0\n\u202e\ud800é"), max_size=12), max_size=8))
def test_no_name_leads_anywhere(given_names: list[str]) -> None:
    names = Names()
    safe = [name for name in map(names.safe, given_names) if name is not None]
    assert len(set(safe)) == len(safe)
    for name in safe:
        path = PurePosixPath(name)
        assert str(path) == name
        assert not path.is_absolute()
        assert ".." not in path.parts
        assert not set(name) & set("\\\0\n\u202e\ud800")
