"""A canonical text of slides, each a page of its layout."""

from __future__ import annotations

from dataclasses import replace

from index.loaders.draft import Draft
from index.loaders.loaded import Encoding, Loaded
from index.text.layout import Layout, Page


class SlideDraft(Draft):
    """A draft that knows where its slides start. ``width`` and ``height`` are a slide's, in points."""

    def __init__(self, width: float = 0.0, height: float = 0.0) -> None:
        super().__init__()
        self._size = (width, height)
        self._starts: list[int] = []

    def start_slide(self) -> None:
        """What is added from now on stands on the next slide."""
        self._starts.append(self._length)

    def loaded(self, format_: str, title: str | None, encoding: Encoding | None = None) -> Loaded:
        """The whole, with its pages. Raises Unsupported where there is no text."""
        loaded = super().loaded(format_, title, encoding)
        starts = self._starts
        if not starts:
            return loaded
        ends = [*starts[1:], len(loaded.text)]
        pages = [Page(s, e, *self._size) for s, e in zip([0, *starts[1:]], ends, strict=True)]
        return replace(loaded, layout=Layout(loaded.layout.blocks, tuple(pages)))
