"""Which titles in a document's properties are its own, and which a program left there."""

from __future__ import annotations

import re

from index.loaders.characters import one_line, read

_LEFT_BY_PROGRAMS = re.compile(
    r"microsoft (?:word|powerpoint|excel) - |power ?point|untitled|no title|unknown|title|template|"
    r"(?:new )?(?:microsoft )?(?:office )?(?:word|excel)? ?"
    r"(?:document|worksheet|workbook|spreadsheet|presentation)\s*\d*$|"
    r"(?:slide|folie|diapositiv[ae]|diapositiva|dia|sheet|tabelle|feuil|hoja|foglio|book|mappe|classeur|"
    r"präsentation|présentation|presentación|presentazione|dokument|documento|unbenannt|sans nom|sin título)\s*\d*$",
    re.I,
)


def own_title(text: str | None) -> str | None:
    """A title as one line, or None where it is empty or one of those that programs put by themselves."""
    title = one_line(read(text or ""))
    if not any(c.isalnum() for c in title) or "???" in title:  # letters that a program could not write
        return None
    found = _LEFT_BY_PROGRAMS.match(title)
    if found and (found.end() == len(title) or found[0].lower().startswith(("microsoft", "power", "untitled"))):
        return None
    return title
