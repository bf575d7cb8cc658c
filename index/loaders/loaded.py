"""What a loader returns, and how it says that it cannot."""

from __future__ import annotations

from dataclasses import dataclass

from index.layout import Layout


class LoadError(Exception):
    """A file could not be read. ``str(error)`` is the reason, in words for the file's owner."""


class Unsupported(LoadError):
    """A file that is not of a format that is read, or that holds no text at all."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file's canonical text and what ties it back to the file.

    ``text`` is NFC with ``\\n`` line ends and no other control character than ``\\n`` and ``\\t``. ``title`` is
    the document's own title, not the file's name. ``format`` is a key of ``FORMATS``.
    """

    text: str
    layout: Layout
    format: str
    title: str | None = None
