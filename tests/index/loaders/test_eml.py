"""E-mail messages: headers, bodies, quoting, attachments, and what mail programs get wrong."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from index.loaders import Loaded, LoadError, load
from index.loaders.loaded import Member
from tests.index.loaders.damage import survives
from tests.index.loaders.invariants import check, kinds

_HEAD = (
    "From: Anna Berg <anna@example.org>\nTo: bo@example.org\nSubject: The dam\nDate: Fri, 01 Mar 2024 09:05:00 +0100\n"
)
_PLAIN = _HEAD + "MIME-Version: 1.0\nContent-Type: text/plain; charset={}\n\n"
_SHOWN = "The dam\n\nFrom: Anna Berg <anna@example.org>\nTo: bo@example.org\nDate: Fri, 01 Mar 2024 09:05:00 +0100\n\n"


def _load(message: str | bytes | EmailMessage, name: str = "a.eml") -> Loaded:
    data = message.encode() if isinstance(message, str) else bytes(message)
    loaded = load(data, name)
    check(loaded)
    return loaded


def _body(message: str | bytes | EmailMessage) -> str:
    text = _load(message).text
    assert text.startswith(_SHOWN)
    return text.removeprefix(_SHOWN)


def _members(message: str | bytes | EmailMessage) -> list[Member]:
    return list(_load(message).members)


def _message() -> EmailMessage:
    message = EmailMessage()
    for line in _HEAD.splitlines():
        name, _, value = line.partition(": ")
        message[name] = value
    return message


def test_headers_are_rows_and_the_subject_is_title_and_heading() -> None:
    loaded = _load(_PLAIN.format("utf-8") + "The dam holds.\n\nNothing else is new.\n")
    assert loaded.title == "The dam"
    assert kinds(loaded) == [
        ("heading", "The dam"),
        ("row", "From: Anna Berg <anna@example.org>"),
        ("row", "To: bo@example.org"),
        ("row", "Date: Fri, 01 Mar 2024 09:05:00 +0100"),
        ("paragraph", "The dam holds."),
        ("paragraph", "Nothing else is new."),
    ]


def test_of_two_forms_of_a_body_one_is_read() -> None:
    message = _message()
    message.set_content("The dam holds.\n")
    message.add_alternative("<p>The dam <b>holds</b>.</p>", subtype="html")
    assert _body(message) == "The dam holds."


def test_a_plain_form_that_says_nothing_gives_way_to_the_page() -> None:
    message = _message()
    message.set_content("Please read this in a modern program.\n")
    message.add_alternative("<h2>News</h2><p>The dam holds, as the council found on its visit.</p>" * 3, subtype="html")
    assert _body(message).startswith("News\n\nThe dam holds, as the council found on its visit.")


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("iso-8859-1", "Größe und Länge"),
        ("utf-8", "naïve 漢字"),
        ("iso-2022-jp", "会議は午後です。"),
        ("koi8-r", "Плотина держится"),
        ("utf-7", "Größe +- x"),
        ("gb2312", "大坝很稳固。"),
    ],
)
def test_charsets(charset: str, text: str) -> None:
    encoded = text.encode(charset)
    assert _body(_PLAIN.format(charset).encode() + encoded) == text
    packed = b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(encoded)
    assert _body(_PLAIN.format(charset).rstrip("\n").encode() + b"\n" + packed) == text


def test_a_charset_that_is_wrong_or_unknown_loses_nothing() -> None:
    assert _body(_PLAIN.format("x-nobody-knows").encode() + "Größe".encode()) == "Größe"
    assert _body(_PLAIN.format("us-ascii").encode() + "Größe und Länge".encode("latin-1")) == "Größe und Länge"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("=?utf-8?q?Gr=C3=B6=C3=9Fe_der?= =?utf-8?b?IE1hdWVy?=", "Größe der Mauer"),
        ("=?utf-8?B?R3LD?= =?utf-8?B?tsOfZQ==?=", "Größe"),  # one letter, parted by a mailer
        ("=?iso-8859-1?Q?Gr=F6=DFe?= (2)", "Größe (2)"),
        ("=?utf-8?b?R3LDtsOfZQ?=", "Größe"),  # padding left out
        ("=?no-such?q?Dam?=", "Dam"),
        ("The =?broken dam", "The =?broken dam"),
        ("Größe, raw", "Größe, raw"),
        ("A subject\n that is folded", "A subject that is folded"),
    ],
)
def test_encoded_words(written: str, shown: str) -> None:
    assert _load(f"Subject: {written}\n\nWords.\n").title == shown


def test_missing_headers_and_missing_body() -> None:
    assert _load("\nOnly words.\n").text == "Only words."
    assert _load("From: a@x\n\n").text == "From: a@x"
    with pytest.raises(LoadError, match="no text"):
        load(b"X-Nothing: 1\n\n", "a.eml")


def test_flowed_lines_are_joined() -> None:
    flowed = _PLAIN.format("utf-8; format=flowed")
    assert (
        _body(flowed + "The dam \nholds.\n From here on \nit is easy.\n")
        == "The dam holds.\n\nFrom here on it is easy."
    )
    assert _body(flowed.replace("flowed", "flowed; delsp=yes") + "大坝 \n很稳固。\n") == "大坝很稳固。"


def test_quoted_text_is_marked_once_a_paragraph_for_each_level() -> None:
    body = _body(
        _PLAIN.format("utf-8")
        + "Yes, it does.\n\nBo wrote:\n"
        + "> Does the dam hold,\n> as they say?\n>\n> Thanks\n> > An older line.\n\n-- \nAnna\n"
    )
    assert body == (
        "Yes, it does.\n\nBo wrote:\n\n> Does the dam hold,\n\n> as they say?\n\n> Thanks\n\n>> An older line.\n\nAnna"
    )


def test_signed_text_is_read_without_its_signature() -> None:
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe dam holds.\n-----BEGIN PGP SIGNATURE-----\n\n"
        "iQEzBAEBCAAdFiEE\n-----END PGP SIGNATURE-----\n"
    )
    assert _body(_PLAIN.format("utf-8") + signed) == "The dam holds."


def test_attached_files_are_members_with_their_names() -> None:
    message = _message()
    message.set_content("Two files.\n")
    message.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="Größe.csv")
    message.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="Größe.csv")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf")
    message.add_attachment(b"x", maintype="text", subtype="plain", filename="../../etc/passwd")
    members = _members(message)
    assert [m.name for m in members] == ["Größe.csv", "Größe (2).csv", "attachment-3.pdf", "etc passwd"]
    assert members[0].read() == b"a,b\n1,2\n"


@pytest.mark.parametrize(
    "disposition",
    [
        "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.pdf",
        "attachment; filename*0*=utf-8''Gr%C3%B6; filename*1*=%C3%9Fe.pdf",
        'attachment; filename="=?utf-8?q?Gr=C3=B6=C3=9Fe.pdf?="',
        'attachment;\n filename="Größe.pdf"',
    ],
)
def test_names_of_attachments_in_all_their_forms(disposition: str) -> None:
    part = f"--b\nContent-Type: application/pdf\nContent-Disposition: {disposition}\n\n%PDF\n--b--\n"
    assert [m.name for m in _members(f"{_HEAD}Content-Type: multipart/mixed; boundary=b\n\n{part}")] == ["Größe.pdf"]


def test_attached_messages_are_members() -> None:
    inner = _message()
    inner.replace_header("Subject", "The older: dam")
    inner.set_content("Older words.\n")
    message = _message()
    message.set_content("See below.\n")
    message.add_attachment(inner)
    (member,) = _members(message)
    assert member.name == "The older dam.eml"
    assert load(member.read(), member.name).text.endswith("Older words.")
    assert "Older" not in _load(message).text


def test_small_pictures_of_the_page_are_no_members_but_large_ones_are() -> None:
    message = _message()
    message.set_content('<p>Hello</p><img src="cid:logo@x"><img src="cid:plan@x">', subtype="html")
    for name, size in (("logo", 500), ("plan", 50_000)):
        message.add_related(bytes(size), "image", "png", cid=f"<{name}@x>", filename=f"{name}.png")
    assert [m.name for m in _members(message)] == ["plan.png"]


def test_a_footer_that_a_mailing_list_adds_is_kept() -> None:
    parts = (
        "--b\nContent-Type: text/plain\n\nThe dam holds.\n--b\nContent-Type: text/plain\n\nThe list of dams\n--b--\n"
    )
    assert _body(f"{_HEAD}Content-Type: multipart/mixed; boundary=b\n\n{parts}") == "The dam holds.\n\nThe list of dams"


def test_encrypted_messages_say_so() -> None:
    armour = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
    whole = "Content-Type: multipart/encrypted; protocol=application/pgp-encrypted; boundary=b\n\n--b\n\nx\n--b--\n"
    sealed = "Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAG\n"
    for message in (_PLAIN.format("utf-8") + armour, _HEAD + whole, _HEAD + sealed):
        with pytest.raises(LoadError, match="is encrypted"):
            load(message.encode(), "a.eml")


def test_a_saved_page_is_read_without_headers() -> None:
    page = "<html><head><title>Dams</title></head><body><h1>All dams</h1><p>They hold.</p></body></html>"
    saved = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/\n"
        "Date: Fri, 1 Mar 2024 09:05:00 +0100\n"
        'Content-Type: multipart/related; type="text/html"; boundary=b\n\n--b\nContent-Type: text/html\n\n'
        f"{page}\n--b\nContent-Type: text/css\n\nbody {{}}\n--b\nContent-Type: image/png\n\nx\n--b--\n"
    )
    loaded = _load(saved, "a.mhtml")
    assert (loaded.title, loaded.text) == ("Dams", "Dams\n\nAll dams\n\nThey hold.")
    assert not list(loaded.members)


def test_many_parts_are_limited_and_noted() -> None:
    part = "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\nx\n"
    loaded = _load(f"{_HEAD}Content-Type: multipart/mixed; boundary=b\n\n{part * 1500}--b--\n")
    assert len(list(loaded.members)) == 1000
    assert loaded.notes == ("holds 500 attachments beyond the first 1000, which are not read",)


def test_deep_nesting_ends() -> None:
    inner = "Content-Type: text/plain\n\nWords.\n"
    for depth in range(300):
        inner = f"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n{inner}\n--b{depth}--\n"
    assert _load(_HEAD + inner).title == "The dam"


def test_damaged_messages_end_in_text_or_a_reason() -> None:
    message = _message()
    message.set_content("The dam holds. Größe.\n")
    message.add_alternative("<p>The dam holds.</p>", subtype="html")
    message.add_attachment(bytes(range(256)), maintype="image", subtype="png", filename="Größe.png")
    survives(bytes(message), "a.eml", times=150)
