"""Single compressed files (gzip, bzip2, xz): what is in one is a document of its own.

It has the name of the compressed file without the ending that tells of the compression. A TAR archive that is
compressed is told by its content and read as one.
"""

from __future__ import annotations

from index.loaders import kinds
from index.loaders.loaded import Loaded, LoadError, Member
from index.loaders.unpacking import unpacking, whole
from index.text.layout import Layout


def load(data: bytes) -> Loaded:
    """Open a compressed file; what is in it is the one member, without a name. Raises LoadError where it is none."""
    method = kinds.packed(data)
    if method is None:
        raise LoadError("is damaged: it is no gzip, bzip2 or xz file")

    def read() -> bytes:
        return whole(unpacking(data, method), len(data))

    return Loaded("", Layout(()), "gzip", members=(Member("", read),))
