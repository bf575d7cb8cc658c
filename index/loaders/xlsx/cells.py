"""What the cells of an Excel workbook show."""

from __future__ import annotations

import datetime
import re

from index.loaders.numberformat import BUILT_IN, general, shown
from index.loaders.xmltree import Element, attribute, child, children, forget, integer, local, stream

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cells:
    """Tells what cells show, by their formats. State: which formats were looked up."""

    def __init__(self, styles: Element | None, strings: list[str], from_1904: bool) -> None:
        codes = BUILT_IN | {
            integer(f, "numFmtId", -1): attribute(f, "formatCode") or "General"
            for f in children(child(styles, "numFmts"), "numFmt")
        }
        formats = (integer(xf, "numFmtId", 0) for xf in children(child(styles, "cellXfs"), "xf"))
        self._codes = [codes.get(number, "General") for number in formats]
        self._strings = strings
        self._from_1904 = from_1904

    def text(self, cell: Element) -> str:
        """What a cell shows."""
        kind = cell.get("t") or "n"
        value: str | None = None
        for part in cell:
            name = local(part)
            if name == "v":
                value = part.text
            elif name == "is":
                return string(part)
        if value is None:
            return ""
        if kind == "s":
            return self._strings[int(value)] if value.isdecimal() and int(value) < len(self._strings) else ""
        if kind == "n":
            return self._number(value, cell.get("s"))
        if kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if kind == "d":
            return self._date(value, cell.get("s"))
        return _unescaped(value)

    def _number(self, value: str, style: str | None) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        code = self._code(style)
        return general(number) if code == "General" else shown(number, code, self._from_1904)

    def _code(self, style: str | None) -> str:
        at = int(style) if style and style.isdecimal() else 0
        return self._codes[at] if at < len(self._codes) else "General"

    def _date(self, value: str, style: str | None) -> str:
        """A date that is written as one, as strict files have them."""
        try:
            moment = datetime.datetime.fromisoformat(value.strip().removesuffix("Z"))
        except ValueError:
            return value
        days = (moment.replace(tzinfo=None) - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1)
        code = self._code(style)
        return value if code == "General" else shown(days, code)


def shared_strings(data: bytes) -> list[str]:
    """The texts that cells refer to by number."""
    texts: list[str] = []
    for _, item in stream(data, frozenset(("si",))):
        texts.append(string(item))
        forget(item)
    return texts


def string(item: Element) -> str:
    """The text of a rich string, without the readings of Japanese words beside it."""
    parts: list[str] = []
    for part in item:
        name = local(part)
        if name == "t":
            parts.append(part.text or "")
        elif name == "r":
            parts += [t.text or "" for t in children(part, "t")]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written as ``_x000D_``."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text
