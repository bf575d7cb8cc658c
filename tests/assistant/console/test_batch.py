"""Batch files: every line is looked at before anything is asked, and answers appear whole or not at all."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from assistant.answers import Turn
from assistant.console.batch import Asked, BatchError, line_of, read, writing


def made(path: Path, *lines: bytes) -> Path:
    path.write_bytes(b"\n".join(lines))
    return path


def test_lines_become_questions_in_order(tmp_path: Path) -> None:
    source = made(
        tmp_path / "in.jsonl",
        b'\xef\xbb\xbf{"id": 7, "question": "Wo liegt K\xc3\xb6ln?"}',
        b"",
        b'{"id": "b", "question": "And in 2004?", "history": [{"question": "Who won in 2001?", "answer": "Ann."}]}\r',
        b'{"id": null, "question": "Why?", "history": [{"question": "Who?"}], "more": true}',
    )
    assert read(source) == [
        Asked(7, "Wo liegt Köln?", ()),
        Asked("b", "And in 2004?", (Turn("Who won in 2001?", "Ann."),)),
        Asked(None, "Why?", (Turn("Who?", None),)),
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{", "not JSON"),
        (b"[1]", "not an object"),
        (b"\xff{}", "not UTF-8"),
        (b'{"question": "Why?"}', '"id"'),
        (b'{"id": 1}', '"question"'),
        (b'{"id": 1, "question": "  "}', '"question"'),
        (b'{"id": 1, "question": ["Why?"]}', '"question"'),
        (b'{"id": 1, "question": "\\ud800"}', "surrogate"),
        (b'{"id": 1, "question": "Why?", "history": {"question": "Who?"}}', "not a list"),
        (b'{"id": 1, "question": "Why?", "history": ["Who?"]}', "not an object"),
        (b'{"id": 1, "question": "Why?", "history": [{"answer": "Ann."}]}', '"question" of a turn'),
        (b'{"id": 1, "question": "Why?", "history": [{"question": "Who?", "answer": 3}]}', '"answer"'),
        (b"[" * 100_000, "nested"),
    ],
)
def test_a_bad_line_is_named_by_its_number(tmp_path: Path, line: bytes, words: str) -> None:
    source = made(tmp_path / "in.jsonl", b'{"id": 1, "question": "Why?"}', b"", line)
    with pytest.raises(BatchError) as caught:
        read(source)
    assert f"{source}, line 3: " in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b'{"id": 1, "question": "Why?"}\n',))
    writer.start()
    assert read(pipe) == [Asked(1, "Why?", ())]
    writer.join()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match=r"nothing\.jsonl cannot be read: No such file"):
        read(tmp_path / "nothing.jsonl")


def test_output_keeps_unicode() -> None:
    assert (
        line_of({"id": "ä", "answer": "naïve 日本 \u2028"}) == '{"id": "ä", "answer": "naïve 日本 \u2028"}\n'.encode()
    )
    assert json.loads(line_of({"id": "\ud800"})) == {"id": "\ud800"}


def test_output_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    with writing(target) as write:
        write({"id": 1})
        assert target.read_text() == "old"
    assert target.read_text() == '{"id": 1}\n'
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_failure_leaves_the_old_output(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    with pytest.raises(TypeError), writing(target) as write:
        write({"id": object()})
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="cannot be written: No such file"), writing(tmp_path / "no" / "out.jsonl"):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_a_full_disk_is_named() -> None:
    with pytest.raises(BatchError, match="cannot be written: No space left"), writing(Path("/dev/full")) as write:
        write({"id": 1, "answer": "x" * 10_000})
