"""EPUB books, zipped by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import LoadError, Unsupported, load
from tests.index.loaders.invariants import check, generated, kinds, words_in_order
from tests.index.loaders.packing import packed, survives

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def _book(
    chapters: list[str],
    title: str = "Rivers of Europe",
    author: str = "Ann Lee",
    more: dict[str, str] | None = None,
    manifest: str = "",
    spine: str = "",
) -> bytes:
    items = "".join(
        f'<item id="c{n}" href="ch%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters))
    )
    order = "".join(f'<itemref idref="c{n}"/>' for n in reversed(range(len(chapters))))
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator></metadata>"
        f"<manifest>{items}{manifest}</manifest><spine>{spine}{order}</spine></package>"
    )
    pages = {f"OEBPS/ch {n}.xhtml": _page(body) for n, body in enumerate(chapters)}
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            "OEBPS/book.opf": opf,
            **pages,
            **(more or {}),
        }
    )


def _page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
        f'<head><title/><script src="x.js"/></head><body>{body}</body></html>'
    )


def test_chapters_stand_in_the_order_of_the_spine() -> None:
    loaded = load(_book(["<h1>Two</h1><p>Last.</p>", '<h1><a id="x"/>One</h1><p>By Ann Lee.<br/>First.</p>']), "a.epub")
    check(loaded)
    assert kinds(loaded) == [
        ("heading", "One"),
        ("paragraph", "By Ann Lee.\nFirst."),
        ("heading", "Two"),
        ("paragraph", "Last."),
    ]
    assert loaded.title == "Rivers of Europe"


def test_authors_are_named_where_the_pages_do_not() -> None:
    loaded = load(_book(["<p>Text.</p>"]), "a.epub")
    assert kinds(loaded) == [("note", "Rivers of Europe, by Ann Lee"), ("paragraph", "Text.")]


def test_contents_pages_and_hidden_text_are_left_out() -> None:
    book = _book(
        ["<p>Ann Lee.</p><p hidden='hidden'>secret</p><nav><ol><li>menu</li></ol></nav>"],
        more={"OEBPS/toc.xhtml": _page("<h1>Contents</h1><p>Chapter 1</p>")},
        manifest='<item id="toc" href="toc.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        spine='<itemref idref="toc"/>',
    )
    assert kinds(load(book, "a.epub")) == [("paragraph", "Ann Lee.")]


def _encryption(algorithm: str, target: str) -> dict[str, str]:
    return {
        "META-INF/encryption.xml": '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#">'
        f'<EncryptionMethod Algorithm="{algorithm}"/><CipherData><CipherReference URI="{target}"/></CipherData>'
        "</EncryptedData></encryption>"
    }


def test_digital_rights_management_is_told_and_mangled_fonts_are_not() -> None:
    aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
    with pytest.raises(LoadError, match="is protected by digital rights management"):
        load(_book(["<p>x</p>"], more=_encryption(aes, "OEBPS/ch%200.xhtml")), "a.epub")
    fonts = _encryption("http://www.idpf.org/2008/embedding", "OEBPS/font.otf")
    assert load(_book(["<p>Ann Lee</p>"], more=fonts), "a.epub").text == "Ann Lee"


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(Unsupported, match="no text"):
        load(_book(["<p> </p>"], author=""), "a.epub")
    with pytest.raises(LoadError, match="damaged"):
        load(packed({"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER}), "a.epub")


def test_broken_copies_are_read_or_refused() -> None:
    survives(_book(["<h1>One</h1><p>words</p>", "<table><tr><td>a</td><td>b</td></tr></table>"]), "a.epub")


@generated
@given(st.lists(st.lists(st.from_regex(r"[A-Za-zÀ-ÿ一-十]{1,9}", fullmatch=True), min_size=1), min_size=1, max_size=4))
def test_every_word_is_kept_in_order(chapters: list[list[str]]) -> None:
    pages = [f"<h2>{words[0]}</h2><p>{' <b/>'.join(words)}</p>" for words in chapters]
    loaded = load(_book(pages), "a.epub")
    check(loaded)
    assert words_in_order([word for words in reversed(chapters) for word in words], loaded.text)
