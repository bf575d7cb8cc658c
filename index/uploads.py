"""Files that are handed to Quoth rather than followed: they are copied into the data folder's uploads."""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from pathlib import Path

_MAX_NAME_BYTES = 200


def keep(source: Path, uploads: Path, name: str | None = None) -> Path:
    """Copy a file into the uploads folder, whole or not at all; one of the same name is replaced.

    :param name: the name it was uploaded by; by default the source's own.
    :returns: where it is now.
    :raises OSError: it cannot be copied.
    """
    uploads.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = uploads / safe_name(name or source.name)
    # A name with a dot in front is not indexed, so the file is only seen when it is whole.
    with tempfile.NamedTemporaryFile(dir=uploads, prefix=".part-", delete=False) as part:
        try:
            with source.open("rb") as file:
                shutil.copyfileobj(file, part, 1024 * 1024)
            part.close()
            Path(part.name).replace(target)
        except BaseException:
            part.close()
            Path(part.name).unlink(missing_ok=True)
            raise
    return target


def safe_name(name: str) -> str:
    """A file name that leads nowhere and can be shown: no folder, control character or leading dot or tilde."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    base = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in base).strip().lstrip(".~$ ")
    if not base:
        return "document"
    stem, dot, suffix = base.rpartition(".")
    if not dot or len(suffix.encode()) > 20:
        stem, dot, suffix = base, "", ""
    room = _MAX_NAME_BYTES - len((dot + suffix).encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + suffix
