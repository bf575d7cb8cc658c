"""The words of a line of AsciiDoc without its marks."""

from __future__ import annotations

import re

_NAME = re.compile(r"\{([\w-]{1,60})\}")
_MACROS = re.compile(
    r"footnote(?:ref)?:(?P<ref>[\w-]{0,60})\[(?P<note>(?:[^\[\]\\]|\\.){0,1000})\]"
    r"|(?P<link>(?:https?|ftp|irc|mailto|link|xref):[^\s\[\]<>]{1,500})\[(?P<shown>[^\]\n]{0,500})\]"
    r"|<<(?P<id>[^<>,\n]{1,200})(?:,(?P<called>[^<>\n]{0,300}))?>>"
    r"|(?:image|icon):[^\s\[\]:][^\s\[\]]{0,300}\[(?P<alt>[^\]\n]{0,300})\]"
    r"|(?:kbd|btn|menu|pass|stem|latexmath|asciimath|indexterm2?|anchor)"
    r":[\w,.-]{0,60}\[(?P<inside>[^\]\n]{0,500})\]"
    r"|\[\[[^\[\]\n]{1,200}\]\]|\[#[\w-]{1,80}\](?=[*_`#])|\(\(\([^()\n]{1,300}\)\)\)|\(\((?P<term>[^()\n]{1,300})\)\)"
)
_MARKS = re.compile(
    r"(?P<b>\*\*|__|``|##|\+\+)(?P<wide>[^\n]{1,300}?)(?P=b)"
    r"|(?<![\w*_`#+\\])(?:\[[^\[\]\n]{0,80}\])?(?P<a>[*_`#+])(?P<narrow>\S|\S[^\n]{0,200}?\S)(?P=a)(?!\w)"
    r"|\^(?P<high>[^\s^]{1,200})\^|~(?P<low>[^\s~]{1,200})~"
)
_SIGNS = (("(C)", "©"), ("(R)", "®"), ("(TM)", "™"), ("...", "…"), ("->", "→"), ("=>", "⇒"))
_KNOWN = {
    "nbsp": " ", "sp": " ", "empty": "", "blank": "", "zwsp": "", "amp": "&", "lt": "<", "gt": ">", "apos": "'",
    "quot": '"', "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "deg": "°", "plus": "+", "vbar": "|",
    "asterisk": "*", "tilde": "~", "caret": "^", "startsb": "[", "endsb": "]", "backslash": "\\", "cpp": "C++",
}  # fmt: skip


class Inline:
    """Reads lines. State: the attributes defined so far, and footnotes that were met and not yet taken."""

    def __init__(self) -> None:
        self._attributes = dict(_KNOWN)
        self._notes: list[str] = []
        self._count = 0

    def define(self, name: str, value: str) -> None:
        """Define or, with ``!`` at either end, forget an attribute."""
        if "!" in name:
            self._attributes.pop(name.strip("!"), None)
        else:
            self._attributes[name] = _NAME.sub(self._named, value)[:2000]

    def said(self, text: str) -> str:
        """A line as it reads."""
        text = _MACROS.sub(self._macro, _NAME.sub(self._named, text))
        for _ in range(3):  # marks stand in marks: *_both_*
            text = _MARKS.sub(_unmarked, text)
        for sign, drawn in _SIGNS:
            text = text.replace(sign, drawn)
        return re.sub(r"\\(?=[*_`#+{\[<])", "", text)

    def notes(self) -> list[str]:
        """Footnotes since last time, with their numbers."""
        taken, self._notes = self._notes, []
        return taken

    def _named(self, found: re.Match[str]) -> str:
        return self._attributes.get(found[1].lower(), self._attributes.get(found[1], found[0]))

    def _macro(self, found: re.Match[str]) -> str:
        if found["note"] is not None:
            if not found["note"]:
                return ""
            self._count += 1
            note = _MARKS.sub(_unmarked, found["note"])
            self._notes.append(f"[{self._count}] {note}")
            return f" [{self._count}]"
        if found["link"]:
            shown = found["shown"].split(",")[0].strip('"^ ')
            return shown or found["link"].removeprefix("link:").removeprefix("xref:").removeprefix("mailto:")
        if found["id"]:
            return (found["called"] or found["id"]).strip()
        alt = found["alt"]
        return alt.split(",")[0] if alt else found["inside"] or found["term"] or ""


def _unmarked(found: re.Match[str]) -> str:
    return found["wide"] or found["narrow"] or found["high"] or found["low"] or ""
