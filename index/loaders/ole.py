"""The properties of documents of the older Office programs, which are OLE files."""

from __future__ import annotations

import io

from index.loaders.titles import own_title

_CODE_PAGES = {65001: "utf-8", 1200: "utf-16-le", 10000: "mac_roman"}


def ole_title(data: bytes) -> str | None:
    """The title that an OLE file's properties give, unless a program left it there; None where there is none."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            properties = file.get_metadata()
    except Exception:  # damaged properties are no reason not to read the document
        return None
    title = properties.title
    if not isinstance(title, bytes):
        return own_title(title)
    page = (properties.codepage or 1252) & 0xFFFF
    try:
        return own_title(title.decode(_CODE_PAGES.get(page, f"cp{page}"), "replace"))
    except LookupError:
        return own_title(title.decode("cp1252", "replace"))
