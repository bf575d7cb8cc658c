"""Reading in a process of its own, whatever that process does wrong."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

import psutil
import pytest

from index.documents import State
from index.embedding.embedding import Embedder
from index.embedding.models import find
from index.loaders import load
from index.loaders.loaded import LoadError
from index.parsing import pipes
from index.parsing.limits import Limits
from index.parsing.outcome import Head, Outcome
from index.parsing.parser import Parser, Stopped
from index.text import chunking
from index.text.layout import Layout

HOOKS = "tests.index.parsing.misbehaving"
TIGHT = Limits(seconds=0.6, memory=300 * 2**20)
WORDS = "The rain falls on the river.\n\nIt runs to the sea, and nobody asks it why."


def always(_: Head) -> bool:
    return True


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


@pytest.fixture(scope="module")
def parser(embedder: Embedder) -> Iterator[Parser]:
    """One process for all tests that do it no harm."""
    parser = Parser(embedder)
    yield parser
    parser.close()


@pytest.fixture(scope="module")
def tried(embedder: Embedder) -> Iterator[Parser]:
    """One whose process can be told to misbehave."""
    parser = Parser(embedder, limits=TIGHT, hooks=HOOKS)
    yield parser
    parser.close()


def write(folder: Path, name: str, data: bytes | str) -> str:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return name


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def read(parser: Parser, folder: Path, name: str) -> list[Outcome]:
    return list(parser.read(folder, name, always))


def only(parser: Parser, folder: Path, name: str) -> Outcome:
    (outcome,) = read(parser, folder, name)
    return outcome


def said(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    """Each document's path, and its text or reason."""
    return [(o.head.path, o.parsed.text if o.parsed else o.failure.reason if o.failure else "known") for o in outcomes]


def running() -> list[int]:
    """The processes that this one started and that still run."""
    return [p.pid for p in psutil.Process().children(recursive=True) if "index.parsing.worker" in p.cmdline()]


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Whether a process ends within some seconds; a zombie has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def test_what_comes_is_what_the_loader_and_the_divider_give(parser: Parser, embedder: Embedder, tmp_path: Path) -> None:
    text = "# Rivers\n\n" + "\n\n".join(f"Paragraph {n}: {WORDS} Überfluß 😀 \u4e2d\u6587." for n in range(400))
    outcome = only(parser, tmp_path, write(tmp_path, "a.md", text))
    expected = load(text.encode(), "a.md")
    chunks = chunking.chunks(expected.text, expected.layout, limit=embedder.max_tokens, count=embedder.count)
    parsed = outcome.parsed
    assert parsed is not None
    assert len(chunks) > 10
    assert (parsed.text, list(parsed.chunks), parsed.title) == (expected.text, chunks, "Rivers")
    assert Layout.from_bytes(parsed.layout) == expected.layout
    assert (parsed.format, parsed.pages, parsed.container) == ("markdown", None, False)
    assert parsed.report["peak_bytes"] > 1_000_000
    assert parsed.report["seconds"] >= 0


def test_the_head_says_what_the_file_is(parser: Parser, tmp_path: Path) -> None:
    name = write(tmp_path, "a.txt", WORDS)
    os.utime(tmp_path / name, ns=(1_600_000_000_123_456_789, 1_600_000_000_123_456_789))
    heads = []
    before = time.time_ns()
    for _ in parser.read(tmp_path, name, lambda head: heads.append(head) or True):  # type: ignore[func-returns-value]
        pass
    (head,) = heads
    assert (head.path, head.size, head.mtime_ns) == ("a.txt", len(WORDS), 1_600_000_000_123_456_789)
    assert before <= head.checked_ns <= time.time_ns()
    assert head.sha256 == hashlib.sha256(WORDS.encode()).hexdigest()
    assert head.format == "text"


def test_what_is_known_is_not_parsed(parser: Parser, tmp_path: Path) -> None:
    name = write(tmp_path, "a.zip", zipped({"a.txt": "one", "b.txt": "two"}))
    assert [(o.head.path, o.known, o.parsed) for o in parser.read(tmp_path, name, lambda h: False)] == [
        ("a.zip", True, None)
    ]
    outcomes = list(parser.read(tmp_path, name, lambda head: head.path != "a.zip/a.txt"))
    assert said(outcomes) == [("a.zip", ""), ("a.zip/a.txt", "known"), ("a.zip/b.txt", "two")]


def test_a_file_that_is_not_there_is_an_error_as_open_gives_it(parser: Parser, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(parser, tmp_path, "none.txt")
    with pytest.raises(IsADirectoryError):
        read(parser, tmp_path.parent, tmp_path.name)
    assert only(parser, tmp_path, write(tmp_path, "a.txt", WORDS)).parsed  # and it goes on


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_not_waited_for(parser: Parser, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    failure = only(parser, tmp_path, "pipe.txt").failure
    assert failure is not None
    assert failure.reason == "is no regular file"


@pytest.mark.parametrize(
    ("name", "data", "state", "reason"),
    [
        ("a.txt", b"", State.SKIPPED, "is empty"),
        ("a.txt", b" \n", State.SKIPPED, "holds no text"),
        ("a.xyz", bytes(range(256)) * 9, State.SKIPPED, "is binary data of an unknown format"),
        ("a.pdf", b"%PDF-1.4 and no more", State.FAILED, None),
    ],
)
def test_a_file_without_text_has_a_reason(
    parser: Parser, tmp_path: Path, name: str, data: bytes, state: State, reason: str | None
) -> None:
    failure = only(parser, tmp_path, write(tmp_path, name, data)).failure
    assert failure is not None
    assert failure.state is state
    assert failure.reason == (reason or failure.reason)


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("hang", "took longer than 0.6 s to read"),
        ("sleep", "took longer than 0.6 s to read"),
        ("hold-the-interpreter", "took longer than 0.6 s to read"),
        ("leave-a-child", "took longer than 0.6 s to read"),
        ("allocate", "needs more than 300 MB of memory to read"),
        ("grow", "needs more than 300 MB of memory to read"),
        ("deep", "could not be read: it is nested too deeply"),
        ("crash", "could not be read: the reader crashed on it (signal 11, memory error)"),
        ("kill-itself", "could not be read: the reader crashed on it (signal 9, killed)"),
        ("exit", "could not be read: the reader ended on it (exit status 3)"),
        ("really-exit", "could not be read: the reader ended on it (exit status 3)"),
        ("lie", "could not be read: the reader gave what makes no sense (a header that is no object)"),
        ("give-signs-of-life-for-ever", "could not be read: the reader gave what makes no sense (it goes on for ever)"),
        ("ask-for-time-without-end", "took longer than 0.6 s to read"),
        ("claim-to-be-large", "could not be read: the reader gave what makes no sense (a document that was not begun)"),
        (
            "speak-of-another",
            "could not be read: the reader gave what makes no sense (a document of another file)",
        ),
    ],
)
def test_whatever_a_reader_does_wrong_is_told(tried: Parser, tmp_path: Path, deed: str, reason: str) -> None:
    failure = only(tried, tmp_path, write(tmp_path, "bad.txt", f"!{deed}\n{WORDS}")).failure
    assert failure is not None
    assert (failure.state, failure.reason) == (State.FAILED, reason)
    good = only(tried, tmp_path, write(tmp_path, "good.txt", WORDS))
    assert good.parsed is not None
    assert good.parsed.text == WORDS


def test_pipes_that_cannot_be_waited_for(embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows: a thread reads what comes, and the limits hold all the same."""
    monkeypatch.setattr(pipes, "SELECTABLE", False)
    parser = Parser(embedder, limits=TIGHT, hooks=HOOKS)
    try:
        long = "\n\n".join(f"Paragraph {n}: {WORDS}" for n in range(4_000))
        for deed, reason in (
            ("sleep", "took longer than 0.6 s to read"),
            ("exit", "could not be read: the reader ended on it (exit status 3)"),
        ):
            failure = only(parser, tmp_path, write(tmp_path, "bad.txt", f"!{deed}\n{WORDS}")).failure
            assert failure is not None
            assert failure.reason == reason
    finally:
        parser.close()
    parser = Parser(embedder)
    try:
        parsed = only(parser, tmp_path, write(tmp_path, "good.txt", long)).parsed
        assert parsed is not None
        assert parsed.text == long
    finally:
        parser.close()


def test_a_reader_that_sends_without_end(embedder: Embedder, tmp_path: Path) -> None:
    """It must fill the memory of whoever reads what it sends no more than its own."""
    parser = Parser(embedder, limits=Limits(seconds=60, memory=200 * 2**20), hooks=HOOKS)
    try:
        failure = only(parser, tmp_path, write(tmp_path, "bad.txt", f"!send-without-end\n{WORDS}")).failure
        assert failure is not None
        assert failure.reason == "could not be read: the reader gave more than a document can hold"
    finally:
        parser.close()


def test_memory_of_ours_is_not_taken_for_the_readers(tried: Parser, tmp_path: Path) -> None:
    """Until a new process becomes another program it has the memory of the one that started it."""
    held = bytearray(400 * 2**20)
    for at in range(0, len(held), 4096):
        held[at] = 1
    name = write(tmp_path, "bad.txt", f"!crash\n{WORDS}")
    only(tried, tmp_path, name)  # the process before was started with less
    failure = only(tried, tmp_path, name).failure
    assert failure is not None
    assert "signal 11" in failure.reason


def test_nothing_is_left_of_processes_that_were_ended(tried: Parser, tmp_path: Path) -> None:
    """Over months thousands of them are: no descriptor, no thread, no zombie may stay behind."""
    bad = write(tmp_path, "bad.txt", f"!really-exit\n{WORDS}")
    only(tried, tmp_path, bad)
    here = psutil.Process()
    before = here.num_fds(), here.num_threads()
    for _ in range(5):
        only(tried, tmp_path, bad)
    assert (here.num_fds(), here.num_threads()) == before
    assert not [child for child in here.children() if child.status() == psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize("deed", ["print", "read-input"])
def test_printing_and_reading_do_not_disturb(tried: Parser, tmp_path: Path, deed: str) -> None:
    parsed = only(tried, tmp_path, write(tmp_path, "a.txt", f"!{deed}\n{WORDS}")).parsed
    assert parsed is not None
    assert parsed.text == WORDS


def test_the_process_has_no_secrets_and_no_files_of_its_parent(
    embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_API_KEY", "secret")
    with (tmp_path / "open").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        parser = Parser(embedder, hooks=HOOKS)
        try:
            environment = only(parser, tmp_path, write(tmp_path, "a.txt", "!environment")).parsed
            descriptors = only(parser, tmp_path, write(tmp_path, "a.txt", "!descriptors")).parsed
        finally:
            parser.close()
    assert environment is not None
    assert "PATH" in environment.text
    assert "SOME_API_KEY" not in environment.text
    assert descriptors is not None
    assert str(tmp_path / "open") not in descriptors.text


def test_a_member_that_ends_the_process_is_left_out_and_the_others_are_read(tried: Parser, tmp_path: Path) -> None:
    inner = zipped({"c.txt": "three", "hang.txt": "!hang", "d.txt": "four"})
    data = zipped({"a.txt": "one", "crash.txt": "!crash", "b.txt": "two", "in.zip": inner, "e.txt": "five"})
    outcomes = read(tried, tmp_path, write(tmp_path, "a.zip", data))
    assert said(outcomes) == [
        ("a.zip", ""),
        ("a.zip/a.txt", "one"),
        ("a.zip/crash.txt", "could not be read: the reader crashed on it (signal 11, memory error)"),
        ("a.zip/b.txt", "two"),
        ("a.zip/in.zip", ""),
        ("a.zip/in.zip/c.txt", "three"),
        ("a.zip/in.zip/hang.txt", "took longer than 0.6 s to read"),
        ("a.zip/in.zip/d.txt", "four"),
        ("a.zip/e.txt", "five"),
    ]
    assert [o.head.place for o in outcomes] == [(), (0,), (1,), (2,), (3,), (3, 0), (3, 1), (3, 2), (4,)]


def test_too_many_members_that_end_the_process_end_the_file(embedder: Embedder, tmp_path: Path) -> None:
    name = write(tmp_path, "a.zip", zipped({**{f"{n}.txt": "!really-exit" for n in range(9)}, "z.txt": "last"}))
    parser = Parser(embedder, limits=Limits(crashes=2), hooks=HOOKS)
    try:
        outcomes = read(parser, tmp_path, name)
    finally:
        parser.close()
    assert [path for path, _ in said(outcomes)] == ["a.zip", "a.zip/0.txt", "a.zip/1.txt", "a.zip/2.txt", "a.zip"]
    assert said(outcomes)[-1][1] == "holds too many files that end the reader: the rest of it is not read"


def test_limits_of_size_and_of_what_comes_out(embedder: Embedder, tmp_path: Path) -> None:
    small = Limits(file_bytes=1000, characters=500, chunks=3)
    parser = Parser(embedder, limits=small)
    try:
        outcome = only(parser, tmp_path, write(tmp_path, "a.txt", "x" * 1001))
        assert outcome.failure is not None
        assert outcome.failure.state is State.SKIPPED
        assert outcome.failure.reason == "is larger than 1000 bytes, the most that is read: split it into parts"
        assert outcome.head.sha256 is None
        long = only(parser, tmp_path, write(tmp_path, "b.txt", "word " * 120)).failure
        assert long is not None
        assert long.reason == "holds more than 500 characters of text"
        many = "".join(f"<h1>{n}</h1><p>w" for n in range(9))
        much = only(parser, tmp_path, write(tmp_path, "c.html", many)).failure
        assert much is not None
        assert much.reason == "makes more than 3 passages"
    finally:
        parser.close()


def test_a_loader_may_ask_for_more_time(tried: Parser, embedder: Embedder, tmp_path: Path) -> None:
    parsed = only(tried, tmp_path, write(tmp_path, "a.txt", f"!ask-and-take-longer\n{WORDS}")).parsed
    assert parsed is not None
    parser = Parser(embedder, limits=Limits(seconds=0.3, patience=0.2), hooks=HOOKS)
    try:
        failure = only(parser, tmp_path, "a.txt").failure
    finally:
        parser.close()
    assert failure is not None
    assert failure.reason == "took longer than 0.5 s to read"


def test_a_process_that_has_grown_is_replaced(embedder: Embedder, tmp_path: Path) -> None:
    parser = Parser(embedder, limits=Limits(recycled_after=2))
    name = write(tmp_path, "a.txt", WORDS)
    try:
        pids = []
        for _ in range(4):
            assert only(parser, tmp_path, name).parsed
            pids += running()
        assert len(set(pids)) >= 2
    finally:
        parser.close()


def test_closing_ends_what_is_under_way_at_once_and_leaves_nothing(embedder: Embedder, tmp_path: Path) -> None:
    name = write(tmp_path, "a.txt", "!leave-a-child")
    before = set(running())
    parser = Parser(embedder, hooks=HOOKS)
    ended: list[BaseException] = []

    def work() -> None:
        try:
            read(parser, tmp_path, name)
        except Stopped as error:
            ended.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    pid = _appears(before)
    child = _child(pid)
    parser.close()
    thread.join(5)
    assert not thread.is_alive()
    assert len(ended) == 1
    assert gone(pid)
    assert gone(child)
    with pytest.raises(Stopped):
        read(parser, tmp_path, name)


def _appears(before: set[int]) -> int:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if new := set(running()) - before:
            return new.pop()
        time.sleep(0.02)
    raise AssertionError("no process was started")


def _child(pid: int) -> int:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if children := psutil.Process(pid).children():
            return int(children[0].pid)
        time.sleep(0.02)
    raise AssertionError("no child was started")


def test_cancelling_ends_what_is_under_way(tried: Parser, tmp_path: Path) -> None:
    name = write(tmp_path, "a.txt", "!sleep")
    asked = iter([False, False, True])
    with pytest.raises(Stopped):
        list(tried.read(tmp_path, name, always, lambda: next(asked, True)))
    assert only(tried, tmp_path, write(tmp_path, "b.txt", WORDS)).parsed


def test_leaving_early_and_an_error_in_want_leave_the_parser_usable(parser: Parser, tmp_path: Path) -> None:
    name = write(tmp_path, "a.zip", zipped({f"{n}.txt": WORDS for n in range(50)}))
    outcomes = parser.read(tmp_path, name, always)
    next(outcomes)
    del outcomes

    def broken(_: Head) -> bool:
        raise KeyError("a mistake of the caller's")

    with pytest.raises(KeyError):
        list(parser.read(tmp_path, name, broken))
    assert len(read(parser, tmp_path, name)) == 51


_OWNER = """
import sys
from pathlib import Path
from index.embedding.embedding import Embedder
from index.parsing.parser import Parser
parser = Parser(Embedder(), hooks="tests.index.parsing.misbehaving")
list(parser.read(Path(sys.argv[1]), "good.txt", lambda head: True))
print(parser._process.pid, flush=True)
list(parser.read(Path(sys.argv[1]), sys.argv[2], lambda head: print("asked", flush=True) or True))
"""


@pytest.mark.skipif(os.name != "posix", reason="processes end another way here")
@pytest.mark.parametrize("deed", ["hang", "hold-the-interpreter"])
def test_the_process_ends_with_its_parent_whatever_it_does(tmp_path: Path, deed: str) -> None:
    write(tmp_path, "good.txt", WORDS)
    write(tmp_path, "bad.txt", f"!{deed}")
    with subprocess.Popen(
        [sys.executable, "-c", _OWNER, str(tmp_path), "bad.txt"], stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        pids = [int(owner.stdout.readline())]
        assert owner.stdout.readline() == "asked\n"
        pids += [child.pid for child in psutil.Process(owner.pid).children()]
        owner.kill()
    assert all(gone(pid) for pid in pids)


def test_a_text_that_is_known_is_divided_again(parser: Parser, embedder: Embedder, tmp_path: Path) -> None:
    loaded = load(("\n\n".join(f"{n}. {WORDS}" for n in range(300))).encode(), "a.txt")
    tokenizer = find(embedder.name).folder / "tokenizer.json"
    chunks = parser.divide(loaded.text, loaded.layout.to_bytes(), 60, tokenizer)
    assert chunks == chunking.chunks(loaded.text, loaded.layout, limit=60, count=embedder.count)
    assert len(chunks) > 50
    with pytest.raises(LoadError, match="could not be divided"):
        parser.divide(loaded.text, b"no layout", 60, tokenizer)
    by_bytes = parser.divide(loaded.text, loaded.layout.to_bytes(), 60, None)
    assert all(len(chunk.text.encode()) <= 60 for chunk in by_bytes)
