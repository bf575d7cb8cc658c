"""Headers of messages as text, whatever mail programs made of the rules (RFC 2047, RFC 2231)."""

from __future__ import annotations

import binascii
import re
from email.message import Message
from email.utils import collapse_rfc2231_value
from urllib.parse import unquote_to_bytes

from index.loaders.characters import one_line, read
from index.loaders.encoding import decode
from index.loaders.loaded import LoadError

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bqBQ])\?([^?\n]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(=\?)")
_ESCAPE = re.compile(rb"=([0-9A-Fa-f]{2})")
_SHIFTING = ("utf-7", "hz", "iso-2022", "iso2022", "utf-16", "utf-32", "utf16", "utf32")
"""Encodings whose bytes look like those of another one, so that only the declaration tells."""


def header(message: Message, name: str) -> str:
    """A header's words; "" where it is missing. Several of one name are joined by commas."""
    values = [str(value) for key, value in message.raw_items() if key.lower() == name]
    return ", ".join(filter(None, (decoded(value) for value in values)))


def _with_text(part: Message) -> Message:
    """The headers of a part that hold parameters, their raw bytes beyond ASCII as text."""
    found = Message()
    for name, value in part.raw_items():
        if name.lower() in ("content-disposition", "content-type") and name not in found:
            found[name] = _unescaped(str(value))
    return found


def _unescaped(value: str) -> str:
    """A value with the bytes that are not ASCII as text; they are held as lone surrogates."""
    try:
        raw = value.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return value
    return value if raw.isascii() else as_text(raw, None)


def decoded(value: str) -> str:
    """A header's value with encoded words and raw bytes as text."""
    value = _BETWEEN.sub(r"\1\2", _unescaped(value))
    parts: list[str] = []
    pending: list[bytes] = []
    charset = ""
    at = 0
    for word in _WORD.finditer(value):
        name = word[1].partition("*")[0].lower()
        if pending and (word.start() != at or name != charset):
            parts.append(as_text(b"".join(pending), charset))
            pending = []
        parts.append(value[at : word.start()])
        pending.append(_unpacked(word[2], word[3]))
        charset, at = name, word.end()
    if pending:
        parts.append(as_text(b"".join(pending), charset))
    return one_line(read("".join([*parts, value[at:]])))


def _unpacked(how: str, text: str) -> bytes:
    raw = text.encode("utf-8", "surrogateescape") if text.isascii() else text.encode("utf-8", "replace")
    if how in "qQ":
        return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), raw.replace(b"_", b" "))
    try:
        return binascii.a2b_base64(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return raw


def as_text(data: bytes, charset: str | None) -> str:
    """Bytes as text; ``charset`` is what the message declares."""
    if charset and charset.lower().startswith(_SHIFTING):
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError, ValueError):
            pass
    try:
        return decode(data, charset)
    except LoadError:
        return data.decode("utf-8", "replace")


def file_name(part: Message) -> str:
    """The name that a part of a message gives its file, or ""."""
    part = _with_text(part)
    for name, key in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            value = part.get_param(key, None, name)
            if isinstance(value, tuple):
                charset, _, raw = value
                found = as_text(unquote_to_bytes(raw) if "%" in raw else raw.encode("latin-1", "replace"), charset)
            else:
                found = decoded(collapse_rfc2231_value(value)) if value else ""
        except Exception:  # the standard library trips over odd parameters in many ways
            continue
        if found.strip():
            return found.strip()
    return ""
