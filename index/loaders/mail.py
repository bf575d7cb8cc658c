"""A message, from wherever it comes, and how it is written as a text.

Subject as heading and title; then a row each for who wrote it, to whom and when, as the message says it; then the
body. What it replies to stays in it, each quoted paragraph marked by one ``>`` for each level at its start: no
sentence that a correspondent wrote passes for the sender's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from index.loaders import text as plain_text
from index.loaders.characters import one_line, plain, read
from index.loaders.draft import Draft
from index.loaders.html import walk
from index.loaders.loaded import Loaded, LoadError, Member, Unsupported
from index.text.layout import Kind, Layout

MOST_ATTACHMENTS = 1000
SMALL_PICTURE = 32 * 1024
"""Bytes of a picture that a message's page shows, such as a logo, up to which it is no document of its own."""
_LONGEST_NAME = 120
_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\ufffd]+")
_QUOTED = re.compile(r"(?:>[ ]?)+")
_SIGNATURE = re.compile(r"\n?-----BEGIN PGP SIGNATURE-----.*?(?:-----END PGP SIGNATURE-----|\Z)\n?", re.S)
_SIGNED = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[\w-]+:[^\n]*\n)*\n?")
ENCRYPTED = "is encrypted: decrypt it in your mail program and save a copy"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a message; ``read`` gives its bytes or raises LoadError."""

    name: str
    read: Callable[[], bytes]
    size: int | None = None


@dataclass(slots=True)
class Mail:
    """A message: decoded headers as written, its body either plain or as a page, its attachments."""

    subject: str = ""
    people: list[tuple[str, str]] = field(default_factory=list)
    """("From", "Anna <a@example.org>"), in the order in which they are written."""
    date: str = ""
    parts: list[Body] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    left_out: int = 0
    """Attachments beyond `MOST_ATTACHMENTS`."""


@dataclass(frozen=True, slots=True)
class Body:
    """A part of a message's body. ``html`` tells whether ``text`` is a page."""

    text: str
    html: bool = False
    flowed: bool = False
    """Whether lines that end with a space go on in the next one (RFC 3676)."""
    joined: bool = False
    """Whether that space goes when they do (its DelSp)."""


def write(mail: Mail, format_: str) -> Loaded:
    """The message as a text. Raises Unsupported where it holds nothing, LoadError where it is encrypted."""
    if any(_is_encrypted(part) for part in mail.parts) and not any(
        part.text.strip() for part in mail.parts if not _is_encrypted(part)
    ):
        raise LoadError(ENCRYPTED)
    draft = Draft()
    subject = one_line(read(mail.subject))
    draft.add(Kind.HEADING, subject, 1)
    for head, value in [*mail.people, ("Date", mail.date)]:
        if value := one_line(read(value)):
            draft.add_row([f"{head}: {value}"])
    for part in mail.parts:
        add_body(draft, part)
    notes: tuple[str, ...] = ()
    if mail.left_out:
        notes = (f"holds {mail.left_out} attachments beyond the first {MOST_ATTACHMENTS}, which are not read",)
    members = [Member(name, attached.read, attached.size) for name, attached in _named(mail.attachments)]
    try:
        loaded = draft.loaded(format_, subject or None)
    except Unsupported:
        if not members:
            raise
        return Loaded("", Layout(()), format_, None, members, notes=notes)
    return Loaded(loaded.text, loaded.layout, format_, subject or None, members, notes=notes)


def add_body(draft: Draft, body: Body) -> None:
    """Add a part of the body to ``draft``."""
    if body.html:
        walk(body.text, draft)
        return
    text = _SIGNED.sub("", _SIGNATURE.sub("\n", plain(body.text)))
    for depth, lines in groupby(_lines(text, body), key=lambda line: line[0]):
        _add_run(draft, "\n".join(line for _, line in lines), depth)


def body_length(body: Body) -> int:
    """How much a part of a body says: its letters and digits."""
    text = body.text
    if body.html:
        draft = Draft()
        walk(text, draft)
        try:
            text = draft.loaded("html", None).text
        except Unsupported:
            return 0
    return sum(c.isalnum() for c in text)


def _is_encrypted(body: Body) -> bool:
    return body.text.lstrip().startswith("-----BEGIN PGP MESSAGE-----")


def _lines(text: str, body: Body) -> Iterator[tuple[int, str]]:
    """The lines of a plain text without their signs of quoting, each with how deeply it is quoted."""
    whole: tuple[int, str] | None = None
    for line in text.split("\n"):
        quoted = _QUOTED.match(line)
        depth = quoted[0].count(">") if quoted else 0
        said = line[quoted.end() if quoted else int(body.flowed and line.startswith(" ")) :]
        signature = said in ("-- ", "--")
        if whole is not None and (whole[0] != depth or signature):
            yield whole
            whole = None
        if signature:
            yield depth, ""
            continue
        content = (whole[1] if whole is not None else "") + said
        if body.flowed and said.endswith(" "):
            whole = depth, content[:-1] if body.joined else content
        else:
            yield depth, content
            whole = None
    if whole is not None:
        yield whole


def _add_run(draft: Draft, text: str, depth: int) -> None:
    """Add lines of one depth of quoting as the paragraphs, items and rows that a plain text's lines make."""
    try:
        loaded = plain_text.load(text.encode("utf-8", "replace"))
    except LoadError:
        return
    mark = ">" * depth + " " if depth else ""
    for block in loaded.layout.blocks:
        content = loaded.text[block.start : block.end]
        if not any(c.isalnum() for c in content):
            continue
        underlined = "\n" in content
        content = "\n".join(line for line in content.split("\n") if any(c.isalnum() for c in line))
        if block.kind is Kind.ROW:
            draft.add_row([mark + content.split("\t")[0], *content.split("\t")[1:]])
        elif block.kind is Kind.HEADING and underlined and not mark:
            draft.add(Kind.HEADING, content, max(2, block.level))
        elif block.kind is Kind.ITEM and not mark:
            draft.add(Kind.ITEM, content, block.level)
        else:
            draft.add(Kind.PARAGRAPH, mark + content)


def safe_name(name: str, otherwise: str = "") -> str:
    """A name for a file that any system can keep: no path, no control characters, not too long."""
    name = one_line(_UNSAFE.sub(" ", read(name))).strip(" .")
    if len(name) > _LONGEST_NAME:
        stem, dot, suffix = name.rpartition(".")
        end = f".{suffix}" if dot and len(suffix) < 8 else ""
        name = (stem if end else name)[: _LONGEST_NAME - len(end)].rstrip(" .") + end
    return name or otherwise


def numbered(name: str, taken: dict[str, int]) -> str:
    """``name``, or with a number before its suffix where it was given before: ``taken`` counts names."""
    key = name.lower()
    taken[key] = taken.get(key, 0) + 1
    while taken[key] > 1:
        stem, dot, suffix = name.rpartition(".")
        other = f"{stem} ({taken[key]}).{suffix}" if dot else f"{name} ({taken[key]})"
        if other.lower() not in taken:
            taken[other.lower()] = 1
            return other
        taken[key] += 1
    return name


def _named(attachments: Sequence[Attachment]) -> Iterator[tuple[str, Attachment]]:
    taken: dict[str, int] = {}
    for place, attached in enumerate(attachments, 1):
        yield numbered(safe_name(attached.name, f"attachment-{place}"), taken), attached
