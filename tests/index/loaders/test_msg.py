"""Outlook messages, made on the spot."""

from __future__ import annotations

import random
import struct

import pytest

from index.loaders import Loaded, LoadError, load
from index.loaders.compressed_rtf import decompress
from tests.index.loaders.damage import survives
from tests.index.loaders.invariants import check
from tests.index.loaders.outlook import Tree, container, fixed, text

_HEAD = text(p0037="The dam", p0C1A="Anna Berg", p5D01="anna@example.org", p0E04="Bo; Carl")
_SENT = 129_776_034_000_000_000  # Friday, 30 March 2012, 17:50 UTC
_NOTES = b"An attached text that is long enough to be a stream of its own.\n" * 80


def _load(tree: Tree) -> Loaded:
    loaded = load(container(tree), "a.msg")
    check(loaded)
    return loaded


def _recipient(name: str, address: str, kind: int) -> dict[str, bytes]:
    return {**text(p3001=name, p39FE=address), **fixed(inner=True, p0C15=kind)}


def test_subject_people_date_and_body() -> None:
    loaded = _load(
        {
            **_HEAD,
            **text(p1000="The dam holds.\r\n\r\nNothing else is new."),
            **fixed(inner=False, p0039=_SENT),
            "__recip_version1.0_#00000000": _recipient("Bo", "bo@example.org", 1),
            "__recip_version1.0_#00000001": _recipient("Carl Dahl", "carl@example.org", 2),
        }
    )
    assert loaded.title == "The dam"
    assert loaded.text == (
        "The dam\n\nFrom: Anna Berg <anna@example.org>\nTo: Bo <bo@example.org>\nCc: Carl Dahl <carl@example.org>\n"
        "Date: Fri, 30 Mar 2012 17:50:00 +0000\n\nThe dam holds.\n\nNothing else is new."
    )


def test_the_date_as_the_sender_wrote_it_is_preferred() -> None:
    heads = text(p007D="Received: from here\r\nDate: Fri, 30 Mar 2012 19:50:00 +0200\r\n")
    loaded = _load({**_HEAD, **heads, **text(p1000="Words."), **fixed(inner=False, p0039=_SENT)})
    assert "Date: Fri, 30 Mar 2012 19:50:00 +0200" in loaded.text


def test_text_in_a_code_page() -> None:
    body = "恭喜，會議在下午舉行。"
    loaded = _load({**_HEAD, "__substg1.0_1000001E": body.encode("big5"), **fixed(inner=False, p3FFD=950)})
    assert body in loaded.text


def test_a_page_where_there_is_no_plain_text() -> None:
    page = "<html><body><h2>News</h2><p>The dam is <b>safe</b>: größer.</p></body></html>".encode("cp1252")
    loaded = _load({**_HEAD, "__substg1.0_10130102": page, **fixed(inner=False, p3FDE=1252)})
    assert "News\n\nThe dam is safe: größer." in loaded.text


def test_rich_text_where_there_is_nothing_else() -> None:
    rtf = rb"{\rtf1\ansi The dam holds.\par It was built in 1931.\par}"
    packed = struct.pack("<4I", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf
    loaded = _load({**_HEAD, "__substg1.0_10090102": packed})
    assert "The dam holds." in loaded.text
    assert "It was built in 1931." in loaded.text


def test_compressed_rich_text() -> None:
    # The example of MS-OXRTFCP, 3.1.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert decompress(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    with pytest.raises(ValueError, match="not compressed"):
        decompress(bytes(40))


def test_attachments_and_attached_messages_are_members() -> None:
    inner: Tree = {
        **text(p0037="Bilder: größer", p0C1A="Bo", p5D01="bo@example.org", p1000="See the photographs."),
        **fixed(inner=True, p0039=_SENT),
        "__attach_version1.0_#00000000": {**text(p3707="notes.txt"), "__substg1.0_37010102": _NOTES},
    }
    loaded = _load(
        {
            **_HEAD,
            **text(p1000="Two things."),
            "__attach_version1.0_#00000000": {**text(p3707="../a/notes.txt"), "__substg1.0_37010102": _NOTES},
            "__attach_version1.0_#00000001": {**text(p3703=".txt"), "__substg1.0_37010102": _NOTES},
            "__attach_version1.0_#00000002": {"__substg1.0_3701000D": inner},
        }
    )
    members = list(loaded.members)
    assert [member.name for member in members] == ["a notes.txt", "attachment-2.txt", "Bilder größer.eml"]
    assert members[0].read().rstrip(b"\0") == _NOTES
    message = load(members[2].read(), members[2].name)
    check(message)
    assert message.title == "Bilder: größer"
    assert "From: Bo <bo@example.org>" in message.text
    assert message.text.endswith("See the photographs.")
    assert [(m.name, m.read().rstrip(b"\0")) for m in message.members] == [("notes.txt", _NOTES)]


def test_what_cannot_be_read_says_why() -> None:
    sealed = {**text(p3707="smime.p7m"), "__substg1.0_37010102": random.Random(1).randbytes(5000)}
    with pytest.raises(LoadError, match="encrypted"):
        load(container({**_HEAD, **text(p001A="IPM.Note.SMIME"), "__attach_version1.0_#00000000": sealed}), "a.msg")
    with pytest.raises(LoadError, match="damaged"):
        load(container(_HEAD)[:300], "a.msg")
    with pytest.raises(LoadError, match="not an Outlook message"):
        load(container({"Other": b"words"}), "a.msg")


def test_damaged_messages_end_in_text_or_a_reason() -> None:
    attached = {"__substg1.0_37010102": _NOTES}
    survives(container({**_HEAD, **text(p1000="Words " * 900), "__attach_version1.0_#0": attached}), "a.msg", times=60)
