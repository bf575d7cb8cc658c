"""Accents and signs that LaTeX writes as commands."""

from __future__ import annotations

import unicodedata

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "k": "\u0328", "H": "\u030b", "b": "\u0331", "d": "\u0323", "r": "\u030a", "u": "\u0306",
    "v": "\u030c", "t": "\u0361",
}  # fmt: skip
"""Commands that put a mark on the letter after them, with the mark as a combining character."""
SIGNS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł",
    "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "S": "§",
    "P": "¶", "copyright": "©", "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "pounds": "£",
    "textsterling": "£", "euro": "€", "texteuro": "€", "EUR": "€", "textyen": "¥", "dag": "†", "ddag": "‡",
    "dots": "…", "ldots": "…", "textellipsis": "…", "textbullet": "•", "textdegree": "°", "degree": "°",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_", "textbar": "|",
    "textless": "<", "textgreater": ">", "textendash": "–", "textemdash": "—", "textquotedblleft": "“",
    "textquotedblright": "”", "textquoteleft": "‘", "textquoteright": "’", "glqq": "„", "grqq": "“",
    "guillemotleft": "«", "guillemotright": "»", "flqq": "«", "frqq": "»", "LaTeX": "LaTeX", "TeX": "TeX",
    "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX", "XeTeX": "XeTeX", "lbrack": "[", "rbrack": "]", "slash": "/", "textmu": "µ",
    "textperiodcentered": "·",
    "textsuperscript": "", "textsubscript": "", "today": "", "and": ", ", "times": "×", "pm": "±",
}  # fmt: skip
"""Commands that stand for characters."""
MARKS = {"``": "“", "''": "”", "---": "—", "--": "–", "?`": "¿", "!`": "¡", "~": " ", "`": "‘", "'": "’"}
"""What is typed for marks that a keyboard lacks."""


def accented(accent: str, letter: str) -> str:
    """A letter with an accent, as one character where there is one."""
    if not letter:
        return ""
    return unicodedata.normalize("NFC", letter[0] + ACCENTS[accent]) + letter[1:]
