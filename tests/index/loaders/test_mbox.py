"""Mailboxes: where messages start and end, and what they are called."""

from __future__ import annotations

import pytest

from index.loaders import LoadError, load
from index.loaders.loaded import Member
from tests.index.loaders.invariants import check


def _message(subject: str, body: str, date: str = "Fri, 1 Mar 2024 09:05:00 +0100", *, more: str = "") -> bytes:
    head = f"From anna@example.org Fri Mar  1 09:05:00 2024\nFrom: anna@example.org\nSubject: {subject}\nDate: {date}\n"
    return f"{head}{more}\n{body}\n\n".encode()


def _members(data: bytes) -> list[Member]:
    loaded = load(data, "a.mbox")
    check(loaded)
    assert loaded.text == ""
    return list(loaded.members)


def _texts(data: bytes) -> list[str]:
    return [load(member.read(), member.name).text.split("\n\n", 2)[-1] for member in _members(data)]


def test_names_come_from_date_and_subject_and_stay_when_others_go() -> None:
    box = [
        _message("Dam: the plan?", "One."),
        _message("=?utf-8?q?Gr=C3=B6=C3=9Fe?=", "Two."),
        _message("Dam", "Three."),
    ]
    names = [member.name for member in _members(b"".join(box))]
    assert names == ["2024-03-01 09.05 Dam the plan.eml", "2024-03-01 09.05 Größe.eml", "2024-03-01 09.05 Dam.eml"]
    assert [member.name for member in _members(b"".join(box[1:]))] == names[1:]


def test_messages_of_one_name_are_numbered_and_those_without_are_named() -> None:
    names = [member.name for member in _members(_message("A", "1.") + _message("A", "2.") + _message("", "3.", ""))]
    assert names == ["2024-03-01 09.05 A.eml", "2024-03-01 09.05 A (2).eml", "2024-03-01 09.05 message.eml"]


def test_when_a_message_was_sent_is_its_date() -> None:
    assert [member.modified for member in _members(_message("A", "One."))] == [1709280300.0]


def test_lines_that_start_with_from_inside_a_message() -> None:
    body = "From here on it is easy.\n\nFrom there it is not.\n\n>From quoted once.\n>>From quoted twice."
    assert _texts(_message("A", body) + _message("B", "Next.")) == [
        "From here on it is easy.\n\nFrom there it is not.\n\nFrom quoted once.\n\n> From quoted twice.",
        "Next.",
    ]


def test_lengths_in_headers_are_believed_where_a_message_follows() -> None:
    body = "One.\n\nFrom anna@example.org Fri Mar  1 09:05:00 2024\nX: inside.\n\n"
    box = _message("A", body[:-2], more=f"Content-Length: {len(body)}\n") + _message("B", "Two.")
    assert len(_members(box)) == 2
    wrong = _message("A", "One.", more="Content-Length: 99999\n") + _message("B", "Two.")
    assert len(_members(wrong)) == 2


def test_carriage_returns_and_a_message_that_is_cut_off() -> None:
    box = (_message("A", "One.") + _message("B", "Two words"))[:-8].replace(b"\n", b"\r\n")
    assert _texts(box)[0] == "One."
    assert len(_members(box)) == 2
    assert len(_members(box[: box.rindex(b"Subject: B") + 3])) == 2


def test_messages_are_taken_out_one_by_one() -> None:
    """A box of many messages gives the first without going through the others."""
    box = _message("A", "One.") + b"From \xff\n" * 5 + _message("B", "Two.") * 3000
    first = next(iter(load(box, "a.mbox").members))
    assert first.name.endswith("A.eml")


def test_what_is_no_mailbox_says_so() -> None:
    for data in (b"Dear Anna,\nthe dam holds.\n", b"\x00\x01\x02" * 50, b"From now on it is easy."):
        with pytest.raises(LoadError, match="not a mailbox"):
            load(data, "a.mbox")
