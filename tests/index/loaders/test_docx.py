"""Word documents, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from index.loaders import LoadError, Unsupported, load, zipped
from index.loaders.docx import load as load_docx
from tests.index.loaders.invariants import check, generated, kinds, words_in_order

W = nsdecls("w")


def _saved(document: Document, edit: Callable[[dict[str, bytes]], None] | None = None) -> bytes:
    out = io.BytesIO()
    document.save(out)
    if edit is None:
        return out.getvalue()
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    edit(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _with_body(xml: str) -> bytes:
    """A document whose body starts with some WordprocessingML."""
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:body {W}>{xml}</w:body>"))
    body = document.element.body[0]
    for at, element in enumerate(list(body)):
        document.element.body.insert(at, element)
    document.element.body.remove(body)
    return _saved(document)


def _kinds(data: bytes) -> list[tuple[str, str]]:
    loaded = load(data, "a.docx")
    check(loaded)
    return kinds(loaded)


def test_headings_lists_and_tables_in_reading_order() -> None:
    document = docx.Document()
    document.add_heading("The report", 0)
    document.add_heading("Results", 1)
    document.add_paragraph("All went well.")
    document.add_paragraph("first", style="List Bullet")
    document.add_paragraph("one", style="List Number")
    document.add_paragraph("two", style="List Number")
    table = document.add_table(2, 3)
    for at, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = f"cell {at}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    document.add_heading("Details", 2)
    document.add_paragraph("The end.")
    loaded = load(_saved(document), "a.docx")
    check(loaded)
    assert kinds(loaded) == [
        ("heading", "The report"),
        ("heading", "Results"),
        ("paragraph", "All went well."),
        ("item", "- first"),
        ("item", "1. one"),
        ("item", "2. two"),
        ("row", "wide\t\tcell 2"),
        ("row", "cell 3\tcell 4\tcell 5"),
        ("heading", "Details"),
        ("paragraph", "The end."),
    ]
    assert loaded.title == "The report"
    assert loaded.layout.headings_at(loaded.text, loaded.text.index("The end")) == ("Results", "Details")


def test_headers_and_footers_stand_once_around_their_section() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Company paper"
    document.sections[0].footer.paragraphs[0].text = "Page 3 of 9"
    document.add_paragraph("Body.")
    document.add_section()
    document.add_paragraph("More.")
    assert _kinds(_saved(document)) == [
        ("paragraph", "Company paper"),
        ("paragraph", "Body."),
        ("furniture", "Page 3 of 9"),
        ("paragraph", "More."),
    ]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>mid</w:t></w:r><w:r><w:t>dle</w:t></w:r>", "middle"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a b\nc"),
        (
            "<w:r><w:t>soft</w:t><w:softHyphen/><w:t>ly on</w:t><w:noBreakHyphen/><w:t>line</w:t></w:r>",
            "softly on-line",
        ),
        ("<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "new"),
        ("<w:moveTo><w:r><w:t>here</w:t></w:r></w:moveTo><w:moveFrom><w:r><w:t>there</w:t></w:r></w:moveFrom>", "here"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>open</w:t></w:r>", "open"),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>shown</w:t></w:r>", "shown"),
        ("<w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink><w:r><w:t>, text</w:t></w:r>", "linked, text"),
        ("<w:sdt><w:sdtContent><w:r><w:t>chosen</w:t></w:r></w:sdtContent></w:sdt>", "chosen"),
        ("<w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>6</w:t></w:r>", "10⁶"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/><w:t> done</w:t></w:r>", "✓ done"),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>7</w:t></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t> pages</w:t></w:r>",
            "7 pages",
        ),
        ("<w:fldSimple w:instr='DATE'><w:r><w:t>today</w:t></w:r></w:fldSimple>", "today"),
    ],
)
def test_a_paragraph_reads_as_it_is_displayed(runs: str, text: str) -> None:
    assert _kinds(_with_body(f"<w:p>{runs}</w:p>")) == [("paragraph", text)]


def test_notes_and_comments_follow_the_paragraph_that_refers_to_them() -> None:
    def edit(parts: dict[str, bytes]) -> None:
        for kind in ("footnotes", "comments"):
            one = kind[:-1]
            parts[f"word/{kind}.xml"] = (
                f"<w:{kind} {W}><w:{one} w:id='-1' w:type='separator'><w:p/></w:{one}>"
                f"<w:{one} w:id='5' w:author='Ann'><w:p><w:r><w:t>The {one}.</w:t></w:r></w:p></w:{one}></w:{kind}>"
            ).encode()
            rels = parts["word/_rels/document.xml.rels"]
            base = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
            parts["word/_rels/document.xml.rels"] = rels.replace(
                b"</Relationships>",
                b'<Relationship Id="x%s" Type="%s%s" Target="%s.xml"/></Relationships>'
                % (kind.encode(), base, kind.encode(), kind.encode()),
            )

    document = docx.Document()
    paragraph = document.add_paragraph("As said")
    paragraph._p.append(parse_xml(f"<w:r {W}><w:footnoteReference w:id='5'/></w:r>"))
    paragraph._p.append(parse_xml(f"<w:r {W}><w:t>.</w:t><w:commentReference w:id='5'/></w:r>"))
    document.add_paragraph("Next.")
    assert _kinds(_saved(document, edit)) == [
        ("paragraph", "As said[1]."),
        ("note", "[1] The footnote."),
        ("note", "Comment by Ann: The comment."),
        ("paragraph", "Next."),
    ]


def test_text_boxes_stand_once_after_their_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    xml = (
        f"<w:p><w:r><w:t>Before.</w:t></w:r><w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'><w:drawing>{box}"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert _kinds(_with_body(xml)) == [("paragraph", "Before."), ("paragraph", "boxed")]


def test_tables_in_tables_and_merged_cells() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    starts = "<w:vMerge w:val='restart'/>"
    merged = (
        f"<w:tbl><w:tr>{cell('tall', starts)}{cell('a')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('b')}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{cell('gone')}</w:tr></w:tbl>"
    )
    assert _kinds(_with_body(merged)) == [("row", "tall\ta"), ("row", "b")]
    outer = f"<w:tbl><w:tr>{cell('left')}<w:tc><w:p/>{merged}</w:tc></w:tr></w:tbl>"
    assert _kinds(_with_body(outer)) == [("paragraph", "left"), ("row", "tall\ta"), ("row", "b")]


def test_numbers_are_counted_as_displayed() -> None:
    def edit(parts: dict[str, bytes]) -> None:
        levels = "".join(
            f"<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{style}'/><w:lvlText w:val='{text}'/></w:lvl>"
            for at, (style, text) in enumerate([("decimal", "%1."), ("lowerLetter", "%1.%2)"), ("upperRoman", "%3")])
        )
        parts["word/numbering.xml"] = (
            f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>"
            "<w:num w:numId='7'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
        ).encode()

    document = docx.Document()
    for level in (0, 1, 1, 2, 0, 1):
        paragraph = document.add_paragraph(f"level {level}")
        numbers = f"<w:numPr {W}><w:ilvl w:val='{level}'/><w:numId w:val='7'/></w:numPr>"
        paragraph._p.get_or_add_pPr().append(parse_xml(numbers))
    texts = [text.split(" level")[0] for _, text in _kinds(_saved(document, edit))]
    assert texts == ["1.", "1.a)", "1.b)", "I", "2.", "2.a)"]


def test_templates_and_strict_documents_are_read() -> None:
    def strict(parts: dict[str, bytes]) -> None:
        for name, data in parts.items():
            if name.endswith((".xml", ".rels")):
                data = data.replace(
                    b"schemas.openxmlformats.org/wordprocessingml/2006", b"purl.oclc.org/ooxml/wordprocessingml"
                )
                data = data.replace(
                    b"schemas.openxmlformats.org/officeDocument/2006", b"purl.oclc.org/ooxml/officeDocument"
                )
                parts[name] = data.replace(b"document.main+xml", b"template.main+xml")

    document = docx.Document()
    document.add_heading("Kept", 1)
    assert _kinds(_saved(document, strict)) == [("heading", "Kept")]


def test_entities_are_not_expanded() -> None:
    def edit(parts: dict[str, bytes]) -> None:
        doctype = b'<!DOCTYPE x [<!ENTITY a "AAAAAAAAAA"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        body = parts["word/document.xml"].replace(b"MARK", b"x&b;&f;y")
        parts["word/document.xml"] = body.replace(b"?>", b"?>" + doctype, 1)

    document = docx.Document()
    document.add_paragraph("MARK")
    assert _kinds(_saved(document, edit)) == [("paragraph", "xy")]


def test_a_bomb_is_refused_and_what_is_not_read_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "_LARGEST", 2**20)
    document = docx.Document()
    document.add_paragraph("words")

    def with_bomb(name: str) -> bytes:
        return _saved(document, lambda parts: parts.update({name: bytes(2**21)}))

    assert _kinds(with_bomb("word/media/image1.png")) == [("paragraph", "words")]
    with pytest.raises(LoadError, match="300 MB"):
        load(with_bomb("word/styles.xml"), "a.docx")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(99), "password"),
        (OLE, "older Word"),
        (b"PK\x03\x04" + bytes(80), "damaged"),
        (b"just words", "damaged"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(LoadError, match=reason):
        load_docx(data)


def test_an_empty_document_is_skipped() -> None:
    with pytest.raises(Unsupported, match="no text"):
        load(_saved(docx.Document()), "a.docx")


def test_deep_nesting_does_not_crash() -> None:
    depth = 4000

    def edit(parts: dict[str, bytes]) -> None:
        opened, closed = b"<w:ins>" * depth, b"</w:ins>" * depth
        parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + opened + closed)

    document = docx.Document()
    document.add_paragraph("words")
    with pytest.raises(LoadError, match="nested"):
        load(_saved(document, edit), "a.docx")


_WORDS = st.lists(st.from_regex(r"[A-Za-zÀ-ÿ]{1,9}", fullmatch=True), min_size=1, max_size=6)
_STYLES = st.sampled_from(
    ["Normal", "Heading 1", "Heading 3", "List Bullet", "List Number", "Quote", "Caption", "table"]
)


@settings(generated, max_examples=20)
@given(st.lists(st.tuples(_STYLES, st.lists(_WORDS, min_size=1, max_size=4)), min_size=1, max_size=6))
def test_every_word_is_kept_in_order(parts: list[tuple[str, list[list[str]]]]) -> None:
    document = docx.Document()
    words: list[str] = []
    for style, runs in parts:
        words += [word for run in runs for word in run]
        if style == "table":
            table = document.add_table(1, len(runs))
            for cell, run in zip(table.rows[0].cells, runs, strict=True):
                cell.text = " ".join(run)
            continue
        paragraph = document.add_paragraph(style=style)
        for run in runs:
            paragraph.add_run(" ".join(run) + " ").bold = len(run) % 2 == 0
    loaded = load(_saved(document), "a.docx")
    check(loaded)
    assert words_in_order(words, loaded.text)
