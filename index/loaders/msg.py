"""Outlook messages (MSG files).

Kept: subject, From, To, Cc and date; the body, its plain text or else its page or Rich Text; attached files and
messages, as documents of their own (an attached message as EML). Lost: other properties, categories, formatting,
small pictures that the page shows. An encrypted message is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email import policy
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from functools import partial
from io import BytesIO

import olefile

from index.loaders.characters import one_line, read
from index.loaders.compressed_rtf import decompress
from index.loaders.headers import as_text
from index.loaders.loaded import Loaded, LoadError
from index.loaders.mail import (
    ENCRYPTED,
    MOST_ATTACHMENTS,
    SMALL_PICTURE,
    Attachment,
    Body,
    Mail,
    body_length,
    safe_name,
    write,
)
from index.loaders.mapi import Properties
from index.loaders.mime import read_message

_DAMAGED = "is damaged: it cannot be opened as an Outlook message"


def load(data: bytes) -> Loaded:
    """Read a message. Raises LoadError where it is damaged or encrypted, Unsupported where it holds nothing."""
    try:
        ole = olefile.OleFileIO(BytesIO(data))
        properties = Properties(ole, ())
    except Exception as error:  # damage shows in many kinds of errors
        raise LoadError(_DAMAGED) from error
    if not properties.is_message():
        raise LoadError("is not an Outlook message: it has none of its parts")
    return write(_mail(properties), "msg")


def _mail(message: Properties) -> Mail:
    mail = Mail(message.text(0x0037) or message.text(0x0E1D), list(_people(message)), _date(message))
    mail.parts = [body] if (body := _body(message)) is not None else []
    attached = list(_attachments(message))
    sealed = "smime" in message.text(0x001A).lower()
    if sealed:
        attached = _unsealed(mail, attached)
    mail.attachments, mail.left_out = attached[:MOST_ATTACHMENTS], max(0, len(attached) - MOST_ATTACHMENTS)
    return mail


def _people(message: Properties) -> Iterator[tuple[str, str]]:
    sender = _person(
        message.text(0x0042) or message.text(0x0C1A),
        message.text(0x5D02) or message.text(0x5D01) or message.text(0x0065) or message.text(0x0C1F),
    )
    if sender:
        yield "From", sender
    people: dict[int, list[str]] = {1: [], 2: []}
    for recipient in message.recipients():
        address = recipient.text(0x39FE) or recipient.text(0x3003)
        person = _person(recipient.text(0x3001), address)
        if person:
            people.setdefault((recipient.number(0x0C15) or 1) & 3, []).append(person)
    for kind, shown, id_ in ((1, "To", 0x0E04), (2, "Cc", 0x0E03)):
        value = ", ".join(people[kind]) or message.text(id_)
        if value:
            yield shown, value


def _person(name: str, address: str) -> str:
    """As other mail programs write it; an address inside Exchange's directory says nothing to a reader."""
    name, address = name.strip().strip("'"), address.strip().strip("'")
    if "@" not in address:
        return name or address
    return f"{name} <{address}>" if name and name.lower() != address.lower() else address


def _date(message: Properties) -> str:
    """The date as the sender's program wrote it, else as Outlook keeps it, in universal time."""
    heads = message.text(0x007D)
    written = read_message(heads.encode("utf-8", "replace") + b"\n\n").date if heads else ""
    if written:
        return written
    time = message.time(0x0039) or message.time(0x0E06)
    return format_datetime(time) if time else ""


def _body(message: Properties) -> Body | None:
    """The plain text, unless it says much less than the page; else Rich Text."""
    plain = Body(message.text(0x1000))
    page = (message.bytes(0x1013) or b"").rstrip(b"\0")
    html = Body(as_text(page, message.html_charset()) if page else message.text(0x1013), html=True)
    if html.text.strip() and body_length(plain) < 0.6 * body_length(html):
        return html
    if plain.text.strip():
        return plain
    packed = message.bytes(0x1009)
    if not packed:
        return None
    from index.loaders import rtf

    try:
        return Body(rtf.load(decompress(packed)).text)
    except (LoadError, ValueError):
        return None


def _attachments(message: Properties) -> Iterator[Attachment]:
    for place, attached in enumerate(message.attachments(), 1):
        inner = attached.message()
        if inner is not None:
            name = safe_name(inner.text(0x0037) or attached.text(0x3001), "message")
            yield Attachment(f"{name}.eml", _source_of(inner))
            continue
        data = attached.bytes(0x3701)
        if data is None or ((attached.flag(0x7FFE) or attached.text(0x3712)) and _is_decoration(attached, data)):
            continue
        name = attached.text(0x3707) or attached.text(0x3704) or attached.text(0x3001)
        yield Attachment(name or f"attachment-{place}{attached.text(0x3703)}", partial(bytes, data), len(data))


def _is_decoration(attached: Properties, data: bytes) -> bool:
    name = (attached.text(0x3707) or attached.text(0x3704)).lower()
    kind = attached.text(0x370E).lower()
    picture = kind.startswith("image/") or name.endswith((".png", ".jpg", ".jpeg", ".gif", ".bmp"))
    return picture and len(data) <= SMALL_PICTURE


def _unsealed(mail: Mail, attached: list[Attachment]) -> list[Attachment]:
    """What a signed message holds, whose parts are one attachment. Raises LoadError where it is encrypted."""
    if mail.parts or not attached:
        return attached
    try:
        inner = read_message(attached[0].read())
    except LoadError as error:
        raise LoadError(ENCRYPTED) from error
    if not inner.parts or "\0" in inner.parts[0].text:
        raise LoadError(ENCRYPTED)
    mail.parts = inner.parts
    return [*inner.attachments, *attached[1:]]


def _source_of(message: Properties) -> Callable[[], bytes]:
    """An attached message as an EML file, made when it is asked for."""

    def source() -> bytes:
        mail = _mail(message)
        whole = MIMEMultipart(policy=policy.compat32)
        for name, value in [("Subject", mail.subject), *mail.people, ("Date", mail.date)]:
            if tidy := one_line(read(value)):
                whole[name] = tidy if tidy.isascii() else Header(tidy, "utf-8").encode()
        for body in mail.parts:
            whole.attach(MIMEText(body.text, "html" if body.html else "plain", "utf-8"))
        for attached in mail.attachments:
            part = MIMEApplication(attached.read())
            part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", read(attached.name)))
            whole.attach(part)
        return whole.as_bytes()

    return source
