"""What a file is that is a compound file (OLE2): Office documents up to 2003, messages of Outlook, and others."""

from __future__ import annotations

from io import BytesIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_BY_STREAM = {
    "worddocument": "doc",
    "workbook": "xls",
    "book": "xls",
    "powerpoint document": "ppt",
    "pp40": "ppt",
    "__properties_version1.0": "msg",
    "encryptedpackage": "encrypted",
    "encryptioninfo": "encrypted",
    "visiodocument": "vsd",
    "quill": "pub",
    "matost": "wps",
    "spellingtopicdata": "wps",
    "bodytext": "hwp",
    "props9": "mpp",
    "props12": "mpp",
    "props14": "mpp",
    "catalog": "thumbs",
}
_STREAM_ORDER = {name: place for place, name in enumerate(_BY_STREAM)}


def kind(data: bytes) -> str | None:
    """What it is by the streams in its root: ``doc``, ``xls``, ``ppt``, ``msg``, ``encrypted`` and others, or None.

    A document that another is embedded in is told from it, since that one's streams lie deeper.
    """
    found = [name for name in _root_names(data) if name in _STREAM_ORDER]
    return _BY_STREAM[min(found, key=_STREAM_ORDER.__getitem__)] if found else None


def _root_names(data: bytes) -> list[str]:
    """Names of what lies in the root, in lower case; of a damaged file, of what can be found."""
    from olefile import OleFileIO

    try:
        with OleFileIO(BytesIO(data)) as file:
            return [entry.name.lower() for entry in file.root.kids] if file.root is not None else []
    except MemoryError:
        raise
    except Exception:  # it is damaged, and olefile stumbles in many ways
        return [name for name in _BY_STREAM if _spelled(name) in data or _spelled(name.title()) in data]


def _spelled(name: str) -> bytes:
    return name.encode("utf-16-le")
