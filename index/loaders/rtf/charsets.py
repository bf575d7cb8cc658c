"""Which code page a Rich Text file's bytes are in, by the font that they are set in."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from index.loaders.symbols import sign, symbol_font

_BY_CHARSET = {
    0: "cp1252", 77: "mac_roman", 78: "cp932", 79: "cp949", 80: "gb18030", 81: "big5", 83: "cp1255", 84: "cp1256",
    85: "mac_greek", 86: "mac_turkish", 87: "cp874", 88: "mac_latin2", 89: "mac_cyrillic", 128: "cp932", 129: "cp949",
    130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 179: "cp1256", 180: "cp1256", 181: "cp1255", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_BY_PAGE = {936: "gb18030", 1361: "johab", 10000: "mac_roman", 10001: "cp932", 10006: "mac_greek",
            10007: "mac_cyrillic", 10029: "mac_latin2", 10081: "mac_turkish", 65001: "utf-8", 0: "cp1252",
            708: "cp1256", 709: "cp1256", 710: "cp1256", 711: "cp1256", 819: "cp1252"}  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff]")
SYMBOL = "symbol"
"""Not a code page: the font draws signs of its own."""


@dataclass(slots=True)
class Font:
    """A font of the document; ``codec`` is None where it takes the document's code page."""

    codec: str | None = None
    names: list[str] = field(default_factory=list)
    """Its name, in pieces."""

    @property
    def is_symbol(self) -> bool:
        """Whether it is the font named Symbol, not another one of signs."""
        return "".join(self.names).strip(" ;").lower().startswith("symbol")


def of_charset(number: int) -> str | None:
    """The codec for a font's ``\\fcharset``, None where it is the document's own."""
    return SYMBOL if number == 2 else _BY_CHARSET.get(number)


def of_page(number: int) -> str | None:
    """The codec for a code page's number, or None where there is none."""
    name = _BY_PAGE.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def decode(data: bytes, codec: str, is_symbol: bool) -> str:
    """Bytes as text, without those that the code page does not know."""
    if codec == SYMBOL:
        if is_symbol:
            return "".join(symbol_font(byte) for byte in data)
        return "".join(sign(byte) if byte > 32 else " " for byte in data)
    return data.decode(codec, "ignore")


def paired(text: str) -> str:
    """A text whose characters beyond the first 65,536 were written as two numbers, with them as one."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
