"""Bytes to text, in whatever encoding they are.

UTF-8 is tried first, because text in another encoding is hardly ever valid UTF-8 by chance. Then UTF-16 and
UTF-32 without a byte order mark are told by where their zero bytes stand, and the rest is guessed from the
letters by charset-normalizer. A wrong guess never loses text: every legacy code page has a character for a byte.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from index.loaders.loaded import Encoding, LoadError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 * 1024
_LEGACY = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859_2 iso8859_5 iso8859_7 koi8_r koi8_u "
    "cp866 cp437 cp850 cp852 mac_roman mac_cyrillic shift_jis cp932 euc_jp iso2022_jp gb18030 big5 euc_kr cp949 "
    "tis_620 cp874 johab"
)
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "mac_roman", "cp850", "cp852", "cp437")
BINARY = "is binary data, not text"

_CERTAIN, _LIKELY, _MIXED = 1.0, 0.95, 0.7
"""How sure an encoding is that its bytes prove; that the document names, and they allow; that most of them prove."""

_TIE = 1.5
"""How much less sure it is where several code pages fit as well: they mostly differ in letters that are not there."""


def decode(data: bytes, declared: str | None = None) -> str:
    """``data`` as text. ``declared`` is what the document itself says, believed where it fits.

    Raises LoadError where the bytes are no text.
    """
    return read(data, declared)[0]


def read(data: bytes, declared: str | None = None) -> tuple[str, Encoding]:
    """As `decode`, with the encoding that was taken and how sure it is."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), Encoding(name, _CERTAIN)
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), Encoding(wide, _LIKELY)
    if is_binary(data[:_SAMPLE]):
        raise LoadError(BINARY)
    shifted = ("iso2022_jp_2", "iso2022_kr") if b"\x1b$" in data else ()
    named = _known(declared)
    for codec in (*shifted, "utf-8", *([named] if named else [])):
        text = _strictly(data, codec)
        if text is not None:
            return text, Encoding(codec, _LIKELY if codec == named and codec != "utf-8" else _CERTAIN)
    if _mostly_utf8(data):
        return _mixed(data), Encoding("utf-8", _MIXED)
    return _guessed(data)


def is_binary(head: bytes) -> bool:
    """Whether bytes that are not UTF-16 or UTF-32 hold what no text holds: zeros, or many control bytes."""
    if not head:
        return False
    zeros = head.count(0)
    if zeros > len(head) // 1000 and zeros > 1:
        return True
    # Escape (27) starts the shifts of ISO-2022 text; 26 ends old DOS texts.
    odd = sum(head.count(code) for code in (*range(1, 8), *range(14, 26), *range(28, 32), 127))
    return odd > max(2, len(head) // 50)


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _known(declared: str | None) -> str | None:
    """The codec for a name as documents write it, browsers' way: Latin-1 means Windows-1252."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError, TypeError):
        return None
    if not getattr(codecs.lookup(name), "_is_text_encoding", True) or name.startswith(("utf-16", "utf-32")):
        return None  # the bytes of the declaration itself were read one by one, so it cannot be true
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by the places of zero bytes (or, for other scripts, by validity)."""
    head = data[: _SAMPLE - _SAMPLE % 4]
    if len(head) < 4:
        return None
    lanes = [head[i::4] for i in range(4)]
    zeros = [lane.count(0) / max(1, len(lane)) for lane in lanes]
    if len(data) % 4 == 0:
        if zeros[2] > 0.9 and zeros[3] > 0.95 and zeros[0] < 0.5 and _strictly(head, "utf-32-le") is not None:
            return "utf-32-le"
        if zeros[0] > 0.95 and zeros[1] > 0.9 and zeros[3] < 0.5 and _strictly(head, "utf-32-be") is not None:
            return "utf-32-be"
    for name, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        high_zeros, low_zeros = (zeros[high] + zeros[high + 2]) / 2, (zeros[low] + zeros[low + 2]) / 2
        if high_zeros > 0.05 and low_zeros < 0.02 and len(data) % 2 == 0:
            text = _strictly(head, name)
            rows = Counter(head[high::2]).most_common(2)
            one_script = sum(count for _, count in rows) >= 0.8 * (len(head) // 2)
            if text is not None and _legible(text) and (one_script or len(head) >= 64):
                return name
    return None


def _legible(text: str) -> bool:
    """Whether most of a text's characters are printable, and it has few different high bytes (one script)."""
    shown = sum(c.isprintable() or c in "\r\n\t\f" for c in text)
    return shown >= 0.97 * len(text) and len({ord(c) >> 8 for c in text if c.isalpha()}) <= 8 + len(text) // 40


def _mostly_utf8(data: bytes) -> bool:
    """Whether the bytes beyond ASCII are nearly all UTF-8 (a damaged file, or one of mixed encodings)."""
    good = sum(len(m.group()) for m in _UTF8.finditer(data))
    bad = len(_HIGH.findall(data)) - good
    return good > 0 and bad <= good // 10


_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8 = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+")


def _mixed(data: bytes) -> str:
    """UTF-8 where it is valid, Windows-1252 for the other bytes: nothing is lost."""
    parts: list[str] = []
    rest = data
    while rest:
        try:
            parts.append(rest.decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            parts.append(rest[: error.start].decode("utf-8"))
            parts.append(_western(rest[error.start : error.end]))
            rest = rest[error.end :]
    return "".join(parts)


def _western(data: bytes) -> str:
    """Windows-1252, whose five unused bytes are read as in Latin-1."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data)


def _guessed(data: bytes) -> tuple[str, Encoding]:
    """A text in an old code page, which its letters tell.

    Where few letters are beyond ASCII, the script is Latin, and only code pages for it are tried: the guesser
    by itself takes a few curly quotes for box drawings as readily as for quotes.
    """
    sample = data[:_SAMPLE]
    high = len(_HIGH.findall(sample))
    letters = sum(len(run) for run in re.findall(rb"[A-Za-z]+", sample))
    if high <= 0.3 * letters:
        scores = {name: _latin_score(sample.decode(name, "replace")) for name in _LATIN}
        best = max(scores.values())
        likely = [name for name in _LATIN if scores[name] >= best - 0.02 * high]
        # A score of 1 a character is that of letters inside words and marks around them.
        confidence = min(_LIKELY, max(0.1, best / max(1, high))) / (1 if len(likely) == 1 else _TIE)
    else:
        likely, confidence = _LEGACY.split(), 0.0
    if likely[0] in _LATIN and (len(likely) == 1 or high < 12):
        name: str | None = likely[0]
    else:
        name, confidence = _guess(sample, likely)
    text = _strictly(data, name) if name else None
    if text is None or name is None:
        return _western(data), Encoding("cp1252", 0.1)
    return text, Encoding(name, round(confidence, 2))


def _guess(sample: bytes, names: list[str]) -> tuple[str | None, float]:
    """The most likely of some code pages by the letters' frequencies in the world's languages, and how sure it is."""
    from charset_normalizer import from_bytes  # slow to import, and hardly ever needed

    best = from_bytes(sample, cp_isolation=names, threshold=0.4).best()
    if best is None:
        return (names[0] if names[0] in _LATIN else None), 0.1
    return best.encoding, min(_LIKELY, max(0.1, best.coherence))


def _latin_score(text: str) -> float:
    """How well the characters beyond ASCII fit between Latin letters: letters inside words, marks around them."""
    score = 0.0
    padded = f" {text} "
    for found in _BEYOND.finditer(padded):
        at = found.start()
        char, before, after = padded[at], padded[at - 1], padded[at + 1]
        inside = before.isalpha() or after.isalpha()
        if char in _MARKS_OF_LATIN:
            score += 1.0
        elif char.isalpha() and char < "\u0250":
            capital = char.isupper() and before.islower()
            score += 1.0 if inside and not capital and char not in "ªºƒ" else -0.5
        elif char.isspace():
            score += 0.5
        else:
            score -= 1.0
    return score


_BEYOND = re.compile(r"[^\x00-\x7f]")
_MARKS_OF_LATIN = frozenset("‘’“”„‚–—…•€£§°«»©®™·¿¡½¼¾²³´")
