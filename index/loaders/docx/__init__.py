"""Word documents (DOCX, also with macros, as templates, strict, or in one flat XML file).

Kept, in reading order: paragraphs, headings with their levels, lists with their numbers as displayed, tables (a
row a block, cells separated by tabs, a merged cell's text once), headers at their section's start and footers at
its end, each once; footnotes, endnotes and comments right after the paragraph that refers to them; text boxes,
the words in charts and diagrams, content controls, fields' results, text that was inserted with changes tracked.
Lost: pictures, deleted and hidden text, fields' instructions, soft hyphens, character formatting, pages (a Word
document has none until it is printed).
"""

from __future__ import annotations

from index.loaders.docx.body import write
from index.loaders.docx.package import Package
from index.loaders.draft import Draft
from index.loaders.loaded import Loaded


def load(data: bytes) -> Loaded:
    """Read a Word document. Raises Unsupported where it holds no text, LoadError where it cannot be read."""
    package = Package.open(data)
    draft = Draft()
    title = write(package, draft)
    return draft.loaded("docx", title or package.title())
