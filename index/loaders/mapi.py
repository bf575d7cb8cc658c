"""The properties of an Outlook message file (MS-OXMSG): an OLE container with a stream for each property.

Read leniently: what is missing or damaged is as if it were not there. Text is Unicode or in the message's own
code page (MS-OXCMAIL); times are counted in 100 nanoseconds from 1601.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import olefile

from index.loaders.headers import as_text

_PROPERTIES = "__properties_version1.0"
_RECIPIENT, _ATTACHMENT = "__recip_version1.0_", "__attach_version1.0_"
_UNICODE, _STRING, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_LARGEST = 256 * 1024 * 1024
_CODE_PAGES = {65001: "utf-8", 65000: "utf-7", 20127: "ascii", 20866: "koi8-r", 21866: "koi8-u", 936: "gb18030"}
_CODE_PAGES |= {54936: "gb18030", 52936: "hz", 50220: "iso2022_jp", 51932: "euc_jp", 50225: "iso2022_kr"}
_CODE_PAGES |= {51949: "euc_kr", 1200: "utf-16-le", 10000: "mac_roman"}
_CODE_PAGES |= {28590 + n: f"iso8859_{n}" for n in (*range(1, 10), 13, 15)}


class Properties:
    """The properties of a message, a recipient or an attachment. State: the open container and where in it."""

    def __init__(self, ole: olefile.OleFileIO, path: tuple[str, ...], code_page: str | None = None) -> None:
        self._ole = ole
        self._path = path
        self._names = {entry[-1].upper(): entry[-1] for entry in ole.listdir(True, True) if entry[:-1] == [*path]}
        self._fixed = self._read_fixed()
        self.code_page = code_page or _name_of(self.number(0x3FFD)) or _name_of(self.number(0x3FDE))

    def _read_fixed(self) -> dict[tuple[int, int], bytes]:
        """The properties that are numbers, by id and type: entries of 16 bytes at the stream's end."""
        data = self._stream(_PROPERTIES) or b""
        start = 32 if not self._path else 8
        if self._path and self._path[-1].upper() == f"__SUBSTG1.0_3701{_OBJECT}":
            start = 24
        found: dict[tuple[int, int], bytes] = {}
        for at in range(start, len(data) - 15, 16):
            type_, id_ = struct.unpack_from("<HH", data, at)
            found[id_, type_] = data[at + 8 : at + 16]
        return found

    def _stream(self, name: str) -> bytes | None:
        actual = self._names.get(name.upper())
        if actual is None:
            return None
        try:
            where = [*self._path, actual]
            if self._ole.get_type(where) != olefile.STGTY_STREAM or self._ole.get_size(where) > _LARGEST:
                return None
            with self._ole.openstream(where) as stream:
                data = stream.read()
                return data if isinstance(data, bytes) else None
        except Exception:  # damaged sector chains end in many kinds of errors
            return None

    def is_message(self) -> bool:
        """Whether anything of a message is here."""
        return any(name.startswith(("__SUBSTG1.0_", "__PROPERTIES", "__RECIP", "__ATTACH")) for name in self._names)

    def text(self, id_: int) -> str:
        """A property that is text; "" where there is none."""
        raw = self._stream(f"__substg1.0_{id_:04X}{_UNICODE}")
        if raw is not None:
            return raw.decode("utf-16-le", "replace").rstrip("\0")
        raw = self._stream(f"__substg1.0_{id_:04X}{_STRING}")
        return as_text(raw.rstrip(b"\0"), self.code_page) if raw else ""

    def bytes(self, id_: int) -> bytes | None:
        """A property that is bytes."""
        return self._stream(f"__substg1.0_{id_:04X}{_BINARY}")

    def number(self, id_: int) -> int | None:
        """A whole number."""
        raw = self._fixed.get((id_, 0x0003))
        return int.from_bytes(raw[:4], "little", signed=True) if raw else None

    def flag(self, id_: int) -> bool:
        """A truth value; False where there is none."""
        raw = self._fixed.get((id_, 0x000B))
        return bool(raw and raw[0])

    def time(self, id_: int) -> datetime | None:
        """A time."""
        raw = self._fixed.get((id_, 0x0040))
        try:
            return _EPOCH + timedelta(microseconds=int.from_bytes(raw, "little") // 10) if raw and any(raw) else None
        except OverflowError:
            return None

    def html_charset(self) -> str | None:
        """The encoding of a body that is a page."""
        return _name_of(self.number(0x3FDE)) or self.code_page

    def recipients(self) -> Iterator[Properties]:
        """Those whom a message goes to."""
        return self._inside(_RECIPIENT)

    def attachments(self) -> Iterator[Properties]:
        """A message's attachments."""
        return self._inside(_ATTACHMENT)

    def message(self) -> Properties | None:
        """The message that an attachment is, if it is one."""
        actual = self._names.get(f"__SUBSTG1.0_3701{_OBJECT}")
        return Properties(self._ole, (*self._path, actual)) if actual else None

    def _inside(self, start: str) -> Iterator[Properties]:
        for name in sorted(self._names.values()):
            if name.lower().startswith(start):
                yield Properties(self._ole, (*self._path, name), self.code_page)


def _name_of(code_page: int | None) -> str | None:
    """Python's name for a code page of Windows."""
    if not code_page or not 0 < code_page < 70000:
        return None
    return _CODE_PAGES.get(code_page, f"cp{code_page}")
