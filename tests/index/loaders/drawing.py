"""PDF files drawn on the spot, with known places for every word."""

from __future__ import annotations

import io
from typing import Self

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas


class Canvas:
    """A file of pages; places are in points from the top left corner of a page as it is drawn.

    The pages are displayed turned clockwise by ``turn`` degrees.
    """

    def __init__(self, width: float = 595, height: float = 842, *, turn: int = 0, password: str | None = None) -> None:
        self.width, self.height = width, height
        self._out = io.BytesIO()
        encrypt = StandardEncryption(password, canPrint=0) if password else None
        displayed = (width, height) if turn % 180 == 0 else (height, width)
        self._canvas = canvas.Canvas(self._out, pagesize=displayed, encrypt=encrypt)
        self._canvas.setPageRotation(turn)
        self._pages = 0
        self.words: list[tuple[str, int, float, float, float]] = []
        """Each word drawn upright: itself, its page, left edge, right edge, base line."""

    def line(
        self, x: float, y: float, text: str, size: float = 11, font: str = "Times-Roman", angle: float = 0
    ) -> Self:
        """Draw a line that starts at ``x`` with its base line at ``y``, turned anticlockwise by ``angle``."""
        self._canvas.saveState()
        self._canvas.setFont(font, size)
        self._canvas.translate(x, self.height - y)
        self._canvas.rotate(angle)
        self._canvas.drawString(0, 0, text)
        self._canvas.restoreState()
        at = 0
        for word in text.split(" "):
            left = x + stringWidth(text[:at], font, size)
            self.words.append((word, self._pages + 1, left, left + stringWidth(word, font, size), y))
            at += len(word) + 1
        return self

    def lines(self, x: float, y: float, text: str, leading: float = 13, **type_: object) -> Self:
        """Draw lines one below the other."""
        for at, part in enumerate(text.split("\n")):
            self.line(x, y + at * leading, part, **type_)  # type: ignore[arg-type]
        return self

    def rule(self) -> Self:
        """Draw something that is no text."""
        self._canvas.rect(50, 50, 100, 100, fill=1)
        return self

    def bookmark(self, title: str, level: int = 0) -> Self:
        """Add an entry to the outline that leads to this page."""
        self._canvas.bookmarkPage(title)
        self._canvas.addOutlineEntry(title, title, level)
        return self

    def title(self, title: str) -> Self:
        """Set the title in the file's properties."""
        self._canvas.setTitle(title)
        return self

    def page(self) -> Self:
        """Start a new page."""
        self._canvas.showPage()
        self._pages += 1
        return self

    def saved(self) -> bytes:
        """The file."""
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()
