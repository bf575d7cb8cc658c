"""From the bytes of a message to its headers, body and attachments."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parsedate_to_datetime

from index.loaders.characters import one_line, read
from index.loaders.draft import Draft
from index.loaders.headers import as_text, file_name, header
from index.loaders.html import walk
from index.loaders.loaded import LoadError
from index.loaders.mail import (
    ENCRYPTED,
    MOST_ATTACHMENTS,
    SMALL_PICTURE,
    Attachment,
    Body,
    Mail,
    body_length,
    safe_name,
)

_PEOPLE = (("From", "from"), ("To", "to"), ("Cc", "cc"))
_BODIES = frozenset(("text/plain", "text/html", "text/enriched"))
_DEEPEST = 40
_SIGNATURES = frozenset(("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"))
_SEALED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_UNIX_DATE = re.compile(r"\w{3} \w{3} [ \d]\d \d\d:\d\d(?::\d\d)?.*\d{4}.*")
_CID = re.compile(r"cid:([^\"'\s)>]+)", re.I)
_SUFFIXES = mimetypes.MimeTypes()
_OWN_SUFFIXES = {"text/plain": ".txt", "image/jpeg": ".jpg", "text/calendar": ".ics", "text/html": ".html"}


def read_message(data: bytes) -> Mail:
    """A message's parts. Raises LoadError where it is encrypted, or is not a message at all."""
    message = message_from_bytes(data, policy=policy.compat32)
    mail = Mail(header(message, "subject"), date=header(message, "date"))
    mail.people = [(shown, value) for shown, name in _PEOPLE if (value := header(message, name))]
    unix = _UNIX_DATE.search(message.get_unixfrom() or "")
    if not mail.date and unix:
        mail.date = unix[0].strip()
    content = _content(message, 0)
    if content.sealed and not content.bodies:
        raise LoadError(ENCRYPTED)
    mail.parts = content.bodies
    if _is_saved_page(message):
        _as_page(mail)
        return mail
    attached = _without_decoration(content)
    mail.attachments, mail.left_out = attached[:MOST_ATTACHMENTS], max(0, len(attached) - MOST_ATTACHMENTS)
    return mail


def sent_at(date: str) -> float | None:
    """When a message says that it was sent, in seconds since the epoch."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


@dataclass(slots=True)
class _Content:
    """What a part of a message, or all of it, comes to."""

    bodies: list[Body] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    pictures: list[tuple[str, Attachment]] = field(default_factory=list)
    """Pictures with the ids by which a page may show them."""
    shown: set[str] = field(default_factory=set)
    """Ids of what the pages show, the form of a body that is not read included."""
    sealed: bool = False
    """Whether something in it is encrypted."""

    def add(self, other: _Content) -> None:
        self.bodies += other.bodies
        self.attachments += other.attachments
        self.pictures += other.pictures
        self.shown |= other.shown
        self.sealed = self.sealed or other.sealed


def _content(part: Message, depth: int) -> _Content:
    kind = part.get_content_type()
    if depth > _DEEPEST or kind in _SIGNATURES:
        return _Content()
    if kind in _SEALED or kind == "multipart/encrypted":
        return _Content(sealed=True)
    if kind == "message/rfc822" or kind == "message/global":
        return _Content(attachments=[_attached_message(part)])
    if part.is_multipart() and kind.startswith("message/"):
        return _Content()  # reports of delivery, in a form for programs
    if part.is_multipart():
        return _several(part, kind, depth)
    return _single(part, kind)


def _several(part: Message, kind: str, depth: int) -> _Content:
    children = [child for child in part.get_payload() if isinstance(child, Message)]
    if kind == "multipart/alternative":
        return _best([_content(child, depth + 1) for child in children])
    if kind == "multipart/related" and children:
        children.insert(0, children.pop(_root(part, children)))
    whole = _Content()
    for place, child in enumerate(children):
        content = _content(child, depth + 1)
        if kind == "multipart/related" and place and content.bodies:
            content.bodies = []  # frames and style sheets of the page
        whole.add(content)
    return whole


def _root(part: Message, children: list[Message]) -> int:
    """The place of the part of a page that is the page itself."""
    start = part.get_param("start")
    for place, child in enumerate(children):
        if isinstance(start, str) and header(child, "content-id") == start:
            return place
    return 0


def _best(forms: list[_Content]) -> _Content:
    """The form of a body to be read: its plain text, unless that says much less than the page."""
    lengths = [sum(map(body_length, form.bodies)) for form in forms]
    chosen = _Content(sealed=any(form.sealed for form in forms))
    plain = [place for place, form in enumerate(forms) if form.bodies and not any(b.html for b in form.bodies)]
    most = max(lengths, default=0)
    good = [place for place in plain if lengths[place] >= 0.6 * most and lengths[place]]
    if forms:
        chosen.add(forms[good[0] if good else lengths.index(most)])
    for form in forms:
        chosen.shown |= form.shown
        if form.attachments is not chosen.attachments:
            chosen.attachments += [a for a in form.attachments if a not in chosen.attachments]
            chosen.pictures += [p for p in form.pictures if p not in chosen.pictures]
    return chosen


def _single(part: Message, kind: str) -> _Content:
    name = file_name(part)
    disposition = (part.get_content_disposition() or "").lower()
    if kind in _BODIES and disposition != "attachment" and not name:
        body = _body(part, kind)
        return _Content(bodies=[body], shown=set(_CID.findall(body.text)) if body.html else set())
    suffix = _OWN_SUFFIXES.get(kind) or _SUFFIXES.guess_extension(kind, strict=False) or ""
    attached = Attachment(name or f"{{}}{suffix}", _payload_of(part))
    identity = header(part, "content-id").strip("<> ")
    if kind.startswith("image/") and identity:
        return _Content(pictures=[(identity, attached)])
    if kind in ("text/calendar", "text/x-amp-html") and not name:
        return _Content()
    return _Content(attachments=[attached])


def _body(part: Message, kind: str) -> Body:
    try:
        payload = part.get_payload(decode=True)
    except Exception:  # broken transfer encodings
        payload = str(part.get_payload()).encode("utf-8", "surrogateescape")
    charset = part.get_content_charset()
    text = as_text(payload if isinstance(payload, bytes) else b"", charset)
    flowed = str(part.get_param("format") or "").lower() == "flowed"
    joined = str(part.get_param("delsp") or "").lower() == "yes"
    return Body(text, kind != "text/plain", flowed, joined)


def _payload_of(part: Message) -> Callable[[], bytes]:
    def payload() -> bytes:
        try:
            data = part.get_payload(decode=True)
        except Exception as error:
            raise LoadError("is damaged: its bytes cannot be unpacked from the message") from error
        if not isinstance(data, bytes):
            raise LoadError("is damaged: its bytes cannot be unpacked from the message")
        return data

    return payload


def _attached_message(part: Message) -> Attachment:
    inner = part.get_payload()
    message = inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], Message) else None
    subject = header(message, "subject") if message is not None else ""
    name = file_name(part) or safe_name(subject, "message")

    def source() -> bytes:
        if message is None:
            return _payload_of(part)()
        try:
            return message.as_bytes()
        except Exception as error:
            raise LoadError("is damaged: it cannot be taken out of the message around it") from error

    return Attachment(name if name.lower().endswith((".eml", ".msg")) else f"{name}.eml", source)


def _without_decoration(content: _Content) -> list[Attachment]:
    """The attachments: numbered where they have no name, without small pictures that the body shows."""
    kept = list(content.attachments)
    for identity, picture in content.pictures:
        try:
            if identity in content.shown and len(picture.read()) <= SMALL_PICTURE:
                continue
        except LoadError:
            continue
        kept.append(picture)
    return [
        Attachment(a.name.replace("{}", f"attachment-{n}", 1) if a.name.startswith("{}") else a.name, a.read, a.size)
        for n, a in enumerate(kept, 1)
    ]


def _is_saved_page(message: Message) -> bool:
    """Whether a browser or word processor saved a page in this form: nobody sent it."""
    sender = header(message, "from").lower()
    located = header(message, "snapshot-content-location")
    return bool(located) or sender.startswith("<saved by") or sender.startswith("saved by")


def _as_page(mail: Mail) -> None:
    """Leave what a saved page shows: its own title, none of the headers."""
    mail.people, mail.date = [], ""
    pages = [body for body in mail.parts if body.html]
    mail.parts = pages or mail.parts
    if not mail.subject and pages:
        mail.subject = one_line(read(walk(pages[0].text, Draft()) or ""))
