"""PowerPoint presentations (PPTX, also with macros, as shows and templates, and strict ones).

Kept, slide by slide in their order: the title as a heading, text frames in the order in which a screen reader
takes them, lists with their markers, tables (a row a block), grouped shapes, the words of diagrams, charts' titles
and values, speaker's notes and comments after their slide; hidden slides too, since whoever opens the file sees
them. Footers, dates and slide numbers are furniture. Lost: pictures and media, embedded files, what stands on
the masters and layouts, animations, character formatting.
"""

from __future__ import annotations

from index.loaders.loaded import Loaded
from index.loaders.ooxml import Package
from index.loaders.pptx.deck import write
from index.loaders.slides import SlideDraft
from index.loaders.xmltree import child, integer

_POINT = 12700


def load(data: bytes) -> Loaded:
    """Read a presentation. Raises Unsupported where it holds no text, LoadError where it cannot be read."""
    package = Package.of_zip(data, "ppt/presentation.xml", "PowerPoint presentation", "PowerPoint", ".pptx")
    root = package.xml(package.main)
    size = child(root, "sldSz")
    draft = SlideDraft(integer(size, "cx", 0) / _POINT, integer(size, "cy", 0) / _POINT)
    write(package, root, draft)
    return draft.loaded("pptx", package.title())
