"""Which loader reads a file, and that nothing but LoadError comes out, whatever goes in."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import FORMATS, Loaded, LoadError, Unsupported, format_of, load
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


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = 5
        archive.addfile(info, io.BytesIO(b"words"))
    return out.getvalue()


TAR = _tar()
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
        ("cut.bin", DOCX[: len(DOCX) // 2], "docx"),
        ("saved.pdf", HTML, "html"),
        ("page", HTML, "html"),
        ("README", b"Just words.", "text"),
        ("about.txt", b"How the header %PDF- is told", "text"),
        ("a.bin", b"\x00\x01\x02" * 99, None),
        ("noname", b"\x00\x01\x02" * 99, None),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image"),
        ("scan", b"\xff\xd8\xff\xe0" + bytes(99), "image"),
        ("a.zip", b"PK\x03\x04" + bytes(99), "zip"),
        ("a", b"PK\x03\x04" + bytes(99), "zip"),
        ("empty", b"", None),
        ("empty.txt", b"", "text"),
        ("a.xyz", b"Just words, of a kind that nobody knows.", "text"),
        ("a.xyz", "Wörter in UTF-8: ü".encode()[:-1], "text"),
        ("a.xyz", b"\x00\x01\x02" * 99, None),
        ("a.doc", b"{\\rtf1 words}", "rtf"),
        ("a.doc", HTML, "html"),
        ("a.doc", b"<?xml version='1.0'?><w:wordDocument/>", "xml"),
        ("a.doc", b"Just words.", "text"),
        ("a.xls", b"a\tb\n1\t2\n", "csv"),
        ("a.xls", HTML, "html"),
        ("a.txt", b"{\\rtf1 words}", "rtf"),
        ("a.txt", gzip.compress(b"words"), "gzip"),
        ("a.gz", gzip.compress(b"words"), "gzip"),
        ("a.bz2", bz2.compress(b"words"), "gzip"),
        ("a.xz", lzma.compress(b"words"), "gzip"),
        ("a.tar.gz", gzip.compress(TAR), "tar"),
        ("a.xz", lzma.compress(TAR), "tar"),
        ("a.bz2", bz2.compress(TAR), "tar"),
        ("a.bin", TAR, "tar"),
        ("run", b"#!/usr/bin/env python3\nprint(1)\n", "code"),
        ("Inbox", b"From a@b.c Mon Jan  1 10:00:00 2024\nFrom: a@b.c\n\nwords", "mbox"),
        ("a.eml", b"Subject: words\n\nwords", "eml"),
        ("1700000000.M1P2.host", b"Return-Path: <a@b.c>\nFrom: a@b.c\nTo: d@e.f\n\nwords", "eml"),
        ("a.odt", _zip({"mimetype": b"application/vnd.oasis.opendocument.text"}), "odt"),
        ("a", _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "ods"),
        ("a", _zip({"mimetype": b"application/vnd.oasis.opendocument.presentation-template"}), "odp"),
        ("a.zip", _zip({"mimetype": b"application/epub+zip"}), "epub"),
        ("a", _zip({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "xlsx"),
        ("a", _zip({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "pptx"),
        ("a.zip", _zip({"[Content_Types].xml": b"", "word/document.xml": b""}), "docx"),
        ("a.zip", _zip({"word/notes.txt": b"words"}), "zip"),
    ],
)
def test_the_format_is_told_by_name_and_content(name: str, head: bytes, expected: str | None) -> None:
    assert format_of(name, head) == expected


def test_every_format_has_suffixes_of_its_own_and_a_loader() -> None:
    suffixes = [suffix for format_ in FORMATS.values() for suffix in format_.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    for name, data in {"a.txt": b"w", "a.md": b"w", "a.html": b"w", "a.pdf": PDF, "a.docx": DOCX}.items():
        assert load(data, name).format == format_of(name, data)


@pytest.mark.parametrize(("data", "name"), [(b"", "a.txt"), (b"", "a.pdf"), (b"\x00" * 99, "a")])
def test_empty_and_foreign_files_are_skipped(data: bytes, name: str) -> None:
    with pytest.raises(Unsupported):
        load(data, name)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        (
            "a.7z",
            b"7z\xbc\xaf\x27\x1c" + bytes(99),
            "is a 7-Zip archive, which is not read: unpack it, or pack it as ZIP",
        ),
        ("a", b"Rar!\x1a\x07\x00" + bytes(99), "is a RAR archive, which is not read: unpack it, or pack it as ZIP"),
        ("a.mp3", b"ID3\x03" + bytes(99), "is sound or music, which is not read"),
        ("a", b"\x00\x00\x00\x20ftypisom" + bytes(99), "is a video, which is not read"),
        ("a.heic", b"\x00\x00\x00\x20ftypheic" + bytes(99), "save it as PNG or JPEG"),
        ("a", b"\x7fELF" + bytes(99), "is a program or a part of one, not a document"),
        ("a.ttf", b"\x00\x01\x00\x00\x00" + bytes(99), "is a font, not a document"),
        ("a", b"SQLite format 3\x00" + bytes(99), "is a database, which is not read: export its tables as CSV"),
        ("a", b"\x00" * 12 + b"\xc2\xea\x81\x60" + bytes(99), "is a SAS data set"),
        (
            "a.wpd",
            b"\xffWPC" + bytes(99),
            "is a WordPerfect document, which is not read: save it as .docx, .odt or PDF",
        ),
        ("a.ps", b"%!PS-Adobe-3.0\n", "is a PostScript file, which is not read: convert it to PDF"),
        ("id_rsa", b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n", "which is left alone"),
        ("a.pdf.crdownload", b"%PDF-1.4", "is a download that was not finished"),
        ("a", _zip({"mimetype": b"application/vnd.oasis.opendocument.graphics"}), "is an OpenDocument drawing"),
        ("a.xlsb", _zip({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "is an Excel binary workbook"),
        ("a.pages", _zip({"Index/Document.iwa": b"x"}), "is a document of Pages, Numbers or Keynote"),
        ("a.apk", _zip({"AndroidManifest.xml": b"x"}), "is a program or a part of one"),
        ("a.mobi", bytes(60) + b"BOOKMOBI" + bytes(99), "convert it to EPUB"),
        ("a.xyz", b"\x00\x01\x02" * 99, "is binary data of an unknown format"),
    ],
)
def test_what_is_known_and_not_read_is_told_by_what_it_is(name: str, data: bytes, reason: str) -> None:
    assert format_of(name, data) is None
    with pytest.raises(Unsupported) as raised:
        load(data, name)
    assert reason in str(raised.value)


@pytest.mark.parametrize(
    ("stream", "name", "format_", "reason"),
    [
        (
            "WordDocument",
            "a.doc",
            None,
            "is a Word document of the old kind (.doc), which is not read: save it as .docx",
        ),
        ("WordDocument", "a.xls", None, "is a Word document of the old kind"),
        ("PowerPoint Document", "a", None, "save it as .pptx"),
        ("Workbook", "a", "xls", None),
        ("Book", "a.doc", "xls", None),
        ("__properties_version1.0", "a", "msg", None),
        ("EncryptedPackage", "a.docx", "docx", "is protected by a password: save a copy without one"),
        ("EncryptedPackage", "a", None, "is protected by a password: save a copy without one"),
        ("VisioDocument", "a", None, "is a Visio drawing"),
        ("Something", "a.foo", None, "is binary data of an unknown format"),
    ],
)
def test_compound_files_are_told_by_their_streams(
    stream: str, name: str, format_: str | None, reason: str | None
) -> None:
    data = compound_file(stream)
    assert format_of(name, data) == format_
    if reason is not None:
        with pytest.raises(LoadError) as raised:
            load(data, name)
        assert reason in str(raised.value)


def compound_file(stream: str) -> bytes:
    """The least compound file (MS-CFB) with one empty stream: header, allocation table, directory."""

    def entry(name: str, kind: int, child: int) -> bytes:
        text = name.encode("utf-16-le")
        fixed = struct.pack("<HBBIII", len(text) + 2 if name else 0, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return text.ljust(64, b"\0") + fixed + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)

    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (512 - len(header) - 4)
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    directory = entry("Root Entry", 5, 1) + entry(stream, 2, 0xFFFFFFFF) + 2 * entry("", 0, 0xFFFFFFFF)
    return header + table + directory


def test_a_loader_that_stumbles_or_is_missing_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def raising(error: Exception) -> str:
        def stumble(_: bytes) -> Loaded:
            raise error

        monkeypatch.setattr("index.loaders.text.load", stumble)
        with pytest.raises(LoadError) as raised:
            load(b"words", "a.txt")
        return str(raised.value)

    assert raising(EOFError()) == "could not be read: it seems to be damaged (it is cut short)"
    assert raising(zipfile.BadZipFile()) == "could not be read: it seems to be damaged (it is no complete ZIP file)"
    assert raising(KeyError("x")) == "could not be read: it seems to be damaged (KeyError)"
    assert raising(RecursionError()) == "could not be read: it is nested too deeply"
    assert raising(ImportError(name="lxml")) == "could not be read: lxml is missing; install Quoth again"


_SECRET = "the secret of another file"
_BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 9))


@pytest.mark.parametrize("suffix", ["xml", "fodt", "fods", "fodp", "html", "xhtml", "rss", "opml", "doc"])
def test_nothing_outside_an_xml_file_is_read_and_entities_do_not_grow(tmp_path: Path, suffix: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(_SECRET)
    external = f'<!ENTITY x SYSTEM "{secret.as_uri()}">'
    for entities, use in ((external, "&x;"), (f'<!ENTITY e0 "lol lol">{_BOMB}', "&e8;")):
        data = f'<?xml version="1.0"?><!DOCTYPE a [{entities}]><a><p>Words before. {use} Words after.</p></a>'
        for named in (f"a.{suffix}", "a.xml"):
            try:
                text = load(data.encode(), named).text
            except LoadError as error:
                text = str(error)
            assert _SECRET not in text
            assert len(text) < 5000


_PARTS = {
    "docx": ("word/document.xml", {"[Content_Types].xml": b""}),
    "xlsx": ("xl/workbook.xml", {"[Content_Types].xml": b""}),
    "pptx": ("ppt/presentation.xml", {"[Content_Types].xml": b""}),
    "odt": ("content.xml", {"mimetype": b"application/vnd.oasis.opendocument.text"}),
    "ods": ("content.xml", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
    "odp": ("content.xml", {"mimetype": b"application/vnd.oasis.opendocument.presentation"}),
    "epub": ("META-INF/container.xml", {"mimetype": b"application/epub+zip"}),
}


@pytest.mark.parametrize("format_", list(_PARTS))
def test_nothing_outside_a_zipped_document_is_read_and_entities_do_not_grow(tmp_path: Path, format_: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(_SECRET)
    part, others = _PARTS[format_]
    external = f'<!ENTITY x SYSTEM "{secret.as_uri()}">'
    for entities, use in ((external, "&x;"), (f'<!ENTITY e0 "lol lol">{_BOMB}', "&e8;")):
        data = f'<?xml version="1.0"?><!DOCTYPE a [{entities}]><a><p>Words. {use}</p></a>'
        file = _zip({**others, part: data.encode()})
        assert format_of("a", file) == format_
        try:
            text = load(file, "a").text
        except LoadError as error:
            text = str(error)
        assert _SECRET not in text
        assert len(text) < 5000


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
