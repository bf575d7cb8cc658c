from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import code
from index.loaders.registry import format_of
from index.text.chunking import chunks
from index.text.layout import Kind
from tests.index.loaders.invariants import check, generated, kinds

PYTHON = '''"""Rivers and
how long they are."""

import x


class River(Base):
    """One line."""

    def length(self) -> int:
        if self.x:
            return 3
        return 4
'''


def test_the_text_is_the_source_itself() -> None:
    loaded = code.load(PYTHON.encode())
    check(loaded)
    assert loaded.text == PYTHON
    headings = [(b.level, PYTHON[b.start : b.end]) for b in loaded.layout.blocks if b.kind is Kind.HEADING]
    assert headings == [(1, "class River(Base):"), (2, "def length(self) -> int:")]
    assert kinds(loaded)[:3] == [("code", '"""'), ("paragraph", "Rivers and\nhow long they are."), ("code", '"""')]


@pytest.mark.parametrize(
    "line",
    [
        "func (r *River) Length(unit string) int {", "pub fn length(&self) -> u32 {", "export default class River {",
        "public static int length(String name) {", "const length = (river) => {", "function length() {",
        "CREATE TABLE rivers (", "interface River {", "int main(int argc, char **argv) {", "[tool.rivers]",
        "sub length {", "length <- function(river) {", "module Rivers", "type River struct {", "deploy() {",
        "fun length(name: String): Int {",
    ],
)  # fmt: skip
def test_definitions_are_told_in_many_languages(line: str) -> None:
    assert kinds(code.load(f"start = 1\n\n{line}\n  body;\n".encode()))[1] == ("heading", line)


@pytest.mark.parametrize(
    "line", ["if (a) {", "return f(x) {", "class_name = 3", "x = [1, 2]", "for (;;) {", "defaults: 3", "length(a, b);"]
)
def test_other_lines_are_not_taken_for_definitions(line: str) -> None:
    assert all(kind != "heading" for kind, _ in kinds(code.load(f"{line}\n  body\n".encode())))


def test_each_line_is_a_sentence_of_its_chunk() -> None:
    loaded = code.load(b"retries = 3\ntimeout = 20\n\nport = 8080\n")
    found = chunks(loaded.text, loaded.layout, limit=100, count=lambda texts: [len(text.split()) for text in texts])
    lines = [loaded.text[span.start : span.end] for chunk in found for span in chunk.sentences]
    assert lines == ["retries = 3", "timeout = 20", "port = 8080"]


@pytest.mark.parametrize("name", ["a.py", "b.TS", "c.yaml", "Dockerfile", "x/Makefile", ".gitignore"])
def test_source_files_are_told_by_name(name: str) -> None:
    assert format_of(name, b"some = text\n") == "code"


@generated
@given(st.text(alphabet="adef(){}[]:;=/*#'\"\n\t -_<>", min_size=1, max_size=200))
def test_any_text_is_kept_as_it_is(source: str) -> None:
    if source.strip():
        loaded = code.load(source.encode())
        check(loaded)
        assert loaded.text == source


def test_marks_around_a_comment_are_no_part_of_its_sentences() -> None:
    loaded = code.load(
        b'def f():\n    """Read the count of a meter.\n\n    It is given in hours. Always.\n    """\n\n\n'
        b"/**\n * Opens the gate of the dam. It stays\n * open for an hour.\n */\n"
    )
    check(loaded)
    paragraphs = [text for kind, text in kinds(loaded) if kind == "paragraph"]
    assert paragraphs == [
        "Read the count of a meter.",
        "It is given in hours. Always.",
        "Opens the gate of the dam. It stays\n * open for an hour.",
    ]


def test_a_docstring_of_one_line_is_a_paragraph_where_it_is_a_sentence() -> None:
    loaded = code.load(b'X = 5\n"""Seconds that a file may take to be read."""\nY = 6\n"""Of one."""\n')
    check(loaded)
    assert kinds(loaded)[1:4] == [
        ("code", '"""'),
        ("paragraph", "Seconds that a file may take to be read."),
        ("code", '"""'),
    ]
    assert kinds(loaded)[4] == ("code", 'Y = 6\n"""Of one."""')
