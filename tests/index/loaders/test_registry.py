"""Which loader reads a file, and that nothing but LoadError comes out, whatever goes in."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import FORMATS, LoadError, Unsupported, format_of, load
from index.loaders.registry import HEAD
from tests.index.loaders.drawing import Canvas
from tests.index.loaders.invariants import check, generated

PDF = Canvas().line(72, 72, "Words on a page").saved()


def _docx() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_heading("A heading", 1)
    document.add_paragraph("Words in a document, more of them.")
    document.add_table(2, 2).cell(0, 0).text = "cell"
    document.save(out)
    return out.getvalue()


DOCX = _docx()
HTML = b"<!DOCTYPE html><title>t</title><table><tr><td>Words<td>more</table><p>end"


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.txt", b"words", "text"),
        ("A.TXT", b"words", "text"),
        ("notes.md", b"# words", "markdown"),
        ("page.htm", b"words", "html"),
        ("folder.x/page.XHTML", b"words", "html"),
        ("a.pdf", PDF, "pdf"),
        ("a.docx", DOCX, "docx"),
        ("a.docm", DOCX, "docx"),
        ("report.txt", PDF, "pdf"),
        ("report", PDF, "pdf"),
        ("letter", DOCX, "docx"),
        ("letter.txt", DOCX, "docx"),
        ("saved.pdf", HTML, "html"),
        ("page", HTML, "html"),
        ("README", b"Just words.", "text"),
        ("about.txt", b"How the header %PDF- is told", "text"),
        ("a.bin", b"\x00\x01\x02" * 99, None),
        ("noname", b"\x00\x01\x02" * 99, None),
        ("a.png", b"\x89PNG", None),
        ("a.zip", b"PK\x03\x04" + bytes(99), None),
        ("empty", b"", None),
    ],
)
def test_the_format_is_told_by_name_and_content(name: str, head: bytes, expected: str | None) -> None:
    assert format_of(name, head[:HEAD]) == expected


def test_every_format_has_suffixes_of_its_own_and_a_loader() -> None:
    suffixes = [suffix for format_ in FORMATS.values() for suffix in format_.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    for name, data in {"a.txt": b"w", "a.md": b"w", "a.html": b"w", "a.pdf": PDF, "a.docx": DOCX}.items():
        assert load(data, name).format == format_of(name, data[:HEAD])


@pytest.mark.parametrize(("data", "name"), [(b"", "a.txt"), (b"", "a.pdf"), (b"x", "a.png"), (b"\x00" * 99, "a")])
def test_empty_and_foreign_files_are_skipped(data: bytes, name: str) -> None:
    with pytest.raises(Unsupported):
        load(data, name)


def _reads_or_says_why(data: bytes, name: str) -> None:
    try:
        check(load(data, name))
    except LoadError as error:
        reason = str(error)
        assert reason
        assert "\n" not in reason
        assert "Traceback" not in reason


_NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a"])


@generated
@given(st.binary(max_size=400), _NAMES, st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xff\xfe"]))
def test_random_bytes(data: bytes, name: str, start: bytes) -> None:
    _reads_or_says_why(start + data, name)


@generated
@given(st.sampled_from([(PDF, "a.pdf"), (DOCX, "a.docx"), (HTML, "a.html")]), st.data())
def test_files_cut_short_or_changed(file: tuple[bytes, str], draw: st.DataObject) -> None:
    whole, name = file
    cut = draw.draw(st.integers(0, len(whole)))
    _reads_or_says_why(whole[:cut], name)
    changed = bytearray(whole)
    for at in draw.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=20)):
        changed[at] = draw.draw(st.integers(0, 255))
    _reads_or_says_why(bytes(changed), name)
