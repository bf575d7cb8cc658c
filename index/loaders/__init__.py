"""Loaders: from a file's bytes to its canonical text and layout. One module a format family, one registry.

Example:
    >>> load(b"# Rivers\\n\\nThe *Loire* is long.", "rivers.md").text
    'Rivers\\n\\nThe Loire is long.'
"""

from __future__ import annotations

from index.loaders.loaded import Loaded, LoadError, Unsupported
from index.loaders.registry import FORMATS, Format, format_of, load

__all__ = ["FORMATS", "Format", "LoadError", "Loaded", "Unsupported", "format_of", "load"]
