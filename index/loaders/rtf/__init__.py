"""Rich Text (RTF).

Kept, in reading order: paragraphs, headings with their levels, lists with their numbers as displayed, tables (a row
a block, cells separated by tabs), text in every code page, headers where they are given and footers at the end, each
once; footnotes, endnotes and comments right after the paragraph that refers to them; text boxes, fields' results,
text that was inserted with changes tracked. Lost: pictures, embedded files, deleted and hidden text, fields'
instructions, soft hyphens, character formatting.

The tokens are those of the Rich Text Format Specification 1.9.1. A file that breaks off is read as far as it goes,
and a note says so.
"""

from __future__ import annotations

from dataclasses import replace

from index.loaders.draft import Draft
from index.loaders.loaded import Loaded, LoadError
from index.loaders.rtf.reader import Reader
from index.loaders.rtf.tokens import tokens
from index.loaders.titles import own_title

_START = b"{\\rtf"


def load(data: bytes) -> Loaded:
    """Read a document. Raises Unsupported where it holds no text, LoadError where it is none of this format."""
    at = data[:1024].find(_START)
    if at < 0 or data[:at].strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise LoadError("is damaged: it is no Rich Text document")
    reader = Reader()
    for token in tokens(data[at:]):
        reader.take(*token)
    whole = reader.finish()
    draft = Draft()
    reader.write(draft)
    loaded = draft.loaded("rtf", own_title(reader.title) or reader.styled_title)
    return loaded if whole else replace(loaded, notes=("breaks off: its end is missing",))
