"""Documents inside documents: how deep, how many, how large, and what is said where a limit is reached."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.documents import State
from index.embedding.embedding import Embedder
from index.parsing.limits import Limits
from index.parsing.parser import Parser
from tests.index.parsing.test_parser import read, said, write, zipped


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    parser = Parser(Embedder(), limits=Limits(members=5, unpacked=20_000, file_bytes=15_000))
    yield parser
    parser.close()


def tarred(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def test_containers_of_every_kind_are_gone_through(parser: Parser, tmp_path: Path) -> None:
    data = zipped({"b.tgz": tarred("in/c.txt.gz", gzip.compress(b"deep")), "../x.txt": "near", ".h": "x"})
    outcomes = read(parser, tmp_path, write(tmp_path, "a.zip", data))
    assert said(outcomes) == [
        ("a.zip", ""),
        ("a.zip/b.tgz", ""),
        ("a.zip/b.tgz/in/c.txt.gz", ""),
        ("a.zip/b.tgz/in/c.txt.gz/c.txt", "deep"),
        ("a.zip/x.txt", "near"),
    ]
    assert [o.head.format for o in outcomes] == ["zip", "tar", "gzip", "text", "text"]
    assert [o.parsed is not None and o.parsed.container for o in outcomes] == [True, True, True, False, False]
    assert outcomes[3].head.size == 4
    assert len({o.head.sha256 for o in outcomes}) == 5


def test_archives_stand_no_deeper_than_four_in_each_other(parser: Parser, tmp_path: Path) -> None:
    data = zipped({"a.txt": "deepest"})
    for _ in range(5):
        data = zipped({"a.zip": data})
    outcomes = read(parser, tmp_path, write(tmp_path, "a.zip", data))
    assert [path.count("/") for path, _ in said(outcomes)] == [0, 1, 2, 3, 4, 4]
    assert said(outcomes)[-1][1] == "stands in 4 archives within each other: what it holds is not read"
    assert outcomes[-1].failure is not None
    assert outcomes[-1].failure.state is State.FAILED


def test_an_archive_with_too_many_files_says_so_behind_those_that_are_read(parser: Parser, tmp_path: Path) -> None:
    data = zipped({"in.zip": zipped({f"{n}.txt": str(n) for n in range(9)}), "z.txt": "last"})
    outcomes = said(read(parser, tmp_path, write(tmp_path, "a.zip", data)))
    reason = "holds more than 5 files: its last {} not read"
    assert [path for path, _ in outcomes[:6]] == ["a.zip", "a.zip/in.zip", *(f"a.zip/in.zip/{n}.txt" for n in range(4))]
    assert outcomes[6:] == [("a.zip/in.zip", reason.format("5 files are")), ("a.zip", reason.format("2 files are"))]


def test_what_unpacks_to_too_much_in_all_says_so(parser: Parser, tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for n in range(4):
            info = tarfile.TarInfo(f"{n}.txt")
            info.size = 8000
            archive.addfile(info, io.BytesIO(f"{n} abc, ".encode() * 1143))
    outcomes = said(read(parser, tmp_path, write(tmp_path, "a.tgz", out.getvalue())))
    assert [path for path, _ in outcomes] == ["a.tgz", "a.tgz/0.txt", "a.tgz/1.txt", "a.tgz"]
    assert outcomes[-1][1] == "unpacks to more than 19.5 kB: its last 2 files are not read"


@pytest.mark.parametrize("modified", ["1e300", "99999999999999999999", "-1e300", "nan", "inf"])
def test_a_date_that_no_file_can_have_is_that_of_the_archive(parser: Parser, tmp_path: Path, modified: str) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in ("a.txt", "b.txt"):
            info = tarfile.TarInfo(name)
            info.size, info.pax_headers = 4, {"mtime": modified} if name == "a.txt" else {}
            archive.addfile(info, io.BytesIO(b"word"))
    outcomes = read(parser, tmp_path, write(tmp_path, "a.tar", out.getvalue()))
    assert said(outcomes)[1:] == [("a.tar/a.txt", "word"), ("a.tar/b.txt", "word")]
    assert outcomes[1].head.mtime_ns == outcomes[0].head.mtime_ns


def test_a_member_that_is_too_large_is_told(parser: Parser, tmp_path: Path) -> None:
    outcomes = read(parser, tmp_path, write(tmp_path, "a.gz", gzip.compress(b"word " * 4000)))
    assert said(outcomes)[-1] == ("a.gz/a", "is larger than 14.6 kB, the most that is read: split it into parts")
    assert outcomes[-1].head.sha256 is None


def test_members_that_cannot_be_read_do_not_hide_the_others(parser: Parser, tmp_path: Path) -> None:
    data = zipped({"a.txt": "the word", "b.txt": "two", "c.txt": ""}).replace(b"the word", b"the werd", 1)
    outcomes = read(parser, tmp_path, write(tmp_path, "a.zip", data))
    assert said(outcomes) == [
        ("a.zip", ""),
        ("a.zip/a.txt", "is damaged: its bytes are not those that were packed (the checksum differs)"),
        ("a.zip/b.txt", "two"),
        ("a.zip/c.txt", "is empty"),
    ]
    assert [o.failure.state for o in outcomes if o.failure] == [State.FAILED, State.SKIPPED]


def test_an_archive_that_is_cut_short_keeps_what_is_whole_and_says_so(parser: Parser, tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in ("a.txt", "b.txt"):
            info = tarfile.TarInfo(name)
            info.size = 3000
            archive.addfile(info, io.BytesIO(b"words " * 500))
    outcomes = said(read(parser, tmp_path, write(tmp_path, "a.tar", out.getvalue()[:5000])))
    assert [path for path, _ in outcomes] == ["a.tar", "a.tar/a.txt", "a.tar/b.txt", "a.tar"]
    assert outcomes[2][1] == "is damaged: it is cut short"
    assert outcomes[3][1] == "is damaged: it is cut short or broken, and the rest of it is not read"


def test_an_archive_in_itself_ends(tmp_path: Path) -> None:
    """A gzip file that unpacks to another, and so on, as a quine does without end."""
    data = b"words"
    for _ in range(12):
        data = gzip.compress(data)
    parser = Parser(Embedder())
    try:
        outcomes = said(read(parser, tmp_path, write(tmp_path, "a.gz", data)))
    finally:
        parser.close()
    assert len(outcomes) == 6
    assert "within each other" in outcomes[-1][1]
